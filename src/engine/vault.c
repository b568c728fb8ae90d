/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/vault.h"

#include "engine/keyring.h"

#include <glib/gi18n.h>

/*
 * Inside Flatpak secret_password_store() and its kin write to a private file that no other program
 * can read, whatever permissions there are. The SecretService class always talks to the service
 * that the mail programs use too.
 */
struct _MbxVault
{
  SecretService *service;
  gboolean has_collection;
};

/*
 * The cancellable of one call that waits for a person; it follows the caller's while the call lasts
 * and no longer. GDBus keeps a connection for ever when a cancellation meets an answer, so the
 * calls that only wait for the service are not cancelled at all, but not begun any more.
 */
typedef struct
{
  GCancellable *outer;
  GCancellable *inner;
  gulong handler;
} Link;

static void
on_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

static Link
link_new (GCancellable *outer)
{
  Link link = { outer, g_cancellable_new (), 0 };

  if (outer != NULL)
    link.handler = g_cancellable_connect (outer, G_CALLBACK (on_cancelled),
                                          g_object_ref (link.inner), g_object_unref);
  return link;
}

static void
link_clear (Link *self)
{
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->handler);
  g_clear_object (&self->inner);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Link, link_clear)

static const char *
describe_error (MbxKeyringError code)
{
  switch (code)
    {
    case MBX_KEYRING_ERROR_UNAVAILABLE:
      return _ ("No keyring service runs on this computer.");
    case MBX_KEYRING_ERROR_LOCKED:
      return _ ("The keyring stayed locked.");
    case MBX_KEYRING_ERROR_REFUSED:
      return _ ("The keyring refused to keep or give up a password.");
    case MBX_KEYRING_ERROR_NOT_FOUND:
      return _ ("The keyring holds no such password.");
    }
  g_assert_not_reached ();
}

static void
set_error (GError **error, MbxKeyringError code)
{
  g_set_error_literal (error, MBX_KEYRING_ERROR, (int) code, describe_error (code));
}

/* The bus itself, or the service on it, is gone. */
static gboolean
is_gone (const GError *cause)
{
  static const int gone[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,     G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_REPLY,            G_DBUS_ERROR_TIMEOUT,
    G_DBUS_ERROR_TIMED_OUT,           G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_DISCONNECTED,        G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,  G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,        G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_SETUP_FAILED,  G_DBUS_ERROR_SPAWN_FILE_INVALID,
  };

  if (cause->domain == G_IO_ERROR)
    return TRUE;
  for (gsize i = 0; cause->domain == G_DBUS_ERROR && i < G_N_ELEMENTS (gone); i++)
    {
      if (cause->code == gone[i])
        return TRUE;
    }
  return FALSE;
}

/* The service's own message is for the log: it is neither translated nor meant for people. */
static gboolean
take_error (GError *cause, GError **error)
{
  MbxKeyringError code = MBX_KEYRING_ERROR_REFUSED;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (is_gone (cause))
    code = MBX_KEYRING_ERROR_UNAVAILABLE;
  /* A collection that nobody agreed to make is a keyring that nobody opened. */
  else if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
           g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    code = MBX_KEYRING_ERROR_LOCKED;
  g_debug ("keyring: %s", cause->message);
  set_error (error, code);
  g_error_free (cause);
  return FALSE;
}

/**
 * mbx_vault_open:
 * @cancellable: (nullable): stops it
 * @error: %MBX_KEYRING_ERROR_UNAVAILABLE where no service runs
 *
 * Opens an encrypted session with the Secret Service. It asks the person nothing yet.
 *
 * Returns: (transfer full) (nullable): the session
 */
MbxVault *
mbx_vault_open (GCancellable *cancellable, GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (MbxVault) self = g_new0 (MbxVault, 1);
  GError *cause = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &cause);
  if (bus == NULL)
    {
      take_error (cause, error);
      return NULL;
    }
  if (g_dbus_connection_is_closed (bus))
    {
      set_error (error, MBX_KEYRING_ERROR_UNAVAILABLE);
      return NULL;
    }
  /* A bus that goes away must not take the program with it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  /* Not the shared instance: it would outlive a keyring that was started again. */
  self->service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                                            NULL, &cause);
  if (self->service == NULL)
    {
      take_error (cause, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
mbx_vault_free (MbxVault *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->service);
  g_free (self);
}

static SecretCollection *
find_collection (MbxVault *self, GError **error)
{
  GError *cause = NULL;
  SecretCollection *collection;

  collection = secret_collection_for_alias_sync (self->service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &cause);
  if (cause != NULL)
    take_error (cause, error);
  return collection;
}

/**
 * mbx_vault_unlock:
 * @error: %MBX_KEYRING_ERROR_LOCKED where the person closed the prompt
 *
 * Opens the default collection, through the service's own prompt where it is locked. Where there is
 * none yet, storing makes it.
 */
gboolean
mbx_vault_unlock (MbxVault *self, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;
  g_autoptr (SecretCollection) collection = find_collection (self, &failure);
  g_autoptr (GList) objects = NULL;
  g_auto (Link) link = link_new (cancellable);
  GList *unlocked = NULL;
  GError *cause = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  self->has_collection = collection != NULL;
  if (collection == NULL || !secret_collection_get_locked (collection))
    return TRUE;
  objects = g_list_append (NULL, collection);
  secret_service_unlock_sync (self->service, objects, link.inner, &unlocked, &cause);
  if (cause != NULL)
    return take_error (cause, error);
  if (unlocked == NULL)
    {
      set_error (error, MBX_KEYRING_ERROR_LOCKED);
      return FALSE;
    }
  g_list_free_full (unlocked, g_object_unref);
  return TRUE;
}

/**
 * mbx_vault_store:
 *
 * Stores @secret, in place of the one with the same attributes if there is one.
 */
gboolean
mbx_vault_store (MbxVault *self, const MbxVaultItem *item, MbxSecret *secret,
                 GCancellable *cancellable, GError **error)
{
  g_auto (Link) link = link_new (cancellable);
  SecretValue *value;
  GError *cause = NULL;
  gboolean stored;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  value = secret_value_new (mbx_secret_peek (secret), (gssize) mbx_secret_get_length (secret),
                            "text/plain");
  stored = secret_service_store_sync (self->service, item->schema, item->attributes,
                                      SECRET_COLLECTION_DEFAULT, item->label, value,
                                      self->has_collection ? NULL : link.inner, &cause);
  secret_value_unref (value);
  return stored || take_error (cause, error);
}

static MbxSecret *
to_secret (SecretValue *value)
{
  const char *text;
  gsize length;

  text = secret_value_get (value, &length);
  return mbx_secret_new_len (text, length);
}

/**
 * mbx_vault_lookup:
 * @secret: (out) (nullable): the secret, or %NULL where there is none
 *
 * Returns: %FALSE with @error set where the keyring could not be asked; that there is no such item
 *   is no error
 */
gboolean
mbx_vault_lookup (MbxVault *self, const MbxVaultItem *item, MbxSecret **secret,
                  GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  SecretValue *value;

  *secret = NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  value = secret_service_lookup_sync (self->service, item->schema, item->attributes, NULL,
                                      &cause);
  if (cause != NULL)
    return take_error (cause, error);
  if (value != NULL)
    {
      *secret = to_secret (value);
      secret_value_unref (value);
    }
  return TRUE;
}

/**
 * mbx_vault_clear:
 *
 * Removes every item with these attributes. It is no error that there is none. Item by item, since
 * secret_service_clear() of libsecret 0.20 breaks when the service refuses.
 */
gboolean
mbx_vault_clear (MbxVault *self, const MbxVaultItem *item, GCancellable *cancellable,
                 GError **error)
{
  GError *cause = NULL;
  GList *items;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  items = secret_service_search_sync (self->service, item->schema, item->attributes,
                                      SECRET_SEARCH_ALL, NULL, &cause);
  for (GList *at = items; cause == NULL && at != NULL; at = at->next)
    secret_item_delete_sync (at->data, NULL, &cause);
  g_list_free_full (items, g_object_unref);
  return cause == NULL || take_error (cause, error);
}

/* The name's owner tells which program it is; where a sandbox hides that, nothing is said. */
static const char *
find_program (MbxVault *self)
{
  static const char *const programs[][2] = {
    { "org.gnome.keyring", "GNOME Keyring" },
    { "org.kde.kwalletd6", "KDE Wallet" },
    { "org.kde.kwalletd5", "KDE Wallet" },
    { "org.keepassxc.KeePassXC.MainWindow", "KeePassXC" },
  };
  GDBusConnection *bus = g_dbus_proxy_get_connection (G_DBUS_PROXY (self->service));
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self->service));

  for (gsize i = 0; owner != NULL && i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (GVariant) reply = NULL;
      const char *other = NULL;

      reply = g_dbus_connection_call_sync (
        bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "GetNameOwner", g_variant_new ("(s)", programs[i][0]), G_VARIANT_TYPE ("(s)"),
        G_DBUS_CALL_FLAGS_NO_AUTO_START, 1000, NULL, NULL);
      if (reply != NULL)
        g_variant_get (reply, "(&s)", &other);
      if (g_strcmp0 (other, owner) == 0)
        return programs[i][1];
    }
  return NULL;
}

/**
 * mbx_vault_describe:
 *
 * Returns: (transfer full): where the items go, for the person's eyes
 */
char *
mbx_vault_describe (MbxVault *self)
{
  g_autoptr (SecretCollection) collection = find_collection (self, NULL);
  g_autofree char *label = collection != NULL ? secret_collection_get_label (collection) : NULL;
  const char *program = find_program (self);

  if (label != NULL && program != NULL)
    /* Translators: the name of a keyring, then the program that keeps it */
    return g_strdup_printf (_ ("the keyring “%s” of %s"), label, program);
  if (label != NULL)
    /* Translators: the %s is the name of a keyring */
    return g_strdup_printf (_ ("the keyring “%s”"), label);
  return g_strdup (_ ("the keyring of this computer"));
}
