/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"
#include "core/secret.h"

G_BEGIN_DECLS

MbxSecret *mbx_hand_over_write_qr (const MbxAccount *account, MbxSecret *password, GError **error);

G_END_DECLS
