/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/reply-parser.h"
#include "core/service.h"

#include <string.h>

#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  mbx_service_from_bytes (data, size);
  for (int protocol = -1; protocol <= MBX_PROTOCOL_SMTP; protocol++)
    {
      g_autoptr (MbxReply) reply = mbx_reply_parse (protocol, (const char *) data, (gssize) size);

      g_assert_true (g_utf8_validate (reply->text, -1, NULL));
      g_assert_cmpuint (strlen (reply->text), <=, 4096);
      g_assert_cmpuint (reply->status, <, 600);
    }
}
