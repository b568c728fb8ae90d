/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/step-result.h"

G_BEGIN_DECLS

/* The rows of a check are an array of MbxStepResult; the network's own comes first. */
GPtrArray *mbx_check_rows_new (void);
MbxStepResult *mbx_check_rows_find (GPtrArray *rows, MbxSide side, MbxStep step);
const MbxStepResult *mbx_check_rows_first_failure (GPtrArray *rows, MbxSide side);
MbxVerdict mbx_check_rows_judge (GPtrArray *rows);

G_END_DECLS
