/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/qr-code-private.h"

#include <string.h>

#include "core/secret.h"

/* The numbers of ISO/IEC 18004 tables 7 and 9 for level M. */
static const guint8 check_words[MBX_QR_MAXIMUM_VERSION + 1] = {
  0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
};
static const guint8 block_counts[MBX_QR_MAXIMUM_VERSION + 1] = {
  0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
};

enum
{
  MODE_BYTES = 4,
  PAD_FIRST = 0xec,
  PAD_SECOND = 0x11,
};

/**
 * mbx_qr_count_codewords:
 *
 * Returns: how many bytes fit into the modules of @version, data and check words together
 */
int
mbx_qr_count_codewords (int version)
{
  int modules = (16 * version + 128) * version + 64;
  int alignment;

  if (version >= 2)
    {
      alignment = version / 7 + 2;
      modules -= (25 * alignment - 10) * alignment - 55;
      if (version >= 7)
        modules -= 36;
    }
  return modules / 8;
}

static int
count_data_words (int version)
{
  return mbx_qr_count_codewords (version) - check_words[version] * block_counts[version];
}

static int
length_bits (int version)
{
  return version < 10 ? 8 : 16;
}

/**
 * mbx_qr_pick_version:
 * @length: bytes to encode
 *
 * Returns: the smallest version that holds them, or 0 where none does
 */
int
mbx_qr_pick_version (gsize length)
{
  for (int version = 1; version <= MBX_QR_MAXIMUM_VERSION; version++)
    {
      gsize bits = 4 + (gsize) length_bits (version) + 8 * length;

      if ((bits + 7) / 8 <= (gsize) count_data_words (version))
        return version;
    }
  return 0;
}

typedef struct
{
  GByteArray *bytes;
  guint used;
} BitWriter;

static void
append_bits (BitWriter *writer, guint value, int count)
{
  for (int bit = count - 1; bit >= 0; bit--)
    {
      if (writer->used % 8 == 0)
        g_byte_array_append (writer->bytes, (const guint8 *) "", 1);
      if ((value >> bit) & 1)
        writer->bytes->data[writer->used / 8] |= (guint8) (0x80 >> (writer->used % 8));
      writer->used++;
    }
}

static GByteArray *
make_data_words (int version, const guint8 *bytes, gsize length)
{
  guint total = (guint) count_data_words (version);
  BitWriter writer = { g_byte_array_sized_new (total + 1), 0 };

  append_bits (&writer, MODE_BYTES, 4);
  append_bits (&writer, (guint) length, length_bits (version));
  for (gsize i = 0; i < length; i++)
    append_bits (&writer, bytes[i], 8);
  append_bits (&writer, 0, (int) MIN (4, total * 8 - writer.used));
  append_bits (&writer, 0, (int) ((8 - writer.used % 8) % 8));
  for (guint i = 0; writer.bytes->len < total; i++)
    append_bits (&writer, i % 2 == 0 ? PAD_FIRST : PAD_SECOND, 8);
  return writer.bytes;
}

/* Product in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1. */
static guint8
multiply (guint8 a, guint8 b)
{
  guint product = 0;

  for (int bit = 7; bit >= 0; bit--)
    {
      product = (product << 1) ^ ((product >> 7) * 0x11d);
      product ^= ((b >> bit) & 1u) * a;
    }
  return (guint8) product;
}

static void
make_generator (guint8 *generator, int degree)
{
  guint8 root = 1;

  memset (generator, 0, (gsize) degree);
  generator[degree - 1] = 1;
  for (int i = 0; i < degree; i++)
    {
      for (int j = 0; j < degree; j++)
        {
          generator[j] = multiply (generator[j], root);
          if (j + 1 < degree)
            generator[j] ^= generator[j + 1];
        }
      root = multiply (root, 2);
    }
}

static void
make_check_words (const guint8 *data, int length, const guint8 *generator, int degree,
                  guint8 *check)
{
  memset (check, 0, (gsize) degree);
  for (int i = 0; i < length; i++)
    {
      guint8 factor = data[i] ^ check[0];

      memmove (check, check + 1, (gsize) degree - 1);
      check[degree - 1] = 0;
      for (int j = 0; j < degree; j++)
        check[j] ^= multiply (generator[j], factor);
    }
}

/* Blocks are cut one after the other and read out in columns; the last ones are a byte longer. */
static void
interleave (GByteArray *result, const guint8 *data, int version)
{
  int blocks = block_counts[version];
  int total = count_data_words (version);
  int shorter = total / blocks;
  int first_long = blocks - total % blocks;

  for (int column = 0; column <= shorter; column++)
    {
      for (int block = 0; block < blocks; block++)
        {
          int start = block * shorter + MAX (0, block - first_long);

          if (column < shorter || block >= first_long)
            g_byte_array_append (result, data + start + column, 1);
        }
    }
}

static void
append_check_words (GByteArray *result, const guint8 *data, int version)
{
  int blocks = block_counts[version];
  int degree = check_words[version];
  int shorter = count_data_words (version) / blocks;
  int first_long = blocks - count_data_words (version) % blocks;
  guint8 generator[32];
  guint8 check[16][32];

  make_generator (generator, degree);
  for (int block = 0; block < blocks; block++)
    make_check_words (data + block * shorter + MAX (0, block - first_long),
                      shorter + (block >= first_long ? 1 : 0), generator, degree, check[block]);
  for (int column = 0; column < degree; column++)
    {
      for (int block = 0; block < blocks; block++)
        g_byte_array_append (result, &check[block][column], 1);
    }
  mbx_wipe (check, sizeof check);
}

/**
 * mbx_qr_encode:
 * @version: one that mbx_qr_pick_version() gave for @length
 *
 * Returns: (transfer full): all codewords in the order in which they are drawn
 */
GByteArray *
mbx_qr_encode (int version, const guint8 *bytes, gsize length)
{
  GByteArray *data = make_data_words (version, bytes, length);
  GByteArray *result = g_byte_array_sized_new ((guint) mbx_qr_count_codewords (version));

  interleave (result, data->data, version);
  append_check_words (result, data->data, version);
  mbx_wipe (data->data, data->len);
  g_byte_array_unref (data);
  return result;
}
