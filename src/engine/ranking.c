/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/ranking.h"

#include "engine/base-domain.h"

/**
 * mbx_ranking_is_safe:
 * @domain: the address's domain
 *
 * Returns: whether a secret may go to @candidate's servers without the person's word
 */
gboolean
mbx_ranking_is_safe (const MbxCandidate *candidate, const char *domain)
{
  return !mbx_candidate_needs_consent (candidate, domain, mbx_base_domain);
}

/* A host that takes the mail for a provider we know says where the mailbox is; a guess does not. */
static gboolean
is_known_host (const MbxCandidate *candidate)
{
  return candidate->source == MBX_SOURCE_MX && candidate->secure;
}

static gboolean
guess_before_known (const MbxCandidate *a, const MbxCandidate *b)
{
  return a->source == MBX_SOURCE_GUESS && is_known_host (b);
}

/* What lives before what does not, what is safe before what must be confirmed, then the source. */
static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const MbxCandidate *left = *(const MbxCandidate *const *) a;
  const MbxCandidate *right = *(const MbxCandidate *const *) b;
  gboolean safe_left = mbx_ranking_is_safe (left, data);

  if (guess_before_known (left, right) || guess_before_known (right, left))
    return (int) left->source - (int) right->source;
  if (left->probed != right->probed)
    return left->probed ? -1 : 1;
  if (safe_left != mbx_ranking_is_safe (right, data))
    return safe_left ? -1 : 1;
  return (int) left->source - (int) right->source;
}

static gboolean
repeats (const GPtrArray *candidates, guint nth)
{
  for (guint i = 0; i < nth; i++)
    {
      if (mbx_candidate_same_servers (candidates->pdata[i], candidates->pdata[nth]))
        return TRUE;
    }
  return FALSE;
}

/**
 * mbx_ranking_sort:
 * @candidates: (element-type MbxCandidate): what was found so far
 *
 * Puts the best first and drops what only repeats a better one.
 */
void
mbx_ranking_sort (GPtrArray *candidates, const char *domain)
{
  g_ptr_array_sort_with_data (candidates, compare, (gpointer) domain);
  for (guint i = candidates->len; i > 1; i--)
    {
      if (repeats (candidates, i - 1))
        g_ptr_array_remove_index (candidates, i - 1);
    }
}

/**
 * mbx_ranking_keep_unreached:
 * @candidate: one whose servers nobody reaches from here
 *
 * They may still be the right ones behind a firewall. Where a safe source names them they stay,
 * behind all that live, and the check will say what is in the way.
 */
void
mbx_ranking_keep_unreached (GPtrArray *candidates, const MbxCandidate *candidate,
                            const char *domain)
{
  if (!candidate->upgraded && candidate->source != MBX_SOURCE_GUESS &&
      mbx_ranking_is_safe (candidate, domain))
    g_ptr_array_add (candidates, mbx_candidate_copy (candidate));
}

/* Something may well answer under the usual names while the mailbox is where no IMAP is. */
static gboolean
is_elsewhere (MbxInquiry *inquiry)
{
  const MbxProvider *provider = mbx_inquiry_get_provider (inquiry);

  return provider != NULL && provider->kind == MBX_PROVIDER_PROPRIETARY;
}

static void
drop_servers (GPtrArray *servers, MbxInquiry *inquiry)
{
  for (guint i = servers->len; i > 0; i--)
    {
      if (mbx_inquiry_is_denied (inquiry, ((MbxServer *) servers->pdata[i - 1])->protocol))
        g_ptr_array_remove_index (servers, i - 1);
    }
}

/**
 * mbx_ranking_drop_denied:
 *
 * A service that the domain says it does not offer is not to be guessed, even where something
 * answers under its usual name (RFC 6186 section 3.4).
 */
void
mbx_ranking_drop_denied (GPtrArray *candidates, MbxInquiry *inquiry)
{
  for (guint i = candidates->len; i > 0; i--)
    {
      MbxCandidate *candidate = candidates->pdata[i - 1];

      if (candidate->source != MBX_SOURCE_GUESS)
        continue;
      drop_servers (candidate->incoming, inquiry);
      drop_servers (candidate->outgoing, inquiry);
      if (is_elsewhere (inquiry) || !mbx_candidate_is_usable (candidate))
        g_ptr_array_remove_index (candidates, i - 1);
    }
}

/**
 * mbx_ranking_enrich:
 *
 * What the table knows of a server helps, whoever named the server: that an app password is needed,
 * where IMAP is switched on.
 */
void
mbx_ranking_enrich (MbxCandidate *candidate, const MbxProviderTable *table)
{
  const MbxServer *server = candidate->incoming->pdata[0];
  const MbxProvider *row;

  if (candidate->provider != NULL)
    return;
  row = mbx_provider_table_find_host (table, server->host);
  if (row == NULL || row->kind != MBX_PROVIDER_MAIL)
    return;
  candidate->provider = g_strdup (row->id);
  candidate->auth = row->auth;
  if (candidate->provider_name == NULL)
    candidate->provider_name = g_strdup (row->name);
  if (candidate->enable_page == NULL)
    candidate->enable_page = g_strdup (row->enable_page);
}
