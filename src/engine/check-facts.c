/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/check-facts.h"

#include <string.h>

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The order in which a server or a name server lists things changes; the things do not. */
static char *
join_sorted (char **words)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (; *words != NULL; words++)
    g_ptr_array_add (sorted, *words);
  g_ptr_array_sort (sorted, compare_words);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv (" ", (char **)sorted->pdata);
}

static void
add (GHashTable *facts, const char *side, const char *what, char *value)
{
  if (value != NULL)
    g_hash_table_replace (facts, g_strconcat (side, "-", what, NULL), value);
}

/**
 * mbx_check_facts_add:
 * @facts: (element-type utf8 utf8): where they go, names like "incoming-certificate"
 * @side: the first word of the names
 * @evidence: of a server that passed
 *
 * Notes what may explain, some day, why it no longer works: certificate, addresses, capabilities
 * and the way of signing in.
 */
void
mbx_check_facts_add (GHashTable *facts, const char *side, const MbxEvidence *evidence)
{
  const MbxCertificate *own =
      evidence->chain->len > 0 ? g_ptr_array_index (evidence->chain, 0) : NULL;

  if (own != NULL)
    add (facts, side, "certificate", g_strdup (own->sha256));
  if (evidence->addresses != NULL)
    add (facts, side, "addresses", join_sorted (evidence->addresses));
  if (evidence->capabilities != NULL)
    add (facts, side, "capabilities", join_sorted (evidence->capabilities));
  add (facts, side, "mechanism", g_strdup (evidence->mechanism));
}
