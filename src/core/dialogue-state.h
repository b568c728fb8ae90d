/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue.h"
#include "core/line-buffer.h"
#include "core/sasl.h"

G_BEGIN_DECLS

/*
 * The inside of a dialogue, shared by the files that make up the base class and by nobody else.
 */

typedef enum
{
  MBX_PHASE_TALKING,
  MBX_PHASE_TLS,
  MBX_PHASE_CREDENTIALS,
  MBX_PHASE_DONE,
  MBX_PHASE_FAILED,
} MbxPhase;

typedef struct
{
  MbxServer *server;
  char *sender;
  char *client_name;
  char *nonce;
  gboolean probe_only;
  gboolean examine;

  MbxPhase phase;
  MbxStep step;
  gboolean encrypted;
  gboolean greeted;
  gboolean ended;

  MbxLineBuffer *input;
  gsize received; /* since our last command, in bytes and in lines */
  guint lines;
  gsize literal;
  gboolean literal_expected;

  GByteArray *output;
  gboolean output_given;
  gboolean output_secret;
  char *label;
  GByteArray *goodbye;

  MbxCredentials *credentials;
  char *binding_type;
  GBytes *binding;
  MbxSasl *sasl;

  MbxDialogueFault fault;
  MbxService service;
  MbxReply *reply;
  MbxReply *parting;
  MbxReply *warning;
  MbxReply *greeting;
  char *mechanism;
  GPtrArray *capabilities;
} MbxDialogueState;

MbxDialogueState *mbx_dialogue_get_state (MbxDialogue *self);
void mbx_dialogue_wipe_output (MbxDialogue *self);
void mbx_dialogue_forget_credentials (MbxDialogue *self);
void mbx_dialogue_begin_sign_in (MbxDialogue *self);
void mbx_dialogue_pump (MbxDialogue *self);
void mbx_dialogue_check_injection (MbxDialogue *self);

G_END_DECLS
