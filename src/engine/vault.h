/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/secret.h"
#include "engine/vault-item.h"

G_BEGIN_DECLS

/**
 * MbxVault:
 *
 * One unlocked session with the Secret Service. All calls block (on D-Bus, and on a person in front
 * of a prompt): for worker threads only. Errors are #MbxKeyringError or %G_IO_ERROR_CANCELLED.
 */
typedef struct _MbxVault MbxVault;

MbxVault *mbx_vault_open (GCancellable *cancellable, GError **error);
void mbx_vault_free (MbxVault *self);
gboolean mbx_vault_unlock (MbxVault *self, GCancellable *cancellable, GError **error);
gboolean mbx_vault_store (MbxVault *self, const MbxVaultItem *item, MbxSecret *secret,
                          GCancellable *cancellable, GError **error);
gboolean mbx_vault_lookup (MbxVault *self, const MbxVaultItem *item, MbxSecret **secret,
                           GCancellable *cancellable, GError **error);
gboolean mbx_vault_clear (MbxVault *self, const MbxVaultItem *item, GCancellable *cancellable,
                          GError **error);
char *mbx_vault_describe (MbxVault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxVault, mbx_vault_free)

G_END_DECLS
