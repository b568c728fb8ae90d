/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/organisation-files.h"

#include <gio/gio.h>

/* Far more than any organisation's own list; a larger file is a mistake. */
#define MAXIMUM_FILE (1024 * 1024)
#define MAXIMUM_FILES 64

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_files (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && files->len < MAXIMUM_FILES && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_suffix (name, ".conf"))
        g_ptr_array_add (files, g_build_filename (folder, name, NULL));
    }
  g_ptr_array_sort (files, compare_names);
  return files;
}

static char *
read_file (const char *path, gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *data = NULL;

  if (stream == NULL)
    return NULL;
  data = g_malloc (MAXIMUM_FILE + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, MAXIMUM_FILE, length, NULL, error))
    return NULL;
  if (*length == MAXIMUM_FILE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "the file is too large");
      return NULL;
    }
  data[*length] = '\0';
  return g_steal_pointer (&data);
}

static gboolean
load_file (MbxProviderTable *table, const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *data = read_file (path, &length, error);

  return data != NULL && mbx_provider_table_add (table, data, length, path, error);
}

static void
load_folder (MbxProviderTable *table, const char *folder, GPtrArray *problems)
{
  g_autoptr (GPtrArray) files = list_files (folder);

  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_ptr_array_index (files, i);
      g_autoptr (GError) error = NULL;

      if (!load_file (table, path, &error))
        g_ptr_array_add (problems, g_strdup_printf ("%s: %s", path, error->message));
    }
}

/* Where files may lie, the user's own first; the last one is the host's, seen from a Flatpak. */
static char **
list_folders (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "mailbox-setup", NULL);

  g_strv_builder_add (builder, own);
  g_strv_builder_add (builder, MBX_SYSTEM_CONFIG_DIR);
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_strv_builder_add (builder, "/run/host" MBX_SYSTEM_CONFIG_DIR);
  return g_strv_builder_end (builder);
}

/**
 * mbx_organisation_files_load:
 * @table: where the rows go
 * @problems: (element-type utf8): gets a sentence for each file that cannot be read
 *
 * Reads the user's own files, then the computer's (also the host's, seen from a Flatpak), each kind
 * in the order of their names. A file that is broken is left out as a whole; nothing is fatal.
 */
void
mbx_organisation_files_load (MbxProviderTable *table, GPtrArray *problems)
{
  g_auto (GStrv) folders = list_folders ();

  for (gsize i = 0; folders[i] != NULL; i++)
    load_folder (table, folders[i], problems);
}

static gboolean
find_group (GKeyFile *keys, const char *folder, const char *group)
{
  g_autoptr (GPtrArray) files = list_files (folder);

  for (guint i = 0; i < files->len; i++)
    {
      gsize length = 0;
      g_autofree char *data = read_file (g_ptr_array_index (files, i), &length, NULL);

      if (data != NULL && g_key_file_load_from_data (keys, data, length, G_KEY_FILE_NONE, NULL) &&
          g_key_file_has_group (keys, group))
        return TRUE;
    }
  return FALSE;
}

/**
 * mbx_organisation_files_find_group:
 * @keys: an empty key file, which becomes the file that was found
 * @group: a group's name
 *
 * Returns: whether one of the files has @group; the user's own come first
 */
gboolean
mbx_organisation_files_find_group (GKeyFile *keys, const char *group)
{
  g_auto (GStrv) folders = list_folders ();

  for (gsize i = 0; folders[i] != NULL; i++)
    {
      if (find_group (keys, folders[i], group))
        return TRUE;
    }
  return FALSE;
}
