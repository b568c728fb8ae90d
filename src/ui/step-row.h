/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "engine/check.h"

G_BEGIN_DECLS

#define MBX_TYPE_STEP_ROW (mbx_step_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxStepRow, mbx_step_row, MBX, STEP_ROW, AdwPreferencesRow)

/* One step of a check: icon and word for its state, never colour alone, and how long it took. */
GtkWidget *mbx_step_row_new (void);
void mbx_step_row_set_result (MbxStepRow *self, const MbxStepResult *result);
MbxState mbx_step_row_get_state (MbxStepRow *self);

G_END_DECLS
