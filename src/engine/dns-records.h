/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/dns-verdict.h"

G_BEGIN_DECLS

/**
 * MbxDnsRecord:
 * @priority: of MX and SRV, the lower the better
 * @weight: of SRV
 * @port: of SRV
 * @text: the host of MX and SRV without its final dot ("" is the root), the joined strings of TXT,
 *   an address as text
 */
typedef struct
{
  guint16 priority;
  guint16 weight;
  guint16 port;
  char *text;
} MbxDnsRecord;

/**
 * MbxDnsRecords:
 * @answer: how the question ended
 * @list: (element-type MbxDnsRecord): by priority, then by weight
 */
typedef struct
{
  MbxDnsAnswer answer;
  GPtrArray *list;
} MbxDnsRecords;

void mbx_dns_records_free (MbxDnsRecords *self);
char **mbx_dns_records_to_strv (const MbxDnsRecords *self);
void mbx_dns_records_async (const char *name, GResolverRecordType type, guint milliseconds,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
void mbx_dns_addresses_async (const char *name, guint milliseconds, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
MbxDnsRecords *mbx_dns_records_finish (GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxDnsRecords, mbx_dns_records_free)

G_END_DECLS
