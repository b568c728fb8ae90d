/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/provider-table.h"

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  g_autoptr (MbxProviderTable) table = mbx_provider_table_new ();

  mbx_provider_table_add (table, (const char *) data, size, "fuzz", NULL);
  mbx_provider_table_find_domain (table, "example.org");
  mbx_provider_table_find_mx (table, "mx.example.org");
}
