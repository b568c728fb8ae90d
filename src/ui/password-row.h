/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/secret.h"

G_BEGIN_DECLS

#define MBX_TYPE_PASSWORD_ROW (mbx_password_row_get_type ())
G_DECLARE_FINAL_TYPE (MbxPasswordRow, mbx_password_row, MBX, PASSWORD_ROW, AdwPreferencesRow)

/*
 * A password field that shows its content only on request and hides it again: after a while, when
 * the focus leaves, and at once when the screen is shared. It is not an AdwEntryRow, since those
 * are plain text to screen readers, which would speak each letter. Property "caps-lock"
 * (read-only), signal "changed".
 */
GtkWidget *mbx_password_row_get_entry (MbxPasswordRow *self);
MbxSecret *mbx_password_row_dup_secret (MbxPasswordRow *self);
gboolean mbx_password_row_is_empty (MbxPasswordRow *self);
void mbx_password_row_clear (MbxPasswordRow *self);

G_END_DECLS
