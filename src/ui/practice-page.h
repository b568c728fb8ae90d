/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_PRACTICE_PAGE (mbx_practice_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxPracticePage, mbx_practice_page, MBX, PRACTICE_PAGE, MbxPage)

/* Choose a failure and see what a person sees. Starts a window of its own. */
MbxPage *mbx_practice_page_new (void);

G_END_DECLS
