/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/account.h"
#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxAccountStoreError:
 * @MBX_ACCOUNT_STORE_ERROR_NOT_FOUND: no such account
 * @MBX_ACCOUNT_STORE_ERROR_NO_SPACE: the disk is full
 * @MBX_ACCOUNT_STORE_ERROR_READ_ONLY: the disk is read-only
 * @MBX_ACCOUNT_STORE_ERROR_DENIED: no permission
 * @MBX_ACCOUNT_STORE_ERROR_BUSY: another program is saving
 * @MBX_ACCOUNT_STORE_ERROR_FAILED: anything else of the file system
 */
typedef enum
{
  MBX_ACCOUNT_STORE_ERROR_NOT_FOUND,
  MBX_ACCOUNT_STORE_ERROR_NO_SPACE,
  MBX_ACCOUNT_STORE_ERROR_READ_ONLY,
  MBX_ACCOUNT_STORE_ERROR_DENIED,
  MBX_ACCOUNT_STORE_ERROR_BUSY,
  MBX_ACCOUNT_STORE_ERROR_FAILED,
} MbxAccountStoreError;

#define MBX_ACCOUNT_STORE_ERROR (mbx_account_store_error_quark ())
GQuark mbx_account_store_error_quark (void);

#define MBX_TYPE_ACCOUNT_STORE (mbx_account_store_get_type ())
G_DECLARE_FINAL_TYPE (MbxAccountStore, mbx_account_store, MBX, ACCOUNT_STORE, GObject)

/*
 * What was set up: one key file per account in $XDG_CONFIG_HOME/mailbox-setup/accounts/, written
 * atomically, mode 0600, and its secrets in the keyring. Saving and removing are all or nothing:
 * the keyring first, then the file; what came in last is taken out again when the other fails, and
 * what a killed program left half done is undone or completed by the next call, or by
 * mbx_account_store_recover_async(). Signal "changed" after each change.
 */
MbxAccountStore *mbx_account_store_new (const char *folder);
GPtrArray *mbx_account_store_list (MbxAccountStore *self, GError **error);
GPtrArray *mbx_account_store_get_problems (MbxAccountStore *self);
MbxAccount *mbx_account_store_find (MbxAccountStore *self, const char *address, GError **error);
void mbx_account_store_save_async (MbxAccountStore *self, const MbxAccount *account,
                                   MbxSecret *incoming, MbxSecret *outgoing, MbxSecret *token,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
gboolean mbx_account_store_save_finish (MbxAccountStore *self, GAsyncResult *result,
                                        GError **error);
void mbx_account_store_remove_async (MbxAccountStore *self, const char *id,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer data);
gboolean mbx_account_store_remove_finish (MbxAccountStore *self, GAsyncResult *result,
                                          GError **error);
void mbx_account_store_recover_async (MbxAccountStore *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
gboolean mbx_account_store_recover_finish (MbxAccountStore *self, GAsyncResult *result,
                                           GError **error);

G_END_DECLS
