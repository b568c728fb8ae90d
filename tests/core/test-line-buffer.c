/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/line-buffer.h"

#include <string.h>

static void
append (MbxLineBuffer *buffer, const char *text)
{
  mbx_line_buffer_append (buffer, (const guint8 *) text, strlen (text));
}

static void
assert_line (MbxLineBuffer *buffer, const char *expected)
{
  const char *line = NULL;

  g_assert_cmpint (mbx_line_buffer_take_line (buffer, 100, &line), ==, MBX_LINE_READY);
  g_assert_cmpstr (line, ==, expected);
}

static void
assert_result (MbxLineBuffer *buffer, gsize maximum, MbxLineResult expected)
{
  const char *line = NULL;

  g_assert_cmpint (mbx_line_buffer_take_line (buffer, maximum, &line), ==, expected);
  g_assert_null (line);
}

static void
test_lines (void)
{
  g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();

  append (buffer, "one\r\ntwo\n\r\nthree\rfour\r\nfi");
  assert_line (buffer, "one");
  assert_line (buffer, "two");
  assert_line (buffer, "");
  assert_line (buffer, "three\rfour");
  assert_result (buffer, 100, MBX_LINE_INCOMPLETE);
  append (buffer, "ve\r");
  assert_result (buffer, 100, MBX_LINE_INCOMPLETE);
  append (buffer, "\nsix");
  assert_line (buffer, "five");
  assert_result (buffer, 100, MBX_LINE_INCOMPLETE);
}

/* A line of the greatest length passes, whichever end it has and however it was cut. */
static void
test_bound (void)
{
  static const char *const ends[] = { "\n", "\r\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();
      const char *line = NULL;

      append (buffer, "12345678");
      assert_result (buffer, 8, MBX_LINE_INCOMPLETE);
      append (buffer, ends[i]);
      g_assert_cmpint (mbx_line_buffer_take_line (buffer, 8, &line), ==, MBX_LINE_READY);
      g_assert_cmpstr (line, ==, "12345678");
      append (buffer, "123456789");
      append (buffer, ends[i]);
      assert_result (buffer, 8, MBX_LINE_TOO_LONG);
    }
}

static void
test_endless (void)
{
  g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();

  append (buffer, "12345678");
  assert_result (buffer, 8, MBX_LINE_INCOMPLETE);
  append (buffer, "90");
  assert_result (buffer, 8, MBX_LINE_TOO_LONG);
}

static void
test_zero (void)
{
  g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();

  mbx_line_buffer_append (buffer, (const guint8 *) "a\0b\r\n", 5);
  assert_result (buffer, 100, MBX_LINE_ZERO);
}

static void
test_bytes (void)
{
  g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();
  const char *bytes = NULL;

  append (buffer, "{5}\r\nab");
  assert_line (buffer, "{5}");
  g_assert_cmpint (mbx_line_buffer_take_bytes (buffer, 5, &bytes), ==, MBX_LINE_INCOMPLETE);
  append (buffer, "\r\nc) x\r\n");
  g_assert_cmpint (mbx_line_buffer_take_bytes (buffer, 5, &bytes), ==, MBX_LINE_READY);
  g_assert_cmpmem (bytes, 5, "ab\r\nc", 5);
  g_assert_cmpint (mbx_line_buffer_take_bytes (buffer, 0, &bytes), ==, MBX_LINE_READY);
  assert_line (buffer, ") x");
}

static void
test_clear (void)
{
  g_autoptr (MbxLineBuffer) buffer = mbx_line_buffer_new ();
  const guint8 *waiting;
  gsize length;

  append (buffer, "secret");
  waiting = mbx_line_buffer_peek (buffer, &length);
  g_assert_cmpmem (waiting, length, "secret", 6);
  mbx_line_buffer_clear (buffer);
  g_assert_null (mbx_line_buffer_peek (buffer, &length));
  g_assert_cmpuint (length, ==, 0);
  append (buffer, "x\n");
  assert_line (buffer, "x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line-buffer/lines", test_lines);
  g_test_add_func ("/line-buffer/bound", test_bound);
  g_test_add_func ("/line-buffer/endless", test_endless);
  g_test_add_func ("/line-buffer/zero", test_zero);
  g_test_add_func ("/line-buffer/bytes", test_bytes);
  g_test_add_func ("/line-buffer/clear", test_clear);
  return g_test_run ();
}
