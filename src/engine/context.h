/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"
#include "core/phrase-table.h"
#include "core/provider-table.h"

G_BEGIN_DECLS

#define MBX_TYPE_CONTEXT (mbx_context_get_type ())
G_DECLARE_FINAL_TYPE (MbxContext, mbx_context, MBX, CONTEXT, GObject)

/**
 * MbxLimits:
 *
 * How long anything may take, in milliseconds. Tests shorten them; nobody else does.
 */
typedef struct
{
  guint resolve;
  guint connect;
  guint handshake;
  guint greeting;
  guint reply;
  guint experiment;
  guint source;
  guint discovery;
  guint check;
} MbxLimits;

MbxContext *mbx_context_new (void);
const MbxProviderTable *mbx_context_get_providers (MbxContext *self);
const MbxPhraseTable *mbx_context_get_phrases (MbxContext *self);
/* (element-type utf8): what is wrong with an organisation's files, one sentence each. */
GPtrArray *mbx_context_get_problems (MbxContext *self);

MbxLimits *mbx_context_get_limits (MbxContext *self);
void mbx_context_set_offline (MbxContext *self, gboolean offline);
gboolean mbx_context_get_offline (MbxContext *self);
void mbx_context_set_trust (MbxContext *self, GTlsDatabase *trust);
GTlsDatabase *mbx_context_get_trust (MbxContext *self);

/*
 * The demo server's names. @hosts is (nullable) (element-type utf8 guint), keys and values:
 *   "imap.demo.example:993" -> the loopback port, as GUINT_TO_POINTER()
 *   "imap.demo.example"     -> an #MbxNetFault, as GUINT_TO_POINTER(): how the look-up of it fails
 * While it is set nothing outside is asked: any name without a key is MBX_NET_NO_SUCH_HOST, any
 * other port of a known name is MBX_NET_REFUSED, and there is no DNS, no https source and no
 * experiment beyond these names. Connections to them use no proxy.
 */
void mbx_context_set_hosts (MbxContext *self, GHashTable *hosts);
/* Replaces the table of providers, for the demo's own row; takes @providers over. */
void mbx_context_set_providers (MbxContext *self, MbxProviderTable *providers);
GSocketConnectable *mbx_context_resolve_demo (MbxContext *self, const char *host, guint16 port);
gboolean mbx_context_is_demo (MbxContext *self);
MbxNetFault mbx_context_get_demo_fault (MbxContext *self, const char *host);

/*
 * Who may be asked after a failure, to tell one cause from another: a page of known content over
 * http (a sign-in page of the network answers in its place), and hosts that are known to live, each
 * "host:port". NULL and an empty list mean that nobody is asked.
 */
void mbx_context_set_probe_page (MbxContext *self, const char *url);
const char *mbx_context_get_probe_page (MbxContext *self);
void mbx_context_set_known_hosts (MbxContext *self, const char *const *hosts);
const char *const *mbx_context_get_known_hosts (MbxContext *self);
GTlsDatabase *mbx_context_dup_organisation_trust (MbxContext *self, const char *provider);

G_END_DECLS
