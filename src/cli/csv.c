/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/csv.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli-error.h"

/* An address, a password and two servers are never that long. */
#define LINE_LIMIT 16384
#define FIELDS 4

static const char byte_order_mark[] = "\xef\xbb\xbf";

struct _MbxCsv
{
  FILE *file;
  guint line;
  char buffer[BUFSIZ];
  char text[LINE_LIMIT];
};

/**
 * mbx_csv_open:
 * @path: a file, or "-" for standard input
 * @error: #MBX_CLI_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): a reader at the first line
 */
MbxCsv *
mbx_csv_open (const char *path, GError **error)
{
  FILE *file = strcmp (path, "-") == 0 ? fdopen (dup (0), "r") : fopen (path, "re");
  MbxCsv *self;

  if (file == NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT,
                   /* Translators: a file and the system's word for what is wrong with it */
                   _ ("%s cannot be read: %s."), shown, g_strerror (errno));
      return NULL;
    }
  self = g_new0 (MbxCsv, 1);
  self->file = file;
  /* A buffer of our own, since passwords pass through it. */
  setvbuf (file, self->buffer, _IOFBF, sizeof self->buffer);
  return self;
}

void
mbx_csv_free (MbxCsv *self)
{
  if (self == NULL)
    return;
  fclose (self->file);
  mbx_wipe (self, sizeof *self);
  g_free (self);
}

void
mbx_csv_row_free (MbxCsvRow *row)
{
  if (row == NULL)
    return;
  g_free (row->address);
  g_clear_pointer (&row->password, mbx_secret_unref);
  mbx_server_free (row->incoming);
  mbx_server_free (row->outgoing);
  g_free (row);
}

static gboolean
bad_line (GError **error, const char *sentence)
{
  g_set_error_literal (error, MBX_CLI_ERROR, MBX_CLI_ERROR_INPUT, sentence);
  return FALSE;
}

/* The next line without its end, whole or cut; FALSE at the end of the file. */
static gboolean
read_line (MbxCsv *self, gsize *length, gboolean *cut)
{
  int byte = getc_unlocked (self->file);

  *length = 0;
  *cut = FALSE;
  if (byte == EOF)
    return FALSE;
  for (; byte != EOF && byte != '\n'; byte = getc_unlocked (self->file))
    {
      if (*length < LINE_LIMIT - 1)
        self->text[(*length)++] = (char) byte;
      else
        *cut = TRUE;
    }
  if (*length > 0 && self->text[*length - 1] == '\r')
    (*length)--;
  self->text[*length] = '\0';
  self->line++;
  return TRUE;
}

/* Takes a quoted field in place; @at stands on its first quote. */
static char *
take_quoted (char **at)
{
  char *start = *at + 1;
  char *to = start;
  char *from = start;

  for (; *from != '\0'; from++)
    {
      if (*from == '"' && from[1] != '"')
        break;
      from += *from == '"';
      *to++ = *from;
    }
  if (*from != '"' || (from[1] != ',' && from[1] != '\0'))
    return NULL;
  *at = from[1] == ',' ? from + 2 : NULL;
  *to = '\0';
  return start;
}

static char *
take_plain (char **at)
{
  char *start = *at;
  char *comma = strchr (start, ',');

  *at = comma != NULL ? comma + 1 : NULL;
  if (comma != NULL)
    *comma = '\0';
  return start;
}

static gboolean
split (char *text, char *fields[FIELDS], GError **error)
{
  char *at = text;

  for (guint i = 0; i < FIELDS; i++)
    {
      if (at == NULL)
        {
          fields[i] = NULL;
          continue;
        }
      fields[i] = *at == '"' ? take_quoted (&at) : take_plain (&at);
      if (fields[i] == NULL)
        return bad_line (error, _ ("A quotation mark is not closed."));
    }
  if (at != NULL && *at != '\0')
    return bad_line (error,
                     _ ("There are more than four columns; a field with a comma in it has to "
                        "stand in quotation marks."));
  return TRUE;
}

static gboolean
take_server (char *field, gboolean outgoing, MbxServer **server, GError **error)
{
  if (field == NULL || *g_strstrip (field) == '\0')
    return TRUE;
  *server = mbx_server_new_from_uri (field, error);
  if (*server == NULL)
    return FALSE;
  if (((*server)->protocol == MBX_PROTOCOL_SMTP) != outgoing)
    return bad_line (error, _ ("The third column is the server that receives, the fourth the one "
                               "that sends."));
  return TRUE;
}

static gboolean
fill_row (MbxCsv *self, MbxCsvRow *row, gsize length, gboolean cut, GError **error)
{
  char *text = self->text;
  char *fields[FIELDS];

  if (cut)
    return bad_line (error, _ ("The line is too long."));
  if (strlen (text) != length)
    return bad_line (error, _ ("The line has a null character in it."));
  if (!g_utf8_validate (text, (gssize) length, NULL))
    return bad_line (error, _ ("The line is not valid UTF-8 text."));
  if (!split (text, fields, error))
    return FALSE;
  row->address = g_strstrip (g_strdup (fields[0]));
  if (fields[1] != NULL && *fields[1] != '\0')
    row->password = mbx_secret_new (fields[1]);
  return take_server (fields[2], FALSE, &row->incoming, error) &&
         take_server (fields[3], TRUE, &row->outgoing, error);
}

static void
drop_byte_order_mark (MbxCsv *self, gsize *length)
{
  gsize mark = strlen (byte_order_mark);

  if (self->line != 1 || *length < mark || memcmp (self->text, byte_order_mark, mark) != 0)
    return;
  *length -= mark;
  memmove (self->text, self->text + mark, *length + 1);
}

static gboolean
is_header (const MbxCsv *self)
{
  const char *text = self->text + (self->text[0] == '"');

  return self->line == 1 && g_ascii_strncasecmp (text, "address", strlen ("address")) == 0 &&
         strchr (self->text, '@') == NULL;
}

/**
 * mbx_csv_next:
 * @row: (out) (transfer full): the row; after a bad line it holds what could be read
 * @error: (out): after a bad line, what is wrong with it
 *
 * Empty lines and a header line are left out.
 *
 * Returns: whether there is a row, a bad line, or nothing more
 */
MbxCsvResult
mbx_csv_next (MbxCsv *self, MbxCsvRow **row, GError **error)
{
  gsize length;
  gboolean cut;

  while (read_line (self, &length, &cut))
    {
      gboolean good;

      drop_byte_order_mark (self, &length);
      if (length == 0 || is_header (self))
        continue;
      *row = g_new0 (MbxCsvRow, 1);
      (*row)->line = self->line;
      good = fill_row (self, *row, length, cut, error);
      mbx_wipe (self->text, sizeof self->text);
      return good ? MBX_CSV_ROW : MBX_CSV_BAD_LINE;
    }
  return MBX_CSV_END;
}
