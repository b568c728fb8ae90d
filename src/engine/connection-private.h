/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/connection.h"
#include "engine/limit.h"
#include "engine/lookup.h"

G_BEGIN_DECLS

/* Shared by connection.c and connection-tls.c alone. @looks counts looks at IPv6 that still run. */
struct _MbxConnection
{
  GObject parent_instance;
  MbxContext *context;
  MbxEvidence *evidence;
  MbxRoute *route;
  gboolean ipv4_only;
  GIOStream *plain;
  GIOStream *stream;
  gboolean encrypted;
  const char *tls_version;
  guint looks;
};

GTask *mbx_connection_begin (MbxConnection *self,
                             guint milliseconds,
                             gpointer tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GCancellable *mbx_connection_limit_of (GTask *task);
void mbx_connection_fail_net (GTask *task, GError *error, MbxNetFault late);
void mbx_connection_quick_ack (MbxConnection *self);

G_END_DECLS
