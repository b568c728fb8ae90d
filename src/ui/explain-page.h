/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_EXPLAIN_PAGE (mbx_explain_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxExplainPage, mbx_explain_page, MBX, EXPLAIN_PAGE, MbxPage)

/* What another program or a server said, and what it means. Works without a network. */
MbxPage *mbx_explain_page_new (MbxContext *context);

G_END_DECLS
