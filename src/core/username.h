/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/address.h"
#include "core/server.h"

G_BEGIN_DECLS

char *mbx_username_fill (const char *text, const MbxAddress *address);
char *mbx_username_for (const char *form, const MbxAddress *address, MbxProtocol protocol);
char *mbx_username_other_form (const char *username, const MbxAddress *address);

G_END_DECLS
