/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue.h"
#include "core/sasl.h"
#include "core/service.h"

G_BEGIN_DECLS

/*
 * What the three protocols build on. Only they include this.
 */

/**
 * MbxDialogueClass:
 * @service: which greeting is the right one
 * @first_characters: what even a malformed greeting of this protocol begins with
 * @goodbye: what is said before the connection is closed
 * @line: a line has come, without its end; valid UTF-8 is not promised, zero bytes are not in it
 * @literal: the bytes that mbx_dialogue_expect_literal() asked for have come
 * @restart: the handshake behind STARTTLS is done; ask for everything again
 * @can_sign_in: gives %MBX_FAULT_NONE where @kind has a mechanism, else the fault that says why not
 * @sign_in: credentials and a mechanism for them are there
 * @forget: nothing made from the credentials is needed any more; wipe it
 */
struct _MbxDialogueClass
{
  GObjectClass parent_class;
  MbxService service;
  const char *first_characters;
  const char *goodbye;
  void (*line) (MbxDialogue *self, const char *line);
  void (*literal) (MbxDialogue *self, const char *bytes, gsize length);
  void (*restart) (MbxDialogue *self);
  MbxDialogueFault (*can_sign_in) (MbxDialogue *self, MbxCredentialKind kind);
  void (*sign_in) (MbxDialogue *self);
  void (*forget) (MbxDialogue *self);
};

/* What was given at birth, as copies. */
const char *mbx_dialogue_get_sender (MbxDialogue *self);
const char *mbx_dialogue_get_client_name (MbxDialogue *self);
gboolean mbx_dialogue_wants_examine (MbxDialogue *self);
const MbxCredentials *mbx_dialogue_get_credentials (MbxDialogue *self);
gboolean mbx_dialogue_is_encrypted (MbxDialogue *self);
gboolean mbx_dialogue_has_channel_binding (MbxDialogue *self);

/* The next action. */
void mbx_dialogue_send (MbxDialogue *self, const char *line);
void mbx_dialogue_send_labelled (MbxDialogue *self, const char *label, const char *bytes);
void mbx_dialogue_send_secret (MbxDialogue *self, const char *label, char *bytes);
void mbx_dialogue_expect_literal (MbxDialogue *self, gsize length);
void mbx_dialogue_start_tls (MbxDialogue *self);
void mbx_dialogue_ready_to_sign_in (MbxDialogue *self);
void mbx_dialogue_done (MbxDialogue *self);
void mbx_dialogue_fail (MbxDialogue *self, MbxDialogueFault fault, MbxReply *reply);

/* What was seen. */
MbxReply *mbx_dialogue_parse_reply (MbxDialogue *self, const char *text);
void mbx_dialogue_set_step (MbxDialogue *self, MbxStep step);
void mbx_dialogue_take_greeting (MbxDialogue *self, MbxReply *greeting);
void mbx_dialogue_take_parting (MbxDialogue *self, MbxReply *parting);
void mbx_dialogue_take_warning (MbxDialogue *self, MbxReply *warning);
void mbx_dialogue_clear_capabilities (MbxDialogue *self);
void mbx_dialogue_add_capability (MbxDialogue *self, const char *capability);
gboolean mbx_dialogue_has_capability (MbxDialogue *self, const char *capability);

/* The sign-in. */
MbxSasl *mbx_dialogue_start_sasl (MbxDialogue *self, MbxMechanism mechanism);
void mbx_dialogue_set_mechanism (MbxDialogue *self, const char *mechanism);
void mbx_dialogue_answer_challenge (MbxDialogue *self, const char *challenge);
gboolean mbx_dialogue_accept_sign_in (MbxDialogue *self);
void mbx_dialogue_refuse_sign_in (MbxDialogue *self, MbxReply *reply);

G_END_DECLS
