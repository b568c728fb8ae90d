/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/account.h"
#include "core/secret.h"
#include "engine/account-journal.h"

G_BEGIN_DECLS

/*
 * Changes to the account store that happen as a whole or not at all, in the keyring and in the
 * files. The calls block: for worker threads only.
 */
gboolean mbx_account_transaction_save (const char *folder, const MbxAccount *account,
                                       MbxSecret *const secrets[MBX_SLOT_COUNT],
                                       GCancellable *cancellable, GError **error);
gboolean mbx_account_transaction_remove (const char *folder, const char *id,
                                         GCancellable *cancellable, GError **error);
gboolean mbx_account_transaction_recover (const char *folder, GCancellable *cancellable,
                                          GError **error);

/* For tests: called before each change with its name, and may end the process there. */
void mbx_account_transaction_set_observer (void (*observer) (const char *change));

G_END_DECLS
