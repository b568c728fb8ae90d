/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "engine/discovery.h"

G_BEGIN_DECLS

#define MBX_TYPE_SOURCE_ROW (mbx_source_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxSourceRow, mbx_source_row, MBX, SOURCE_ROW, AdwActionRow)

/* One source that is asked for the settings, who that is, and what came of it. */
GtkWidget *mbx_source_row_new (void);
void mbx_source_row_set_state (MbxSourceRow *self, const MbxSourceState *state);

G_END_DECLS
