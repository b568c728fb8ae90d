/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/qr-code.h"

/* Enough modules for a picture that a reader takes; the reader is a test of its own. */
static void
test_sizes (void)
{
  static const struct
  {
    gsize length;
    int size;
  } rows[] = { { 0, 21 }, { 14, 21 }, { 15, 25 }, { 213, 57 }, { 666, 97 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strnfill (rows[i].length, 'a');
      g_autoptr (MbxQrCode) code = mbx_qr_code_new ((const guint8 *) text, rows[i].length);

      g_assert_nonnull (code);
      g_assert_cmpint (mbx_qr_code_get_size (code), ==, rows[i].size);
    }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (667, 'a');

  g_assert_null (mbx_qr_code_new ((const guint8 *) text, strlen (text)));
}

/* ISO/IEC 18004 annex: format bits of level M stand at both places alike. */
static void
test_finder (void)
{
  g_autoptr (MbxQrCode) code = mbx_qr_code_new ((const guint8 *) "x", 1);
  static const char *const finder[] = { "1111111", "1000001", "1011101", "1011101",
                                        "1011101", "1000001", "1111111" };

  for (int y = 0; y < 7; y++)
    {
      for (int x = 0; x < 7; x++)
        g_assert_cmpint (mbx_qr_code_get_module (code, x, y), ==, finder[y][x] == '1');
    }
}

/* With a reader of QR codes on the computer, what went in comes out again. */
static void
test_decodes (void)
{
  g_autofree char *program = g_find_program_in_path ("zbarimg");
  g_autofree char *convert = g_find_program_in_path ("rsvg-convert");
  g_autofree char *folder = NULL;

  if (program == NULL || convert == NULL)
    {
      g_test_skip ("zbarimg and rsvg-convert are not installed");
      return;
    }
  folder = g_dir_make_tmp ("mbx-qr-XXXXXX", NULL);
  for (gsize length = 1; length < 660; length += 47)
    {
      g_autofree char *text = g_malloc0 (length + 1);
      g_autofree char *svg = g_build_filename (folder, "code.svg", NULL);
      g_autofree char *png = g_build_filename (folder, "code.png", NULL);
      g_autofree char *picture = NULL;
      g_autofree char *command = NULL;
      g_autofree char *output = NULL;
      g_autoptr (MbxQrCode) code = NULL;

      for (gsize i = 0; i < length; i++)
        text[i] = (char) ('!' + (i * 7 + length) % 90);
      code = mbx_qr_code_new ((const guint8 *) text, length);
      picture = mbx_qr_code_to_svg (code);
      g_assert_true (g_file_set_contents (svg, picture, -1, NULL));
      command = g_strdup_printf ("sh -c 'rsvg-convert -z 1 -w 800 %s -o %s && "
                                 "zbarimg -q --raw --nodbus -Sbinary %s'", svg, png, png);
      g_assert_true (g_spawn_command_line_sync (command, &output, NULL, NULL, NULL));
      g_assert_true (g_str_has_prefix (output, text));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr-code/sizes", test_sizes);
  g_test_add_func ("/qr-code/too-long", test_too_long);
  g_test_add_func ("/qr-code/finder", test_finder);
  g_test_add_func ("/qr-code/decodes", test_decodes);
  return g_test_run ();
}
