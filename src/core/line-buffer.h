/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxLineBuffer:
 *
 * Bytes of a remote side, handed out as lines or as counted bytes, within bounds that the reader
 * names. Wiped when freed.
 */
typedef struct _MbxLineBuffer MbxLineBuffer;

/**
 * MbxLineResult:
 * @MBX_LINE_INCOMPLETE: more bytes are needed
 * @MBX_LINE_READY: here it is
 * @MBX_LINE_TOO_LONG: the line is longer than the bound, whether or not its end is there
 * @MBX_LINE_ZERO: the line holds a zero byte, which no mail protocol allows
 */
typedef enum
{
  MBX_LINE_INCOMPLETE,
  MBX_LINE_READY,
  MBX_LINE_TOO_LONG,
  MBX_LINE_ZERO,
} MbxLineResult;

MbxLineBuffer *mbx_line_buffer_new (void);
void mbx_line_buffer_free (MbxLineBuffer *self);
void mbx_line_buffer_append (MbxLineBuffer *self, const guint8 *bytes, gsize length);
MbxLineResult mbx_line_buffer_take_line (MbxLineBuffer *self, gsize maximum, const char **line);
MbxLineResult mbx_line_buffer_take_bytes (MbxLineBuffer *self, gsize count, const char **bytes);
const guint8 *mbx_line_buffer_peek (const MbxLineBuffer *self, gsize *length);
void mbx_line_buffer_clear (MbxLineBuffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxLineBuffer, mbx_line_buffer_free)

G_END_DECLS
