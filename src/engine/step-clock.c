/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/step-clock.h"

#include <string.h>

/**
 * mbx_step_clock_reset:
 *
 * Nothing has begun.
 */
void
mbx_step_clock_reset (MbxStepClock *self)
{
  memset (self, 0, sizeof *self);
  self->current = -1;
}

/**
 * mbx_step_clock_pause:
 *
 * Stops counting, while the other side is a person.
 */
void
mbx_step_clock_pause (MbxStepClock *self)
{
  if (self->current >= 0)
    self->spent[self->current] += g_get_monotonic_time () - self->since;
  self->current = -1;
}

static void
set_state (MbxStepClock *self, MbxStep step, MbxState state, MbxStepFunc tell, gpointer data)
{
  if (self->states[step] == state)
    return;
  self->states[step] = state;
  tell (step, state, state == MBX_STATE_RUNNING ? 0 : self->spent[step], data);
}

/**
 * mbx_step_clock_go:
 * @step: what comes now
 *
 * Every earlier step that was running has passed. A later one waits for its turn to come back.
 */
void
mbx_step_clock_go (MbxStepClock *self, MbxStep step, MbxStepFunc tell, gpointer data)
{
  if (self->current == (int)step)
    return;
  mbx_step_clock_pause (self);
  for (int earlier = 0; earlier < (int)step; earlier++)
    {
      if (self->states[earlier] == MBX_STATE_RUNNING)
        set_state (self, (MbxStep)earlier, MBX_STATE_PASSED, tell, data);
    }
  self->current = (int)step;
  self->since = g_get_monotonic_time ();
  set_state (self, step, MBX_STATE_RUNNING, tell, data);
}

/**
 * mbx_step_clock_end:
 * @step: the step that decided
 * @state: how it ended
 *
 * Ends @step; what else was running has passed if it is earlier, and is given up if it is later.
 */
void
mbx_step_clock_end (
    MbxStepClock *self, MbxStep step, MbxState state, MbxStepFunc tell, gpointer data)
{
  mbx_step_clock_pause (self);
  for (int other = 0; other < MBX_STEP_COUNT; other++)
    {
      if (other != (int)step && self->states[other] == MBX_STATE_RUNNING)
        set_state (self, (MbxStep)other, other < (int)step ? MBX_STATE_PASSED : MBX_STATE_WAITING,
                   tell, data);
    }
  set_state (self, step, state, tell, data);
}

/**
 * mbx_step_clock_repeat:
 *
 * Tells of every step that has begun, for one who was not there.
 */
void
mbx_step_clock_repeat (const MbxStepClock *self, MbxStepFunc tell, gpointer data)
{
  for (int step = 0; step < MBX_STEP_COUNT; step++)
    {
      if (self->states[step] != MBX_STATE_WAITING)
        tell ((MbxStep)step, self->states[step], self->spent[step], data);
    }
}
