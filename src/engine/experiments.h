/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"
#include "engine/context.h"

G_BEGIN_DECLS

void mbx_experiments_async (MbxContext *context,
                            MbxEvidence *evidence,
                            const MbxServer *other,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
void mbx_experiments_finish (GAsyncResult *result);

G_END_DECLS
