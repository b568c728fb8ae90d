/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_NOT_FOUND_PAGE (mbx_not_found_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxNotFoundPage, mbx_not_found_page, MBX, NOT_FOUND_PAGE, MbxPage)

/* Why no settings were found, and what works instead. */

G_END_DECLS
