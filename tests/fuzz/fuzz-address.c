/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/address.h"

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (MbxAddress) address = mbx_address_parse (text, NULL);
  g_autofree char *masked = mbx_address_mask (text);

  if (address == NULL)
    return;
  g_assert_true (g_utf8_validate (address->text, -1, NULL));
  g_assert_true (g_str_is_ascii (address->domain));
}
