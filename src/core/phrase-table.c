/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/phrase-table.h"

#include <string.h>

/* Bounds for a file that somebody else may have written, and for what it is matched against. */
#define MAXIMUM_ROWS 5000
#define MAXIMUM_PATTERN 32768
#define MAXIMUM_TEXT 4096

/* A pattern that runs wild gives up instead of eating the processor (PCRE2). */
#define LIMITS "(*LIMIT_MATCH=200000)"

/* How far apart the two halves of "A ~ B" may stand, in characters. */
#define NEAR ".{0,90}?"

#define STAGE_PROGRAM (1u << 30)
#define STAGE_ANY ((1u << MBX_STEP_COUNT) - 1)

typedef enum
{
  COLUMN_PROTOCOL,
  COLUMN_WHERE,
  COLUMN_STAGE,
  COLUMN_PATTERN,
  COLUMN_CODE,
  COLUMN_SEEN,
  COLUMN_COUNT,
} Column;

typedef struct
{
  guint protocols; /* bit per MbxProtocol */
  char **where;    /* NULL: everywhere */
  guint stages;
  char *pattern;
  MbxCode code;
  guint doubt;
  guint line;
  gsize regex; /* a GRegex, made when it is first needed */
} Phrase;

struct _MbxPhraseTable
{
  GPtrArray *phrases;
};

G_DEFINE_QUARK (mbx-phrase-table-error-quark, mbx_phrase_table_error)

static void
phrase_free (gpointer data)
{
  Phrase *self = data;

  g_strfreev (self->where);
  g_free (self->pattern);
  if (self->regex != 0)
    g_regex_unref ((GRegex *) self->regex);
  g_free (self);
}

static gboolean
parse_protocols (const char *text, guint *protocols)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *protocols = 0;
  if (strcmp (text, "*") == 0)
    {
      *protocols = ~0u;
      return TRUE;
    }
  for (char **name = names; *name != NULL; name++)
    {
      MbxProtocol protocol;

      if (!mbx_protocol_from_string (*name, &protocol))
        return FALSE;
      *protocols |= 1u << protocol;
    }
  return *protocols != 0;
}

static gboolean
parse_stage (const char *name, guint *stage)
{
  if (strcmp (name, "program") == 0)
    {
      *stage = STAGE_PROGRAM;
      return TRUE;
    }
  for (guint step = 0; step < MBX_STEP_COUNT; step++)
    {
      if (strcmp (mbx_step_to_string ((MbxStep) step), name) == 0)
        {
          *stage = 1u << step;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
parse_stages (const char *text, guint *stages)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *stages = 0;
  if (strcmp (text, "*") == 0)
    {
      *stages = STAGE_ANY;
      return TRUE;
    }
  for (char **name = names; *name != NULL; name++)
    {
      guint stage;

      if (!parse_stage (*name, &stage))
        return FALSE;
      *stages |= stage;
    }
  return *stages != 0;
}

/* "code", "code?" or "code??", the more doubt the more marks. */
static gboolean
parse_code (const char *text, Phrase *phrase)
{
  gsize length = strcspn (text, "?");
  g_autofree char *name = g_strndup (text, length);

  phrase->doubt = (guint) strlen (text + length);
  return phrase->doubt <= 2 && strspn (text + length, "?") == phrase->doubt &&
         mbx_code_from_string (name, &phrase->code);
}

/* Puts the word families in; a family may use those that stand above it. */
static char *
expand (const char *pattern, GHashTable *families)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = pattern;

  while (*at != '\0')
    {
      const char *end = *at == '{' && g_ascii_isalpha (at[1]) ? strchr (at, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (at + 1, (gsize) (end - at) - 1) : NULL;
      const char *family = name != NULL ? g_hash_table_lookup (families, name) : NULL;

      if (name != NULL && family == NULL)
        return NULL;
      if (family != NULL)
        {
          g_string_append_printf (text, "(?:%s)", family);
          at = end + 1;
          continue;
        }
      g_string_append_c (text, *at++);
    }
  return text->len > MAXIMUM_PATTERN ? NULL : g_strdup (text->str);
}

/* Cuts at @separator where it stands outside of all groups and classes. */
static char **
split_outside (const char *pattern, const char *separator)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  const char *start = pattern;
  int depth = 0;
  gboolean class = FALSE;

  for (const char *at = pattern; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (class || *at == '[')
        class = *at != ']';
      else if (*at == '(' || *at == ')')
        depth += *at == '(' ? 1 : -1;
      else if (depth == 0 && g_str_has_prefix (at, separator))
        {
          g_autofree char *part = g_strndup (start, (gsize) (at - start));

          g_strv_builder_add (parts, part);
          start = at + strlen (separator);
          at = start - 1;
        }
    }
  g_strv_builder_add (parts, start);
  return g_strv_builder_end (parts);
}

/* "A ~ B": both near each other, whichever comes first. */
static char *
expand_near (const char *pattern, GHashTable *families)
{
  g_auto (GStrv) halves = split_outside (pattern, " ~ ");
  g_autofree char *first = expand (halves[0], families);
  g_autofree char *second = NULL;

  if (halves[1] == NULL || first == NULL)
    return g_steal_pointer (&first);
  second = halves[2] == NULL ? expand (halves[1], families) : NULL;
  if (second == NULL)
    return NULL;
  return g_strdup_printf ("(?:(?:%s)" NEAR "(?:%s)|(?:%s)" NEAR "(?:%s))", first, second, second,
                          first);
}

static char *
expand_row (const char *pattern, GHashTable *families)
{
  g_auto (GStrv) choices = split_outside (pattern, "|");
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **choice = choices; *choice != NULL; choice++)
    {
      g_autofree char *expanded = expand_near (*choice, families);

      if (expanded == NULL)
        return NULL;
      g_string_append_printf (text, "%s%s", choice == choices ? "" : "|", expanded);
    }
  return g_strdup (text->str);
}

static void
set_error (GError **error, MbxPhraseTableError code, guint line, const char *what)
{
  g_set_error (error, MBX_PHRASE_TABLE_ERROR, (int) code, "line %u: %s", line, what);
}

static Phrase *
parse_row (char **columns, guint line, GHashTable *families, GError **error)
{
  Phrase *phrase = g_new0 (Phrase, 1);

  phrase->line = line;
  phrase->pattern = expand_row (columns[COLUMN_PATTERN], families);
  if (strcmp (columns[COLUMN_WHERE], "*") != 0)
    phrase->where = g_strsplit (columns[COLUMN_WHERE], ",", -1);
  if (!parse_protocols (columns[COLUMN_PROTOCOL], &phrase->protocols))
    set_error (error, MBX_PHRASE_TABLE_ERROR_SYNTAX, line, "unknown protocol");
  else if (!parse_stages (columns[COLUMN_STAGE], &phrase->stages))
    set_error (error, MBX_PHRASE_TABLE_ERROR_SYNTAX, line, "unknown stage");
  else if (!parse_code (columns[COLUMN_CODE], phrase))
    set_error (error, MBX_PHRASE_TABLE_ERROR_CODE, line, "unknown code");
  else if (phrase->pattern == NULL || *phrase->pattern == '\0')
    set_error (error, MBX_PHRASE_TABLE_ERROR_PATTERN, line, "unknown family or too long");
  else
    return phrase;
  phrase_free (phrase);
  return NULL;
}

/* "=name", then the pattern. */
static gboolean
parse_family (char **columns, guint line, GHashTable *families, GError **error)
{
  g_autofree char *pattern = NULL;

  if (g_strv_length (columns) != 2 || columns[0][1] == '\0')
    {
      set_error (error, MBX_PHRASE_TABLE_ERROR_SYNTAX, line, "a family is a name and a pattern");
      return FALSE;
    }
  pattern = expand (columns[1], families);
  if (pattern == NULL)
    {
      set_error (error, MBX_PHRASE_TABLE_ERROR_PATTERN, line, "unknown family or too long");
      return FALSE;
    }
  g_hash_table_insert (families, g_strdup (columns[0] + 1), g_steal_pointer (&pattern));
  return TRUE;
}

static gboolean
parse_line (MbxPhraseTable *self, const char *text, guint line, GHashTable *families,
            GError **error)
{
  g_auto (GStrv) columns = g_strsplit (text, "\t", -1);
  Phrase *phrase;

  if (text[0] == '=')
    return parse_family (columns, line, families, error);
  if (g_strv_length (columns) != COLUMN_COUNT || self->phrases->len >= MAXIMUM_ROWS)
    {
      set_error (error, MBX_PHRASE_TABLE_ERROR_SYNTAX, line, "not six columns, or too many rows");
      return FALSE;
    }
  phrase = parse_row (columns, line, families, error);
  if (phrase == NULL)
    return FALSE;
  g_ptr_array_add (self->phrases, phrase);
  return TRUE;
}

/**
 * mbx_phrase_table_new_from_data:
 * @data: the table as UTF-8 text; its form is told at the top of data/phrases.tsv
 * @length: in bytes
 * @error: return location for a #MbxPhraseTableError that names the line
 *
 * Patterns are compiled when they are first needed; see mbx_phrase_table_compile().
 *
 * Returns: (transfer full) (nullable): the table
 */
MbxPhraseTable *
mbx_phrase_table_new_from_data (const char *data, gsize length, GError **error)
{
  g_autoptr (MbxPhraseTable) self = g_new0 (MbxPhraseTable, 1);
  g_autoptr (GHashTable) families = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = g_strndup (data, length);

  self->phrases = g_ptr_array_new_with_free_func (phrase_free);
  if (!g_utf8_validate (text, -1, NULL))
    {
      set_error (error, MBX_PHRASE_TABLE_ERROR_SYNTAX, 0, "not UTF-8");
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      if (!parse_line (self, lines[i], i + 1, families, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
mbx_phrase_table_free (MbxPhraseTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->phrases);
  g_free (self);
}

static GRegex *
compile (const char *pattern, GError **error)
{
  g_autofree char *limited = g_strconcat (LIMITS, pattern, NULL);

  return g_regex_new (limited, G_REGEX_CASELESS | G_REGEX_DOTALL, 0, error);
}

static const GRegex *
get_regex (Phrase *phrase)
{
  if (g_once_init_enter (&phrase->regex))
    g_once_init_leave (&phrase->regex, (gsize) compile (phrase->pattern, NULL));
  return (const GRegex *) phrase->regex;
}

/**
 * mbx_phrase_table_compile:
 * @error: return location for %MBX_PHRASE_TABLE_ERROR_PATTERN
 *
 * Compiles all patterns, to find the broken ones of a table before anybody needs them. Must have
 * passed before mbx_phrase_table_match() is called on a table that is not the built-in one.
 *
 * Returns: whether all are good
 */
gboolean
mbx_phrase_table_compile (const MbxPhraseTable *self, GError **error)
{
  for (guint i = 0; i < self->phrases->len; i++)
    {
      const Phrase *phrase = g_ptr_array_index (self->phrases, i);
      g_autoptr (GError) reason = NULL;
      g_autoptr (GRegex) regex = compile (phrase->pattern, &reason);

      if (regex == NULL)
        {
          set_error (error, MBX_PHRASE_TABLE_ERROR_PATTERN, phrase->line, reason->message);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_there (const Phrase *phrase, const MbxPhraseQuery *query)
{
  if (phrase->where == NULL)
    return TRUE;
  for (char **where = phrase->where; *where != NULL; where++)
    {
      if (g_str_has_prefix (*where, "provider:"))
        {
          if (g_strcmp0 (*where + strlen ("provider:"), query->provider) == 0)
            return TRUE;
        }
      else if (query->host != NULL && g_pattern_match_simple (*where, query->host))
        return TRUE;
    }
  return FALSE;
}

static gboolean
concerns (const Phrase *phrase, const MbxPhraseQuery *query)
{
  if (phrase->stages & STAGE_PROGRAM)
    {
      if (!query->program)
        return FALSE;
    }
  else if (query->step >= 0 && (phrase->stages & (1u << query->step)) == 0)
    return FALSE;
  /* "Access denied" means something else as the first word than as the answer to a password. */
  else if (query->step < 0 && phrase->stages == 1u << MBX_STEP_GREET)
    return FALSE;
  if (query->protocol >= 0 && (phrase->protocols & (1u << query->protocol)) == 0)
    return FALSE;
  return is_there (phrase, query);
}

static const Phrase *
find (const MbxPhraseTable *self, const MbxPhraseQuery *query, const char *text, gboolean specific)
{
  for (guint i = 0; i < self->phrases->len; i++)
    {
      Phrase *phrase = g_ptr_array_index (self->phrases, i);

      if ((phrase->where != NULL) == specific && concerns (phrase, query) &&
          g_regex_match (get_regex (phrase), text, 0, NULL))
        return phrase;
    }
  return NULL;
}

/* One line of single blanks: servers break their sentences wherever they like. */
static char *
flatten (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, MAXIMUM_TEXT));
  g_autoptr (GString) flat = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_isspace (character))
        g_string_append_unichar (flat, character);
      else if (flat->len > 0 && flat->str[flat->len - 1] != ' ')
        g_string_append_c (flat, ' ');
    }
  return g_strdup (flat->str);
}

/**
 * mbx_phrase_table_match:
 * @query: the words and where they were said
 * @match: (out): the row
 *
 * The rows of the host or provider are asked first, then those that hold everywhere, each in the
 * order of the table. Only the first 4 KiB of the words count.
 *
 * Returns: whether any row knows the words
 */
gboolean
mbx_phrase_table_match (const MbxPhraseTable *self, const MbxPhraseQuery *query,
                        MbxPhraseMatch *match)
{
  g_autofree char *text = flatten (query->text);
  const Phrase *phrase = find (self, query, text, TRUE);

  if (phrase == NULL)
    phrase = find (self, query, text, FALSE);
  if (phrase == NULL)
    return FALSE;
  match->code = phrase->code;
  match->specific = phrase->where != NULL;
  match->doubt = phrase->doubt;
  match->program = (phrase->stages & STAGE_PROGRAM) != 0;
  match->line = phrase->line;
  return TRUE;
}

guint
mbx_phrase_table_get_size (const MbxPhraseTable *self)
{
  return self->phrases->len;
}
