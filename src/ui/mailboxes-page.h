/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_MAILBOXES_PAGE (mbx_mailboxes_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxMailboxesPage, mbx_mailboxes_page, MBX, MAILBOXES_PAGE, MbxPage)

/* What was set up on this computer. */
MbxPage *mbx_mailboxes_page_new (MbxContext *context, MbxAccountStore *store);

G_END_DECLS
