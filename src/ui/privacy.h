/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MBX_TYPE_PRIVACY (mbx_privacy_get_type ())
G_DECLARE_FINAL_TYPE (MbxPrivacy, mbx_privacy, MBX, PRIVACY, GObject)

/*
 * Screen-share mode. One object for the whole program, since every text on the screen depends on
 * it. Property "active"; what is private is told with mbx_privacy_add_name().
 */
MbxPrivacy *mbx_privacy_get_default (void);
gboolean mbx_privacy_get_active (MbxPrivacy *self);
void mbx_privacy_set_active (MbxPrivacy *self, gboolean active);
void mbx_privacy_add_name (MbxPrivacy *self, const char *name);
void mbx_privacy_add_address (MbxPrivacy *self, const char *address);
char *mbx_privacy_show (MbxPrivacy *self, const char *text);

G_END_DECLS
