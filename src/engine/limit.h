/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbxLimit:
 *
 * A cancellable that fires when another one does, or when the time is up.
 */
typedef struct _MbxLimit MbxLimit;

MbxLimit *mbx_limit_new (GCancellable *parent, guint milliseconds);
void mbx_limit_free (MbxLimit *self);
GCancellable *mbx_limit_get_cancellable (MbxLimit *self);
gboolean mbx_limit_is_over (MbxLimit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxLimit, mbx_limit_free)

G_END_DECLS
