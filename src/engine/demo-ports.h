/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Loopback ports of each temper, for the demo: one that serves, one that refuses, one that is
 * silent. */
GSocketService *mbx_demo_port_serve (guint16 *port, GError **error);
GSocket *mbx_demo_port_close (guint16 *port, GError **error);
GPtrArray *mbx_demo_port_silence (guint16 *port, GError **error);
void
mbx_demo_port_send_file (GSocketConnection *connection, GBytes *file, GCancellable *cancellable);

G_END_DECLS
