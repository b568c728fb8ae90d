/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib-object.h>

#include "core/credentials.h"
#include "core/reply.h"
#include "core/server.h"
#include "core/service.h"
#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxActionKind:
 * @MBX_ACTION_READ: give me bytes with mbx_dialogue_receive(), or mbx_dialogue_receive_eof()
 * @MBX_ACTION_SEND: write @bytes of the action, then ask again
 * @MBX_ACTION_START_TLS: do the handshake, then call mbx_dialogue_tls_started()
 * @MBX_ACTION_NEED_CREDENTIALS: everything that needs no secret has passed; call
 *   mbx_dialogue_set_credentials(), or mbx_dialogue_finish() to stop here
 * @MBX_ACTION_DONE: all steps passed (see mbx_dialogue_get_warning())
 * @MBX_ACTION_FAIL: stopped; see mbx_dialogue_get_fault() and mbx_dialogue_get_reply()
 */
typedef enum
{
  MBX_ACTION_READ,
  MBX_ACTION_SEND,
  MBX_ACTION_START_TLS,
  MBX_ACTION_NEED_CREDENTIALS,
  MBX_ACTION_DONE,
  MBX_ACTION_FAIL,
} MbxActionKind;

/**
 * MbxAction:
 * @kind: what the caller has to do
 * @step: the step this belongs to; when it moves on, all steps before have passed
 * @bytes: (nullable): for %MBX_ACTION_SEND, what to write; owned by the dialogue and valid until
 *   the next call, which wipes it
 * @secret: whether @bytes carry a secret; the log then shows @label only
 * @label: for %MBX_ACTION_SEND, what the log may show, for instance "AUTH PLAIN <redacted>"
 */
typedef struct
{
  MbxActionKind kind;
  MbxStep step;
  const GByteArray *bytes;
  gboolean secret;
  const char *label;
} MbxAction;

/**
 * MbxDialogueFault:
 *
 * Why a dialogue stopped, as the protocol sees it. The cause for the person is found by
 * mbx_diagnose() from this and everything else that was seen.
 */
typedef enum
{
  MBX_FAULT_NONE,
  MBX_FAULT_GREETING_REFUSED,    /* "* BYE", "-ERR", 4xx or 5xx as the first word */
  MBX_FAULT_NOT_THIS_PROTOCOL,   /* the first bytes are another service's; see the reply */
  MBX_FAULT_TLS_BYTES,           /* a TLS record came where plain text was expected */
  MBX_FAULT_BROKEN,              /* the answer breaks the protocol */
  MBX_FAULT_TOO_LONG,            /* a line, a literal or a reply beyond the bounds */
  MBX_FAULT_CLOSED,              /* the server hung up */
  MBX_FAULT_STARTTLS_MISSING,    /* not offered */
  MBX_FAULT_STARTTLS_REFUSED,    /* offered and refused */
  MBX_FAULT_STARTTLS_INJECTION,  /* bytes behind the answer to STARTTLS */
  MBX_FAULT_PREAUTH,             /* "* PREAUTH" before the encryption */
  MBX_FAULT_NO_COMMON_MECHANISM, /* nothing of what is offered is ours */
  MBX_FAULT_AUTH_NOT_OFFERED,    /* no sign-in at all is offered on this port */
  MBX_FAULT_LOGIN_DISABLED,      /* LOGINDISABLED inside TLS, and no SASL mechanism of ours */
  MBX_FAULT_SERVER_SIGNATURE,    /* SCRAM: the server did not prove that it knows the password */
  MBX_FAULT_SIGN_IN_REFUSED,     /* a refusal; see the reply */
  MBX_FAULT_COMMAND_REFUSED,     /* another command was refused; see the step and the reply */
} MbxDialogueFault;

#define MBX_TYPE_DIALOGUE (mbx_dialogue_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbxDialogue, mbx_dialogue, MBX, DIALOGUE, GObject)

/**
 * MbxDialogueOptions:
 * @server: host (for SCRAM, OAUTHBEARER), security and protocol
 * @sender: (nullable): the own address for the sender check (SMTP)
 * @client_name: what EHLO and IMAP ID say of this program; never anything of the person
 * @nonce: (nullable): for tests only, the SCRAM client nonce; %NULL means random
 * @probe_only: stop with %MBX_ACTION_DONE where credentials would be needed
 * @examine: (IMAP) whether to EXAMINE INBOX after the sign-in
 */
typedef struct
{
  const MbxServer *server;
  const char *sender;
  const char *client_name;
  const char *nonce;
  gboolean probe_only;
  gboolean examine;
} MbxDialogueOptions;

MbxDialogue *mbx_dialogue_new (const MbxDialogueOptions *options);
void mbx_dialogue_next (MbxDialogue *self, MbxAction *action);
void mbx_dialogue_receive (MbxDialogue *self, const guint8 *bytes, gsize length);
void mbx_dialogue_receive_eof (MbxDialogue *self);
void mbx_dialogue_tls_started (MbxDialogue *self);
void mbx_dialogue_set_credentials (MbxDialogue *self, const MbxCredentials *credentials);
void mbx_dialogue_set_channel_binding (MbxDialogue *self, const char *type, GBytes *data);
void mbx_dialogue_finish (MbxDialogue *self);

MbxStep mbx_dialogue_get_step (MbxDialogue *self);
MbxDialogueFault mbx_dialogue_get_fault (MbxDialogue *self);
const MbxReply *mbx_dialogue_get_reply (MbxDialogue *self);
const MbxReply *mbx_dialogue_get_warning (MbxDialogue *self);
const char *mbx_dialogue_get_mechanism (MbxDialogue *self);
const char *const *mbx_dialogue_get_capabilities (MbxDialogue *self);
const MbxReply *mbx_dialogue_get_greeting (MbxDialogue *self);
MbxService mbx_dialogue_get_service (MbxDialogue *self);
const GByteArray *mbx_dialogue_get_goodbye (MbxDialogue *self);

G_END_DECLS
