/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/evidence.h"
#include "core/diagnosis.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxPortResult:
 * @port: 25, 465, 587, 143, 993, 110 or 995
 * @state: "open", "refused", "silent", "unreachable" or "unknown"
 * @speaks: (nullable): "imap", "pop3", "smtp", "http", "ssh" ...; what answers
 * @tls_version: (nullable): "TLS 1.3"
 * @certificate: #MbxCode, %MBX_CODE_NONE for a good one
 * @evidence: all that was seen
 * @milliseconds: until it was known
 */
typedef struct
{
  guint16 port;
  const char *state;
  char *speaks;
  char *tls_version;
  MbxCode certificate;
  MbxEvidence *evidence;
  guint milliseconds;
} MbxPortResult;

void mbx_port_result_free (MbxPortResult *self);
void mbx_ports_async (MbxContext *context, const char *host, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data);
GPtrArray *mbx_ports_finish (GAsyncResult *result, GError **error);

G_END_DECLS
