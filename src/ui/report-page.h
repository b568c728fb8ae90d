/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_REPORT_PAGE (mbx_report_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxReportPage, mbx_report_page, MBX, REPORT_PAGE, MbxPage)

/* What a helpdesk needs to know of the last attempt, redacted by construction. */
MbxPage *mbx_report_page_new (void);

G_END_DECLS
