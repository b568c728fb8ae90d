/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/address.h"
#include "core/candidate.h"
#include "core/code.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxSourceState:
 * @source: which source
 * @state: #MbxState: running, passed (it had an answer), failed, skipped (a better one made it
 *   needless)
 * @asked: (nullable): who was asked, for the person's eyes
 * @outcome: (nullable): what came of it, one sentence
 * @microseconds: how long it took
 */
typedef struct
{
  MbxSource source;
  int state;
  char *asked;
  char *outcome;
  gint64 microseconds;
} MbxSourceState;

#define MBX_TYPE_DISCOVERY (mbx_discovery_get_type ())
G_DECLARE_FINAL_TYPE (MbxDiscovery, mbx_discovery, MBX, DISCOVERY, GObject)

/*
 * Finds the servers of an address: the table at once, else all live sources side by side under one
 * budget. Signal "source-changed" (MbxSourceState *state).
 *
 * finish gives the candidates, best first (element-type MbxCandidate); an empty array means that
 * mbx_discovery_get_code() says why (no-settings-found, domain-typo, domain-has-no-mail,
 * proprietary-protocol, bridge-not-running, autoconfig-broken, offline ...).
 */
MbxDiscovery *mbx_discovery_new (MbxContext *context, const MbxAddress *address);
void mbx_discovery_run_async (MbxDiscovery *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
GPtrArray *mbx_discovery_run_finish (MbxDiscovery *self, GAsyncResult *result, GError **error);
MbxCode mbx_discovery_get_code (MbxDiscovery *self);
const char *mbx_discovery_get_advice (MbxDiscovery *self);
const char *mbx_discovery_get_suggested_domain (MbxDiscovery *self);
const MbxProvider *mbx_discovery_get_provider (MbxDiscovery *self);
GPtrArray *mbx_discovery_get_sources (MbxDiscovery *self);
gboolean mbx_discovery_needs_consent (MbxDiscovery *self, const MbxCandidate *candidate);

/* What the sources are called where they are shown, in the language of the locale. */
const char *mbx_source_to_words (MbxSource source);

/* For tests, which cannot serve on 443 and 80. */
void mbx_discovery_set_web_ports (MbxDiscovery *self, guint16 https, guint16 http);

G_END_DECLS
