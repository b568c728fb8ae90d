/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/explain.h"
#include "core/phrase-table.h"

#include <string.h>

static char *
read_file (const char *path)
{
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, path, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (full, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static MbxPhraseTable *
load_table (void)
{
  g_autofree char *text = read_file ("../data/phrases.tsv");
  g_autoptr (GError) error = NULL;
  MbxPhraseTable *table = mbx_phrase_table_new_from_data (text, strlen (text), &error);

  g_assert_no_error (error);
  return table;
}

static void
test_table (void)
{
  g_autoptr (MbxPhraseTable) table = load_table ();
  g_autoptr (GError) error = NULL;

  g_assert_true (mbx_phrase_table_compile (table, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mbx_phrase_table_get_size (table), >=, 400);
}

/* A row for a provider that is spelled otherwise in providers.ini would never be used. */
static void
test_providers (void)
{
  g_autofree char *phrases = read_file ("../data/phrases.tsv");
  g_autofree char *providers = read_file ("../data/providers.ini");
  g_autoptr (GRegex) regex = g_regex_new ("provider:([a-z0-9-]+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;
  guint found = 0;

  for (g_regex_match (regex, phrases, 0, &info); g_match_info_matches (info);
       g_match_info_next (info, NULL))
    {
      g_autofree char *id = g_match_info_fetch (info, 1);
      g_autofree char *group = g_strdup_printf ("\n[%s]\n", id);

      g_test_message ("%s", id);
      g_assert_nonnull (strstr (providers, group));
      found++;
    }
  g_assert_cmpuint (found, >, 10);
}

static gboolean
check_reply (char **columns, const MbxPhraseTable *table)
{
  g_autofree char *reply = g_strcompress (columns[2]);
  MbxExplainHints hints = { .protocol = -1 };
  g_autoptr (MbxDiagnosis) diagnosis = NULL;
  MbxProtocol protocol;
  const char *code;

  if (mbx_protocol_from_string (columns[0], &protocol))
    hints.protocol = (int) protocol;
  if (strcmp (columns[1], "*") != 0)
    hints.host = columns[1];
  diagnosis = mbx_explain (reply, -1, &hints, table);
  code = mbx_code_to_string (diagnosis->code);
  if (strcmp (code, columns[3]) == 0)
    return TRUE;
  g_test_message ("%s %s: %s: %s instead of %s", columns[0], columns[1], columns[2], code,
                  columns[3]);
  return FALSE;
}

/* A cause that no words lead to would never be named to anybody who pastes an error. */
static void
check_every_code (GHashTable *named)
{
  for (guint code = MBX_CODE_NONE + 1; code <= MBX_CODE_LAST; code++)
    {
      if (!g_hash_table_contains (named, mbx_code_to_string ((MbxCode) code)))
        g_error ("no reply stands for %s", mbx_code_to_string ((MbxCode) code));
    }
}

/* Replies that the table was not written from: at least 97 of 100 must be named rightly. */
static void
test_replies (void)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (MbxPhraseTable) table = load_table ();
  g_autofree char *text = read_file ("core/replies.tsv");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint count = 0;
  guint right = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, "\t", -1);

      if (**line == '#' || **line == '\0')
        continue;
      g_assert_cmpuint (g_strv_length (columns), ==, 4);
      count++;
      if (!check_reply (columns, table))
        continue;
      right++;
      g_hash_table_add (named, g_strdup (columns[3]));
    }
  g_test_message ("%u of %u replies", right, count);
  g_assert_cmpuint (count, >=, 250);
  g_assert_cmpuint (right * 100, >=, count * 97);
  check_every_code (named);
}

typedef struct
{
  const char *table;
  MbxPhraseTableError error;
} BadTable;

static const BadTable bad_tables[] = {
  { "imap\t*\t*\tx\twrong-password\n", MBX_PHRASE_TABLE_ERROR_SYNTAX },
  { "gopher\t*\t*\tx\twrong-password\there\n", MBX_PHRASE_TABLE_ERROR_SYNTAX },
  { "imap\t*\tlunch\tx\twrong-password\there\n", MBX_PHRASE_TABLE_ERROR_SYNTAX },
  { "imap\t*\t*\tx\tno-such-code\there\n", MBX_PHRASE_TABLE_ERROR_CODE },
  { "imap\t*\t*\tx\tunknown???\there\n", MBX_PHRASE_TABLE_ERROR_CODE },
  { "imap\t*\t*\t{nofamily}\tunknown\there\n", MBX_PHRASE_TABLE_ERROR_PATTERN },
  { "imap\t*\t*\ta ~ b ~ c\tunknown\there\n", MBX_PHRASE_TABLE_ERROR_PATTERN },
  { "imap\t*\t*\t\tunknown\there\n", MBX_PHRASE_TABLE_ERROR_PATTERN },
  { "=\tx\n", MBX_PHRASE_TABLE_ERROR_SYNTAX },
  { "\xff\n", MBX_PHRASE_TABLE_ERROR_SYNTAX },
};

static void
test_bad_tables (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_tables); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *data = bad_tables[i].table;

      g_assert_null (mbx_phrase_table_new_from_data (data, strlen (data), &error));
      g_assert_error (error, MBX_PHRASE_TABLE_ERROR, (int) bad_tables[i].error);
    }
}

static void
test_broken_pattern (void)
{
  static const char data[] = "imap\t*\t*\t(unclosed\tunknown\there\n";
  g_autoptr (MbxPhraseTable) table = mbx_phrase_table_new_from_data (data, strlen (data), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (table);
  g_assert_false (mbx_phrase_table_compile (table, &error));
  g_assert_error (error, MBX_PHRASE_TABLE_ERROR, MBX_PHRASE_TABLE_ERROR_PATTERN);
}

static void
test_order (void)
{
  static const char data[] = "# a comment\n"
                             "=colour\tred|green\n"
                             "*\t*\t*\t{colour} ~ apple\tunknown\tgeneral\n"
                             "imap\t*.orchard.example\tsign-in\tapple\tmailbox-full?\torchard\n"
                             "*\t*\tprogram\tpear\toffline\tprogram\n";
  g_autoptr (MbxPhraseTable) table = mbx_phrase_table_new_from_data (data, strlen (data), NULL);
  MbxPhraseQuery query = { .protocol = -1, .step = -1, .text = "An APPLE\n that is\tred" };
  MbxPhraseMatch match;

  g_assert_true (mbx_phrase_table_match (table, &query, &match));
  g_assert_cmpint (match.code, ==, MBX_CODE_UNKNOWN);
  g_assert_false (match.specific);
  query.host = "imap.orchard.example";
  g_assert_true (mbx_phrase_table_match (table, &query, &match));
  g_assert_cmpint (match.code, ==, MBX_CODE_MAILBOX_FULL);
  g_assert_true (match.specific && match.doubt == 1);
  query.step = MBX_STEP_GREET;
  g_assert_true (mbx_phrase_table_match (table, &query, &match));
  g_assert_cmpint (match.code, ==, MBX_CODE_UNKNOWN);
  query.text = "pear";
  g_assert_false (mbx_phrase_table_match (table, &query, &match));
  query.program = TRUE;
  g_assert_true (mbx_phrase_table_match (table, &query, &match));
  g_assert_true (match.program);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phrases/table", test_table);
  g_test_add_func ("/phrases/providers", test_providers);
  g_test_add_func ("/phrases/replies", test_replies);
  g_test_add_func ("/phrases/bad-tables", test_bad_tables);
  g_test_add_func ("/phrases/broken-pattern", test_broken_pattern);
  g_test_add_func ("/phrases/order", test_order);
  return g_test_run ();
}
