/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/imap-parser.h"

#include <string.h>

static MbxImapResponse *
make (MbxImapKind kind, char *tag, char *word, const char *text)
{
  MbxImapResponse *self = g_new0 (MbxImapResponse, 1);

  self->kind = kind;
  self->tag = tag;
  self->word = word;
  self->text = text;
  return self;
}

static const char *
skip_blanks (const char *text)
{
  return text + strspn (text, " ");
}

/* "* 23 EXISTS": the number is of no use here, the word tells what it is. */
static const char *
skip_number (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  return digits > 0 && text[digits] == ' ' ? skip_blanks (text + digits) : text;
}

/**
 * mbx_imap_response_parse:
 * @line: a response without its CRLF, literals already taken in
 *
 * Reads RFC 9051 section 9, "response", as far as a client needs that only signs in. Words may be
 * in any case.
 *
 * Returns: (transfer full) (nullable): the response, or %NULL where @line is none
 */
MbxImapResponse *
mbx_imap_response_parse (const char *line)
{
  gsize length = strcspn (line, " ");
  const char *word;
  gsize word_length;

  if (line[0] == '+' && (line[1] == ' ' || line[1] == '\0'))
    return make (MBX_IMAP_CONTINUATION, NULL, NULL, skip_blanks (line + 1));
  if (length == 0 || line[length] != ' ')
    return NULL;
  word = skip_blanks (line + length);
  if (length == 1 && line[0] == '*')
    word = skip_number (word);
  word_length = strcspn (word, " ");
  if (word_length == 0)
    return NULL;
  return make (length == 1 && line[0] == '*' ? MBX_IMAP_UNTAGGED : MBX_IMAP_TAGGED,
               g_strndup (line, length), g_ascii_strup (word, (gssize) word_length),
               skip_blanks (word + word_length));
}

void
mbx_imap_response_free (MbxImapResponse *self)
{
  if (self == NULL)
    return;
  g_free (self->tag);
  g_free (self->word);
  g_free (self);
}

/**
 * mbx_imap_response_is_status:
 *
 * Returns: whether it is one of the five of RFC 9051 section 7.1, whose text is free
 */
gboolean
mbx_imap_response_is_status (const MbxImapResponse *self)
{
  static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH", NULL };

  return self->word != NULL && g_strv_contains (words, self->word);
}

/**
 * mbx_imap_find_literal:
 * @line: a line, or as much of a response as has come
 * @maximum: the longest literal to accept, in bytes
 * @start: (out): where the announcement begins in @line
 * @length: (out): how many bytes follow the line; @maximum + 1 for all that are too many
 *
 * Returns: whether @line ends with the announcement of a literal (RFC 9051 section 4.3)
 */
gboolean
mbx_imap_find_literal (const char *line, gsize maximum, gsize *start, gsize *length)
{
  const char *open = strrchr (line, '{');
  gsize digits = open != NULL ? strspn (open + 1, "0123456789") : 0;
  const char *end = open != NULL ? open + 1 + digits : line;
  g_autofree char *number = NULL;
  guint64 value;

  if (digits == 0)
    return FALSE;
  if (*end == '+')
    end++;
  if (strcmp (end, "}") != 0)
    return FALSE;
  number = g_strndup (open + 1, digits);
  *start = (gsize) (open - line);
  *length = g_ascii_string_to_unsigned (number, 10, 0, maximum, &value, NULL) ? (gsize) value
                                                                              : maximum + 1;
  return TRUE;
}

/**
 * mbx_imap_find_capabilities:
 *
 * Returns: (transfer full) (nullable): the capabilities that @response names, separated by blanks:
 *   from an untagged CAPABILITY or from the code of a status response
 */
char *
mbx_imap_find_capabilities (const MbxImapResponse *response)
{
  static const char prefix[] = "[CAPABILITY ";
  const char *end;

  if (response->kind == MBX_IMAP_UNTAGGED && strcmp (response->word, "CAPABILITY") == 0)
    return g_strdup (response->text);
  if (!mbx_imap_response_is_status (response) ||
      g_ascii_strncasecmp (response->text, prefix, strlen (prefix)) != 0)
    return NULL;
  end = strchr (response->text, ']');
  if (end == NULL)
    return NULL;
  return g_strndup (response->text + strlen (prefix),
                    (gsize) (end - response->text) - strlen (prefix));
}

/**
 * mbx_imap_quota_is_full:
 * @text: what follows "QUOTA" in a response, for instance `"" (STORAGE 512 512)`
 *
 * Returns: whether one of the resources is used up (RFC 9208 section 4.2.1)
 */
gboolean
mbx_imap_quota_is_full (const char *text)
{
  const char *open = strrchr (text, '(');
  g_auto (GStrv) words = g_strsplit_set (open != NULL ? open + 1 : "", " )", -1);
  gsize count = g_strv_length (words);

  for (gsize i = 0; i + 2 < count; i += 3)
    {
      guint64 used;
      guint64 limit;

      if (!g_ascii_string_to_unsigned (words[i + 1], 10, 0, G_MAXUINT64, &used, NULL) ||
          !g_ascii_string_to_unsigned (words[i + 2], 10, 0, G_MAXUINT64, &limit, NULL))
        return FALSE;
      if (limit > 0 && used >= limit)
        return TRUE;
    }
  return FALSE;
}
