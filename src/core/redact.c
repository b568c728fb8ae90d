/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/redact.h"

#include <string.h>

/*
 * Anything of base64 that is longer than any word may be a token or a proof; host names and pages,
 * which dots and slashes tell from those, are not.
 */
#define BEFORE "(?<![A-Za-z0-9.@/_-])"
#define BEHIND "(?![.@A-Za-z0-9])"

#define HIDDEN "<redacted>"

typedef struct
{
  char *name;
  char *replacement;
} Name;

struct _MbxRedactor
{
  GPtrArray *names;
  GPtrArray *secrets;
};

/* Addresses of everybody but those that a helpdesk may need, which name no person. */
#define ROLES "postmaster|abuse|support|help|helpdesk|admin|administrator|info|security|kefu|noc"

typedef struct
{
  const char *pattern;
  const char *replacement;
} Rule;

static const Rule rules[] = {
  { "\\b(?!(?:" ROLES ")@)[\\p{L}\\p{N}._%+'=-]{1,128}(?:@|%40)(?=[\\p{L}\\p{N}-]{1,63}\\.)"
    "[\\p{L}\\p{N}.-]{1,253}[\\p{L}\\p{N}]",
    "<address>" },
  { "(?<=Bearer )[^\\s\"']+", HIDDEN },
  { "(?i)(?<=password=|passwd=|access_token=|refresh_token=|code=|client_secret=)[^\\s&\"']+",
    HIDDEN },
  { "(?i)(?<=\"access_token\":\"|\"refresh_token\":\"|\"id_token\":\")[^\"]+", HIDDEN },
  { "\\b(?:eyJ|ya29\\.)[A-Za-z0-9._-]{10,}", HIDDEN },
  { BEFORE "(?=[A-Za-z]*[0-9+/_=-])[A-Za-z0-9+/_-]{24,}+={0,2}" BEHIND, HIDDEN },
  { BEFORE "[A-Za-z0-9+/_-]{48,}+={0,2}" BEHIND, HIDDEN },
};

static void
free_name (gpointer data)
{
  Name *name = data;

  g_free (name->name);
  g_free (name->replacement);
  g_free (name);
}

static void
free_secret (gpointer data)
{
  mbx_secret_unref (data);
}

static void
free_form (gpointer data)
{
  mbx_wipe_string (data);
}

MbxRedactor *
mbx_redactor_new (void)
{
  MbxRedactor *self = g_new0 (MbxRedactor, 1);

  self->names = g_ptr_array_new_with_free_func (free_name);
  self->secrets = g_ptr_array_new_with_free_func (free_secret);
  return self;
}

void
mbx_redactor_free (MbxRedactor *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->secrets);
  g_free (self);
}

/**
 * mbx_redactor_add_name:
 * @name: (nullable): an address or a user name; nothing happens where it is %NULL or empty
 * @replacement: (nullable): what stands in its place, for instance "<user>"
 */
void
mbx_redactor_add_name (MbxRedactor *self, const char *name, const char *replacement)
{
  Name *entry;

  if (name == NULL || *name == '\0')
    return;
  entry = g_new0 (Name, 1);
  entry->name = g_strdup (name);
  entry->replacement = g_strdup (replacement != NULL ? replacement : HIDDEN);
  g_ptr_array_add (self->names, entry);
}

/**
 * mbx_redactor_add_secret:
 * @secret: (nullable): a password or a token; nothing happens where it is %NULL or empty
 */
void
mbx_redactor_add_secret (MbxRedactor *self, MbxSecret *secret)
{
  if (secret != NULL && mbx_secret_get_length (secret) > 0)
    g_ptr_array_add (self->secrets, mbx_secret_ref (secret));
}

static gboolean
is_token_character (char character)
{
  return g_ascii_isalnum (character) || (character != '\0' && strchr ("+/=_-", character) != NULL);
}

static gboolean
is_word_character (char character)
{
  return g_ascii_isalnum (character) || ((guchar) character & 0x80) != 0;
}

static const char *
find (const char *text, const char *form, gboolean fold)
{
  gsize length = strlen (form);

  if (!fold)
    return strstr (text, form);
  for (; *text != '\0'; text++)
    {
      if (g_ascii_strncasecmp (text, form, length) == 0)
        return text;
    }
  return NULL;
}

/* Replaces every @form. Where @token, the whole run of base64 around it goes with it. */
static void
replace (GString *text, const char *form, const char *replacement, gboolean fold, gboolean token)
{
  gsize at = 0;
  const char *hit;

  while ((hit = find (text->str + at, form, fold)) != NULL)
    {
      gsize start = (gsize) (hit - text->str);
      gsize end = start + strlen (form);

      while (token && start > at && is_token_character (text->str[start - 1]))
        start--;
      while (token && is_token_character (text->str[end]))
        end++;
      g_string_erase (text, (gssize) start, (gssize) (end - start));
      g_string_insert (text, (gssize) start, replacement);
      at = start + strlen (replacement);
    }
}

/* A user name is replaced as a word: "info" is not to be taken out of "information". */
static void
replace_word (GString *text, const char *word, const char *replacement)
{
  gsize at = 0;
  gsize length = strlen (word);
  const char *hit;

  while ((hit = find (text->str + at, word, TRUE)) != NULL)
    {
      gsize start = (gsize) (hit - text->str);

      at = start + length;
      if ((start > 0 && is_word_character (text->str[start - 1])) ||
          is_word_character (text->str[at]))
        continue;
      g_string_erase (text, (gssize) start, (gssize) length);
      g_string_insert (text, (gssize) start, replacement);
      at = start + strlen (replacement);
    }
}

/*
 * Inside other data @text can begin at any of three places of base64's groups. What comes back are
 * the letters that no neighbour can change, or NULL where these are too few to be told from words.
 */
static char *
encode_at (const char *text, gsize length, gsize offset)
{
  static const gsize skipped[] = { 0, 2, 3 };
  gsize size = length + offset;
  g_autofree guchar *padded = g_malloc0 (size + 1);
  char *encoded;
  char *core = NULL;
  gsize whole = size * 8 / 6;

  memcpy (padded + offset, text, length);
  encoded = g_base64_encode (padded, size);
  mbx_wipe (padded, size);
  if (whole >= skipped[offset] + 4)
    core = g_strndup (encoded + skipped[offset], whole - skipped[offset]);
  mbx_wipe_string (encoded);
  return core;
}

static char *
to_url_alphabet (const char *base64)
{
  return g_strdelimit (g_strdelimit (g_strdup (base64), "+", '-'), "/", '_');
}

static void
replace_base64 (GString *text, const char *plain, gsize length, const char *replacement)
{
  for (gsize offset = 0; offset < 3; offset++)
    {
      char *core = encode_at (plain, length, offset);
      char *url;

      if (core == NULL)
        continue;
      url = to_url_alphabet (core);
      replace (text, core, replacement, FALSE, TRUE);
      replace (text, url, replacement, FALSE, TRUE);
      mbx_wipe_string (core);
      mbx_wipe_string (url);
    }
}

static char *
escape (const char *plain, const char *special)
{
  GString *text = g_string_new (NULL);

  for (const char *at = plain; *at != '\0'; at++)
    {
      if (strchr (special, *at) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }
  return g_string_free (text, FALSE);
}

static char *
escape_form (const char *plain)
{
  char *percent = g_uri_escape_string (plain, NULL, FALSE);
  GString *form = g_string_new (percent);

  g_string_replace (form, "%20", "+", 0);
  mbx_wipe_string (percent);
  return g_string_free (form, FALSE);
}

/* Plain, quoted as IMAP and JSON do, percent-encoded and as in a web form. */
static GPtrArray *
make_forms (const char *plain)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func (free_form);

  g_ptr_array_add (forms, escape (plain, "\"\\"));
  g_ptr_array_add (forms, escape (plain, "\"\\/"));
  g_ptr_array_add (forms, g_uri_escape_string (plain, NULL, FALSE));
  g_ptr_array_add (forms, g_uri_escape_string (plain, NULL, TRUE));
  g_ptr_array_add (forms, escape_form (plain));
  g_ptr_array_add (forms, g_strdup (plain));
  return forms;
}

static void
hide_secret (GString *text, const MbxSecret *secret)
{
  const char *plain = mbx_secret_peek (secret);
  g_autoptr (GPtrArray) forms = make_forms (plain);

  replace_base64 (text, plain, mbx_secret_get_length (secret), HIDDEN);
  for (guint i = 0; i < forms->len; i++)
    {
      const char *form = g_ptr_array_index (forms, i);

      /* The hexadecimal digits of %2f may be of either case. */
      if (*form != '\0')
        replace (text, form, HIDDEN, strchr (form, '%') != NULL, FALSE);
    }
}

static void
hide_name (GString *text, const Name *name)
{
  g_autofree char *percent = g_uri_escape_string (name->name, NULL, FALSE);

  if (strlen (name->name) > 3)
    replace_base64 (text, name->name, strlen (name->name), HIDDEN);
  replace_word (text, percent, name->replacement);
  replace_word (text, name->name, name->replacement);
}

static char *
apply_rule (const Rule *rule, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (rule->pattern, 0, 0, NULL);
  char *result = NULL;

  if (regex != NULL)
    result = g_regex_replace_literal (regex, text, -1, 0, rule->replacement, 0, NULL);
  return result != NULL ? result : g_strdup (HIDDEN);
}

/**
 * mbx_redactor_apply:
 * @text: anything that is to be shown or sent
 *
 * Takes out the added names and secrets in all forms in which they travel (plain, quoted, percent,
 * base64 at any alignment), and everything that looks like an address or a token.
 *
 * Returns: (transfer full): the text as valid UTF-8
 */
char *
mbx_redactor_apply (const MbxRedactor *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) work = g_string_new (valid);
  g_autofree char *result = NULL;

  for (guint i = 0; i < self->secrets->len; i++)
    hide_secret (work, g_ptr_array_index (self->secrets, i));
  for (guint i = 0; i < self->names->len; i++)
    hide_name (work, g_ptr_array_index (self->names, i));
  result = g_utf8_make_valid (work->str, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      char *next = apply_rule (&rules[i], result);

      g_free (result);
      result = next;
    }
  return g_steal_pointer (&result);
}
