/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_WIDTH 80
#define LEAST_WIDTH 40
#define MOST_WIDTH 100

static const char *const codes[] = {
  [MBX_STYLE_PLAIN] = "",        [MBX_STYLE_STRONG] = "\033[1m",   [MBX_STYLE_FAINT] = "\033[2m",
  [MBX_STYLE_GOOD] = "\033[32m", [MBX_STYLE_WARNING] = "\033[33m", [MBX_STYLE_BAD] = "\033[1;31m",
};

/**
 * mbx_terminal_new_plain:
 * @width: columns
 *
 * Returns: (transfer full): paper without colours
 */
MbxTerminal *
mbx_terminal_new_plain (guint width)
{
  MbxTerminal *self = g_new0 (MbxTerminal, 1);

  self->width = width;
  self->text = g_string_new (NULL);
  return self;
}

static guint
find_width (int fd)
{
  struct winsize size = { 0 };
  const char *columns = g_getenv ("COLUMNS");
  guint width = DEFAULT_WIDTH;

  if (isatty (fd) && ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    width = size.ws_col;
  else if (columns != NULL && atoi (columns) > 0)
    width = (guint) atoi (columns);
  return CLAMP (width, LEAST_WIDTH, MOST_WIDTH);
}

/**
 * mbx_terminal_new:
 * @fd: where the text will go
 *
 * Returns: (transfer full): paper as wide as the terminal, with colours where @fd is one and nobody
 *   asked for none (no-color.org)
 */
MbxTerminal *
mbx_terminal_new (int fd)
{
  MbxTerminal *self = mbx_terminal_new_plain (find_width (fd));
  const char *no_colour = g_getenv ("NO_COLOR");

  self->colour = isatty (fd) && (no_colour == NULL || *no_colour == '\0') &&
                 g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  return self;
}

void
mbx_terminal_free (MbxTerminal *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_free (self);
}

static guint
character_columns (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

/**
 * mbx_text_columns:
 *
 * Returns: how many columns of a terminal @text takes
 */
guint
mbx_text_columns (const char *text)
{
  guint columns = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    columns += character_columns (g_utf8_get_char (at));
  return columns;
}

void
mbx_terminal_add (MbxTerminal *self, MbxStyle style, const char *text)
{
  gboolean styled = self->colour && style != MBX_STYLE_PLAIN;

  g_string_append_printf (self->text, "%s%s%s", styled ? codes[style] : "", text,
                          styled ? "\033[0m" : "");
}

/* Adds @text and as many blanks as make it @columns wide. */
void
mbx_terminal_add_cell (MbxTerminal *self, MbxStyle style, const char *text, guint columns)
{
  guint taken = mbx_text_columns (text);

  mbx_terminal_add (self, style, text);
  for (guint i = taken; i < columns; i++)
    g_string_append_c (self->text, ' ');
}

/* No line ends in blanks: they would be copied along. */
void
mbx_terminal_end_line (MbxTerminal *self)
{
  while (self->text->len > 0 && self->text->str[self->text->len - 1] == ' ')
    g_string_truncate (self->text, self->text->len - 1);
  g_string_append_c (self->text, '\n');
}

static void
start_line (MbxTerminal *self, guint indent)
{
  for (guint i = 0; i < indent; i++)
    g_string_append_c (self->text, ' ');
}

static void
add_words (MbxTerminal *self, guint indent, guint column, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint columns = mbx_text_columns (words[i]);

      if (i > 0 && column + 1 + columns > self->width)
        {
          mbx_terminal_end_line (self);
          start_line (self, indent);
          column = indent;
        }
      else if (i > 0)
        {
          g_string_append_c (self->text, ' ');
          column++;
        }
      g_string_append (self->text, words[i]);
      column += columns;
    }
  mbx_terminal_end_line (self);
}

/**
 * mbx_terminal_add_wrapped:
 * @indent: blanks before each line
 * @first: (nullable): what stands in front of the first line; the next ones stand under the text
 * @text: whole sentences; its own line ends are kept
 *
 * Adds a paragraph that is broken between words. A word longer than a line, a page's address for
 * instance, stays whole.
 */
void
mbx_terminal_add_wrapped (MbxTerminal *self, guint indent, const char *first, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint hanging = indent + (first != NULL ? mbx_text_columns (first) : 0);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      start_line (self, i == 0 ? indent : hanging);
      if (i == 0 && first != NULL)
        g_string_append (self->text, first);
      add_words (self, hanging, hanging, lines[i]);
    }
}
