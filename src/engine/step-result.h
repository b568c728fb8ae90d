/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/check.h"

G_BEGIN_DECLS

MbxStepResult *mbx_step_result_new (MbxSide side, MbxStep step);
void mbx_step_result_free (MbxStepResult *self);
void mbx_step_result_clear (MbxStepResult *self);

G_END_DECLS
