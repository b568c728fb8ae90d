/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/candidate.h"

#include <string.h>

#include "core/username.h"

static const char *const source_names[] = {
  [MBX_SOURCE_GIVEN] = "given",
  [MBX_SOURCE_PROVIDER_TABLE] = "provider-table",
  [MBX_SOURCE_PACC] = "pacc",
  [MBX_SOURCE_ISP_AUTOCONFIG] = "isp-autoconfig",
  [MBX_SOURCE_ISPDB] = "ispdb",
  [MBX_SOURCE_SRV] = "srv",
  [MBX_SOURCE_MX] = "mx",
  [MBX_SOURCE_AUTODISCOVER] = "autodiscover",
  [MBX_SOURCE_GUESS] = "guess",
  [MBX_SOURCE_NONE] = "none",
};

const char *
mbx_source_to_string (MbxSource source)
{
  return source_names[source];
}

gboolean
mbx_source_from_string (const char *text, MbxSource *source)
{
  for (guint i = 0; i < G_N_ELEMENTS (source_names); i++)
    {
      if (g_strcmp0 (source_names[i], text) == 0)
        {
          *source = (MbxSource) i;
          return TRUE;
        }
    }
  return FALSE;
}

MbxCandidate *
mbx_candidate_new (MbxSource source)
{
  MbxCandidate *self = g_new0 (MbxCandidate, 1);

  self->source = source;
  self->auth = MBX_AUTH_PASSWORD;
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);
  return self;
}

static void
add_servers (GPtrArray *out, const GPtrArray *servers, const char *form, const MbxAddress *address)
{
  for (guint i = 0; i < servers->len; i++)
    {
      MbxServer *server = mbx_server_copy (servers->pdata[i]);

      g_free (server->username);
      server->username = mbx_username_for (form, address, server->protocol);
      g_ptr_array_add (out, server);
    }
}

/**
 * mbx_candidate_new_for_provider:
 * @source: what led to the row: the table itself, or MX
 * @provider: a row with servers
 * @address: whose user names to fill in
 *
 * Returns: (transfer full): the row's servers as an answer; IMAP before POP3
 */
MbxCandidate *
mbx_candidate_new_for_provider (MbxSource source, const MbxProvider *provider,
                                const MbxAddress *address)
{
  MbxCandidate *self = mbx_candidate_new (source);

  self->provider = g_strdup (provider->id);
  self->provider_name = g_strdup (provider->name);
  self->auth = provider->auth;
  self->enable_page = g_strdup (provider->enable_page);
  self->secure = TRUE;
  add_servers (self->incoming, provider->imap, provider->username, address);
  add_servers (self->incoming, provider->pop3, provider->username, address);
  add_servers (self->outgoing, provider->smtp, provider->username, address);
  return self;
}

static GPtrArray *
copy_servers (const GPtrArray *servers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);

  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (copy, mbx_server_copy (servers->pdata[i]));
  return copy;
}

MbxCandidate *
mbx_candidate_copy (const MbxCandidate *self)
{
  MbxCandidate *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->detail = g_strdup (self->detail);
  copy->provider = g_strdup (self->provider);
  copy->provider_name = g_strdup (self->provider_name);
  copy->incoming = copy_servers (self->incoming);
  copy->outgoing = copy_servers (self->outgoing);
  copy->issuer = g_strdup (self->issuer);
  copy->enable_page = g_strdup (self->enable_page);
  return copy;
}

void
mbx_candidate_free (MbxCandidate *self)
{
  if (self == NULL)
    return;
  g_free (self->detail);
  g_free (self->provider);
  g_free (self->provider_name);
  g_clear_pointer (&self->incoming, g_ptr_array_unref);
  g_clear_pointer (&self->outgoing, g_ptr_array_unref);
  g_free (self->issuer);
  g_free (self->enable_page);
  g_free (self);
}

/**
 * mbx_candidate_is_usable:
 *
 * Returns: whether there is at least one server to receive from and one to send through
 */
gboolean
mbx_candidate_is_usable (const MbxCandidate *self)
{
  return self->incoming->len > 0 && self->outgoing->len > 0;
}

/**
 * mbx_candidate_same_servers:
 *
 * Returns: whether both name the same first server for receiving and for sending
 */
gboolean
mbx_candidate_same_servers (const MbxCandidate *a, const MbxCandidate *b)
{
  return mbx_candidate_is_usable (a) && mbx_candidate_is_usable (b) &&
         mbx_server_same_endpoint (a->incoming->pdata[0], b->incoming->pdata[0]) &&
         mbx_server_same_endpoint (a->outgoing->pdata[0], b->outgoing->pdata[0]);
}

static gboolean
all_under (const GPtrArray *servers, const char *base,
           const char *(*base_domain) (const char *host))
{
  for (guint i = 0; i < servers->len; i++)
    {
      const MbxServer *server = servers->pdata[i];
      const char *own = base_domain (server->host);

      if (own == NULL || g_ascii_strcasecmp (own, base) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * mbx_candidate_needs_consent:
 * @domain: the address's domain
 * @base_domain: gives the registrable domain of a host, or %NULL where it has none (a public
 * suffix, an IP address)
 *
 * Whether the person has to confirm the servers before a secret may go there: the source could have
 * been forged (http, DNS without proof), and a server lies outside the address's own registrable
 * domain (RFC 6186 section 6, draft-ietf-mailmaint-autoconfig, "Security").
 */
gboolean
mbx_candidate_needs_consent (const MbxCandidate *self, const char *domain,
                             const char *(*base_domain) (const char *host))
{
  g_autofree char *base = NULL;

  if (self->secure)
    return FALSE;
  base = g_strdup (base_domain (domain));
  return base == NULL || !all_under (self->incoming, base, base_domain) ||
         !all_under (self->outgoing, base, base_domain);
}

/**
 * mbx_candidate_compare:
 *
 * Returns: negative where @a is the better answer: one that cannot be forged before one that can,
 *   then the order of #MbxSource
 */
int
mbx_candidate_compare (const MbxCandidate *a, const MbxCandidate *b)
{
  if (a->secure != b->secure)
    return a->secure ? -1 : 1;
  return (int) a->source - (int) b->source;
}
