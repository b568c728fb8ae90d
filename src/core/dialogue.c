/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dialogue.h"

#include "core/dialogue-class.h"
#include "core/dialogue-state.h"
#include "core/imap-dialogue.h"
#include "core/pop3-dialogue.h"
#include "core/smtp-dialogue.h"

#include <string.h>

/* No honest server says as much between two commands of ours; in bytes. */
#define MAXIMUM_REPLY_UNENCRYPTED 65536
#define MAXIMUM_REPLY 262144

#define STATE(self) mbx_dialogue_get_state (self)

typedef MbxDialogueState MbxDialoguePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MbxDialogue, mbx_dialogue, G_TYPE_OBJECT)

MbxDialogueState *
mbx_dialogue_get_state (MbxDialogue *self)
{
  return mbx_dialogue_get_instance_private (self);
}

static void
mbx_dialogue_finalize (GObject *object)
{
  MbxDialogue *self = MBX_DIALOGUE (object);
  MbxDialogueState *state = STATE (self);

  mbx_dialogue_wipe_output (self);
  mbx_dialogue_forget_credentials (self);
  mbx_server_free (state->server);
  g_free (state->sender);
  g_free (state->client_name);
  g_free (state->nonce);
  mbx_line_buffer_free (state->input);
  g_clear_pointer (&state->goodbye, g_byte_array_unref);
  g_free (state->binding_type);
  g_clear_pointer (&state->binding, g_bytes_unref);
  mbx_reply_free (state->reply);
  mbx_reply_free (state->parting);
  mbx_reply_free (state->warning);
  mbx_reply_free (state->greeting);
  g_free (state->mechanism);
  g_ptr_array_unref (state->capabilities);
  G_OBJECT_CLASS (mbx_dialogue_parent_class)->finalize (object);
}

static void
mbx_dialogue_class_init (MbxDialogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_dialogue_finalize;
}

static void
mbx_dialogue_init (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);

  state->step = MBX_STEP_ENCRYPT;
  state->input = mbx_line_buffer_new ();
  state->capabilities = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (state->capabilities, NULL);
}

/* The sender goes into a command: whatever could end or bend that command is no address. */
static gboolean
is_sendable_address (const char *address)
{
  if (address == NULL || !g_utf8_validate (address, -1, NULL) || strlen (address) > 320)
    return FALSE;
  for (const char *at = address; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)) || *at == '<' || *at == '>')
        return FALSE;
    }
  return strchr (address, '@') != NULL;
}

/**
 * mbx_dialogue_new:
 * @options: all copied; a sender that is no address counts as none
 *
 * Returns: (transfer full): a dialogue that has not begun; its first action is
 *   %MBX_ACTION_START_TLS for direct TLS and %MBX_ACTION_READ for STARTTLS
 */
MbxDialogue *
mbx_dialogue_new (const MbxDialogueOptions *options)
{
  const GType types[] = {
    [MBX_PROTOCOL_IMAP] = MBX_TYPE_IMAP_DIALOGUE,
    [MBX_PROTOCOL_POP3] = MBX_TYPE_POP3_DIALOGUE,
    [MBX_PROTOCOL_SMTP] = MBX_TYPE_SMTP_DIALOGUE,
  };
  MbxDialogue *self;
  MbxDialogueState *state;

  g_return_val_if_fail (options != NULL && options->server != NULL, NULL);

  self = g_object_new (types[options->server->protocol], NULL);
  state = STATE (self);
  state->server = mbx_server_copy (options->server);
  state->sender = is_sendable_address (options->sender) ? g_strdup (options->sender) : NULL;
  state->client_name = g_strdup (options->client_name != NULL ? options->client_name : "");
  state->nonce = g_strdup (options->nonce);
  state->probe_only = options->probe_only;
  state->examine = options->examine;
  state->phase = options->server->security == MBX_SECURITY_TLS ? MBX_PHASE_TLS : MBX_PHASE_TALKING;
  return self;
}

static void
fill_action (MbxDialogueState *state, MbxAction *action)
{
  static const MbxActionKind kinds[] = {
    [MBX_PHASE_TALKING] = MBX_ACTION_READ,
    [MBX_PHASE_TLS] = MBX_ACTION_START_TLS,
    [MBX_PHASE_CREDENTIALS] = MBX_ACTION_NEED_CREDENTIALS,
    [MBX_PHASE_DONE] = MBX_ACTION_DONE,
    [MBX_PHASE_FAILED] = MBX_ACTION_FAIL,
  };

  *action = (MbxAction){ .kind = kinds[state->phase], .step = state->step };
  if (state->output == NULL)
    return;
  action->kind = MBX_ACTION_SEND;
  action->bytes = state->output;
  action->secret = state->output_secret;
  action->label = state->label;
  state->output_given = TRUE;
  state->received = 0;
  state->lines = 0;
}

/**
 * mbx_dialogue_next:
 * @action: (out caller-allocates): what the caller has to do; its pointers are valid until the next
 *   call of any function of @self
 *
 * Asking again after %MBX_ACTION_SEND means that the bytes were sent.
 */
void
mbx_dialogue_next (MbxDialogue *self, MbxAction *action)
{
  MbxDialogueState *state = STATE (self);

  if (state->output_given)
    mbx_dialogue_wipe_output (self);
  mbx_dialogue_pump (self);
  mbx_dialogue_check_injection (self);
  fill_action (state, action);
}

/**
 * mbx_dialogue_receive:
 * @bytes: what the server sent; copied
 * @length: in bytes
 *
 * Takes bytes of the server, cut in any way. A flood ends the dialogue with %MBX_FAULT_TOO_LONG.
 */
void
mbx_dialogue_receive (MbxDialogue *self, const guint8 *bytes, gsize length)
{
  MbxDialogueState *state = STATE (self);
  gsize maximum = state->encrypted ? MAXIMUM_REPLY : MAXIMUM_REPLY_UNENCRYPTED;

  if (state->output_given)
    mbx_dialogue_wipe_output (self);
  if (state->phase == MBX_PHASE_DONE || state->phase == MBX_PHASE_FAILED)
    return;
  if (length > maximum - state->received)
    {
      mbx_dialogue_fail (self, MBX_FAULT_TOO_LONG, NULL);
      return;
    }
  state->received += length;
  mbx_line_buffer_append (state->input, bytes, length);
  mbx_dialogue_pump (self);
  mbx_dialogue_check_injection (self);
}

/* Words that were cut off say something, and they are no answer. */
static MbxReply *
parse_leftover (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  gsize length;
  const guint8 *bytes = mbx_line_buffer_peek (state->input, &length);
  g_autofree char *text = g_strndup ((const char *) bytes, length);

  return length > 0 && state->phase == MBX_PHASE_TALKING ? mbx_dialogue_parse_reply (self, text)
                                                         : NULL;
}

/**
 * mbx_dialogue_receive_eof:
 *
 * The server hung up. Where it said good-bye before, its words become the refusal.
 */
void
mbx_dialogue_receive_eof (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  gboolean signing_in = state->step == MBX_STEP_SIGN_IN && state->credentials != NULL;

  mbx_dialogue_wipe_output (self);
  state->ended = TRUE;
  mbx_dialogue_pump (self);
  if (state->phase == MBX_PHASE_DONE || state->phase == MBX_PHASE_FAILED)
    return;
  if (state->parting == NULL)
    mbx_dialogue_fail (self, MBX_FAULT_CLOSED, parse_leftover (self));
  else
    mbx_dialogue_fail (self, signing_in ? MBX_FAULT_SIGN_IN_REFUSED : MBX_FAULT_COMMAND_REFUSED,
                       g_steal_pointer (&state->parting));
}

/**
 * mbx_dialogue_tls_started:
 *
 * The handshake is done and the certificate is good. Everything that came before is forgotten
 * (RFC 3207 section 4.2, RFC 9051 section 6.2.1, RFC 2595 section 4).
 */
void
mbx_dialogue_tls_started (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);

  g_return_if_fail (state->phase == MBX_PHASE_TLS);

  state->encrypted = TRUE;
  state->phase = MBX_PHASE_TALKING;
  state->step = MBX_STEP_GREET;
  state->received = 0;
  state->lines = 0;
  mbx_line_buffer_clear (state->input);
  mbx_dialogue_clear_capabilities (self);
  g_clear_pointer (&state->greeting, mbx_reply_free);
  g_clear_pointer (&state->parting, mbx_reply_free);
  if (state->greeted)
    MBX_DIALOGUE_GET_CLASS (self)->restart (self);
}

/**
 * mbx_dialogue_set_credentials:
 * @credentials: copied, and forgotten as soon as the server has answered
 *
 * May be called at any time. The sign-in itself never begins before verified TLS.
 */
void
mbx_dialogue_set_credentials (MbxDialogue *self, const MbxCredentials *credentials)
{
  MbxDialogueState *state = STATE (self);

  g_return_if_fail (credentials != NULL);

  g_clear_pointer (&state->credentials, mbx_credentials_free);
  state->credentials = mbx_credentials_copy (credentials);
  if (state->phase == MBX_PHASE_CREDENTIALS)
    mbx_dialogue_begin_sign_in (self);
}

/**
 * mbx_dialogue_set_channel_binding:
 * @type: (nullable): "tls-exporter" (RFC 9266), "tls-server-end-point" or "tls-unique" (RFC 5929)
 * @data: (nullable): what the TLS connection gave for @type
 *
 * Lets SCRAM tie the sign-in to this very TLS connection.
 */
void
mbx_dialogue_set_channel_binding (MbxDialogue *self, const char *type, GBytes *data)
{
  MbxDialogueState *state = STATE (self);

  g_clear_pointer (&state->binding_type, g_free);
  g_clear_pointer (&state->binding, g_bytes_unref);
  if (type == NULL || data == NULL)
    return;
  state->binding_type = g_strdup (type);
  state->binding = g_bytes_ref (data);
}

/**
 * mbx_dialogue_finish:
 *
 * Stops here, as if everything that was wanted had been done.
 */
void
mbx_dialogue_finish (MbxDialogue *self)
{
  mbx_dialogue_done (self);
}

/**
 * mbx_dialogue_get_step:
 *
 * Returns: the step that the dialogue is in, or where it stopped. With STARTTLS everything up to
 *   the handshake belongs to %MBX_STEP_ENCRYPT, the plain greeting included.
 */
MbxStep
mbx_dialogue_get_step (MbxDialogue *self)
{
  return STATE (self)->step;
}

/**
 * mbx_dialogue_get_fault:
 *
 * Returns: why the dialogue stopped, or %MBX_FAULT_NONE
 */
MbxDialogueFault
mbx_dialogue_get_fault (MbxDialogue *self)
{
  return STATE (self)->fault;
}

/**
 * mbx_dialogue_get_reply:
 *
 * Returns: (nullable): the answer that stopped the dialogue
 */
const MbxReply *
mbx_dialogue_get_reply (MbxDialogue *self)
{
  return STATE (self)->reply;
}

/**
 * mbx_dialogue_get_warning:
 *
 * Returns: (nullable): an answer that stops nothing and that the person should know of, such as
 *   OVERQUOTA (RFC 9208)
 */
const MbxReply *
mbx_dialogue_get_warning (MbxDialogue *self)
{
  return STATE (self)->warning;
}

/**
 * mbx_dialogue_get_mechanism:
 *
 * Returns: (nullable): how the sign-in was tried: a SASL name, "IMAP LOGIN" or "USER"
 */
const char *
mbx_dialogue_get_mechanism (MbxDialogue *self)
{
  return STATE (self)->mechanism;
}

/**
 * mbx_dialogue_get_capabilities:
 *
 * Returns: what the server offers now, in upper case: for IMAP one string for each capability, for
 *   SMTP and POP3 one for each line, such as "AUTH PLAIN LOGIN". Empty where nothing is known.
 */
const char *const *
mbx_dialogue_get_capabilities (MbxDialogue *self)
{
  return (const char *const *) STATE (self)->capabilities->pdata;
}

/**
 * mbx_dialogue_get_greeting:
 *
 * Returns: (nullable): the greeting; %NULL after STARTTLS, for it came before the encryption
 */
const MbxReply *
mbx_dialogue_get_greeting (MbxDialogue *self)
{
  return STATE (self)->greeting;
}

/**
 * mbx_dialogue_get_service:
 *
 * Returns: who the first bytes belonged to
 */
MbxService
mbx_dialogue_get_service (MbxDialogue *self)
{
  return STATE (self)->service;
}

/**
 * mbx_dialogue_get_goodbye:
 *
 * Returns: (nullable): what a polite client says before it closes, whose answer nobody waits for;
 *   %NULL where there is nobody to say it to
 */
const GByteArray *
mbx_dialogue_get_goodbye (MbxDialogue *self)
{
  const char *goodbye = MBX_DIALOGUE_GET_CLASS (self)->goodbye;
  MbxDialogueState *state = STATE (self);

  if (!state->encrypted || !state->greeted || state->ended ||
      state->fault == MBX_FAULT_NOT_THIS_PROTOCOL || state->fault == MBX_FAULT_GREETING_REFUSED)
    return NULL;
  if (state->goodbye == NULL)
    {
      state->goodbye = g_byte_array_new ();
      g_byte_array_append (state->goodbye, (const guint8 *) goodbye, (guint) strlen (goodbye));
    }
  return state->goodbye;
}
