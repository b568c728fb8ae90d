/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"

G_BEGIN_DECLS

/**
 * MbxTlsProbe:
 * @fault: what the handshake said; %MBX_TLS_OK when it passed
 * @alert: number of the server's alert, or -1
 * @old: what was agreed on is older than TLS 1.2
 * @certificate_wanted: the server asked for a client certificate
 * @first_bytes: (nullable): cleaned start of what came, where that was not TLS
 *
 * What one handshake showed. Free with mbx_tls_probe_free().
 */
typedef struct
{
  MbxTlsFault fault;
  int alert;
  gboolean old;
  gboolean certificate_wanted;
  char *first_bytes;
} MbxTlsProbe;

void mbx_tls_probe_free (MbxTlsProbe *self);
void mbx_tls_probe_async (GIOStream *stream,
                          const char *host,
                          gboolean lenient,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
MbxTlsProbe *mbx_tls_probe_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxTlsProbe, mbx_tls_probe_free)

G_END_DECLS
