/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"
#include "engine/context.h"

G_BEGIN_DECLS

void mbx_tls_look_async (MbxContext *context,
                         MbxEvidence *evidence,
                         const char *client_name,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
gboolean mbx_tls_look_finish (GAsyncResult *result);

G_END_DECLS
