/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_CHECKING_PAGE (mbx_checking_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxCheckingPage, mbx_checking_page, MBX, CHECKING_PAGE, MbxPage)

/* Both servers side by side, step by step; failures with cause and fix. */

G_END_DECLS
