/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/edit-distance.h"

#include <string.h>

/**
 * mbx_one_slip_apart:
 *
 * Returns: whether the Damerau-Levenshtein distance of two ASCII texts is exactly one: a letter
 *   added, lost or changed, or two neighbours swapped
 */
gboolean
mbx_one_slip_apart (const char *a, const char *b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);
  gsize same = 0;

  while (a[same] != '\0' && a[same] == b[same])
    same++;
  a += same;
  b += same;
  if (length_a == length_b + 1)
    return strcmp (a + 1, b) == 0;
  if (length_b == length_a + 1)
    return strcmp (a, b + 1) == 0;
  if (length_a != length_b || *a == '\0')
    return FALSE;
  if (strcmp (a + 1, b + 1) == 0)
    return TRUE;
  return a[1] != '\0' && a[0] == b[1] && a[1] == b[0] && strcmp (a + 2, b + 2) == 0;
}
