/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxQrCode:
 *
 * A QR code (ISO/IEC 18004) of bytes at error correction level M, versions 1 to 20. Wiped on free,
 * since it may stand for a password.
 */
typedef struct _MbxQrCode MbxQrCode;

MbxQrCode *mbx_qr_code_new (const guint8 *bytes, gsize length);
void mbx_qr_code_free (MbxQrCode *self);
int mbx_qr_code_get_size (const MbxQrCode *self);
gboolean mbx_qr_code_get_module (const MbxQrCode *self, int x, int y);
char *mbx_qr_code_to_svg (const MbxQrCode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxQrCode, mbx_qr_code_free)

G_END_DECLS
