/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/reply.h"
#include "core/server.h"

G_BEGIN_DECLS

MbxReply *mbx_reply_parse (int protocol, const char *text, gssize length);

G_END_DECLS
