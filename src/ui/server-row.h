/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/server.h"

G_BEGIN_DECLS

#define MBX_TYPE_SERVER_ROW (mbx_server_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxServerRow, mbx_server_row, MBX, SERVER_ROW, AdwPreferencesRow)

/*
 * One server in full: what it is for, its name, never cut and with the registrable domain strong,
 * port, encryption and user name. Properties "title" (of the base class) and "icon-name".
 */
void mbx_server_row_set_server (MbxServerRow *self, const MbxServer *server);

G_END_DECLS
