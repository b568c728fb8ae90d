/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_GUIDE_PAGE (mbx_guide_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxGuidePage, mbx_guide_page, MBX, GUIDE_PAGE, MbxPage)

/* The ten steps against a mailbox that does not connect. */
MbxPage *mbx_guide_page_new (void);

G_END_DECLS
