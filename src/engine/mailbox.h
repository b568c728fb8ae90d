/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/account-store.h"
#include "engine/check.h"
#include "engine/context.h"
#include "engine/mailbox-change.h"

G_BEGIN_DECLS

/**
 * MbxMailboxError:
 * @MBX_MAILBOX_ERROR_CHECK_FAILED: the new password was not stored, since the check did not pass;
 *   see mbx_mailbox_get_check()
 * @MBX_MAILBOX_ERROR_BUSY: something else is being done with this mailbox
 */
typedef enum
{
  MBX_MAILBOX_ERROR_CHECK_FAILED,
  MBX_MAILBOX_ERROR_BUSY,
} MbxMailboxError;

#define MBX_MAILBOX_ERROR (mbx_mailbox_error_quark ())
GQuark mbx_mailbox_error_quark (void);

#define MBX_TYPE_MAILBOX (mbx_mailbox_get_type ())
G_DECLARE_FINAL_TYPE (MbxMailbox, mbx_mailbox, MBX, MAILBOX, GObject)

/*
 * One mailbox that was set up: check it again with what the keyring holds, change its password,
 * remove it. One thing at a time. Signal "step-changed" (MbxStepResult *) while a check runs.
 *
 * A check ends well when it could be made; its verdict is mbx_check_get_verdict() of
 * mbx_mailbox_get_check(), and mbx_mailbox_get_changes() says what is other than when it last
 * worked. A mailbox with browser sign-in gets a fresh access token first, unless one was set.
 */
MbxMailbox *mbx_mailbox_new (MbxContext *context, MbxAccountStore *store,
                             const MbxAccount *account);
GPtrArray *mbx_mailbox_list (MbxContext *context, MbxAccountStore *store, GError **error);
const MbxAccount *mbx_mailbox_get_account (MbxMailbox *self);
MbxCheck *mbx_mailbox_get_check (MbxMailbox *self);
GPtrArray *mbx_mailbox_get_changes (MbxMailbox *self);
MbxCode mbx_mailbox_error_to_code (const GError *error);
void mbx_mailbox_set_access_token (MbxMailbox *self, MbxSecret *access_token);

void mbx_mailbox_check_async (MbxMailbox *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean mbx_mailbox_check_finish (MbxMailbox *self, GAsyncResult *result, GError **error);
void mbx_mailbox_change_password_async (MbxMailbox *self, MbxSecret *incoming,
                                        MbxSecret *outgoing, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);
gboolean mbx_mailbox_change_password_finish (MbxMailbox *self, GAsyncResult *result,
                                             GError **error);
void mbx_mailbox_remove_async (MbxMailbox *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean mbx_mailbox_remove_finish (MbxMailbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
