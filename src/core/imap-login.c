/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/imap-login.h"

#include <string.h>

/* RFC 7888 section 5: LITERAL- allows no more without waiting. */
#define MAXIMUM_LITERAL_MINUS 4096

struct _MbxImapLogin
{
  GPtrArray *pieces;
  guint next;
  char *text; /* the piece that is being written */
  gsize size;
  gsize length;
};

/**
 * mbx_imap_can_quote:
 *
 * Returns: whether @text may be a quoted string in IMAP4rev1, which is 7-bit without CR, LF and NUL
 *   (RFC 3501 section 9); anything else has to be a literal
 */
gboolean
mbx_imap_can_quote (const char *text)
{
  return g_str_is_ascii (text) && strpbrk (text, "\r\n") == NULL;
}

static void
append (MbxImapLogin *self, const char *text, gsize length)
{
  memcpy (self->text + self->length, text, length);
  self->length += length;
}

static void
finish_piece (MbxImapLogin *self)
{
  g_ptr_array_add (self->pieces, mbx_secret_new_len (self->text, self->length));
  self->length = 0;
}

static void
append_quoted (MbxImapLogin *self, const char *text)
{
  append (self, "\"", 1);
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        append (self, "\\", 1);
      append (self, at, 1);
    }
  append (self, "\"", 1);
}

static void
append_literal (MbxImapLogin *self, const char *text, MbxImapLiteral literal)
{
  gsize length = strlen (text);
  gboolean wait = literal == MBX_IMAP_LITERAL_WAIT ||
                  (literal == MBX_IMAP_LITERAL_MINUS && length > MAXIMUM_LITERAL_MINUS);
  g_autofree char *head = g_strdup_printf ("{%" G_GSIZE_FORMAT "%s}\r\n", length, wait ? "" : "+");

  append (self, head, strlen (head));
  if (wait)
    finish_piece (self);
  append (self, text, length);
}

static void
append_string (MbxImapLogin *self, const char *text, MbxImapLiteral literal)
{
  append (self, " ", 1);
  if (mbx_imap_can_quote (text))
    append_quoted (self, text);
  else
    append_literal (self, text, literal);
}

/**
 * mbx_imap_login_new:
 * @tag: the command's tag
 * @credentials: name and password, any characters
 * @literal: what the server can do
 *
 * Returns: (transfer full): the LOGIN command (RFC 9051 section 6.2.3)
 */
MbxImapLogin *
mbx_imap_login_new (const char *tag, const MbxCredentials *credentials, MbxImapLiteral literal)
{
  MbxImapLogin *self = g_new0 (MbxImapLogin, 1);
  const char *password = mbx_secret_peek (credentials->secret);

  /* Twice the text, for every character may need a backslash, and room for what stands around it.
   */
  self->size = strlen (tag) + 2 * (strlen (credentials->username) + strlen (password)) + 96;
  self->text = g_malloc (self->size);
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_secret_unref);
  append (self, tag, strlen (tag));
  append (self, " LOGIN", 6);
  append_string (self, credentials->username, literal);
  append_string (self, password, literal);
  append (self, "\r\n", 2);
  finish_piece (self);
  return self;
}

void
mbx_imap_login_free (MbxImapLogin *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pieces);
  mbx_wipe (self->text, self->size);
  g_free (self->text);
  g_free (self);
}

/**
 * mbx_imap_login_next:
 *
 * Returns: (nullable): the next piece, each but the first to be sent after a "+" of the server;
 *   %NULL after the last
 */
const MbxSecret *
mbx_imap_login_next (MbxImapLogin *self)
{
  return self->next < self->pieces->len ? g_ptr_array_index (self->pieces, self->next++) : NULL;
}
