/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/runner.h"

G_BEGIN_DECLS

/*
 * Where a search leaves the connections that it has tried, for the check that comes next: to make
 * them anew would cost as many round trips again. They wait before the sign-in and know no secret.
 */
void mbx_parking_leave (MbxContext *context, MbxRunner *runner, const char *sender);
MbxRunner *mbx_parking_take (MbxContext *context, const MbxServer *server, const char *sender);
gboolean mbx_parking_has (MbxContext *context, const MbxServer *server, const char *sender);
void mbx_parking_drop (MbxContext *context, const MbxServer *server, const char *sender);
void mbx_parking_clear (MbxContext *context, const char *sender);

G_END_DECLS
