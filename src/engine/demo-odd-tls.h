/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbxDemoOddTls:
 * @MBX_DEMO_ODD_TLS_OLD: speaks TLS 1.0 and 1.1 only
 * @MBX_DEMO_ODD_TLS_CLIENT: wants a client certificate
 *
 * Handshakes that GIO cannot be talked into.
 */
typedef enum
{
  MBX_DEMO_ODD_TLS_OLD,
  MBX_DEMO_ODD_TLS_CLIENT,
} MbxDemoOddTls;

void mbx_demo_odd_tls_serve (GSocketConnection *connection, MbxDemoOddTls kind, const char *pem,
                             GCancellable *cancellable);

G_END_DECLS
