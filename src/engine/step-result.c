/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/step-result.h"

/**
 * mbx_step_result_new:
 *
 * Returns: (transfer full): a row that waits for its turn
 */
MbxStepResult *
mbx_step_result_new (MbxSide side, MbxStep step)
{
  MbxStepResult *self = g_new0 (MbxStepResult, 1);

  self->side = side;
  self->step = step;
  self->state = MBX_STATE_WAITING;
  return self;
}

/**
 * mbx_step_result_clear:
 *
 * Forgets what the row said.
 */
void
mbx_step_result_clear (MbxStepResult *self)
{
  self->state = MBX_STATE_WAITING;
  self->microseconds = 0;
  g_clear_pointer (&self->diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&self->words, mbx_words_free);
  g_clear_pointer (&self->said, g_free);
}

void
mbx_step_result_free (MbxStepResult *self)
{
  if (self == NULL)
    return;
  mbx_step_result_clear (self);
  g_free (self);
}
