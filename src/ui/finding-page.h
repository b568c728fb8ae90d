/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_FINDING_PAGE (mbx_finding_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxFindingPage, mbx_finding_page, MBX, FINDING_PAGE, MbxPage)

/* Who is being asked for the settings and what came of it. */

G_END_DECLS
