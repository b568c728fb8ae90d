/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/phrase-table.h"

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  g_autoptr (MbxPhraseTable) table =
      mbx_phrase_table_new_from_data ((const char *) data, size, NULL);
  MbxPhraseQuery query = { .protocol = -1, .step = -1, .text = "authentication failed" };
  MbxPhraseMatch match;

  if (table != NULL && mbx_phrase_table_compile (table, NULL))
    mbx_phrase_table_match (table, &query, &match);
}
