/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_BROWSER_PAGE (mbx_browser_page_get_type ())

/* Waits while the person signs in through the system's browser. */
G_DECLARE_FINAL_TYPE (MbxBrowserPage, mbx_browser_page, MBX, BROWSER_PAGE, MbxPage)

G_END_DECLS
