/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/batch-output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli-error.h"

struct _MbxBatchOutput
{
  int fd;
  gboolean own;
  GHashTable *done;
};

static gboolean
fail (GError **error, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  int number = errno;

  g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_BROKEN,
               /* Translators: a file and the system's word for what is wrong with it */
               _ ("%s cannot be written: %s."), shown, g_strerror (number));
  return FALSE;
}

static void
remember (MbxBatchOutput *self, const char *line, gssize length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonObject *object;
  const char *address;

  if (!json_parser_load_from_data (parser, line, length, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  /* A line that could not even be tried may have been mended since. */
  if (json_object_has_member (object, "error"))
    return;
  address = json_object_get_string_member_with_default (object, "address", NULL);
  if (address != NULL)
    g_hash_table_add (self->done, g_strdup (address));
}

/* What stands there already; a last line that was cut off when the run was stopped goes. */
static gboolean
read_done (MbxBatchOutput *self, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (self->fd, FALSE, NULL);
  const char *text = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  gsize length = text != NULL ? g_mapped_file_get_length (file) : 0;
  const char *start = text;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] != '\n')
        continue;
      remember (self, start, text + i - start);
      start = text + i + 1;
    }
  if (start != text + length && ftruncate (self->fd, start - text) != 0)
    return fail (error, path);
  return TRUE;
}

/**
 * mbx_batch_output_open:
 * @path: (nullable): a file to add to, or %NULL or "-" for standard output
 * @error: #MBX_CLI_ERROR_BROKEN
 *
 * Returns: (transfer full) (nullable): the output
 */
MbxBatchOutput *
mbx_batch_output_open (const char *path, GError **error)
{
  g_autoptr (MbxBatchOutput) self = g_new0 (MbxBatchOutput, 1);

  self->fd = STDOUT_FILENO;
  self->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (path == NULL || strcmp (path, "-") == 0)
    return g_steal_pointer (&self);
  self->fd = open (path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail (error, path);
      return NULL;
    }
  self->own = TRUE;
  return read_done (self, path, error) ? g_steal_pointer (&self) : NULL;
}

void
mbx_batch_output_free (MbxBatchOutput *self)
{
  if (self == NULL)
    return;
  if (self->own)
    close (self->fd);
  g_hash_table_unref (self->done);
  g_free (self);
}

/* Whether a result for that address stands in the file from an earlier run. */
gboolean
mbx_batch_output_has (const MbxBatchOutput *self, const char *address)
{
  return g_hash_table_contains (self->done, address);
}

guint
mbx_batch_output_get_size (const MbxBatchOutput *self)
{
  return g_hash_table_size (self->done);
}

/**
 * mbx_batch_output_write:
 * @line: with its line end
 * @error: #MBX_CLI_ERROR_BROKEN
 *
 * Writes past all buffers, so that what is done is there when the run is stopped.
 */
gboolean
mbx_batch_output_write (MbxBatchOutput *self, const char *line, GError **error)
{
  gsize left = strlen (line);

  while (left > 0)
    {
      gssize count = write (self->fd, line, left);

      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        return fail (error, self->own ? _ ("The output file") : _ ("Standard output"));
      line += count;
      left -= (gsize) count;
    }
  return TRUE;
}
