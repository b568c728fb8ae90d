/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/account.h"

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  g_autoptr (MbxAccount) account = mbx_account_new_from_data ((const char *) data, size, NULL);
  g_autoptr (MbxAccount) again = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (account == NULL)
    return;
  text = mbx_account_to_data (account, &length);
  again = mbx_account_new_from_data (text, length, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->address, ==, account->address);
}
