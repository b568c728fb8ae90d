/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "engine/demo-scenario.h"

G_BEGIN_DECLS

#define MBX_TYPE_DEMO_SESSION (mbx_demo_session_get_type ())
G_DECLARE_FINAL_TYPE (MbxDemoSession, mbx_demo_session, MBX, DEMO_SESSION, GObject)

/**
 * MbxDemoSessionOptions:
 * @protocol: what is spoken
 * @direct: whether TLS comes first on this port
 * @scenario: how it goes wrong
 * @certificate: what the server shows, with its key
 * @trust: whose client certificates would count
 * @pem: the same as text, for %MBX_DEMO_FAULT_TLS_OLD
 */
typedef struct
{
  MbxProtocol protocol;
  gboolean direct;
  const MbxDemoScenario *scenario;
  GTlsCertificate *certificate;
  GTlsDatabase *trust;
  const char *pem;
} MbxDemoSessionOptions;

/*
 * One connection to the demo, from its acceptance to its end. It keeps itself alive until the
 * client hangs up, the scenario ends it or the cancellable is cancelled.
 */
void mbx_demo_session_serve (GSocketConnection *connection,
                             const MbxDemoSessionOptions *options,
                             GCancellable *cancellable);

G_END_DECLS
