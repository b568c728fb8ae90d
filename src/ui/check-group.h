/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "engine/check.h"

G_BEGIN_DECLS

#define MBX_TYPE_CHECK_GROUP (mbx_check_group_get_type ())
G_DECLARE_FINAL_TYPE (MbxCheckGroup, mbx_check_group, MBX, CHECK_GROUP, GtkBox)

/*
 * One side of a check: its heading, the server, a row for each step and a panel for the first
 * failure. Property "title". Signals: "act" (the panel's button), "copy" (text, words).
 */
void mbx_check_group_set_server (MbxCheckGroup *self, const MbxServer *server);
void mbx_check_group_set_helpdesk (MbxCheckGroup *self, const char *phone);
void mbx_check_group_set_action (MbxCheckGroup *self, const char *label);
void mbx_check_group_clear (MbxCheckGroup *self);
void mbx_check_group_update (MbxCheckGroup *self, const MbxStepResult *result);
void mbx_check_group_show_failure (MbxCheckGroup *self, const MbxStepResult *result);
void mbx_check_group_show_same (MbxCheckGroup *self, gboolean same);
gboolean mbx_check_group_focus_failure (MbxCheckGroup *self);
gboolean mbx_check_group_is_empty (MbxCheckGroup *self);
double mbx_check_group_get_progress (MbxCheckGroup *self);

G_END_DECLS
