/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/line-buffer.h"

#include <string.h>

#include "fuzz.h"

#define MAXIMUM 64

/* Cut in two anywhere, the bytes give the same lines. */
static guint
count_lines (const guint8 *data, gsize size, gsize cut)
{
  g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();
  const char *line = NULL;
  guint count = 0;

  mbx_line_buffer_append (buffer, data, cut);
  while (mbx_line_buffer_take_line (buffer, MAXIMUM, &line) == MBX_LINE_READY)
    {
      g_assert_cmpuint (strlen (line), <=, MAXIMUM);
      count++;
    }
  mbx_line_buffer_append (buffer, data + cut, size - cut);
  while (mbx_line_buffer_take_line (buffer, MAXIMUM, &line) == MBX_LINE_READY)
    {
      g_assert_cmpuint (strlen (line), <=, MAXIMUM);
      count++;
    }
  return count;
}

void
fuzz_one (const guint8 *data, gsize size)
{
  gsize cut = size > 0 ? data[0] % size : 0;

  if (size > 0)
    g_assert_cmpuint (count_lines (data, size, cut), ==, count_lines (data, size, size));
}
