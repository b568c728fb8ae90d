/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_PORTS_PAGE (mbx_ports_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxPortsPage, mbx_ports_page, MBX, PORTS_PAGE, MbxPage)

/* The seven ports of one host side by side, for helpdesks. */
MbxPage *mbx_ports_page_new (MbxContext *context);

G_END_DECLS
