/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MBX_QR_MAXIMUM_VERSION 20
#define MBX_QR_MAXIMUM_SIZE (17 + 4 * MBX_QR_MAXIMUM_VERSION)

int mbx_qr_pick_version (gsize length);
int mbx_qr_count_codewords (int version);
GByteArray *mbx_qr_encode (int version, const guint8 *bytes, gsize length);

G_END_DECLS
