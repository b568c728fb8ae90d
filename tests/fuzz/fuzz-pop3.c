/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "fuzz-dialogue.h"
#include "fuzz.h"

void
fuzz_one (const guint8 *data, gsize size)
{
  fuzz_dialogue (MBX_PROTOCOL_POP3, data, size);
}
