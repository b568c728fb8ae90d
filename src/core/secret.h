/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxSecret:
 *
 * A password or a token: never logged, never printed, wiped when the last owner lets go.
 * Immutable and reference counted.
 */
typedef struct _MbxSecret MbxSecret;

MbxSecret *mbx_secret_new (const char *text);
MbxSecret *mbx_secret_new_len (const char *text, gsize length);
MbxSecret *mbx_secret_new_take (char *text);
MbxSecret *mbx_secret_ref (MbxSecret *self);
void mbx_secret_unref (MbxSecret *self);
const char *mbx_secret_peek (const MbxSecret *self);
gsize mbx_secret_get_length (const MbxSecret *self);
void mbx_wipe (void *memory, gsize length);
void mbx_wipe_string (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxSecret, mbx_secret_unref)

G_END_DECLS
