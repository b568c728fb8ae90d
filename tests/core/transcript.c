/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "transcript.h"

#include <string.h>

static void
event_free (gpointer data)
{
  TranscriptEvent *event = data;

  g_clear_pointer (&event->bytes, g_bytes_unref);
  g_free (event);
}

static void
add_event (Transcript *self, TranscriptKind kind, GBytes *bytes, guint line)
{
  TranscriptEvent *event = g_new0 (TranscriptEvent, 1);

  event->kind = kind;
  event->bytes = bytes;
  event->line = line;
  g_ptr_array_add (self->events, event);
}

/* The bytes that C escapes stand for; zero bytes too, which g_strcompress() could not give. */
static void
append_unescaped (GString *bytes, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      static const char letters[] = "rnt\\";
      static const char values[] = "\r\n\t\\";
      const char *letter = i + 1 < length ? strchr (letters, text[i + 1]) : NULL;

      if (text[i] != '\\')
        g_string_append_c (bytes, text[i]);
      else if (i + 3 < length && text[i + 1] == 'x')
        {
          g_string_append_c (bytes, (char) (g_ascii_xdigit_value (text[i + 2]) * 16 +
                                            g_ascii_xdigit_value (text[i + 3])));
          i += 3;
        }
      else
        {
          g_assert_nonnull (letter);
          g_string_append_c (bytes, values[letter - letters]);
          i++;
        }
    }
}

/* "{b64 TEXT}" becomes the base64 of TEXT, so that a transcript can be read. */
static void
append_expanded (GString *bytes, const char *text)
{
  const char *open;

  while ((open = strstr (text, "{b64 ")) != NULL)
    {
      const char *close =
          strstr (open, "}}") != NULL ? strstr (open, "}}") + 1 : strchr (open, '}');
      g_autoptr (GString) raw = g_string_new (NULL);
      g_autofree char *encoded = NULL;

      g_string_append_len (bytes, text, open - text);
      append_unescaped (raw, open + 5, (gsize) (close - open - 5));
      encoded = g_base64_encode ((const guchar *) raw->str, raw->len);
      g_string_append (bytes, encoded);
      text = close + 1;
    }
  g_string_append (bytes, text);
}

static GBytes *
make_line (const char *text, const char *end)
{
  GString *bytes = g_string_new (NULL);

  append_expanded (bytes, text);
  g_string_append (bytes, end);
  return g_string_free_to_bytes (bytes);
}

/* "S! TEXT" is sent without a line end, "S*1000 TEXT" a thousand times; both with escapes. */
static GBytes *
make_raw (const char *text)
{
  g_autoptr (GString) once = g_string_new (NULL);
  GString *bytes = g_string_new (NULL);
  guint64 count = 1;

  if (text[1] == '*')
    {
      char *end;

      count = g_ascii_strtoull (text + 2, &end, 10);
      append_unescaped (once, end + 1, strlen (end + 1));
    }
  else
    append_unescaped (once, text + 3, strlen (text + 3));
  for (guint64 i = 0; i < count; i++)
    g_string_append_len (bytes, once->str, (gssize) once->len);
  return g_string_free_to_bytes (bytes);
}

static void
parse_event (Transcript *self, const char *path, const char *text, guint line)
{
  if (g_str_has_prefix (text, "S! ") || g_str_has_prefix (text, "S*"))
    add_event (self, TRANSCRIPT_SERVER, make_raw (text), line);
  else if (g_str_has_prefix (text, "S: "))
    add_event (self, TRANSCRIPT_SERVER, make_line (text + 3, "\r\n"), line);
  else if (strcmp (text, "S:") == 0)
    add_event (self, TRANSCRIPT_SERVER, make_line ("", "\r\n"), line);
  else if (g_str_has_prefix (text, "C: "))
    add_event (self, TRANSCRIPT_CLIENT, make_line (text + 3, "\r\n"), line);
  else if (strcmp (text, "C:") == 0)
    add_event (self, TRANSCRIPT_CLIENT, make_line ("", "\r\n"), line);
  else if (strcmp (text, "TLS") == 0)
    add_event (self, TRANSCRIPT_TLS, NULL, line);
  else if (strcmp (text, "SIGN IN") == 0)
    add_event (self, TRANSCRIPT_SIGN_IN, NULL, line);
  else if (strcmp (text, "EOF") == 0)
    add_event (self, TRANSCRIPT_EOF, NULL, line);
  else if (strcmp (text, "FINISH") == 0)
    add_event (self, TRANSCRIPT_FINISH, NULL, line);
  else
    g_error ("%s:%u: not understood: %s", path, line, text);
}

static void
parse_header (Transcript *self, const char *path, const char *text, guint line)
{
  const char *colon = strchr (text, ':');

  if (colon == NULL || (colon[1] != ' ' && colon[1] != '\0'))
    g_error ("%s:%u: not a header: %s", path, line, text);
  g_hash_table_insert (self->headers, g_strndup (text, (gsize) (colon - text)),
                       g_strdup (colon[1] == ' ' ? colon + 2 : ""));
}

/* Headers, an empty line, events; lines that begin with # are comments. */
Transcript *
transcript_load (const char *path)
{
  Transcript *self = g_new0 (Transcript, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_headers = TRUE;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->events = g_ptr_array_new_with_free_func (event_free);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '#')
        continue;
      if (lines[i][0] == '\0')
        in_headers = in_headers && g_hash_table_size (self->headers) == 0;
      else if (in_headers)
        parse_header (self, path, lines[i], i + 1);
      else
        parse_event (self, path, lines[i], i + 1);
    }
  return self;
}

void
transcript_free (Transcript *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->headers);
  g_ptr_array_unref (self->events);
  g_free (self);
}

const char *
transcript_get (const Transcript *self, const char *header)
{
  return g_hash_table_lookup (self->headers, header);
}

gboolean
transcript_is (const Transcript *self, const char *header, const char *value)
{
  return g_strcmp0 (transcript_get (self, header), value) == 0;
}
