/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void
mbx_demo_old_tls_serve (GSocketConnection *connection, const char *pem, GCancellable *cancellable);

G_END_DECLS
