/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxForeignItem:
 * @schema: the other program's schema
 * @attributes: (transfer none): what it looks the item up by
 * @label: what the keyring shows
 * @secret: (nullable): the password; %NULL to take the item out
 *
 * A keyring item in the form of another mail program.
 */
typedef struct
{
  const SecretSchema *schema;
  GHashTable *attributes;
  char *label;
  MbxSecret *secret;
} MbxForeignItem;

MbxForeignItem *mbx_foreign_item_new (const SecretSchema *schema, MbxSecret *secret,
                                      const char *label, const char *first_name, ...)
  G_GNUC_NULL_TERMINATED;
void mbx_foreign_item_free (MbxForeignItem *self);
void mbx_foreign_keyring_apply_async (GPtrArray *items, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
gboolean mbx_foreign_keyring_apply_finish (GAsyncResult *result, GError **error);

G_END_DECLS
