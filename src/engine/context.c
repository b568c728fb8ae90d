/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/context.h"

#include "engine/mbx-engine-resources.h"
#include "engine/organisation-files.h"

#include <string.h>

#define RESOURCE_ROOT "/io/github/mailbox_setup/MailboxSetup/"
#define PROBE_PAGE "http://nmcheck.gnome.org/check_network_status.txt"

/* A closed port of the loopback: what a port of the demo's names leads to that is not served. */
#define DEMO_CLOSED_PORT 1

struct _MbxContext
{
  GObject parent_instance;
  MbxProviderTable *providers;
  MbxPhraseTable *phrases;
  GPtrArray *problems;
  MbxLimits limits;
  gboolean offline;
  GTlsDatabase *trust;
  GHashTable *hosts;
  char *probe_page;
  char **known_hosts;
};

G_DEFINE_FINAL_TYPE (MbxContext, mbx_context, G_TYPE_OBJECT)

/*
 * A silent port must be named within 10 s together with the one that works: connect and experiment
 * stay below that together. A server may hold a greeting or a refusal back on purpose.
 */
static const MbxLimits default_limits = {
  .resolve = 5000,
  .connect = 6000,
  .handshake = 8000,
  .greeting = 15000,
  .reply = 20000,
  .experiment = 3000,
  .source = 5000,
  .discovery = 8000,
  .check = 30000,
};

/* Large mail services of several continents: one of them lives whenever the internet does. */
static const char *const default_known_hosts[] = {
  "imap.gmail.com:993", "outlook.office365.com:993", "imap.mail.ru:993", "imap.gmx.net:993", NULL,
};

static void
mbx_context_finalize (GObject *object)
{
  MbxContext *self = MBX_CONTEXT (object);

  g_clear_pointer (&self->providers, mbx_provider_table_free);
  g_clear_pointer (&self->phrases, mbx_phrase_table_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->hosts, g_hash_table_unref);
  g_clear_pointer (&self->probe_page, g_free);
  g_clear_pointer (&self->known_hosts, g_strfreev);
  G_OBJECT_CLASS (mbx_context_parent_class)->finalize (object);
}

static void
mbx_context_class_init (MbxContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_context_finalize;
}

static void
mbx_context_init (MbxContext *self)
{
  self->limits = default_limits;
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->probe_page = g_strdup (PROBE_PAGE);
  self->known_hosts = g_strdupv ((char **)default_known_hosts);
}

/**
 * mbx_context_new:
 *
 * What every part of the engine shares: tables, limits, trust. Reads nothing yet; the tables are
 * loaded when they are first asked for.
 *
 * Returns: (transfer full): a new context
 */
MbxContext *
mbx_context_new (void)
{
  return g_object_new (MBX_TYPE_CONTEXT, NULL);
}

static GBytes *
load_resource (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_ROOT, name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  /* The resource registers itself, but is only linked in when something refers to it. */
  (void)mbx_engine_get_resource ();
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    g_error ("%s is missing in the program: %s", path, error->message);
  return bytes;
}

/**
 * mbx_context_get_providers:
 *
 * The built-in table and the files of organisations. A file that cannot be read as a whole is left
 * out and told in mbx_context_get_problems().
 *
 * Returns: (transfer none): the providers, loaded at the first call
 */
const MbxProviderTable *
mbx_context_get_providers (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  if (self->providers == NULL)
    {
      g_autoptr (GBytes) bytes = load_resource ("providers.ini");
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      self->providers = mbx_provider_table_new ();
      mbx_organisation_files_load (self->providers, self->problems);
      if (!mbx_provider_table_add (self->providers, data, length, NULL, &error))
        g_error ("The built-in provider table is broken: %s", error->message);
    }
  return self->providers;
}

/**
 * mbx_context_get_phrases:
 *
 * Returns: (transfer none): the wordings of servers, loaded at the first call
 */
const MbxPhraseTable *
mbx_context_get_phrases (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  if (self->phrases == NULL)
    {
      g_autoptr (GBytes) bytes = load_resource ("phrases.tsv");
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      self->phrases = mbx_phrase_table_new_from_data (data, length, &error);
      if (self->phrases == NULL)
        g_error ("The built-in phrase table is broken: %s", error->message);
    }
  return self->phrases;
}

/**
 * mbx_context_get_problems:
 *
 * Returns: (transfer none) (element-type utf8): what was wrong with organisations' files so far
 */
GPtrArray *
mbx_context_get_problems (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  return self->problems;
}

/**
 * mbx_context_get_limits:
 *
 * Returns: (transfer none): the limits in milliseconds; may be written to before anything runs
 */
MbxLimits *
mbx_context_get_limits (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  return &self->limits;
}

void
mbx_context_set_offline (MbxContext *self, gboolean offline)
{
  g_return_if_fail (MBX_IS_CONTEXT (self));

  self->offline = offline;
}

/**
 * mbx_context_get_offline:
 *
 * Returns: whether nobody but the account's own servers may be asked
 */
gboolean
mbx_context_get_offline (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), FALSE);

  return self->offline;
}

void
mbx_context_set_trust (MbxContext *self, GTlsDatabase *trust)
{
  g_return_if_fail (MBX_IS_CONTEXT (self));

  g_set_object (&self->trust, trust);
}

/**
 * mbx_context_get_trust:
 *
 * Returns: (transfer none) (nullable): whom to trust, %NULL for the system's authorities
 */
GTlsDatabase *
mbx_context_get_trust (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  return self->trust;
}

/**
 * mbx_context_dup_organisation_trust:
 * @provider: (nullable): id of a provider
 *
 * An organisation's file may name a certificate authority of its own. It counts for the servers of
 * that organisation only.
 *
 * Returns: (transfer full) (nullable): that authority
 */
GTlsDatabase *
mbx_context_dup_organisation_trust (MbxContext *self, const char *provider)
{
  const MbxProvider *row = NULL;
  g_autoptr (GError) error = NULL;
  GTlsDatabase *trust;

  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  if (provider != NULL)
    row = mbx_provider_table_find_id (mbx_context_get_providers (self), provider);
  if (row == NULL || row->ca_file == NULL)
    return NULL;
  trust = g_tls_file_database_new (row->ca_file, &error);
  if (trust == NULL)
    g_ptr_array_add (self->problems, g_strdup_printf ("%s: %s", row->ca_file, error->message));
  return trust;
}

void
mbx_context_set_hosts (MbxContext *self, GHashTable *hosts)
{
  g_return_if_fail (MBX_IS_CONTEXT (self));

  g_clear_pointer (&self->hosts, g_hash_table_unref);
  if (hosts != NULL)
    self->hosts = g_hash_table_ref (hosts);
}

/**
 * mbx_context_is_demo:
 *
 * Returns: whether only the demo's own names exist and nothing outside may be asked
 */
gboolean
mbx_context_is_demo (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), FALSE);

  return self->hosts != NULL;
}

static gboolean
demo_knows (MbxContext *self, const char *host)
{
  g_autofree char *prefix = g_strconcat (host, ":", NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->hosts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_str_has_prefix (key, prefix))
        return TRUE;
    }
  return FALSE;
}

/**
 * mbx_context_get_demo_fault:
 * @host: a name of the demo
 *
 * Returns: how the look-up of @host ends in the demo's world
 */
MbxNetFault
mbx_context_get_demo_fault (MbxContext *self, const char *host)
{
  gpointer fault;

  g_return_val_if_fail (mbx_context_is_demo (self), MBX_NET_OTHER);

  if (g_hash_table_lookup_extended (self->hosts, host, NULL, &fault))
    return (MbxNetFault)GPOINTER_TO_UINT (fault);
  return demo_knows (self, host) ? MBX_NET_OK : MBX_NET_NO_SUCH_HOST;
}

/**
 * mbx_context_resolve_demo:
 *
 * Returns: (transfer full) (nullable): where @port of the demo's @host is served on loopback, %NULL
 *   outside the demo
 */
GSocketConnectable *
mbx_context_resolve_demo (MbxContext *self, const char *host, guint16 port)
{
  g_autofree char *key = g_strdup_printf ("%s:%u", host, port);
  g_autoptr (GInetAddress) loopback = NULL;
  gpointer served;

  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  if (self->hosts == NULL)
    return NULL;
  served = g_hash_table_lookup (self->hosts, key);
  loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  return G_SOCKET_CONNECTABLE (g_inet_socket_address_new (
      loopback, served == NULL ? DEMO_CLOSED_PORT : (guint16)GPOINTER_TO_UINT (served)));
}

void
mbx_context_set_providers (MbxContext *self, MbxProviderTable *providers)
{
  g_return_if_fail (MBX_IS_CONTEXT (self));

  g_clear_pointer (&self->providers, mbx_provider_table_free);
  self->providers = providers;
}

void
mbx_context_set_probe_page (MbxContext *self, const char *url)
{
  g_return_if_fail (MBX_IS_CONTEXT (self));

  g_free (self->probe_page);
  self->probe_page = g_strdup (url);
}

const char *
mbx_context_get_probe_page (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  return self->probe_page;
}

void
mbx_context_set_known_hosts (MbxContext *self, const char *const *hosts)
{
  g_return_if_fail (MBX_IS_CONTEXT (self));

  g_strfreev (self->known_hosts);
  self->known_hosts = g_strdupv ((char **)hosts);
}

const char *const *
mbx_context_get_known_hosts (MbxContext *self)
{
  g_return_val_if_fail (MBX_IS_CONTEXT (self), NULL);

  return (const char *const *)self->known_hosts;
}
