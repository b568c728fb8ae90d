/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dns-verdict.h"
#include "engine/context.h"

G_BEGIN_DECLS

/*
 * What the domain name system says of a mail domain, for administrators: MX, A and AAAA of the
 * domain and of its MX hosts, SPF, DMARC, the SRV records of mail programs and the hosts for
 * settings. finish gives one row each (element-type MbxDnsRow), always complete; it fails only for
 * a domain that is none, for a cancelled call and where the context is offline.
 */
void mbx_dns_report_async (MbxContext *context, const char *domain, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
GPtrArray *mbx_dns_report_finish (GAsyncResult *result, GError **error);

G_END_DECLS
