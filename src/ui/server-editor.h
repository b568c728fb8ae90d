/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/secret.h"
#include "core/server.h"

G_BEGIN_DECLS

#define MBX_TYPE_SERVER_EDITOR (mbx_server_editor_get_type ())
G_DECLARE_FINAL_TYPE (MbxServerEditor, mbx_server_editor, MBX, SERVER_EDITOR, AdwExpanderRow)

/*
 * The rows to type one server in. Property "outgoing" (construct only in effect): SMTP alone, and a
 * field for a password of its own. Signal "changed".
 */
void mbx_server_editor_set_server (MbxServerEditor *self, const MbxServer *server);
MbxServer *mbx_server_editor_dup_server (MbxServerEditor *self);
MbxSecret *mbx_server_editor_dup_secret (MbxServerEditor *self);
void mbx_server_editor_clear_secret (MbxServerEditor *self);
gboolean mbx_server_editor_is_changed (MbxServerEditor *self);

G_END_DECLS
