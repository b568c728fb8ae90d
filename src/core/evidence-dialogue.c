/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/evidence.h"

static gboolean
says_full (const MbxReply *warning)
{
  return g_strcmp0 (warning->response_code, "OVERQUOTA") == 0 ||
         g_strcmp0 (warning->enhanced, "4.2.2") == 0 || g_strcmp0 (warning->enhanced, "5.2.2") == 0;
}

/**
 * mbx_evidence_take_dialogue:
 * @dialogue: a dialogue at rest: done, failed, or waiting for credentials
 *
 * Copies what the dialogue has seen. Where it passed with a warning, that answer becomes the reply
 * while the fault stays %MBX_FAULT_NONE, which makes mbx_diagnose() answer with a warning.
 */
void
mbx_evidence_take_dialogue (MbxEvidence *self, MbxDialogue *dialogue)
{
  const MbxReply *warning = mbx_dialogue_get_warning (dialogue);
  const MbxReply *reply = mbx_dialogue_get_reply (dialogue);

  self->step = mbx_dialogue_get_step (dialogue);
  self->fault = mbx_dialogue_get_fault (dialogue);
  if (self->fault == MBX_FAULT_NONE)
    reply = warning;
  self->over_quota = warning != NULL && says_full (warning);
  g_clear_pointer (&self->reply, mbx_reply_free);
  self->reply = mbx_reply_copy (reply);
  g_clear_pointer (&self->greeting, mbx_reply_free);
  self->greeting = mbx_reply_copy (mbx_dialogue_get_greeting (dialogue));
  g_strfreev (self->capabilities);
  self->capabilities = g_strdupv ((char **) mbx_dialogue_get_capabilities (dialogue));
  g_free (self->mechanism);
  self->mechanism = g_strdup (mbx_dialogue_get_mechanism (dialogue));
}
