/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/pacc-reader.h"

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);
  g_autoptr (MbxCandidate) candidate = mbx_pacc_read ((const char *) data, size, address, NULL);
}
