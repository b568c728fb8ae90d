/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"
#include "core/address.h"
#include "core/provider.h"

G_BEGIN_DECLS

/**
 * MbxSource:
 *
 * Where settings come from, best first. The spellings are part of the command line's contract.
 */
typedef enum
{
  MBX_SOURCE_GIVEN,
  MBX_SOURCE_PROVIDER_TABLE,
  MBX_SOURCE_PACC,
  MBX_SOURCE_ISP_AUTOCONFIG,
  MBX_SOURCE_ISPDB,
  MBX_SOURCE_SRV,
  MBX_SOURCE_MX,
  MBX_SOURCE_AUTODISCOVER,
  MBX_SOURCE_GUESS,
  MBX_SOURCE_NONE,
} MbxSource;

/**
 * MbxCandidate:
 * @source: where it comes from
 * @detail: (nullable): which address or record said so, to be shown
 * @provider: (nullable): id of the provider table's row
 * @provider_name: (nullable): how the provider calls itself
 * @incoming: (element-type MbxServer): best first, user names filled in
 * @outgoing: (element-type MbxServer): best first, user names filled in
 * @auth: #MbxAuthKind
 * @issuer: (nullable): OAuth 2.0 issuer that the provider's own https file names
 * @secure: the source itself cannot be forged (table, https to the own domain or Mozilla's list)
 * @probed: a probe without secrets has seen both servers alive, certificates fitting
 * @upgraded: the source named servers without encryption only; these are the encrypted ways to the
 *   same hosts, to be taken only when @probed
 * @enable_page: (nullable): where IMAP is switched on
 *
 * One answer to "which servers". Free with mbx_candidate_free().
 */
typedef struct
{
  MbxSource source;
  char *detail;
  char *provider;
  char *provider_name;
  GPtrArray *incoming;
  GPtrArray *outgoing;
  guint auth;
  char *issuer;
  gboolean secure;
  gboolean probed;
  gboolean upgraded;
  char *enable_page;
} MbxCandidate;

const char *mbx_source_to_string (MbxSource source);
gboolean mbx_source_from_string (const char *text, MbxSource *source);
MbxCandidate *mbx_candidate_new (MbxSource source);
MbxCandidate *mbx_candidate_new_for_provider (MbxSource source, const MbxProvider *provider,
                                              const MbxAddress *address);
MbxCandidate *mbx_candidate_copy (const MbxCandidate *self);
void mbx_candidate_free (MbxCandidate *self);
gboolean mbx_candidate_is_usable (const MbxCandidate *self);
gboolean mbx_candidate_same_servers (const MbxCandidate *a, const MbxCandidate *b);
gboolean mbx_candidate_needs_consent (const MbxCandidate *self, const char *domain,
                                      const char *(*base_domain) (const char *host));
int mbx_candidate_compare (const MbxCandidate *a, const MbxCandidate *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxCandidate, mbx_candidate_free)

G_END_DECLS
