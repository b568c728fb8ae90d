/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/explain.h"

#include "fuzz.h"

/* The real table, read once: its patterns are what hostile text could make slow. */
static const MbxPhraseTable *
get_table (void)
{
  static MbxPhraseTable *table;
  g_autofree char *text = NULL;
  gsize length;

  if (table != NULL)
    return table;
  g_assert_true (g_file_get_contents (FUZZ_DATA_DIR "/phrases.tsv", &text, &length, NULL));
  table = mbx_phrase_table_new_from_data (text, length, NULL);
  g_assert_nonnull (table);
  return table;
}

void
fuzz_one (const guint8 *data, gsize size)
{
  MbxExplainHints hints = { size > 0 ? data[0] % 4 - 1 : -1, NULL };
  g_autoptr (MbxDiagnosis) diagnosis =
      mbx_explain ((const char *) data, (gssize) size, &hints, get_table ());

  g_assert_nonnull (diagnosis);
  g_assert_cmpint (diagnosis->code, >, MBX_CODE_NONE);
  g_assert_cmpint (diagnosis->code, <=, MBX_CODE_LAST);
}
