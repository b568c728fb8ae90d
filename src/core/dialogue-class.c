/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dialogue-class.h"

#include "core/dialogue-state.h"
#include "core/reply-parser.h"

#include <string.h>

#define MAXIMUM_CAPABILITIES 256
#define MAXIMUM_CAPABILITY 512

#define STATE(self) mbx_dialogue_get_state (self)

void
mbx_dialogue_wipe_output (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);

  if (state->output != NULL)
    {
      mbx_wipe (state->output->data, state->output->len);
      g_clear_pointer (&state->output, g_byte_array_unref);
    }
  state->output_given = FALSE;
  g_clear_pointer (&state->label, g_free);
}

void
mbx_dialogue_forget_credentials (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);

  MBX_DIALOGUE_GET_CLASS (self)->forget (self);
  g_clear_pointer (&state->credentials, mbx_credentials_free);
  g_clear_pointer (&state->sasl, mbx_sasl_free);
}

const char *
mbx_dialogue_get_sender (MbxDialogue *self)
{
  return STATE (self)->sender;
}

const char *
mbx_dialogue_get_client_name (MbxDialogue *self)
{
  return STATE (self)->client_name;
}

gboolean
mbx_dialogue_wants_examine (MbxDialogue *self)
{
  return STATE (self)->examine;
}

const MbxCredentials *
mbx_dialogue_get_credentials (MbxDialogue *self)
{
  return STATE (self)->credentials;
}

gboolean
mbx_dialogue_is_encrypted (MbxDialogue *self)
{
  return STATE (self)->encrypted;
}

gboolean
mbx_dialogue_has_channel_binding (MbxDialogue *self)
{
  return STATE (self)->binding != NULL;
}

static void
queue (MbxDialogue *self, const char *label, const char *bytes, gboolean secret)
{
  MbxDialogueState *state = STATE (self);
  gsize length = strlen (bytes);

  mbx_dialogue_wipe_output (self);
  /* Of the right size at once: a growing array leaves copies of a secret behind. */
  state->output = g_byte_array_sized_new ((guint) length);
  g_byte_array_append (state->output, (const guint8 *) bytes, (guint) length);
  state->output_secret = secret;
  state->label = g_strdup (label);
}

/**
 * mbx_dialogue_send:
 * @line: a command without its CRLF; the log shows it as it is
 *
 * Sends one command that holds nothing private.
 */
void
mbx_dialogue_send (MbxDialogue *self, const char *line)
{
  g_autofree char *bytes = g_strconcat (line, "\r\n", NULL);

  queue (self, line, bytes, FALSE);
}

/**
 * mbx_dialogue_send_labelled:
 * @label: what the log shows instead
 * @bytes: whole lines, each with its CRLF
 *
 * Sends commands that are no secret and nobody else's business, such as an address.
 */
void
mbx_dialogue_send_labelled (MbxDialogue *self, const char *label, const char *bytes)
{
  queue (self, label, bytes, FALSE);
}

/**
 * mbx_dialogue_send_secret:
 * @label: what the log shows instead
 * @bytes: (transfer full): what to send, with CRLF; wiped
 *
 * Sends what carries a secret. Without verified TLS it fails instead; no caller lets that happen,
 * and this makes sure of it.
 */
void
mbx_dialogue_send_secret (MbxDialogue *self, const char *label, char *bytes)
{
  if (STATE (self)->encrypted)
    queue (self, label, bytes, TRUE);
  else
    mbx_dialogue_fail (self, MBX_FAULT_STARTTLS_MISSING, NULL);
  mbx_wipe_string (bytes);
}

/**
 * mbx_dialogue_expect_literal:
 * @length: in bytes, already bounded
 *
 * The next @length bytes are no lines; they go to the vfunc literal.
 */
void
mbx_dialogue_expect_literal (MbxDialogue *self, gsize length)
{
  MbxDialogueState *state = STATE (self);

  state->literal = length;
  state->literal_expected = TRUE;
}

/**
 * mbx_dialogue_start_tls:
 *
 * The server has agreed to encrypt; mbx_dialogue_check_injection() then looks for bytes too many.
 */
void
mbx_dialogue_start_tls (MbxDialogue *self)
{
  STATE (self)->phase = MBX_PHASE_TLS;
}

/**
 * mbx_dialogue_done:
 *
 * All that was wanted has passed. Does nothing where the dialogue has failed already.
 */
void
mbx_dialogue_done (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);

  if (state->phase == MBX_PHASE_FAILED)
    return;
  mbx_dialogue_forget_credentials (self);
  mbx_dialogue_wipe_output (self);
  state->phase = MBX_PHASE_DONE;
}

/**
 * mbx_dialogue_fail:
 * @fault: why
 * @reply: (nullable) (transfer full): the answer that decided
 *
 * Stops. The first fault stays; nothing that comes later hides it.
 */
void
mbx_dialogue_fail (MbxDialogue *self, MbxDialogueFault fault, MbxReply *reply)
{
  MbxDialogueState *state = STATE (self);

  if (state->phase == MBX_PHASE_FAILED)
    {
      mbx_reply_free (reply);
      return;
    }
  if (reply != NULL)
    reply->encrypted = state->encrypted;
  state->phase = MBX_PHASE_FAILED;
  state->fault = fault;
  state->reply = reply;
  mbx_dialogue_forget_credentials (self);
  mbx_dialogue_wipe_output (self);
}

/**
 * mbx_dialogue_parse_reply:
 * @text: one line, or for SMTP all lines of an answer
 *
 * Returns: (transfer full): the reply, marked with whether it came encrypted
 */
MbxReply *
mbx_dialogue_parse_reply (MbxDialogue *self, const char *text)
{
  MbxReply *reply = mbx_reply_parse ((int) STATE (self)->server->protocol, text, -1);

  reply->encrypted = STATE (self)->encrypted;
  return reply;
}

void
mbx_dialogue_set_step (MbxDialogue *self, MbxStep step)
{
  STATE (self)->step = step;
}

void
mbx_dialogue_take_greeting (MbxDialogue *self, MbxReply *greeting)
{
  MbxDialogueState *state = STATE (self);

  mbx_reply_free (state->greeting);
  state->greeting = greeting;
}

/**
 * mbx_dialogue_take_parting:
 * @parting: (transfer full): the server's good-bye, which explains the end that is going to follow
 */
void
mbx_dialogue_take_parting (MbxDialogue *self, MbxReply *parting)
{
  MbxDialogueState *state = STATE (self);

  mbx_reply_free (state->parting);
  state->parting = parting;
}

void
mbx_dialogue_take_warning (MbxDialogue *self, MbxReply *warning)
{
  MbxDialogueState *state = STATE (self);

  mbx_reply_free (state->warning);
  state->warning = warning;
}

void
mbx_dialogue_clear_capabilities (MbxDialogue *self)
{
  GPtrArray *capabilities = STATE (self)->capabilities;

  g_ptr_array_set_size (capabilities, 0);
  g_ptr_array_add (capabilities, NULL);
}

/**
 * mbx_dialogue_add_capability:
 * @capability: as announced; what is too long or too many is dropped
 */
void
mbx_dialogue_add_capability (MbxDialogue *self, const char *capability)
{
  GPtrArray *capabilities = STATE (self)->capabilities;
  g_autofree char *clean = mbx_clean_text (capability, -1, MAXIMUM_CAPABILITY);

  if (*clean == '\0' || capabilities->len > MAXIMUM_CAPABILITIES)
    return;
  capabilities->pdata[capabilities->len - 1] = g_ascii_strup (clean, -1);
  g_ptr_array_add (capabilities, NULL);
}

/**
 * mbx_dialogue_has_capability:
 * @capability: in upper case
 *
 * Returns: whether it was announced, alone or with arguments behind a blank
 */
gboolean
mbx_dialogue_has_capability (MbxDialogue *self, const char *capability)
{
  const char *const *announced = mbx_dialogue_get_capabilities (self);
  gsize length = strlen (capability);

  for (gsize i = 0; announced[i] != NULL; i++)
    {
      if (strncmp (announced[i], capability, length) == 0 &&
          (announced[i][length] == '\0' || announced[i][length] == ' '))
        return TRUE;
    }
  return FALSE;
}
