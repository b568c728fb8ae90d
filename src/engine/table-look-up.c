/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/table-look-up.h"

/**
 * mbx_table_may_ask:
 *
 * Returns: whether anybody outside may be asked at all
 */
gboolean
mbx_table_may_ask (MbxContext *context)
{
  return !mbx_context_get_offline (context) && !mbx_context_is_demo (context);
}

static gboolean
has_servers (const MbxProvider *row)
{
  return row->imap->len + row->pop3->len > 0 && row->smtp->len > 0;
}

/**
 * mbx_table_look_up:
 * @row: (out) (transfer none) (nullable): the domain's row
 * @candidate: (out) (transfer full) (nullable): its servers
 *
 * What the built-in list and the organisations' files say of the address's domain.
 */
MbxTableAnswer
mbx_table_look_up (MbxContext *context, const MbxAddress *address, const MbxProvider **row,
                   MbxCandidate **candidate)
{
  const MbxProvider *found =
      mbx_provider_table_find_domain (mbx_context_get_providers (context), address->domain);

  *row = found;
  *candidate = NULL;
  if (found == NULL)
    return MBX_TABLE_UNKNOWN;
  /* A domain of servers without encryption may have got better ones since. */
  if (!has_servers (found))
    return found->kind == MBX_PROVIDER_UNENCRYPTED ? MBX_TABLE_UNKNOWN : MBX_TABLE_NO_SERVERS;
  *candidate = mbx_candidate_new_for_provider (MBX_SOURCE_PROVIDER_TABLE, found, address);
  (*candidate)->detail = g_strdup (found->origin);
  if ((found->auth & MBX_AUTH_BRIDGE) != 0 || (found->unsure && mbx_table_may_ask (context)))
    return MBX_TABLE_TRY;
  return MBX_TABLE_FOUND;
}
