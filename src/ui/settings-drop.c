/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/settings-drop.h"

#include <string.h>

#include "core/apple-profile-reader.h"
#include "core/autoconfig-reader.h"

typedef struct
{
  GtkWidget *widget;
  MbxSettingsDropped dropped;
  gpointer user_data;
} Drop;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Drop *drop = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length = 0;
  const char *text = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);

  /* One byte more than the most was asked for, so the readers notice what is too large. */
  if (gtk_widget_get_root (drop->widget) != NULL)
    drop->dropped (text != NULL ? text : "", length, error, drop->user_data);
  g_object_unref (drop->widget);
  g_free (drop);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Drop *drop = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream != NULL)
    {
      g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), MBX_DOCUMENT_MAX_BYTES + 1,
                                       G_PRIORITY_DEFAULT, NULL, on_read, drop);
      return;
    }
  if (gtk_widget_get_root (drop->widget) != NULL)
    drop->dropped ("", 0, error, drop->user_data);
  g_object_unref (drop->widget);
  g_free (drop);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  Drop *drop;

  if (!G_VALUE_HOLDS (value, G_TYPE_FILE) || g_value_get_object (value) == NULL)
    return FALSE;
  drop = g_memdup2 (data, sizeof *drop);
  g_object_ref (drop->widget);
  g_file_read_async (g_value_get_object (value), G_PRIORITY_DEFAULT, NULL, on_opened, drop);
  return TRUE;
}

static void
free_drop (gpointer data, GClosure *closure)
{
  g_free (data);
}

/**
 * mbx_settings_drop_install:
 * @widget: where files may be dropped
 * @dropped: gets the first %MBX_DOCUMENT_MAX_BYTES + 1 bytes of a file, or an error
 * @user_data: for @dropped; has to live as long as @widget
 */
void
mbx_settings_drop_install (GtkWidget *widget, MbxSettingsDropped dropped, gpointer user_data)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  Drop *drop = g_new0 (Drop, 1);

  drop->widget = widget;
  drop->dropped = dropped;
  drop->user_data = user_data;
  g_signal_connect_data (target, "drop", G_CALLBACK (on_drop), drop, free_drop, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

/**
 * mbx_settings_drop_read:
 * @data: the file
 * @length: its bytes
 * @address: whose mailbox it is for
 * @error: an #MbxDocumentError
 *
 * Returns: (transfer full) (nullable): the settings
 */
MbxCandidate *
mbx_settings_drop_read (const char *data, gsize length, const MbxAddress *address, GError **error)
{
  if (memmem (data, length, "<plist", strlen ("<plist")) != NULL)
    return mbx_apple_profile_read (data, length, address, error);
  return mbx_autoconfig_read (data, length, address, MBX_SOURCE_GIVEN, error);
}
