/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MBX_TYPE_ADDRESS_LIST (mbx_address_list_get_type ())
G_DECLARE_FINAL_TYPE (MbxAddressList, mbx_address_list, MBX, ADDRESS_LIST, GObject)

/* Addresses that are known already, in the form that GSocketClient takes. */
MbxAddressList *mbx_address_list_new (GList *addresses, guint16 port);
MbxAddressList *mbx_address_list_filter (MbxAddressList *self, GSocketFamily family);
gboolean mbx_address_list_has (MbxAddressList *self, GSocketFamily family);
char **mbx_address_list_to_strings (MbxAddressList *self);

G_END_DECLS
