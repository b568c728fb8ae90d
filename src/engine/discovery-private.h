/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/discovery.h"
#include "engine/inquiry.h"
#include "engine/limit.h"

G_BEGIN_DECLS

#define MBX_DISCOVERY_SOURCES 7

/* One source of this search. */
typedef struct
{
  MbxDiscovery *discovery;
  MbxSourceState *state;
  MbxLimit *limit;
  MbxCandidate *candidate;
  gint64 started;
  gboolean pending;
} MbxDiscoverySlot;

struct _MbxDiscovery
{
  GObject parent_instance;
  MbxContext *context;
  MbxAddress *address;
  MbxInquiry *inquiry;
  GPtrArray *states;
  GPtrArray *found;
  MbxDiscoverySlot slots[MBX_DISCOVERY_SOURCES];
  GCancellable *stop;
  GSource *budget;
  GSource *grace;
  GTask *task;
  gulong cancelled;
  const MbxProvider *provider;
  gboolean broken;
  gboolean list_unreached;
  gboolean looked_for_portal;
  gboolean portal;
  MbxCode code;
  char *advice;
  const char *suggested;
};

/* What the two files of the discovery share. */
MbxSourceState *mbx_discovery_add_state (MbxDiscovery *self, MbxSource source);
void mbx_discovery_change_state (MbxDiscovery *self, MbxSourceState *state, MbxState value,
                                 const char *outcome);
void mbx_discovery_end (MbxDiscovery *self, gboolean asked);
gboolean mbx_discovery_end_on_time (gpointer data);
void mbx_discovery_ask_all (MbxDiscovery *self);

G_END_DECLS
