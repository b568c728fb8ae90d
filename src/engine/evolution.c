/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>

#include "core/hand-over-evolution.h"
#include "engine/bus-call.h"
#include "engine/foreign-keyring.h"
#include "engine/hand-over-private.h"

/*
 * Evolution through its source registry. The number in the bus name changes with the registry's
 * interface; 5 has been current since Evolution 3.36.
 */

#define EDS_NAME "org.gnome.evolution.dataserver.Sources5"
#define EDS_MANAGER "/org/gnome/evolution/dataserver/SourceManager"
#define EDS_SOURCE "org.gnome.evolution.dataserver.Source"

static const SecretSchema schema = {
  "org.gnome.Evolution.Data.Source",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  { { "e-source-uid", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "eds-origin", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

/* Whether a source's key file is the identity of @address. */
static gboolean
is_identity (const char *text, const char *address)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *found = NULL;

  if (!g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL))
    return FALSE;
  found = g_key_file_get_string (file, "Mail Identity", "Address", NULL);
  return found != NULL && g_ascii_strcasecmp (found, address) == 0;
}

static gboolean
has_address (GVariant *objects, const char *address)
{
  g_autoptr (GVariant) dictionary = g_variant_get_child_value (objects, 0);
  gboolean found = FALSE;
  GVariantIter iter;
  GVariant *interfaces;

  g_variant_iter_init (&iter, dictionary);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", NULL, &interfaces))
    {
      g_autoptr (GVariant) source = NULL;
      const char *text = NULL;

      source = g_variant_lookup_value (interfaces, EDS_SOURCE, G_VARIANT_TYPE ("a{sv}"));
      if (source != NULL && g_variant_lookup (source, "Data", "&s", &text))
        found = found || is_identity (text, address);
    }
  return found;
}

static char *
find_path (GVariant *objects, const char *uid)
{
  g_autoptr (GVariant) dictionary = g_variant_get_child_value (objects, 0);
  char *path = NULL;
  GVariantIter iter;
  const char *at;
  GVariant *interfaces;

  g_variant_iter_init (&iter, dictionary);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &at, &interfaces))
    {
      g_autoptr (GVariant) source = NULL;
      const char *found = NULL;

      source = g_variant_lookup_value (interfaces, EDS_SOURCE, G_VARIANT_TYPE ("a{sv}"));
      if (path == NULL && source != NULL && g_variant_lookup (source, "UID", "&s", &found) &&
          g_str_equal (found, uid))
        path = g_strdup (at);
    }
  return path;
}

static void
list_sources (GTask *task, GAsyncReadyCallback callback)
{
  MbxBusCall call = { EDS_NAME, EDS_MANAGER, "org.freedesktop.DBus.ObjectManager",
                      "GetManagedObjects", NULL, "(a{oa{sa{sv}}})" };

  mbx_bus_call_async (&call, g_task_get_cancellable (task), callback, task);
}

static void
look_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = mbx_bus_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (objects == NULL)
    mbx_hand_over_return_presence (task, MBX_PRESENCE_ABSENT, NULL);
  else if (has_address (objects, job->address))
    mbx_hand_over_return_presence (task, MBX_PRESENCE_THERE, job->address);
  else
    mbx_hand_over_return_presence (task, MBX_PRESENCE_AVAILABLE, NULL);
}

void
mbx_evolution_look (GTask *task)
{
  list_sources (task, look_cb);
}

static MbxForeignItem *
make_item (const char *uid, const char *address, MbxSecret *secret)
{
  g_autofree char *label = g_strdup_printf ("Evolution Data Source “%s”", address);

  return mbx_foreign_item_new (&schema, secret, label, "e-source-uid", uid, "eds-origin",
                               "evolution-data-server", NULL);
}

static GPtrArray *
make_items (const char *address, MbxSecret *incoming, MbxSecret *outgoing)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_foreign_item_free);
  MbxAccount named = { .address = (char *) address };
  g_autofree char *account_uid = mbx_evolution_uid (&named, "account");
  g_autofree char *transport_uid = mbx_evolution_uid (&named, "transport");

  g_ptr_array_add (items, make_item (account_uid, address, incoming));
  g_ptr_array_add (items, make_item (transport_uid, address, outgoing));
  return items;
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = mbx_bus_call_finish (result, &error);

  if (reply == NULL)
    mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_strdup (job->address), g_free);
}

static void
create_sources (GTask *task)
{
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (MbxEvolutionSources) sources = mbx_evolution_sources_new (job->account);
  MbxBusCall call = { EDS_NAME, EDS_MANAGER, "org.gnome.evolution.dataserver.SourceManager",
                      "CreateSources", NULL, "()" };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", sources->account_uid, sources->account);
  g_variant_builder_add (&builder, "{ss}", sources->identity_uid, sources->identity);
  g_variant_builder_add (&builder, "{ss}", sources->transport_uid, sources->transport);
  call.parameters = g_variant_new ("(@a{ss})", g_variant_builder_end (&builder));
  mbx_bus_call_async (&call, g_task_get_cancellable (task), created_cb, task);
}

/* The passwords go first: a source without one would ask the person at once. */
static void
secrets_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!mbx_foreign_keyring_apply_finish (result, &error))
    mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
  else
    create_sources (g_steal_pointer (&task));
}

static void
before_add_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = mbx_bus_call_finish (result, &error);
  g_autoptr (GPtrArray) items = NULL;

  if (objects == NULL)
    mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
  else if (has_address (objects, job->address))
    g_task_return_pointer (task, g_strdup (job->address), g_free);
  else
    {
      items = make_items (job->address, job->incoming, job->outgoing);
      mbx_foreign_keyring_apply_async (items, cancellable, secrets_cb,
                                       g_steal_pointer (&task));
    }
}

void
mbx_evolution_add (GTask *task)
{
  list_sources (task, before_add_cb);
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

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  MbxHandOverJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = mbx_bus_call_finish (result, &error);
  g_autoptr (GPtrArray) items = NULL;

  if (reply == NULL)
    {
      mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
      return;
    }
  items = make_items (job->handle, NULL, NULL);
  mbx_foreign_keyring_apply_async (items, cancellable, cleared_cb,
                                   g_steal_pointer (&task));
}

/* Removing the receiving source takes its identity and its transport along. */
static void
before_undo_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  MbxHandOverJob *job = g_task_get_task_data (task);
  MbxAccount named = { .address = job->handle };
  g_autofree char *uid = mbx_evolution_uid (&named, "account");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = mbx_bus_call_finish (result, &error);
  MbxBusCall call = { EDS_NAME, NULL, EDS_SOURCE ".Removable", "Remove", NULL, "()" };

  if (objects == NULL)
    {
      mbx_hand_over_return_dbus_error (task, g_steal_pointer (&error));
      return;
    }
  path = find_path (objects, uid);
  if (path == NULL)
    {
      g_task_return_new_error (task, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_REFUSED,
                               _ ("There is nothing to take back."));
      return;
    }
  call.path = path;
  mbx_bus_call_async (&call, cancellable, removed_cb, g_steal_pointer (&task));
}

void
mbx_evolution_undo (GTask *task)
{
  list_sources (task, before_undo_cb);
}
