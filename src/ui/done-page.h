/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_DONE_PAGE (mbx_done_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxDonePage, mbx_done_page, MBX, DONE_PAGE, MbxPage)

/* What was stored where, and what to do with the mailbox now. */

G_END_DECLS
