/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MBX_TYPE_COLUMNS_LAYOUT (mbx_columns_layout_get_type ())
G_DECLARE_FINAL_TYPE (MbxColumnsLayout, mbx_columns_layout, MBX, COLUMNS_LAYOUT, GtkLayoutManager)

G_END_DECLS
