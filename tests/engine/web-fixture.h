/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "engine/context.h"

G_BEGIN_DECLS

/**
 * World:
 * @context: trusts the world's authority
 * @https: port of the web server with certificates for all of the world's names
 * @http: port of the one without
 * @imap: port of a mail server that greets over TLS
 * @smtp: the same for sending
 * @asked: (element-type utf8): "https://host/path" and "dns TYPE name", in the order of asking
 *
 * An internet of its own on loopback: names, web pages and two mail servers.
 */
typedef struct
{
  MbxContext *context;
  guint16 https;
  guint16 http;
  guint16 imap;
  guint16 smtp;
  GPtrArray *asked;
} World;

World *world_new (void);
void world_free (World *self);

/* Records: "1.2.3.4" for A; "10 host" for MX; "0 0 993 host" for SRV; text for TXT. */
void world_add (World *self, const char *type, const char *name, const char *value);
void world_add_silent_name (World *self, const char *name);
void world_add_failing_name (World *self, const char *name);

/* Makes @name lead to the web servers, and @path (with query) there answer. */
void world_add_host (World *self, const char *name);
void world_add_page (World *self, const char *url, guint status, const char *body);
void world_add_redirect (World *self, const char *url, const char *location);
void world_add_silent_page (World *self, const char *url);

gboolean world_was_asked (World *self, const char *text);
char *world_make_autoconfig (World *self, const char *imap_host, const char *smtp_host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

G_END_DECLS
