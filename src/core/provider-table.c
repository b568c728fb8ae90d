/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/provider-table.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/edit-distance.h"
#include "core/provider-reader.h"

/* The keys belong to the providers, which live as long as the table. */
typedef struct
{
  GHashTable *domains;
  GHashTable *mx;
  GHashTable *spf;
  GHashTable *ids;
  GHashTable *hosts;
} Index;

struct _MbxProviderTable
{
  GPtrArray *providers;
  Index own;
  Index built_in;
};

G_DEFINE_QUARK (mbx-provider-table-error-quark, mbx_provider_table_error)

static void
index_init (Index *index)
{
  index->domains = g_hash_table_new (g_str_hash, g_str_equal);
  index->mx = g_hash_table_new (g_str_hash, g_str_equal);
  index->spf = g_hash_table_new (g_str_hash, g_str_equal);
  index->ids = g_hash_table_new (g_str_hash, g_str_equal);
  index->hosts = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
index_clear (Index *index)
{
  g_hash_table_unref (index->domains);
  g_hash_table_unref (index->mx);
  g_hash_table_unref (index->spf);
  g_hash_table_unref (index->ids);
  g_hash_table_unref (index->hosts);
}

MbxProviderTable *
mbx_provider_table_new (void)
{
  MbxProviderTable *self = g_new0 (MbxProviderTable, 1);

  self->providers = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_provider_free);
  index_init (&self->own);
  index_init (&self->built_in);
  return self;
}

void
mbx_provider_table_free (MbxProviderTable *self)
{
  if (self == NULL)
    return;
  index_clear (&self->own);
  index_clear (&self->built_in);
  g_ptr_array_unref (self->providers);
  g_free (self);
}

/* What came first stays: the caller adds the files in the order in which they count. */
static void
insert (GHashTable *table, char *key, MbxProvider *provider)
{
  if (!g_hash_table_contains (table, key))
    g_hash_table_insert (table, key, provider);
}

static void
insert_all (GHashTable *table, char **keys, MbxProvider *provider)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    insert (table, keys[i], provider);
}

static void
insert_hosts (GHashTable *table, GPtrArray *servers, MbxProvider *provider)
{
  for (guint i = 0; i < servers->len; i++)
    insert (table, ((MbxServer *) servers->pdata[i])->host, provider);
}

static void
index_add (Index *index, MbxProvider *provider)
{
  insert_all (index->domains, provider->domains, provider);
  insert_all (index->mx, provider->mx, provider);
  insert_all (index->spf, provider->spf, provider);
  insert (index->ids, provider->id, provider);
  insert_hosts (index->hosts, provider->imap, provider);
  insert_hosts (index->hosts, provider->pop3, provider);
  insert_hosts (index->hosts, provider->smtp, provider);
}

static gboolean
check_unique (GHashTable *seen, char **names, const MbxProvider *provider, GError **error)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      if (g_hash_table_add (seen, names[i]))
        continue;
      g_set_error (error, MBX_PROVIDER_TABLE_ERROR, MBX_PROVIDER_TABLE_ERROR_DUPLICATE,
                   /* Translators: [%s] is a section of a settings file */
                   _ ("[%s]: “%s” stands twice in this file."), provider->id, names[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_all_unique (GPtrArray *providers, GError **error)
{
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) mx = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < providers->len; i++)
    {
      const MbxProvider *provider = providers->pdata[i];

      if (!check_unique (domains, provider->domains, provider, error) ||
          !check_unique (mx, provider->mx, provider, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * mbx_provider_table_add:
 * @data: a file in the form of data/providers.ini
 * @length: its bytes
 * @origin: (nullable): the file's name for an organisation's file, %NULL for the built-in table
 * @error: an #MbxProviderTableError with a sentence for the administrator
 *
 * Adds all of the file or nothing. Organisations' files count before the built-in table; among them
 * the one that was added first.
 */
gboolean
mbx_provider_table_add (MbxProviderTable *self, const char *data, gsize length, const char *origin,
                        GError **error)
{
  g_autoptr (GPtrArray) providers = mbx_providers_read (data, length, error);

  if (providers == NULL || !check_all_unique (providers, error))
    return FALSE;
  while (providers->len > 0)
    {
      MbxProvider *provider = g_ptr_array_steal_index (providers, 0);

      provider->origin = g_strdup (origin);
      g_ptr_array_add (self->providers, provider);
      index_add (origin != NULL ? &self->own : &self->built_in, provider);
    }
  return TRUE;
}

/* The name itself, else the nearest "*.parent": the longest pattern wins. */
static const MbxProvider *
find_pattern (GHashTable *table, const char *name)
{
  const MbxProvider *found = g_hash_table_lookup (table, name);
  char pattern[256];

  for (const char *dot = strchr (name, '.'); found == NULL && dot != NULL;
       dot = strchr (dot + 1, '.'))
    {
      if (g_snprintf (pattern, sizeof pattern, "*%s", dot) < (int) sizeof pattern)
        found = g_hash_table_lookup (table, pattern);
    }
  return found;
}

/**
 * mbx_provider_table_find_domain:
 * @domain: the domain of an address, in A-labels and lower case
 *
 * Returns: (transfer none) (nullable): the provider that has this domain or stands for its
 *   sub-domains
 */
const MbxProvider *
mbx_provider_table_find_domain (const MbxProviderTable *self, const char *domain)
{
  const MbxProvider *own = find_pattern (self->own.domains, domain);

  return own != NULL ? own : find_pattern (self->built_in.domains, domain);
}

/**
 * mbx_provider_table_find_mx:
 * @host: a host that takes mail for a domain, in any case, a final dot allowed
 *
 * Returns: (transfer none) (nullable): the provider with the longest pattern that fits
 */
const MbxProvider *
mbx_provider_table_find_mx (const MbxProviderTable *self, const char *host)
{
  g_autofree char *name = mbx_host_normalize (host);
  const MbxProvider *own;

  if (name == NULL)
    return NULL;
  own = find_pattern (self->own.mx, name);
  return own != NULL ? own : find_pattern (self->built_in.mx, name);
}

/**
 * mbx_provider_table_find_spf:
 * @include: a domain that an SPF record includes (RFC 7208 section 5.2)
 *
 * Returns: (transfer none) (nullable): the provider whose mailboxes that gives away
 */
const MbxProvider *
mbx_provider_table_find_spf (const MbxProviderTable *self, const char *include)
{
  const MbxProvider *own = g_hash_table_lookup (self->own.spf, include);

  return own != NULL ? own : g_hash_table_lookup (self->built_in.spf, include);
}

const MbxProvider *
mbx_provider_table_find_id (const MbxProviderTable *self, const char *id)
{
  const MbxProvider *own = g_hash_table_lookup (self->own.ids, id);

  return own != NULL ? own : g_hash_table_lookup (self->built_in.ids, id);
}

/**
 * mbx_provider_table_find_host:
 * @host: a server's name, as in an #MbxServer
 *
 * Returns: (transfer none) (nullable): a provider that has this server
 */
const MbxProvider *
mbx_provider_table_find_host (const MbxProviderTable *self, const char *host)
{
  const MbxProvider *own = g_hash_table_lookup (self->own.hosts, host);

  return own != NULL ? own : g_hash_table_lookup (self->built_in.hosts, host);
}

/* "gmail" for "gmail.com": the ending was left out. */
static gboolean
lacks_ending (const char *typed, const char *known)
{
  gsize length = strlen (typed);

  return length >= 3 && strchr (typed, '.') == NULL && strncmp (known, typed, length) == 0 &&
         known[length] == '.';
}

/**
 * mbx_provider_table_suggest_domain:
 * @domain: a domain that was found to take no mail
 *
 * Looks for a known domain that is one slip of the fingers away: one letter too many, too few,
 * wrong, or two neighbours swapped. The order of the table decides between several.
 *
 * Returns: (transfer none) (nullable): the domain that may be meant
 */
const char *
mbx_provider_table_suggest_domain (const MbxProviderTable *self, const char *domain)
{
  for (guint i = 0; i < self->providers->len; i++)
    {
      const MbxProvider *provider = self->providers->pdata[i];

      for (guint k = 0; provider->domains != NULL && provider->domains[k] != NULL; k++)
        {
          const char *known = provider->domains[k];

          if (strlen (known) < 5 || *known == '*')
            continue;
          if (lacks_ending (domain, known) || mbx_one_slip_apart (domain, known))
            return known;
        }
    }
  return NULL;
}

guint
mbx_provider_table_get_size (const MbxProviderTable *self)
{
  return self->providers->len;
}

const MbxProvider *
mbx_provider_table_get_nth (const MbxProviderTable *self, guint nth)
{
  g_return_val_if_fail (nth < self->providers->len, NULL);

  return self->providers->pdata[nth];
}
