/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/account.h"

G_BEGIN_DECLS

/*
 * The files of the account store: "ID.conf" for an account, "ID.journal" while one is being saved
 * or removed. Small files, written whole; the calls block for as long as the disk does.
 */
char *mbx_account_folder_get_default (void);
gboolean mbx_account_folder_make (const char *folder, GError **error);
int mbx_account_folder_lock (const char *folder, GError **error);
GPtrArray *mbx_account_folder_list (const char *folder, const char *suffix, GError **error);
void mbx_account_folder_sweep (const char *folder);
char *mbx_account_folder_read (const char *folder, const char *id, const char *suffix,
                               GError **error);
gboolean mbx_account_folder_write (const char *folder, const char *id, const char *suffix,
                                   const char *data, GError **error);
gboolean mbx_account_folder_delete (const char *folder, const char *id, const char *suffix,
                                    GError **error);

G_END_DECLS
