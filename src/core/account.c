/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/account.h"

#include "core/reply.h"

#include <glib/gi18n.h>
#include <string.h>

#define FILE_VERSION 1
#define MAXIMUM_FILE (64 * 1024)
#define MAXIMUM_VALUE 4096
#define MAXIMUM_FACTS 64
#define ID_LENGTH 32

#define GROUP_MAILBOX "mailbox"
#define GROUP_INCOMING "incoming"
#define GROUP_OUTGOING "outgoing"
#define GROUP_BROWSER "browser-sign-in"
#define GROUP_FACTS "facts"

G_DEFINE_QUARK (mbx-account-error-quark, mbx_account_error)

/*
 * The id comes from the address, so that one mailbox has one file whoever writes it, and so that
 * the file's name tells nobody the address. Some servers tell upper from lower case in front of the
 * @; no provider gives the two to different people.
 */
static char *
make_id (const char *address)
{
  g_autofree char *folded = g_utf8_casefold (address, -1);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folded, -1);

  return g_strndup (digest, ID_LENGTH);
}

/**
 * mbx_account_new:
 * @address: the mail address, valid UTF-8, as mbx_address_parse() gives it
 *
 * Returns: (transfer full): an account with its id and nothing else filled in
 */
MbxAccount *
mbx_account_new (const char *address)
{
  MbxAccount *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_new0 (MbxAccount, 1);
  self->id = make_id (address);
  self->address = g_strdup (address);
  self->source = g_strdup ("none");
  self->sign_in = MBX_SIGN_IN_PASSWORD;
  return self;
}

static GHashTable *
copy_facts (GHashTable *facts)
{
  GHashTable *copy;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (facts == NULL)
    return NULL;
  copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, facts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
  return copy;
}

/**
 * mbx_account_copy:
 * @self: (nullable): an account
 *
 * Returns: (transfer full) (nullable): a deep copy
 */
MbxAccount *
mbx_account_copy (const MbxAccount *self)
{
  MbxAccount *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (MbxAccount, 1);
  copy->id = g_strdup (self->id);
  copy->address = g_strdup (self->address);
  copy->name = g_strdup (self->name);
  copy->provider = g_strdup (self->provider);
  copy->source = g_strdup (self->source);
  copy->sign_in = self->sign_in;
  copy->incoming = mbx_server_copy (self->incoming);
  copy->outgoing = mbx_server_copy (self->outgoing);
  copy->issuer = g_strdup (self->issuer);
  copy->client_id = g_strdup (self->client_id);
  copy->facts = copy_facts (self->facts);
  copy->verified_at = self->verified_at;
  return copy;
}

void
mbx_account_free (MbxAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->address);
  g_free (self->name);
  g_free (self->provider);
  g_free (self->source);
  mbx_server_free (self->incoming);
  mbx_server_free (self->outgoing);
  g_free (self->issuer);
  g_free (self->client_id);
  g_clear_pointer (&self->facts, g_hash_table_unref);
  g_free (self);
}

static void
write_text (GKeyFile *file, const char *group, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, group, key, value);
}

static void
write_server (GKeyFile *file, const char *group, const MbxServer *server)
{
  if (server == NULL)
    return;
  g_key_file_set_string (file, group, "protocol", mbx_protocol_to_string (server->protocol));
  g_key_file_set_string (file, group, "host", server->host);
  g_key_file_set_integer (file, group, "port", server->port);
  g_key_file_set_string (file, group, "security", mbx_security_to_string (server->security));
  write_text (file, group, "username", server->username);
}

/* A name is only for show: what could not be read back is taken out rather than refused. */
static void
write_name (GKeyFile *file, const char *name)
{
  g_autofree char *clean = NULL;

  if (name == NULL)
    return;
  clean = g_strdelimit (mbx_clean_text (name, -1, MAXIMUM_VALUE), "\n", ' ');
  if (*clean != '\0')
    g_key_file_set_string (file, GROUP_MAILBOX, "name", clean);
}

static gboolean
valid_word (const char *text)
{
  return *text != '\0' && strlen (text) <= 64 &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

/* Sorted, so that the same account always gives the same bytes. */
static void
write_facts (GKeyFile *file, GHashTable *facts)
{
  g_autoptr (GList) keys = NULL;
  guint count = 0;

  if (facts == NULL)
    return;
  keys = g_list_sort (g_hash_table_get_keys (facts), (GCompareFunc) strcmp);
  for (GList *at = keys; at != NULL && count < MAXIMUM_FACTS; at = at->next)
    {
      const char *value = g_hash_table_lookup (facts, at->data);

      if (!valid_word (at->data) || strlen (value) > MAXIMUM_VALUE)
        continue;
      g_key_file_set_string (file, GROUP_FACTS, at->data, value);
      count++;
    }
}

/**
 * mbx_account_to_data:
 * @self: an account
 * @length: (out) (optional): length of the text in bytes
 *
 * Returns: (transfer full): the account as a key file, the same bytes for the same account
 */
char *
mbx_account_to_data (const MbxAccount *self, gsize *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, GROUP_MAILBOX, "version", FILE_VERSION);
  g_key_file_set_string (file, GROUP_MAILBOX, "id", self->id);
  g_key_file_set_string (file, GROUP_MAILBOX, "address", self->address);
  write_name (file, self->name);
  write_text (file, GROUP_MAILBOX, "provider", self->provider);
  write_text (file, GROUP_MAILBOX, "source", self->source);
  g_key_file_set_string (file, GROUP_MAILBOX, "sign-in",
                         self->sign_in == MBX_SIGN_IN_OAUTH ? "browser" : "password");
  if (self->verified_at != 0)
    g_key_file_set_int64 (file, GROUP_MAILBOX, "verified-at", self->verified_at);
  write_server (file, GROUP_INCOMING, self->incoming);
  write_server (file, GROUP_OUTGOING, self->outgoing);
  write_text (file, GROUP_BROWSER, "issuer", self->issuer);
  write_text (file, GROUP_BROWSER, "client-id", self->client_id);
  write_facts (file, self->facts);
  return g_key_file_to_data (file, length, NULL);
}

static gboolean
fail_value (GError **error, const char *group, const char *key)
{
  g_set_error (error, MBX_ACCOUNT_ERROR, MBX_ACCOUNT_ERROR_SYNTAX,
               /* Translators: the name of an entry, then the section of the file it is in */
               _ ("The entry “%s” in the section “%s” has no valid value."), key, group);
  return FALSE;
}

/* A text without control characters, within the bounds; an absent one is fine where not @needed. */
static gboolean
read_text (GKeyFile *file, const char *group, const char *key, gboolean needed, char **value,
           GError **error)
{
  g_autofree char *text = NULL;

  if (!g_key_file_has_key (file, group, key, NULL))
    return needed ? fail_value (error, group, key) : TRUE;
  text = g_key_file_get_string (file, group, key, NULL);
  if (text == NULL || *text == '\0' || strlen (text) > MAXIMUM_VALUE)
    return fail_value (error, group, key);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        return fail_value (error, group, key);
    }
  g_free (*value);
  *value = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
fits_side (MbxProtocol protocol, gboolean outgoing)
{
  return (protocol == MBX_PROTOCOL_SMTP) == outgoing;
}

static gboolean
read_server (GKeyFile *file, const char *group, MbxServer **server, GError **error)
{
  g_autofree char *protocol_text = NULL;
  g_autofree char *host_text = NULL;
  g_autofree char *host = NULL;
  g_autofree char *security_text = NULL;
  g_autofree char *username = NULL;
  MbxProtocol protocol;
  MbxSecurity security;
  int port;

  if (!g_key_file_has_group (file, group))
    return TRUE;
  if (!read_text (file, group, "protocol", TRUE, &protocol_text, error) ||
      !read_text (file, group, "host", TRUE, &host_text, error) ||
      !read_text (file, group, "security", TRUE, &security_text, error) ||
      !read_text (file, group, "username", FALSE, &username, error))
    return FALSE;
  if (!mbx_protocol_from_string (protocol_text, &protocol) ||
      !fits_side (protocol, strcmp (group, GROUP_OUTGOING) == 0))
    return fail_value (error, group, "protocol");
  if (!mbx_security_from_string (security_text, &security))
    return fail_value (error, group, "security");
  host = mbx_host_normalize (host_text);
  if (host == NULL)
    return fail_value (error, group, "host");
  port = g_key_file_get_integer (file, group, "port", NULL);
  if (port < 1 || port > 65535)
    return fail_value (error, group, "port");
  *server = mbx_server_new (protocol, host, (guint16) port, security, username);
  return TRUE;
}

static gboolean
read_facts (GKeyFile *file, GHashTable **facts, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP_FACTS, NULL, NULL);

  if (keys == NULL || keys[0] == NULL)
    return TRUE;
  *facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, GROUP_FACTS, keys[i], NULL);

      if (i >= MAXIMUM_FACTS || value == NULL || strlen (value) > MAXIMUM_VALUE ||
          !valid_word (keys[i]))
        return fail_value (error, GROUP_FACTS, keys[i]);
      g_hash_table_insert (*facts, g_strdup (keys[i]), g_steal_pointer (&value));
    }
  return TRUE;
}

/* A newer program's file is left alone: half of it read and written back would lose the rest. */
static gboolean
check_version (GKeyFile *file, GError **error)
{
  int version = g_key_file_get_integer (file, GROUP_MAILBOX, "version", NULL);

  if (version == FILE_VERSION)
    return TRUE;
  if (version < FILE_VERSION)
    return fail_value (error, GROUP_MAILBOX, "version");
  g_set_error (error, MBX_ACCOUNT_ERROR, MBX_ACCOUNT_ERROR_VERSION,
               _ ("This mailbox was saved by a newer version of the program."));
  return FALSE;
}

static gboolean
read_mailbox (GKeyFile *file, MbxAccount *self, GError **error)
{
  g_autofree char *sign_in = NULL;

  if (!read_text (file, GROUP_MAILBOX, "id", FALSE, &self->id, error) ||
      !read_text (file, GROUP_MAILBOX, "name", FALSE, &self->name, error) ||
      !read_text (file, GROUP_MAILBOX, "provider", FALSE, &self->provider, error) ||
      !read_text (file, GROUP_MAILBOX, "source", FALSE, &self->source, error) ||
      !read_text (file, GROUP_MAILBOX, "sign-in", FALSE, &sign_in, error) ||
      !read_text (file, GROUP_BROWSER, "issuer", FALSE, &self->issuer, error) ||
      !read_text (file, GROUP_BROWSER, "client-id", FALSE, &self->client_id, error))
    return FALSE;
  /* The id becomes a file's name. */
  if (!valid_word (self->id))
    return fail_value (error, GROUP_MAILBOX, "id");
  if (sign_in != NULL && strcmp (sign_in, "browser") == 0)
    self->sign_in = MBX_SIGN_IN_OAUTH;
  else if (sign_in != NULL && strcmp (sign_in, "password") != 0)
    return fail_value (error, GROUP_MAILBOX, "sign-in");
  self->verified_at = g_key_file_get_int64 (file, GROUP_MAILBOX, "verified-at", NULL);
  return TRUE;
}

/**
 * mbx_account_new_from_data:
 * @data: what mbx_account_to_data() gave, or what somebody made of it
 * @length: in bytes
 * @error: an #MbxAccountError with a sentence for the person
 *
 * Returns: (transfer full) (nullable): the account
 */
MbxAccount *
mbx_account_new_from_data (const char *data, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MbxAccount) self = NULL;
  g_autofree char *address = NULL;

  if (length > MAXIMUM_FILE || memchr (data, '\0', length) != NULL ||
      !g_utf8_validate_len (data, length, NULL) ||
      !g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, NULL))
    {
      g_set_error (error, MBX_ACCOUNT_ERROR, MBX_ACCOUNT_ERROR_SYNTAX,
                   _ ("This file does not describe a mailbox."));
      return NULL;
    }
  if (!check_version (file, error) ||
      !read_text (file, GROUP_MAILBOX, "address", TRUE, &address, error))
    return NULL;
  self = mbx_account_new (address);
  if (!read_mailbox (file, self, error) ||
      !read_server (file, GROUP_INCOMING, &self->incoming, error) ||
      !read_server (file, GROUP_OUTGOING, &self->outgoing, error) ||
      !read_facts (file, &self->facts, error))
    return NULL;
  return g_steal_pointer (&self);
}
