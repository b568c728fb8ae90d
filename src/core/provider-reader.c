/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/provider-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/password-shape.h"

#define MAX_BYTES (4 * 1024 * 1024)

/* One group of the file while it is read. */
typedef struct
{
  GKeyFile *file;
  const char *group;
  MbxProvider *provider;
} Reader;

typedef struct
{
  const char *word;
  guint value;
} Word;

static const Word kinds[] = {
  { "mail", MBX_PROVIDER_MAIL },
  { "proprietary", MBX_PROVIDER_PROPRIETARY },
  { "gateway", MBX_PROVIDER_GATEWAY },
  { "forwarder", MBX_PROVIDER_FORWARDER },
  { "unencrypted", MBX_PROVIDER_UNENCRYPTED },
};

static const Word auths[] = {
  { "password", MBX_AUTH_PASSWORD },
  { "app-password", MBX_AUTH_APP_PASSWORD },
  { "oauth", MBX_AUTH_OAUTH },
  { "authorization-code", MBX_AUTH_AUTHORIZATION_CODE },
  { "bridge", MBX_AUTH_BRIDGE },
};

static const char *const usernames[] = {
  "address", "localpart", "localpart.domain", "imap-localpart-smtp-address",
  "imap-address-smtp-localpart", "elsewhere", NULL,
};

G_GNUC_PRINTF (4, 5)
static gboolean
refuse (const Reader *self, MbxProviderTableError code, GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: [%s] is a section of a settings file, the second %s a whole sentence */
  g_set_error (error, MBX_PROVIDER_TABLE_ERROR, (int) code, _ ("[%s]: %s"), self->group, reason);
  return FALSE;
}

static gboolean
find_word (const Word *words, gsize count, const char *word, guint *value)
{
  for (gsize i = 0; i < count; i++)
    {
      if (strcmp (words[i].word, word) == 0)
        {
          *value = words[i].value;
          return TRUE;
        }
    }
  return FALSE;
}

/* GKeyFile makes an error for each missing key; most keys of most rows are missing. */
static char *
get_text (const Reader *self, const char *key)
{
  if (!g_key_file_has_key (self->file, self->group, key, NULL))
    return NULL;
  return g_key_file_get_string (self->file, self->group, key, NULL);
}

static char **
get_list (const Reader *self, const char *key)
{
  char **list;

  if (!g_key_file_has_key (self->file, self->group, key, NULL))
    return NULL;
  list = g_key_file_get_string_list (self->file, self->group, key, NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    g_strstrip (list[i]);
  return list;
}

static gboolean
read_servers (const Reader *self, MbxProtocol protocol, GPtrArray *servers, GError **error)
{
  const char *key = mbx_protocol_to_string (protocol);
  g_auto (GStrv) list = get_list (self, key);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (MbxServer) server = mbx_server_new_from_uri (list[i], &reason);

      if (server == NULL)
        {
          MbxProviderTableError code = MBX_PROVIDER_TABLE_ERROR_HOST;

          if (g_error_matches (reason, MBX_SERVER_ERROR, MBX_SERVER_ERROR_UNENCRYPTED))
            code = MBX_PROVIDER_TABLE_ERROR_UNENCRYPTED;
          else if (g_error_matches (reason, MBX_SERVER_ERROR, MBX_SERVER_ERROR_PORT))
            code = MBX_PROVIDER_TABLE_ERROR_PORT;
          return refuse (self, code, error, "%s: %s", list[i], reason->message);
        }
      if (server->protocol != protocol)
        return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error,
                       _ ("“%s” is not a server for “%s”."), list[i], key);
      g_ptr_array_add (servers, g_steal_pointer (&server));
    }
  return TRUE;
}

/* "example.org" or "*.example.org", made the same for all ways of writing it. */
static gboolean
read_names (const Reader *self, const char *key, char ***names, GError **error)
{
  g_auto (GStrv) list = get_list (self, key);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      gboolean below = g_str_has_prefix (list[i], "*.");
      char *name = mbx_host_normalize (list[i] + (below ? 2 : 0));

      if (name == NULL)
        return refuse (self, MBX_PROVIDER_TABLE_ERROR_HOST, error,
                       _ ("“%s” is not the name of a domain."), list[i]);
      g_free (list[i]);
      list[i] = below ? g_strconcat ("*.", name, NULL) : g_strdup (name);
      g_free (name);
    }
  *names = g_steal_pointer (&list);
  return TRUE;
}

static gboolean
read_kind (const Reader *self, GError **error)
{
  g_autofree char *word = get_text (self, "kind");
  guint kind = MBX_PROVIDER_MAIL;

  if (word != NULL && !find_word (kinds, G_N_ELEMENTS (kinds), word, &kind))
    return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error, _ ("“%s” is not a known kind."),
                   word);
  self->provider->kind = (MbxProviderKind) kind;
  return TRUE;
}

static gboolean
read_auth (const Reader *self, GError **error)
{
  g_auto (GStrv) list = get_list (self, "auth");

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      guint value;

      if (!find_word (auths, G_N_ELEMENTS (auths), list[i], &value))
        return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error,
                       _ ("“%s” is not a known way of signing in."), list[i]);
      self->provider->auth |= value;
    }
  if (self->provider->auth == 0)
    self->provider->auth = MBX_AUTH_PASSWORD;
  return TRUE;
}

static gboolean
read_username (const Reader *self, GError **error)
{
  g_autofree char *word = get_text (self, "username");

  if (word == NULL)
    word = g_strdup ("address");
  if (!g_strv_contains (usernames, word) && strstr (word, "%EMAIL") == NULL)
    return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error,
                   _ ("“%s” is not a known form of user name."), word);
  self->provider->username = g_steal_pointer (&word);
  return TRUE;
}

static gboolean
read_page (const Reader *self, const char *key, char **page, GError **error)
{
  *page = get_text (self, key);
  if (*page == NULL || g_str_has_prefix (*page, "https://") || g_str_has_prefix (*page, "http://"))
    return TRUE;
  return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error,
                 _ ("“%s” is not the address of a web page."), *page);
}

static gboolean
read_pages (const Reader *self, GError **error)
{
  MbxProvider *provider = self->provider;

  provider->oauth = get_text (self, "oauth");
  provider->app_password_shape = get_text (self, "app-password-shape");
  if (provider->app_password_shape != NULL &&
      !mbx_password_shape_is_valid (provider->app_password_shape))
    return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error,
                   _ ("“%s” is not a known shape of password."), provider->app_password_shape);
  return read_page (self, "enable", &provider->enable_page, error) &&
         read_page (self, "app-password-page", &provider->app_password_page, error) &&
         read_page (self, "help", &provider->help, error);
}

static gboolean
read_words (const Reader *self, GError **error)
{
  MbxProvider *provider = self->provider;

  provider->name = get_text (self, "name");
  if (provider->name == NULL || *provider->name == '\0')
    return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error, _ ("The name is missing."));
  provider->advice = get_text (self, "advice");
  provider->phone = get_text (self, "phone");
  provider->ca_file = get_text (self, "ca-file");
  provider->unsure = g_key_file_has_key (self->file, self->group, "unsure", NULL) &&
                     g_key_file_get_boolean (self->file, self->group, "unsure", NULL);
  provider->hints = get_list (self, "hints");
  for (guint i = 0; provider->hints != NULL && provider->hints[i] != NULL; i++)
    {
      if (!mbx_provider_hint_is_known (provider->hints[i]))
        return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error, _ ("“%s” is not a known hint."),
                       provider->hints[i]);
    }
  return TRUE;
}

/* A key with a slip in it would otherwise be lost without a word. */
static gboolean
check_keys (const Reader *self, GError **error)
{
  static const char *const known[] = {
    "advice",
    "app-password-page",
    "app-password-shape",
    "auth",
    "ca-file",
    "domains",
    "enable",
    "help",
    "hints",
    "imap",
    "kind",
    "mx",
    "name",
    "oauth",
    "phone",
    "pop3",
    "smtp",
    "spf",
    "unsure",
    "username",
    NULL,
  };
  g_auto (GStrv) keys = g_key_file_get_keys (self->file, self->group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (!g_strv_contains (known, keys[i]))
        return refuse (self, MBX_PROVIDER_TABLE_ERROR_SYNTAX, error, _ ("“%s” is not a known key."),
                       keys[i]);
    }
  return TRUE;
}

static gboolean
check_servers (const Reader *self, GError **error)
{
  const MbxProvider *provider = self->provider;

  if (provider->kind == MBX_PROVIDER_MAIL &&
      (provider->imap->len + provider->pop3->len == 0 || provider->smtp->len == 0))
    return refuse (self, MBX_PROVIDER_TABLE_ERROR_VALUE, error,
                   _ ("A server for receiving and one for sending are needed."));
  return TRUE;
}

static MbxProvider *
read_group (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (MbxProvider) provider = mbx_provider_new (group);
  Reader self = { file, group, provider };

  if (check_keys (&self, error) && read_words (&self, error) && read_kind (&self, error) &&
      read_names (&self, "domains", &provider->domains, error) &&
      read_names (&self, "mx", &provider->mx, error) &&
      read_names (&self, "spf", &provider->spf, error) &&
      read_servers (&self, MBX_PROTOCOL_IMAP, provider->imap, error) &&
      read_servers (&self, MBX_PROTOCOL_POP3, provider->pop3, error) &&
      read_servers (&self, MBX_PROTOCOL_SMTP, provider->smtp, error) &&
      read_auth (&self, error) && read_username (&self, error) && read_pages (&self, error) &&
      check_servers (&self, error))
    return g_steal_pointer (&provider);
  return NULL;
}

/**
 * mbx_providers_read:
 * @data: a file in the form of data/providers.ini
 * @length: its bytes
 * @error: an #MbxProviderTableError that names the section
 *
 * Returns: (transfer full) (nullable) (element-type MbxProvider): all of the file, or %NULL; a file
 *   with one mistake gives nothing, so that nobody runs on half of what an administrator wrote
 */
GPtrArray *
mbx_providers_read (const char *data, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) out = NULL;
  g_autoptr (GError) reason = NULL;
  g_auto (GStrv) groups = NULL;

  if (length > MAX_BYTES ||
      !g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, &reason))
    {
      g_set_error_literal (error, MBX_PROVIDER_TABLE_ERROR, MBX_PROVIDER_TABLE_ERROR_SYNTAX,
                           reason != NULL ? reason->message : _ ("The file is too large."));
      return NULL;
    }
  out = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_provider_free);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      MbxProvider *provider;

      /* Registrations with sign-in services share the file; see oauth-table.c. */
      if (g_str_has_prefix (groups[i], "oauth "))
        continue;
      provider = read_group (file, groups[i], error);

      if (provider == NULL)
        return NULL;
      g_ptr_array_add (out, provider);
    }
  return g_steal_pointer (&out);
}
