/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dialogue-class.h"

#include "core/dialogue-state.h"

#define STATE(self) mbx_dialogue_get_state (self)

/**
 * mbx_dialogue_ready_to_sign_in:
 *
 * All that needs no secret has passed. Fails where the server takes neither passwords nor tokens in
 * any way that is spoken here, so that nobody is asked for a password in vain.
 */
void
mbx_dialogue_ready_to_sign_in (MbxDialogue *self)
{
  MbxDialogueClass *klass = MBX_DIALOGUE_GET_CLASS (self);
  MbxDialogueState *state = STATE (self);
  MbxDialogueFault password = klass->can_sign_in (self, MBX_CREDENTIAL_PASSWORD);

  state->step = MBX_STEP_SIGN_IN;
  if (!state->encrypted)
    mbx_dialogue_fail (self, MBX_FAULT_STARTTLS_MISSING, NULL);
  else if (password != MBX_FAULT_NONE &&
           klass->can_sign_in (self, MBX_CREDENTIAL_TOKEN) != MBX_FAULT_NONE)
    mbx_dialogue_fail (self, password, NULL);
  else if (state->probe_only)
    mbx_dialogue_done (self);
  else if (state->credentials != NULL)
    mbx_dialogue_begin_sign_in (self);
  else
    state->phase = MBX_PHASE_CREDENTIALS;
}

/**
 * mbx_dialogue_begin_sign_in:
 *
 * Signs in with the credentials that are there, or fails where their kind is not taken.
 */
void
mbx_dialogue_begin_sign_in (MbxDialogue *self)
{
  MbxDialogueClass *klass = MBX_DIALOGUE_GET_CLASS (self);
  MbxDialogueState *state = STATE (self);
  MbxDialogueFault fault = klass->can_sign_in (self, state->credentials->kind);

  state->phase = MBX_PHASE_TALKING;
  if (fault != MBX_FAULT_NONE)
    mbx_dialogue_fail (self, fault, NULL);
  else
    klass->sign_in (self);
}

void
mbx_dialogue_set_mechanism (MbxDialogue *self, const char *mechanism)
{
  MbxDialogueState *state = STATE (self);

  g_free (state->mechanism);
  state->mechanism = g_strdup (mechanism);
}

/**
 * mbx_dialogue_start_sasl:
 * @mechanism: a SASL mechanism
 *
 * Returns: (transfer none): the exchange; owned by @self
 */
MbxSasl *
mbx_dialogue_start_sasl (MbxDialogue *self, MbxMechanism mechanism)
{
  MbxDialogueState *state = STATE (self);
  MbxSaslOptions options = {
    .mechanism = mechanism,
    .credentials = state->credentials,
    .host = state->server->host,
    .port = state->server->port,
    .nonce = state->nonce,
    .binding_type = state->binding_type,
    .binding = state->binding,
  };

  g_clear_pointer (&state->sasl, mbx_sasl_free);
  state->sasl = mbx_sasl_new (&options);
  mbx_dialogue_set_mechanism (self, mbx_mechanism_to_name (mechanism));
  return state->sasl;
}

/**
 * mbx_dialogue_answer_challenge:
 * @challenge: what stands behind "+ " or "334 "
 *
 * Sends the answer of the mechanism, or fails.
 */
void
mbx_dialogue_answer_challenge (MbxDialogue *self, const char *challenge)
{
  MbxDialogueState *state = STATE (self);
  g_autoptr (MbxSecret) answer = NULL;
  MbxSaslResult result = MBX_SASL_BROKEN;

  if (state->sasl != NULL)
    result = mbx_sasl_answer (state->sasl, challenge, &answer);
  switch (result)
    {
    case MBX_SASL_ANSWER:
      mbx_dialogue_send_secret (self, "<redacted>",
                                g_strconcat (mbx_secret_peek (answer), "\r\n", NULL));
      return;
    case MBX_SASL_BROKEN:
      mbx_dialogue_fail (self, MBX_FAULT_BROKEN, mbx_reply_new (challenge, -1));
      return;
    case MBX_SASL_UNPROVEN:
      mbx_dialogue_fail (self, MBX_FAULT_SERVER_SIGNATURE, NULL);
      return;
    }
}

/**
 * mbx_dialogue_accept_sign_in:
 *
 * The server says that the sign-in worked.
 *
 * Returns: whether that is to be believed; otherwise the dialogue has failed
 */
gboolean
mbx_dialogue_accept_sign_in (MbxDialogue *self)
{
  MbxDialogueState *state = STATE (self);
  gboolean believed = state->sasl == NULL || mbx_sasl_accepts_success (state->sasl);

  if (!believed)
    mbx_dialogue_fail (self, MBX_FAULT_SERVER_SIGNATURE, NULL);
  mbx_dialogue_forget_credentials (self);
  return believed;
}

/**
 * mbx_dialogue_refuse_sign_in:
 * @reply: (transfer full): the refusal
 *
 * Fails, with the JSON that the server gave for a token, if any.
 */
void
mbx_dialogue_refuse_sign_in (MbxDialogue *self, MbxReply *reply)
{
  MbxDialogueState *state = STATE (self);

  if (state->sasl != NULL)
    reply->challenge = g_strdup (mbx_sasl_get_error (state->sasl));
  mbx_dialogue_fail (self, MBX_FAULT_SIGN_IN_REFUSED, reply);
}
