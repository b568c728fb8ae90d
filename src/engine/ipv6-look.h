/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void mbx_ipv6_look_async (GSocketConnectable *target,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
gboolean mbx_ipv6_look_finish (GAsyncResult *result);

G_END_DECLS
