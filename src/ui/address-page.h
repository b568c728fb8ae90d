/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_ADDRESS_PAGE (mbx_address_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxAddressPage, mbx_address_page, MBX, ADDRESS_PAGE, MbxPage)

/* The first page: whose mailbox. Nothing is looked up before Continue. */
void mbx_address_page_set_address (MbxAddressPage *self, const char *text);
gboolean mbx_address_page_commit (MbxAddressPage *self);

G_END_DECLS
