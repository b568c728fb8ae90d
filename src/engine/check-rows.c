/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/check-rows.h"

static const struct
{
  MbxSide side;
  MbxStep step;
} plan[] = {
  { MBX_SIDE_NETWORK, MBX_STEP_ONLINE },        { MBX_SIDE_INCOMING, MBX_STEP_RESOLVE },
  { MBX_SIDE_INCOMING, MBX_STEP_CONNECT },      { MBX_SIDE_INCOMING, MBX_STEP_ENCRYPT },
  { MBX_SIDE_INCOMING, MBX_STEP_GREET },        { MBX_SIDE_INCOMING, MBX_STEP_SIGN_IN },
  { MBX_SIDE_INCOMING, MBX_STEP_OPEN_MAILBOX }, { MBX_SIDE_OUTGOING, MBX_STEP_RESOLVE },
  { MBX_SIDE_OUTGOING, MBX_STEP_CONNECT },      { MBX_SIDE_OUTGOING, MBX_STEP_ENCRYPT },
  { MBX_SIDE_OUTGOING, MBX_STEP_GREET },        { MBX_SIDE_OUTGOING, MBX_STEP_SIGN_IN },
  { MBX_SIDE_OUTGOING, MBX_STEP_SENDER },
};

static void
free_result (gpointer result)
{
  mbx_step_result_free (result);
}

/**
 * mbx_check_rows_new:
 *
 * Returns: (transfer full) (element-type MbxStepResult): one row for each step, all waiting
 */
GPtrArray *
mbx_check_rows_new (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_result);

  for (gsize i = 0; i < G_N_ELEMENTS (plan); i++)
    g_ptr_array_add (rows, mbx_step_result_new (plan[i].side, plan[i].step));
  return rows;
}

/**
 * mbx_check_rows_find:
 *
 * Returns: (transfer none) (nullable): the row of @step at @side; not every step has one
 */
MbxStepResult *
mbx_check_rows_find (GPtrArray *rows, MbxSide side, MbxStep step)
{
  for (guint i = 0; i < rows->len; i++)
    {
      MbxStepResult *result = g_ptr_array_index (rows, i);

      if (result->side == side && result->step == step)
        return result;
    }
  return NULL;
}

/**
 * mbx_check_rows_first_failure:
 *
 * Returns: (transfer none) (nullable): the row of @side that failed
 */
const MbxStepResult *
mbx_check_rows_first_failure (GPtrArray *rows, MbxSide side)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MbxStepResult *result = g_ptr_array_index (rows, i);

      if (result->side == side && result->state == MBX_STATE_FAILED)
        return result;
    }
  return NULL;
}

/**
 * mbx_check_rows_judge:
 *
 * Returns: passed, or the first cause: the rows stand in the order of what rests on what
 */
MbxVerdict
mbx_check_rows_judge (GPtrArray *rows)
{
  MbxVerdict verdict = { MBX_STATE_PASSED, MBX_CODE_NONE, MBX_SIDE_NETWORK };

  for (guint i = 0; i < rows->len; i++)
    {
      const MbxStepResult *result = g_ptr_array_index (rows, i);

      if (result->state != MBX_STATE_FAILED)
        continue;
      verdict.state = MBX_STATE_FAILED;
      verdict.side = result->side;
      verdict.code = result->diagnosis != NULL ? result->diagnosis->code : MBX_CODE_UNKNOWN;
      break;
    }
  return verdict;
}
