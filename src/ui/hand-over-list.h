/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/account.h"

G_BEGIN_DECLS

GtkWidget *mbx_hand_over_list_new (const MbxAccount *account);

G_END_DECLS
