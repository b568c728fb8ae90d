/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/account.h"

G_BEGIN_DECLS

#define MBX_TYPE_QR_ROW (mbx_qr_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxQrRow, mbx_qr_row, MBX, QR_ROW, AdwActionRow)

/* Shows the QR code for Thunderbird on a phone: on demand, for a minute, on no shared screen. */
GtkWidget *mbx_qr_row_new (const MbxAccount *account);

G_END_DECLS
