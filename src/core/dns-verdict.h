/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxDnsKind:
 *
 * The rows of a report on a domain. The spellings are "mx", "address", "spf", "dmarc", "srv" and
 * "autoconfig".
 */
typedef enum
{
  MBX_DNS_MX,
  MBX_DNS_ADDRESS,
  MBX_DNS_SPF,
  MBX_DNS_DMARC,
  MBX_DNS_SRV,
  MBX_DNS_AUTOCONFIG,
} MbxDnsKind;

/**
 * MbxDnsAnswer:
 * @MBX_DNS_FOUND: there are records
 * @MBX_DNS_NOT_FOUND: the name or the record is not there
 * @MBX_DNS_FAILED: the name server failed or stayed silent
 */
typedef enum
{
  MBX_DNS_FOUND,
  MBX_DNS_NOT_FOUND,
  MBX_DNS_FAILED,
} MbxDnsAnswer;

/**
 * MbxDnsRow:
 * @kind: which records
 * @name: the name that was asked for
 * @values: what came, as text, perhaps nothing
 * @state: passed, warning, failed; skipped where nothing is there and nothing needs to be
 * @sentence: what that means
 */
typedef struct
{
  MbxDnsKind kind;
  char *name;
  char **values;
  MbxState state;
  char *sentence;
} MbxDnsRow;

const char *mbx_dns_kind_to_string (MbxDnsKind kind);
MbxDnsRow *mbx_dns_row_new (MbxDnsKind kind, const char *name, MbxDnsAnswer answer,
                            const char *const *values);
void mbx_dns_row_free (MbxDnsRow *self);
char **mbx_spf_list_includes (const char *const *records);
gboolean mbx_mx_is_null (const char *const *hosts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxDnsRow, mbx_dns_row_free)

G_END_DECLS
