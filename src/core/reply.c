/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/reply.h"

#include <string.h>

#define MAXIMUM_TEXT 4096

/**
 * mbx_clean_text:
 * @bytes: anything a remote side sent
 * @length: in bytes, or -1 for a string
 * @maximum: the longest result in bytes
 *
 * Makes remote bytes fit to be shown: valid UTF-8, no control characters but "\n" and no characters
 * that turn the direction of the text around, cut at @maximum.
 *
 * Returns: (transfer full): the text
 */
char *
mbx_clean_text (const char *bytes, gssize length, gsize maximum)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = g_string_new (NULL);
  gsize size = length < 0 ? strlen (bytes) : (gsize) length;

  valid = g_utf8_make_valid (bytes, (gssize) MIN (size, maximum * 2));
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      gsize width = (gsize) (g_utf8_next_char (at) - at);

      if (clean->len + width > maximum)
        break;
      if (character == '\n')
        g_string_append_c (clean, '\n');
      else if (character == '\t' || character == 0xa0)
        g_string_append_c (clean, ' ');
      else if (!g_unichar_iscntrl (character) && g_unichar_type (character) != G_UNICODE_FORMAT)
        g_string_append_len (clean, at, (gssize) width);
    }
  return g_strdup (g_strstrip (clean->str));
}

/**
 * mbx_reply_new:
 * @text: the server's words
 * @length: in bytes, or -1
 *
 * Returns: (transfer full): a reply with cleaned text and nothing else filled in
 */
MbxReply *
mbx_reply_new (const char *text, gssize length)
{
  MbxReply *self = g_new0 (MbxReply, 1);

  self->text = mbx_clean_text (text, length, MAXIMUM_TEXT);
  return self;
}

MbxReply *
mbx_reply_copy (const MbxReply *self)
{
  MbxReply *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (MbxReply, 1);
  copy->text = g_strdup (self->text);
  copy->status = self->status;
  copy->enhanced = g_strdup (self->enhanced);
  copy->response_code = g_strdup (self->response_code);
  copy->response_argument = g_strdup (self->response_argument);
  copy->word = g_strdup (self->word);
  copy->challenge = g_strdup (self->challenge);
  copy->encrypted = self->encrypted;
  return copy;
}

void
mbx_reply_free (MbxReply *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->enhanced);
  g_free (self->response_code);
  g_free (self->response_argument);
  g_free (self->word);
  g_free (self->challenge);
  g_free (self);
}
