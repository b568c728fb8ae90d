/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/reply-parser.h"

#include <string.h>

/* More than any server says; what comes behind is cut, not refused. */
#define MAXIMUM_INPUT 65536
#define MAXIMUM_WORD 64

typedef gboolean (*LineReader) (MbxReply *reply, const char *line, GString *text);

/* "5.7.8" (RFC 3463 section 2), and not the first part of an IP address. */
static gsize
measure_enhanced (const char *text)
{
  gsize at = 2;

  if (strchr ("245", text[0]) == NULL || text[0] == '\0' || text[1] != '.')
    return 0;
  for (int part = 0; part < 2; part++)
    {
      gsize digits = strspn (text + at, "0123456789");

      if (digits == 0 || digits > 3 || (part == 0 && text[at + digits] != '.'))
        return 0;
      at += digits + (part == 0 ? 1 : 0);
    }
  if (g_ascii_isalnum (text[at]) || (text[at] == '.' && g_ascii_isdigit (text[at + 1])))
    return 0;
  return at;
}

/* Takes "[CODE argument] " off the text; RFC 9051 section 7.1, RFC 2449 section 8. */
static const char *
read_response_code (MbxReply *reply, const char *text)
{
  const char *end = text[0] == '[' ? strchr (text, ']') : NULL;
  gsize name;

  if (end == NULL || reply->response_code != NULL)
    return text;
  name = strcspn (text + 1, " ]");
  if (name == 0 || name > MAXIMUM_WORD)
    return text;
  for (gsize i = 1; i <= name; i++)
    {
      if (!g_ascii_isalnum (text[i]) && strchr ("-/_.=", text[i]) == NULL)
        return text;
    }
  reply->response_code = g_ascii_strup (text + 1, (gssize) name);
  if (text[1 + name] == ' ')
    reply->response_argument = mbx_clean_text (text + name + 2, end - (text + name + 2), 1024);
  return end + 1 + strspn (end + 1, " ");
}

static gboolean
read_word (MbxReply *reply, const char **text, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);

      if (g_ascii_strncasecmp (*text, words[i], length) == 0 &&
          ((*text)[length] == ' ' || (*text)[length] == '\0'))
        {
          reply->word = g_strdup (words[i]);
          *text += length + strspn (*text + length, " ");
          return TRUE;
        }
    }
  return FALSE;
}

/* A tag may hold much more (RFC 9051 section 9), but in pasted text a narrow look errs less. */
static gsize
measure_tag (const char *line)
{
  gsize length = line[0] == '*' ? 1 : 0;

  if (length == 0)
    {
      while (length < MAXIMUM_WORD &&
             (g_ascii_isalnum (line[length]) || strchr (".-_", line[length])) &&
             line[length] != '\0')
        length++;
    }
  return length > 0 && line[length] == ' ' ? length + strspn (line + length, " ") : 0;
}

static gboolean
read_imap_line (MbxReply *reply, const char *line, GString *text)
{
  static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH", NULL };
  const char *at = line + measure_tag (line);

  if (reply->word != NULL)
    return FALSE;
  if (!read_word (reply, &at, words))
    {
      at = line;
      if (strchr (line, '[') == NULL || !read_word (reply, &at, words))
        return FALSE;
    }
  g_string_append (text, read_response_code (reply, at));
  return TRUE;
}

static gboolean
read_pop3_line (MbxReply *reply, const char *line, GString *text)
{
  static const char *const words[] = { "+OK", "-ERR", NULL };
  const char *at = line;

  if (reply->word != NULL || !read_word (reply, &at, words))
    return FALSE;
  g_string_append (text, read_response_code (reply, at));
  return TRUE;
}

/* One line of a reply, "250-text" or "250 text"; RFC 5321 section 4.2. */
static gboolean
read_smtp_line (MbxReply *reply, const char *line, GString *text)
{
  guint status;
  gsize enhanced;
  const char *at = line + 3;

  if (strspn (line, "0123456789") != 3 || line[0] < '2' || line[0] > '5' ||
      (line[3] != '\0' && strchr (" -", line[3]) == NULL))
    return FALSE;
  status = (guint) ((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
  if (reply->status != 0 && reply->status != status)
    return FALSE;
  reply->status = status;
  if (*at != '\0')
    at++;
  enhanced = measure_enhanced (at);
  if (enhanced > 0 && line[0] == at[0])
    {
      if (reply->enhanced == NULL)
        reply->enhanced = g_strndup (at, enhanced);
      at += enhanced + strspn (at + enhanced, " ");
    }
  g_string_append (text, at);
  return TRUE;
}

static gboolean
read_any_line (MbxReply *reply, const char *line, GString *text)
{
  if (reply->status != 0)
    return read_smtp_line (reply, line, text);
  return read_smtp_line (reply, line, text) || read_pop3_line (reply, line, text) ||
         read_imap_line (reply, line, text);
}

static LineReader
reader_for (int protocol)
{
  static const LineReader readers[] = {
    [MBX_PROTOCOL_IMAP] = read_imap_line,
    [MBX_PROTOCOL_POP3] = read_pop3_line,
    [MBX_PROTOCOL_SMTP] = read_smtp_line,
  };

  if (protocol < 0 || protocol >= (int) G_N_ELEMENTS (readers))
    return read_any_line;
  return readers[protocol];
}

/* What logs and mail programs put before the server's words: quotes, arrows, "S: ". */
static const char *
skip_decoration (const char *line)
{
  line += strspn (line, " \t\"'<>|");
  if (g_ascii_strncasecmp (line, "S: ", 3) == 0 || strncmp (line, "-- ", 3) == 0)
    line += 3 + strspn (line + 3, " \t");
  return line;
}

/* The statuses with which a mail server refuses; a port number is none of them. */
static gboolean
is_refusal (guint status)
{
  static const guint statuses[] = {
    421, 432, 450, 451, 452, 454, 455, 500, 501, 502, 503, 504, 521,
    523, 525, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (statuses[i] == status)
        return TRUE;
    }
  return FALSE;
}

static gboolean
starts_word (const char *text, const char *at)
{
  return at == text || (!g_ascii_isalnum (at[-1]) && strchr (".-_/:@", at[-1]) == NULL);
}

/* Looks for what can be told apart anywhere, for text that a mail program wrapped in its own words.
 */
static void
search_codes (MbxReply *reply, const char *text, gboolean status_too)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      gsize enhanced =
          reply->enhanced == NULL && starts_word (text, at) ? measure_enhanced (at) : 0;

      if (enhanced > 0)
        reply->enhanced = g_strndup (at, enhanced);
      if (status_too && reply->status == 0 && starts_word (text, at) &&
          strspn (at, "0123456789") == 3 && strchr (" -:;,.)\n\"", at[3]) != NULL &&
          !(at[3] == '.' && g_ascii_isdigit (at[4])))
        {
          guint status = (guint) g_ascii_strtoull (at, NULL, 10);

          reply->status = is_refusal (status) ? status : 0;
        }
      if (status_too && at[0] == '[' && g_ascii_isupper (at[1]))
        read_response_code (reply, at);
    }
}

static gboolean
read_lines (MbxReply *reply, LineReader reader, char **lines, GString *text)
{
  gboolean found = FALSE;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = skip_decoration (g_strchomp (lines[i]));

      if (*line == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (reader (reply, line, text))
        found = TRUE;
      else
        g_string_append (text, line);
    }
  return found;
}

/**
 * mbx_reply_parse:
 * @protocol: a #MbxProtocol, or -1 where it is not known
 * @text: one or more lines of a server, with or without line ends, or what a person pasted
 * @length: in bytes, or -1
 *
 * Reads a server's answer: RFC 5321 section 4.2 with RFC 3463 codes, RFC 9051 section 7.1, or
 * RFC 1939 section 3 with RFC 2449 codes. Where no line has such a form, the codes are searched for
 * in the whole text. Never fails; what was not found stays %NULL or 0.
 *
 * The text of the reply has neither status, enhanced code, word nor response code in it. The word
 * is in upper case.
 *
 * Returns: (transfer full): the reply
 */
MbxReply *
mbx_reply_parse (int protocol, const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *clean = mbx_clean_text (text, (gssize) MIN (size, MAXIMUM_INPUT), MAXIMUM_INPUT);
  g_autoptr (MbxReply) found = g_new0 (MbxReply, 1);
  g_autoptr (GString) words = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
  gboolean strict = read_lines (found, reader_for (protocol), lines, words);

  if (!strict)
    search_codes (found, clean, TRUE);
  else if (found->status != 0)
    search_codes (found, words->str, FALSE);
  found->text = mbx_clean_text (words->str, (gssize) words->len, 4096);
  return g_steal_pointer (&found);
}
