/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/line-buffer.h"

#include "core/secret.h"

#include <string.h>

struct _MbxLineBuffer
{
  GByteArray *bytes;
  gsize start;   /* what was handed out lies before it */
  gsize scanned; /* no line end between start and here, so that slow bytes cost no second look */
};

/**
 * mbx_line_buffer_new:
 *
 * Returns: (transfer full): an empty buffer
 */
MbxLineBuffer *
mbx_line_buffer_new (void)
{
  MbxLineBuffer *self = g_new0 (MbxLineBuffer, 1);

  self->bytes = g_byte_array_new ();
  return self;
}

void
mbx_line_buffer_free (MbxLineBuffer *self)
{
  if (self == NULL)
    return;
  mbx_line_buffer_clear (self);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/**
 * mbx_line_buffer_append:
 * @bytes: what came; copied
 *
 * Keeps @bytes for the reader. The caller bounds the sum of all that it appends.
 */
void
mbx_line_buffer_append (MbxLineBuffer *self, const guint8 *bytes, gsize length)
{
  if (length == 0)
    return;
  if (self->start > 0)
    {
      g_byte_array_remove_range (self->bytes, 0, (guint) self->start);
      self->scanned -= self->start;
      self->start = 0;
    }
  g_byte_array_append (self->bytes, bytes, (guint) length);
}

/**
 * mbx_line_buffer_take_line:
 * @maximum: the longest line to accept, in bytes without its end
 * @line: (out): the line without CRLF or LF, ended by a zero byte, valid until the next call
 *
 * Lines end with LF; a CR before it belongs to the end (RFC 5321 section 2.3.8 wants CRLF, and some
 * servers forget the CR).
 *
 * Returns: whether there was a line; nothing is taken out unless it was %MBX_LINE_READY
 */
MbxLineResult
mbx_line_buffer_take_line (MbxLineBuffer *self, gsize maximum, const char **line)
{
  gsize left = self->bytes->len - self->start;
  gsize known = self->scanned - self->start;
  guint8 *begin;
  guint8 *end;
  gsize length;

  if (left == 0)
    return MBX_LINE_INCOMPLETE;
  begin = self->bytes->data + self->start;
  end = left > known ? memchr (begin + known, '\n', left - known) : NULL;
  length = end != NULL ? (gsize) (end - begin) : left;
  if (length > 0 && end != NULL && begin[length - 1] == '\r')
    length--;
  if (length > maximum + (end == NULL ? 1 : 0))
    return MBX_LINE_TOO_LONG;
  if (end == NULL)
    {
      self->scanned = self->bytes->len;
      return MBX_LINE_INCOMPLETE;
    }
  if (memchr (begin, '\0', length) != NULL)
    return MBX_LINE_ZERO;
  begin[length] = '\0';
  self->start = (gsize) (end + 1 - self->bytes->data);
  self->scanned = self->start;
  *line = (const char *) begin;
  return MBX_LINE_READY;
}

/**
 * mbx_line_buffer_take_bytes:
 * @count: how many bytes are wanted; the caller bounds it
 * @bytes: (out): where they are, valid until the next call, not ended by a zero byte
 *
 * Returns: %MBX_LINE_READY or %MBX_LINE_INCOMPLETE
 */
MbxLineResult
mbx_line_buffer_take_bytes (MbxLineBuffer *self, gsize count, const char **bytes)
{
  if (self->bytes->len - self->start < count)
    return MBX_LINE_INCOMPLETE;
  *bytes = count == 0 ? "" : (const char *) self->bytes->data + self->start;
  self->start += count;
  self->scanned = self->start;
  return MBX_LINE_READY;
}

/**
 * mbx_line_buffer_peek:
 * @length: (out): how many bytes wait
 *
 * Returns: (nullable): the waiting bytes, valid until the next call
 */
const guint8 *
mbx_line_buffer_peek (const MbxLineBuffer *self, gsize *length)
{
  *length = self->bytes->len - self->start;
  return *length == 0 ? NULL : self->bytes->data + self->start;
}

/**
 * mbx_line_buffer_clear:
 *
 * Forgets all bytes and overwrites them: what came before the encryption has no place after it.
 */
void
mbx_line_buffer_clear (MbxLineBuffer *self)
{
  mbx_wipe (self->bytes->data, self->bytes->len);
  g_byte_array_set_size (self->bytes, 0);
  self->start = 0;
  self->scanned = 0;
}
