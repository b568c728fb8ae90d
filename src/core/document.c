/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/document.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (mbx-document-error-quark, mbx_document_error)

static const char *
sentence (MbxDocumentError code)
{
  switch (code)
    {
    case MBX_DOCUMENT_ERROR_TOO_LARGE:
      return _ ("The settings file is far too large.");
    case MBX_DOCUMENT_ERROR_SYNTAX:
      return _ ("The settings file is broken.");
    case MBX_DOCUMENT_ERROR_KIND:
      return _ ("The answer is a web page and not a settings file.");
    case MBX_DOCUMENT_ERROR_NO_SERVERS:
      return _ ("The settings file names no servers that this program can use.");
    case MBX_DOCUMENT_ERROR_REFUSED:
      return _ ("The service gives out no settings for this address.");
    case MBX_DOCUMENT_ERROR_DIGEST:
      return _ ("The settings file is not the one that the domain vouches for.");
    }
  return "";
}

/**
 * mbx_document_set_error:
 *
 * Sets @error to @code with its sentence.
 */
void
mbx_document_set_error (GError **error, MbxDocumentError code)
{
  g_set_error_literal (error, MBX_DOCUMENT_ERROR, (int) code, sentence (code));
}

/**
 * mbx_document_clean_text:
 * @text: (nullable): a name out of a document
 * @most: how many characters to keep
 *
 * A name from the network may hold anything: control characters, line breaks, marks that turn the
 * direction of writing. What is left is one short line of visible text.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL where nothing is left
 */
char *
mbx_document_clean_text (const char *text, gsize most)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize count = 0;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  for (const char *at = text; *at != '\0' && count < most; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean space = g_unichar_isspace (c) || g_unichar_iscntrl (c);

      if (space && (out->len == 0 || out->str[out->len - 1] == ' '))
        continue;
      if (!space && !g_unichar_isprint (c))
        continue;
      g_string_append_unichar (out, space ? ' ' : c);
      count++;
    }
  g_strchomp (out->str);
  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}
