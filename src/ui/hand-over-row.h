/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/account.h"
#include "core/hand-over.h"

G_BEGIN_DECLS

#define MBX_TYPE_HAND_OVER_ROW (mbx_hand_over_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxHandOverRow, mbx_hand_over_row, MBX, HAND_OVER_ROW, AdwActionRow)

/*
 * One mail program that can take the mailbox: it says what will happen before it does, and takes it
 * back. A program that is asked through its own service hides itself where it is not installed.
 */
GtkWidget *mbx_hand_over_row_new (MbxHandOverTarget target, const MbxAccount *account);

G_END_DECLS
