/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/saslprep.h"

#include "core/secret.h"

#include <string.h>

/* RFC 3454 table B.1: characters that nobody sees. */
static gboolean
is_mapped_to_nothing (gunichar character)
{
  return character == 0xad || character == 0x34f || character == 0x1806 ||
         (character >= 0x180b && character <= 0x180d) ||
         (character >= 0x200b && character <= 0x200d) || character == 0x2060 ||
         (character >= 0xfe00 && character <= 0xfe0f) || character == 0xfeff;
}

/* The result never needs more room than the input, so nothing is left behind by a growing buffer.
 */
static char *
map (const char *text)
{
  char *mapped = g_malloc (strlen (text) + 1);
  char *end = mapped;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (is_mapped_to_nothing (character))
        continue;
      if (g_unichar_type (character) == G_UNICODE_SPACE_SEPARATOR)
        character = ' ';
      end += g_unichar_to_utf8 (character, end);
    }
  *end = '\0';
  return mapped;
}

/**
 * mbx_saslprep:
 * @text: a user name or a password
 *
 * Prepares @text as SCRAM asks (RFC 4013): maps, then normalises with NFKC. What the RFC prohibits
 * is left alone, for the server knows what it has stored. Text that is no valid UTF-8 or plain
 * ASCII comes back as it is.
 *
 * Returns: (transfer full): the prepared text; free with mbx_wipe_string()
 */
char *
mbx_saslprep (const char *text)
{
  char *mapped;
  char *normalized;

  if (g_str_is_ascii (text) || !g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  mapped = map (text);
  normalized = g_utf8_normalize (mapped, -1, G_NORMALIZE_NFKC);
  mbx_wipe_string (mapped);
  return normalized != NULL ? normalized : g_strdup (text);
}
