/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"

G_BEGIN_DECLS

char *mbx_geary_write (const MbxAccount *account, guint ordinal);
gboolean mbx_geary_has_address (const char *text, const char *address);

G_END_DECLS
