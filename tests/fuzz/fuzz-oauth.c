/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-reply.h"

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  g_autoptr (MbxOauthTokens) tokens =
      mbx_oauth_tokens_new_from_json ((const char *) data, size, NULL);
  g_autoptr (MbxOauthDevice) device =
      mbx_oauth_device_new_from_json ((const char *) data, size, NULL);
  g_autofree char *client = mbx_oauth_read_registration ((const char *) data, size, NULL);
}
