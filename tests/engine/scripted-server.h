/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "engine/context.h"
#include "engine/demo-authority.h"

G_BEGIN_DECLS

#define SCRIPTED_HOST "server.example.com"

/**
 * ScriptedServer:
 *
 * A server on loopback that follows a script, one connection like the other. Each line of a script:
 *
 *   "S: text"   sends the text and CRLF; "\n" inside the text is CRLF too
 *   "R: text"   sends the text as it is
 *   "C: glob"   expects a line that matches
 *   "TLS"       does the handshake with the certificate that was set
 *   "WAIT"      waits until the client hangs up
 *   "RESET"     cuts the connection
 *   "HOLD ms"   says nothing for so long
 *
 * At the end, and where a line does not match, it hangs up.
 */
typedef struct _ScriptedServer ScriptedServer;

ScriptedServer *scripted_server_new (const char *const *script);
void scripted_server_free (ScriptedServer *self);
void scripted_server_set_script (ScriptedServer *self, const char *const *script);
guint16 scripted_server_get_port (ScriptedServer *self);
void scripted_server_set_certificate (ScriptedServer *self, MbxDemoCertificate kind);
void scripted_server_set_priority (ScriptedServer *self, const char *priority);
void scripted_server_demand_certificate (ScriptedServer *self);
char *scripted_server_dup_received (ScriptedServer *self);
guint scripted_server_count (ScriptedServer *self);
char *scripted_server_issue (MbxDemoCertificate kind);
void scripted_server_set_issuer_url (const char *url);
char *scripted_server_dup_intermediate (void);
MbxContext *scripted_context_new (void);
guint scripted_free_port (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedServer, scripted_server_free)

G_END_DECLS
