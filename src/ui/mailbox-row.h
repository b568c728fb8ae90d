/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "engine/mailbox.h"

G_BEGIN_DECLS

#define MBX_TYPE_MAILBOX_ROW (mbx_mailbox_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxMailboxRow, mbx_mailbox_row, MBX, MAILBOX_ROW, AdwExpanderRow)

/* One mailbox that was set up, and what can be done with it. Signal "removed". */
GtkWidget *mbx_mailbox_row_new (MbxMailbox *mailbox);
void mbx_mailbox_row_refresh (MbxMailboxRow *self);

G_END_DECLS
