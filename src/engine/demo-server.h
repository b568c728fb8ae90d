/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/code.h"
#include "engine/context.h"

G_BEGIN_DECLS

#define MBX_TYPE_DEMO_SERVER (mbx_demo_server_get_type ())
G_DECLARE_FINAL_TYPE (MbxDemoServer, mbx_demo_server, MBX, DEMO_SERVER, GObject)

#define MBX_DEMO_ADDRESS "demo@demo.example"
#define MBX_DEMO_PASSWORD "demo"

/*
 * A mail server inside the program, on loopback, for newcomers, training and screenshots: IMAP,
 * POP3 and SMTP with direct TLS and STARTTLS under the names imap., pop. and smtp.demo.example,
 * with a certificate authority that was made a moment ago and that only this run's context trusts.
 */
MbxDemoServer *mbx_demo_server_new (GError **error);
void mbx_demo_server_apply (MbxDemoServer *self, MbxContext *context);
gboolean mbx_demo_server_set_failure (MbxDemoServer *self, MbxCode code);
const MbxCode *mbx_demo_server_list_failures (guint *count);

G_END_DECLS
