/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"

G_BEGIN_DECLS

void mbx_dns_query_async (const char *host,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
MbxNetFault mbx_dns_query_finish (GAsyncResult *result);

G_END_DECLS
