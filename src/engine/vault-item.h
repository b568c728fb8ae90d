/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <libsecret/secret.h>

#include "core/server.h"

G_BEGIN_DECLS

/**
 * MbxVaultItem:
 * @schema: what kind of item
 * @label: what a keyring program shows
 * @attributes: (element-type utf8 utf8): what finds it again
 *
 * The name of one item of the keyring, without its secret. Free with mbx_vault_item_free().
 */
typedef struct
{
  const SecretSchema *schema;
  char *label;
  GHashTable *attributes;
} MbxVaultItem;

MbxVaultItem *mbx_vault_item_new_server (const MbxServer *server, const char *address);
MbxVaultItem *mbx_vault_item_new_token (const char *issuer, const char *address);
MbxVaultItem *mbx_vault_item_new_backup (const char *account_id, const char *slot);
gboolean mbx_vault_item_equal (const MbxVaultItem *a, const MbxVaultItem *b);
void mbx_vault_item_free (MbxVaultItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxVaultItem, mbx_vault_item_free)

G_END_DECLS
