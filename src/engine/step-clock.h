/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxStepClock:
 * @states: where each step stands
 * @spent: what each step took so far, in microseconds
 * @current: the step that the clock runs for, or -1
 * @since: when it began to, monotonic
 *
 * Where a conversation stands and how long each step took. A step may be interrupted by an earlier
 * one: with STARTTLS the greeting comes before and after the encryption.
 */
typedef struct
{
  MbxState states[MBX_STEP_COUNT];
  gint64 spent[MBX_STEP_COUNT];
  int current;
  gint64 since;
} MbxStepClock;

/* Tells of a change: @state of @step after @microseconds. */
typedef void (*MbxStepFunc) (MbxStep step, MbxState state, gint64 microseconds, gpointer data);

void mbx_step_clock_reset (MbxStepClock *self);
void mbx_step_clock_go (MbxStepClock *self, MbxStep step, MbxStepFunc tell, gpointer data);
void mbx_step_clock_end (
    MbxStepClock *self, MbxStep step, MbxState state, MbxStepFunc tell, gpointer data);
void mbx_step_clock_pause (MbxStepClock *self);
void mbx_step_clock_repeat (const MbxStepClock *self, MbxStepFunc tell, gpointer data);

G_END_DECLS
