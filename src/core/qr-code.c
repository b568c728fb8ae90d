/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/qr-code.h"

#include <string.h>

#include "core/qr-code-private.h"
#include "core/secret.h"

struct _MbxQrCode
{
  int version;
  int size;
  guint8 dark[MBX_QR_MAXIMUM_SIZE][MBX_QR_MAXIMUM_SIZE];
  guint8 fixed[MBX_QR_MAXIMUM_SIZE][MBX_QR_MAXIMUM_SIZE];
};

#define QUIET_ZONE 4
#define MASK_COUNT 8

static void
set_fixed (MbxQrCode *self, int x, int y, gboolean dark)
{
  if (x < 0 || y < 0 || x >= self->size || y >= self->size)
    return;
  self->dark[y][x] = dark ? 1 : 0;
  self->fixed[y][x] = 1;
}

/* Rings around a centre: dark at the distances 0, 1 and 3; the ring at 4 parts it from the rest. */
static void
draw_finder (MbxQrCode *self, int cx, int cy)
{
  for (int dy = -4; dy <= 4; dy++)
    {
      for (int dx = -4; dx <= 4; dx++)
        {
          int distance = MAX (ABS (dx), ABS (dy));

          set_fixed (self, cx + dx, cy + dy, distance != 2 && distance != 4);
        }
    }
}

static void
draw_alignment (MbxQrCode *self, int cx, int cy)
{
  for (int dy = -2; dy <= 2; dy++)
    {
      for (int dx = -2; dx <= 2; dx++)
        set_fixed (self, cx + dx, cy + dy, MAX (ABS (dx), ABS (dy)) != 1);
    }
}

static int
alignment_position (const MbxQrCode *self, int index, int count)
{
  int step = (self->version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;

  return index == 0 ? 6 : self->size - 7 - (count - 1 - index) * step;
}

static void
draw_alignments (MbxQrCode *self)
{
  int count = self->version == 1 ? 0 : self->version / 7 + 2;

  for (int i = 0; i < count; i++)
    {
      for (int j = 0; j < count; j++)
        {
          gboolean finder = (i == 0 && j == 0) || (i == 0 && j == count - 1) ||
                            (i == count - 1 && j == 0);

          if (!finder)
            draw_alignment (self, alignment_position (self, i, count),
                            alignment_position (self, j, count));
        }
    }
}

/* Section 7.9: five bits and ten check bits, hidden behind a constant. Level M is 0. */
static void
draw_format (MbxQrCode *self, int mask)
{
  guint rest = (guint) mask;
  guint bits;

  for (int i = 0; i < 10; i++)
    rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  bits = (((guint) mask << 10) | rest) ^ 0x5412;
  for (int i = 0; i < 15; i++)
    {
      gboolean dark = (bits >> i) & 1;

      if (i < 6)
        set_fixed (self, 8, i, dark);
      else if (i < 8)
        set_fixed (self, 8, i + 1, dark);
      else
        set_fixed (self, i == 8 ? 7 : 14 - i, 8, dark);
      if (i < 8)
        set_fixed (self, self->size - 1 - i, 8, dark);
      else
        set_fixed (self, 8, self->size - 15 + i, dark);
    }
  set_fixed (self, 8, self->size - 8, TRUE);
}

/* Section 7.10: from version 7 on the version itself stands twice in the code. */
static void
draw_version (MbxQrCode *self)
{
  guint rest = (guint) self->version;
  guint bits;

  if (self->version < 7)
    return;
  for (int i = 0; i < 12; i++)
    rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  bits = ((guint) self->version << 12) | rest;
  for (int i = 0; i < 18; i++)
    {
      gboolean dark = (bits >> i) & 1;
      int a = self->size - 11 + i % 3;
      int b = i / 3;

      set_fixed (self, a, b, dark);
      set_fixed (self, b, a, dark);
    }
}

static void
draw_fixed (MbxQrCode *self)
{
  for (int i = 0; i < self->size; i++)
    {
      set_fixed (self, 6, i, i % 2 == 0);
      set_fixed (self, i, 6, i % 2 == 0);
    }
  draw_finder (self, 3, 3);
  draw_finder (self, self->size - 4, 3);
  draw_finder (self, 3, self->size - 4);
  draw_alignments (self);
  draw_format (self, 0);
  draw_version (self);
}

/* Two columns at a time from the right, up and down in turn; column 6 belongs to the timing. */
static void
draw_codewords (MbxQrCode *self, const GByteArray *words)
{
  guint bit = 0;

  for (int right = self->size - 1; right >= 1; right -= 2)
    {
      gboolean upward;

      if (right == 6)
        right = 5;
      upward = ((right + 1) & 2) == 0;
      for (int step = 0; step < self->size; step++)
        {
          int y = upward ? self->size - 1 - step : step;

          for (int x = right; x >= right - 1; x--)
            {
              if (self->fixed[y][x] || bit >= words->len * 8)
                continue;
              self->dark[y][x] = (words->data[bit / 8] >> (7 - bit % 8)) & 1;
              bit++;
            }
        }
    }
}

static gboolean
mask_inverts (int mask, int x, int y)
{
  switch (mask)
    {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (x / 3 + y / 2) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

/* Applying a mask twice takes it away again. */
static void
apply_mask (MbxQrCode *self, int mask)
{
  for (int y = 0; y < self->size; y++)
    {
      for (int x = 0; x < self->size; x++)
        self->dark[y][x] ^= !self->fixed[y][x] && mask_inverts (mask, x, y);
    }
}

static int
count_runs (const MbxQrCode *self, gboolean columns)
{
  int penalty = 0;

  for (int i = 0; i < self->size; i++)
    {
      int run = 1;

      for (int j = 1; j < self->size; j++)
        {
          guint8 now = columns ? self->dark[j][i] : self->dark[i][j];
          guint8 before = columns ? self->dark[j - 1][i] : self->dark[i][j - 1];

          run = now == before ? run + 1 : 1;
          penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
        }
    }
  return penalty;
}

static int
count_squares (const MbxQrCode *self)
{
  int penalty = 0;

  for (int y = 1; y < self->size; y++)
    {
      for (int x = 1; x < self->size; x++)
        {
          int sum = self->dark[y][x] + self->dark[y - 1][x] + self->dark[y][x - 1] +
                    self->dark[y - 1][x - 1];

          penalty += sum == 0 || sum == 4 ? 3 : 0;
        }
    }
  return penalty;
}

/* Section 7.8.3 without its rule on look-alikes of the finders, which readers cope with. */
static int
count_penalty (const MbxQrCode *self)
{
  int dark = 0;
  int total = self->size * self->size;

  for (int y = 0; y < self->size; y++)
    {
      for (int x = 0; x < self->size; x++)
        dark += self->dark[y][x];
    }
  return count_runs (self, FALSE) + count_runs (self, TRUE) + count_squares (self) +
         ABS (dark * 20 - total * 10) / total * 10;
}

static void
choose_mask (MbxQrCode *self)
{
  int best = 0;
  int least = G_MAXINT;

  for (int mask = 0; mask < MASK_COUNT; mask++)
    {
      int penalty;

      apply_mask (self, mask);
      draw_format (self, mask);
      penalty = count_penalty (self);
      if (penalty < least)
        {
          least = penalty;
          best = mask;
        }
      apply_mask (self, mask);
    }
  apply_mask (self, best);
  draw_format (self, best);
}

/**
 * mbx_qr_code_new:
 * @bytes: what to encode
 * @length: in bytes
 *
 * Returns: (transfer full) (nullable): the code, or %NULL where @length is beyond version 20
 */
MbxQrCode *
mbx_qr_code_new (const guint8 *bytes, gsize length)
{
  int version = mbx_qr_pick_version (length);
  MbxQrCode *self;
  GByteArray *words;

  if (version == 0)
    return NULL;
  self = g_new0 (MbxQrCode, 1);
  self->version = version;
  self->size = 17 + 4 * version;
  words = mbx_qr_encode (version, bytes, length);
  draw_fixed (self);
  draw_codewords (self, words);
  choose_mask (self);
  mbx_wipe (words->data, words->len);
  g_byte_array_unref (words);
  return self;
}

void
mbx_qr_code_free (MbxQrCode *self)
{
  if (self == NULL)
    return;
  mbx_wipe (self, sizeof *self);
  g_free (self);
}

/**
 * mbx_qr_code_get_size:
 *
 * Returns: modules per side, without the quiet zone of four around it
 */
int
mbx_qr_code_get_size (const MbxQrCode *self)
{
  return self->size;
}

gboolean
mbx_qr_code_get_module (const MbxQrCode *self, int x, int y)
{
  g_return_val_if_fail (x >= 0 && y >= 0 && x < self->size && y < self->size, FALSE);

  return self->dark[y][x] != 0;
}

/**
 * mbx_qr_code_to_svg:
 *
 * Returns: (transfer full): a picture with one unit per module and its quiet zone
 */
char *
mbx_qr_code_to_svg (const MbxQrCode *self)
{
  GString *svg = g_string_new (NULL);
  int side = self->size + 2 * QUIET_ZONE;

  g_string_append_printf (svg,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                          "shape-rendering=\"crispEdges\">\n"
                          "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n<path d=\"",
                          side, side, side, side);
  for (int y = 0; y < self->size; y++)
    {
      for (int x = 0; x < self->size; x++)
        {
          if (self->dark[y][x])
            g_string_append_printf (svg, "M%d %dh1v1h-1z", x + QUIET_ZONE, y + QUIET_ZONE);
        }
    }
  g_string_append (svg, "\"/>\n</svg>\n");
  return g_string_free (svg, FALSE);
}
