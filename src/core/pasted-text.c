/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/pasted-text.h"

#include "core/reply.h"
#include "core/server.h"

#include <string.h>

/* Of a long log its beginning and its end are read: the failure is at one of them. */
#define KEPT_HEAD (24 * 1024)
#define KEPT_TAIL (40 * 1024)
#define MAXIMUM_LINE 2048
#define WORDS_HEAD 1200
#define WORDS_TAIL 2600
#define MAXIMUM_HOSTS 6

typedef struct
{
  const char *pattern;
  GRegexCompileFlags flags;
  gsize regex;
} Rule;

/* Lines that tell what went well, what was asked, and what is offered. */
static Rule noise = {
  "^(?:[a-z0-9_./\\[\\]: -]{0,60}?)?(?:S: ?|< ?|<-- ?|<< ?|\\* |recv: ?)?"
  "(?:2[0-5]\\d[ -](?!.{0,80}(?:fail|error))|3[35]4[ -](?!ey)|\\+OK\\b|[a-z0-9.]{1,12} OK\\b|"
  "OK (?!.{0,80}(?:fail|error|deni))|CAPABILITY |\\* CAPABILITY|\\* ID )",
  0, 0
};

static Rule command = {
  "^(?:C: ?|> ?|--> ?|>> ?|send: ?'?|sent: ?)"
  "(?!.{0,300}(?:fail|error|denied|refused|rejected|timed out))|"
  "^[a-z0-9.]{1,12} (?:LOGIN|AUTHENTICATE|CAPABILITY|LOGOUT|ID|STARTTLS)\\b"
  "(?!.{0,80}(?:fail|error|denied|invalid|unsup|disab|refus|not |NO ))|"
  "^(?:EHLO|HELO|QUIT|RSET|AUTH [A-Z0-9-]+(?: \\S+)?|MAIL FROM:\\S+|RCPT TO:\\S+)$",
  0, 0
};

/* How a server's refusal begins: SMTP's statuses, "-ERR", "* BYE", a tag and "NO". */
static Rule refusal = {
  "^(?:S: ?|< ?|<-- ?|<< ?|recv: ?)?(?:(?:4[2-5]|5[0-5])\\d(?:[ -]|$)|-ERR\\b|"
  "\\* (?:BYE|NO|BAD)\\b|[A-Za-z0-9.]{1,12} (?:NO|BAD)(?: |$)|(?:NO|BAD|BYE) (?=\\[|[A-Z]))",
  0, 0
};

/* What a program puts before a server's words, followed by what only a server begins with. */
static Rule quoted = {
  "(?:said|respond\\w*|response(?: was)?|repl(?:y|ied)|report\\w*|return\\w*|answer\\w*|"
  "message|error|antwort\\w*|répon\\w*|respuesta|risposta|resposta|"
  "reject: \\w+ from)[^:\\n]{0,60}:[ \"'(]*(?:S: )?"
  "(?=(?:4[2-5]|5[0-5])\\d[ -]|[45]\\.\\d\\.\\d|-ERR\\b|(?:NO|BAD|BYE) ?\\[|"
  "\\[[A-Z/-]{4,}\\]|[A-Za-z0-9.]{1,12} (?:NO|BAD) )",
  0, 0
};

static Rule host = {
  "(?<![@\\w.-])(?:[a-z0-9-]{1,63}\\.){1,6}[a-z]{2,18}(?![\\w@(-]|\\.\\w)",
  0, 0
};

static Rule token = { "xoauth2|oauthbearer|\\bbearer\\b", 0, 0 };

static const GRegex *
get_regex (Rule *rule)
{
  if (g_once_init_enter (&rule->regex))
    {
      g_autofree char *limited = g_strconcat ("(*LIMIT_MATCH=100000)", rule->pattern, NULL);

      g_once_init_leave (&rule->regex,
                         (gsize) g_regex_new (limited, G_REGEX_CASELESS | rule->flags, 0, NULL));
    }
  return (const GRegex *) rule->regex;
}

static gboolean
matches (Rule *rule, const char *text)
{
  return g_regex_match (get_regex (rule), text, 0, NULL);
}

static char *
bound (const char *text, gsize length)
{
  GString *kept;

  if (length <= KEPT_HEAD + KEPT_TAIL)
    return g_strndup (text, length);
  kept = g_string_new_len (text, KEPT_HEAD);
  g_string_append_c (kept, '\n');
  g_string_append_len (kept, text + length - KEPT_TAIL, KEPT_TAIL);
  return g_string_free (kept, FALSE);
}

/* What exceptions and JSON print for a line end, and the marks that quote a server's words. */
static char *
unescape (const char *text)
{
  static const char *const breaks[] = { "\\r\\n", "\\n", "\\r", "<br>", "<br/>", "&#10;" };
  GString *plain = g_string_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (breaks); i++)
    g_string_replace (plain, breaks[i], "\n", 0);
  g_string_replace (plain, "\\\"", "\"", 0);
  g_string_replace (plain, "&quot;", "\"", 0);
  g_string_replace (plain, "&nbsp;", " ", 0);
  g_string_replace (plain, "’", "'", 0);
  return g_string_free (plain, FALSE);
}

/* Sign-in challenges are JSON in base64 (RFC 7628 section 3.2.2); "ey" begins an object. */
static char *
decode_challenge (const char *line)
{
  const char *start = strstr (line, "eyJ");
  gsize span;
  gsize length;
  g_autofree char *base64 = NULL;
  g_autofree guchar *bytes = NULL;

  if (start == NULL)
    return NULL;
  span = strspn (start, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
  if (span < 24 || span > MAXIMUM_LINE)
    return NULL;
  base64 = g_strndup (start, span);
  bytes = g_base64_decode (base64, &length);
  return mbx_clean_text ((const char *) bytes, (gssize) length, 512);
}

static void
append_line (GString *text, const char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/* As much as the phrase table looks at: the first words and the last ones. */
static char *
cut (const GString *text)
{
  g_autoptr (GString) kept = g_string_new (NULL);

  if (text->len <= WORDS_HEAD + WORDS_TAIL)
    return g_utf8_make_valid (text->str, -1);
  g_string_append_len (kept, text->str, WORDS_HEAD);
  g_string_append_c (kept, '\n');
  g_string_append_len (kept, text->str + text->len - WORDS_TAIL, WORDS_TAIL);
  return g_utf8_make_valid (kept->str, -1);
}

/* The server's words in "The mail server responded: 535 ..."; NULL where there are none. */
static const char *
find_quoted (const char *line)
{
  g_autoptr (GMatchInfo) info = NULL;
  int end;

  if (!g_regex_match (get_regex (&quoted), line, 0, &info) ||
      !g_match_info_fetch_pos (info, 0, NULL, &end))
    return NULL;
  return line + end;
}

static void
sort_line (const char *raw, GString *words, GString *refusals)
{
  g_autofree char *line = g_strstrip (mbx_clean_text (raw, -1, MAXIMUM_LINE));
  g_autofree char *challenge = decode_challenge (line);

  if (*line == '\0')
    return;
  if (challenge != NULL)
    append_line (words, challenge);
  if (matches (&noise, line) || matches (&command, line))
    return;
  append_line (words, line);
  if (matches (&refusal, line))
    append_line (refusals, line);
  else if (find_quoted (line) != NULL)
    append_line (refusals, find_quoted (line));
}

static char **
find_hosts (const char *text)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_autoptr (GMatchInfo) info = NULL;
  guint found = 0;

  g_regex_match (get_regex (&host), text, 0, &info);
  while (found < MAXIMUM_HOSTS && g_match_info_matches (info))
    {
      g_autofree char *name = g_match_info_fetch (info, 0);
      g_autofree char *lower = g_ascii_strdown (name, -1);

      g_strv_builder_add (hosts, lower);
      found++;
      if (!g_match_info_next (info, NULL))
        break;
    }
  return g_strv_builder_end (hosts);
}

/* Words that only one protocol's servers and programs use. */
static int
guess_protocol (const char *text)
{
  static struct
  {
    Rule rule;
    int protocol;
  } guesses[] = {
    { { "(?:^|\\n)(?:S: ?)?-ERR\\b|\\bpop-?3?s?\\b(?!.{0,20}imap)", 0, 0 }, MBX_PROTOCOL_POP3 },
    { { "\\bimaps?4?(?:-login)?\\b|(?:^|\\n)(?:S: ?)?(?:\\*|[A-Z]{0,4}\\d{1,8}) (?:NO|BAD|BYE) ", 0,
        0 },
      MBX_PROTOCOL_IMAP },
    { { "\\be?smtps?d?\\b|(?:^|\\n| )[45]\\d\\d[ -][45]?\\.?\\d?|rcpt to|mail from|postfix", 0, 0 },
      MBX_PROTOCOL_SMTP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      if (matches (&guesses[i].rule, text))
        return guesses[i].protocol;
    }
  return -1;
}

/**
 * mbx_pasted_text_new:
 * @text: anything; need not be text at all
 * @length: in bytes, or -1
 *
 * Reads what somebody pasted: takes away what says nothing about a failure, and finds out what it
 * is about. Bounded in time and memory whatever comes.
 *
 * Returns: (transfer full): the text, sorted
 */
MbxPastedText *
mbx_pasted_text_new (const char *text, gssize length)
{
  g_autofree char *kept = bound (text, length < 0 ? strlen (text) : (gsize) length);
  g_autofree char *clean = mbx_clean_text (kept, -1, KEPT_HEAD + KEPT_TAIL);
  g_autofree char *plain = unescape (clean);
  g_auto (GStrv) lines = g_strsplit (plain, "\n", -1);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) refusals = g_string_new (NULL);
  MbxPastedText *self = g_new0 (MbxPastedText, 1);

  for (guint i = 0; lines[i] != NULL; i++)
    sort_line (lines[i], words, refusals);
  /* Where all is noise the noise is what is asked about, for instance a greeting. */
  if (words->len == 0)
    g_string_append (words, plain);
  self->words = cut (words);
  self->refusals = cut (refusals);
  self->hosts = find_hosts (self->words);
  self->protocol = guess_protocol (self->words);
  self->token = matches (&token, self->words);
  return self;
}

void
mbx_pasted_text_free (MbxPastedText *self)
{
  if (self == NULL)
    return;
  g_free (self->words);
  g_free (self->refusals);
  g_strfreev (self->hosts);
  g_free (self);
}
