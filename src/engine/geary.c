/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "core/hand-over-geary.h"
#include "engine/bus-call.h"
#include "engine/foreign-keyring.h"
#include "engine/hand-over-private.h"

/*
 * Geary has no service for accounts: it reads a file per account when it starts. It must not run
 * meanwhile, since it would write its own view over ours.
 */

#define GEARY_NAME "org.gnome.Geary"
#define MAXIMUM_ACCOUNTS 99
#define MAXIMUM_FILE (64 * 1024)

static const SecretSchema schema = {
  "org.gnome.Geary",
  SECRET_SCHEMA_NONE,
  { { "login", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "proto", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

static char *
account_folder (guint number)
{
  g_autofree char *name = g_strdup_printf ("account_%02u", number);

  return g_build_filename (g_get_user_config_dir (), "geary", name, NULL);
}

static gboolean
read_account (guint number, char **text)
{
  g_autofree char *folder = account_folder (number);
  g_autofree char *path = g_build_filename (folder, "geary.ini", NULL);
  gsize length = 0;

  return g_file_get_contents (path, text, &length, NULL) && length <= MAXIMUM_FILE;
}

/* The number of the account that has @address, or 0; @free_number is the lowest unused one. */
static guint
find_account (const char *address, guint *free_number)
{
  *free_number = 0;
  for (guint number = 1; number <= MAXIMUM_ACCOUNTS; number++)
    {
      g_autofree char *folder = account_folder (number);
      g_autofree char *text = NULL;

      if (read_account (number, &text) && mbx_geary_has_address (text, address))
        return number;
      if (*free_number == 0 && !g_file_test (folder, G_FILE_TEST_EXISTS))
        *free_number = number;
    }
  return 0;
}

/* From inside a sandbox Geary's folder is out of reach; GNOME Online Accounts serves it there. */
static gboolean
is_installed (void)
{
  g_autofree char *program = g_find_program_in_path ("geary");

  return program != NULL && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

void
mbx_geary_look (GTask *task)
{
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autofree char *handle = NULL;
  guint free_number;
  guint number;

  if (!is_installed ())
    mbx_hand_over_return_presence (task, MBX_PRESENCE_ABSENT, NULL);
  else if ((number = find_account (job->address, &free_number)) != 0)
    {
      handle = g_strdup_printf ("%u", number);
      mbx_hand_over_return_presence (task, MBX_PRESENCE_THERE, handle);
    }
  else
    mbx_hand_over_return_presence (task, MBX_PRESENCE_AVAILABLE, NULL);
  g_object_unref (task);
}

static MbxForeignItem *
make_item (const MbxServer *server, const char *protocol, MbxSecret *secret)
{
  g_autofree char *label = g_strdup_printf ("Geary %s password", protocol);

  return mbx_foreign_item_new (&schema, secret, label, "login", server->username, "host",
                               server->host, "proto", protocol, NULL);
}

static GPtrArray *
make_items (const MbxServer *in, const MbxServer *out, MbxSecret *incoming, MbxSecret *outgoing)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_foreign_item_free);

  g_ptr_array_add (items, make_item (in, "IMAP", incoming));
  g_ptr_array_add (items, make_item (out, "SMTP", outgoing));
  return items;
}

static char *
write_file (const MbxAccount *account, GError **error)
{
  guint free_number;
  guint number = find_account (account->address, &free_number);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  number = number != 0 ? number : free_number;
  folder = account_folder (number);
  path = g_build_filename (folder, "geary.ini", NULL);
  text = mbx_geary_write (account, number);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_strdup_printf ("%u", number);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *handle = NULL;

  if (!mbx_foreign_keyring_apply_finish (result, &error))
    {
      mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
      return;
    }
  handle = write_file (job->account, &error);
  if (handle != NULL)
    g_task_return_pointer (task, handle, g_free);
  else
    g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_REFUSED,
                             _ ("Geary’s folder cannot be written. (%s)"),
                             error != NULL ? error->message : g_strerror (EACCES));
}

static void
running_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = mbx_bus_call_finish (result, NULL);
  g_autoptr (GPtrArray) items = NULL;
  gboolean running = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &running);
  if (running)
    {
      g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_REFUSED,
                               _ ("Geary is running. Close it, then try again."));
      return;
    }
  items = make_items (job->account->incoming, job->account->outgoing, job->incoming,
                      job->outgoing);
  mbx_foreign_keyring_apply_async (items, cancellable, stored_cb,
                                   g_steal_pointer (&task));
}

void
mbx_geary_add (GTask *task)
{
  MbxHandOverJob *job = g_task_get_task_data (task);
  MbxBusCall call = { "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                      "NameHasOwner", NULL, "(b)" };
  guint free_number;
  guint number;

  if (!is_installed ())
    {
      g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_UNAVAILABLE,
                               _ ("Geary is not installed on this computer."));
      g_object_unref (task);
      return;
    }
  number = find_account (job->address, &free_number);
  if (number != 0)
    {
      g_task_return_pointer (task, g_strdup_printf ("%u", number), g_free);
      g_object_unref (task);
      return;
    }
  call.parameters = g_variant_new ("(s)", GEARY_NAME);
  mbx_bus_call_async (&call, g_task_get_cancellable (task), running_cb, task);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!mbx_foreign_keyring_apply_finish (result, &error))
    mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static MbxServer *
read_server (GKeyFile *file, const char *group, MbxProtocol protocol)
{
  g_autofree char *host = g_key_file_get_string (file, group, "host", NULL);
  g_autofree char *login = g_key_file_get_string (file, group, "login", NULL);

  if (host == NULL || login == NULL)
    return NULL;
  return mbx_server_new (protocol, host, 0, MBX_SECURITY_TLS, login);
}

void
mbx_geary_undo (GTask *task)
{
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  guint number = (guint) g_ascii_strtoull (job->handle, NULL, 10);
  g_autofree char *folder = account_folder (number);
  g_autofree char *path = g_build_filename (folder, "geary.ini", NULL);
  g_autoptr (MbxServer) in = NULL;
  g_autoptr (MbxServer) out = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    {
      in = read_server (file, "Incoming", MBX_PROTOCOL_IMAP);
      out = read_server (file, "Outgoing", MBX_PROTOCOL_SMTP);
    }
  if (in == NULL || out == NULL || g_unlink (path) != 0)
    {
      g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_REFUSED,
                               _ ("There is nothing to take back."));
      g_object_unref (task);
      return;
    }
  /* Fails where Geary has put mail there already, which then stays. */
  g_rmdir (folder);
  items = make_items (in, out, NULL, NULL);
  mbx_foreign_keyring_apply_async (items, g_task_get_cancellable (task), cleared_cb, task);
}
