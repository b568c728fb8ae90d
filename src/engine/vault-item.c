/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/vault-item.h"

#include <glib/gi18n.h>

static const SecretSchema account_schema = {
  "io.github.mailbox_setup.Account",
  SECRET_SCHEMA_NONE,
  {
    { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "port", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "address", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* Kept apart by its attributes too, so that no look-up by server ever finds one. */
static const SecretSchema backup_schema = {
  "io.github.mailbox_setup.Backup",
  SECRET_SCHEMA_NONE,
  {
    { "backup-of", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "slot", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static MbxVaultItem *
item_new (const SecretSchema *schema, char *label)
{
  MbxVaultItem *self = g_new0 (MbxVaultItem, 1);

  self->schema = schema;
  self->label = label;
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return self;
}

static void
set_attribute (MbxVaultItem *self, const char *name, const char *value)
{
  if (value != NULL)
    g_hash_table_insert (self->attributes, (gpointer) name, g_strdup (value));
}

/**
 * mbx_vault_item_new_server:
 * @server: the server; without a user name all users of it are meant
 * @address: (nullable): the mail address; %NULL means any, which only finds and never stores
 *
 * Returns: (transfer full): the item that holds the password for @server
 */
MbxVaultItem *
mbx_vault_item_new_server (const MbxServer *server, const char *address)
{
  g_autofree char *protocol = g_ascii_strup (mbx_protocol_to_string (server->protocol), -1);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  const char *owner = address != NULL ? address : server->host;
  /* Translators: a label in the keyring; the mail address, then IMAP, POP3 or SMTP */
  char *label = g_strdup_printf (_ ("Mailbox %s (%s)"), owner, protocol);
  MbxVaultItem *self = item_new (&account_schema, label);

  set_attribute (self, "protocol", mbx_protocol_to_string (server->protocol));
  set_attribute (self, "server", server->host);
  set_attribute (self, "port", port);
  set_attribute (self, "user", server->username != NULL ? server->username : address);
  set_attribute (self, "address", address);
  return self;
}

/**
 * mbx_vault_item_new_token:
 * @issuer: the OAuth 2.0 issuer
 * @address: the mail address
 *
 * Returns: (transfer full): the item that holds the refresh token
 */
MbxVaultItem *
mbx_vault_item_new_token (const char *issuer, const char *address)
{
  /* Translators: a label in the keyring; the %s is a mail address */
  char *label = g_strdup_printf (_ ("Mailbox %s (browser sign-in)"), address);
  MbxVaultItem *self = item_new (&account_schema, label);

  set_attribute (self, "protocol", "oauth");
  set_attribute (self, "server", issuer);
  set_attribute (self, "user", address);
  set_attribute (self, "address", address);
  return self;
}

/**
 * mbx_vault_item_new_backup:
 * @account_id: which account is being saved
 * @slot: which of its secrets
 *
 * Returns: (transfer full): the item that keeps the former secret until saving has ended
 */
MbxVaultItem *
mbx_vault_item_new_backup (const char *account_id, const char *slot)
{
  MbxVaultItem *self = item_new (&backup_schema, g_strdup (_ ("Mailbox being changed")));

  set_attribute (self, "backup-of", account_id);
  set_attribute (self, "slot", slot);
  return self;
}

/**
 * mbx_vault_item_equal:
 *
 * Returns: whether storing one would replace the other
 */
gboolean
mbx_vault_item_equal (const MbxVaultItem *a, const MbxVaultItem *b)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (a->schema != b->schema ||
      g_hash_table_size (a->attributes) != g_hash_table_size (b->attributes))
    return FALSE;
  g_hash_table_iter_init (&iter, a->attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_strcmp0 (g_hash_table_lookup (b->attributes, key), value) != 0)
        return FALSE;
    }
  return TRUE;
}

void
mbx_vault_item_free (MbxVaultItem *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_hash_table_unref (self->attributes);
  g_free (self);
}
