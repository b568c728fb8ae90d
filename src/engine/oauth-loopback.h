/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MBX_TYPE_OAUTH_LOOPBACK (mbx_oauth_loopback_get_type ())
G_DECLARE_FINAL_TYPE (MbxOauthLoopback, mbx_oauth_loopback, MBX, OAUTH_LOOPBACK, GObject)

/*
 * Waits on a free port of 127.0.0.1 and [::1] for the browser to come back (RFC 8252 section 7.3).
 * Signal "answer" (const char *query) for each request to the root path with a fitting Host header;
 * the handler returns TRUE where the answer was the awaited one, and the page says so.
 */
MbxOauthLoopback *mbx_oauth_loopback_new (GError **error);
guint16 mbx_oauth_loopback_get_port (MbxOauthLoopback *self);

G_END_DECLS
