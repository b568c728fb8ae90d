/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"
#include "engine/context.h"

G_BEGIN_DECLS

#define MBX_TYPE_CONNECTION (mbx_connection_get_type ())
G_DECLARE_FINAL_TYPE (MbxConnection, mbx_connection, MBX, CONNECTION, GObject)

/*
 * One TCP connection that may become encrypted: resolve, connect, encrypt, read, write. The one
 * place for TLS. All evidence goes into the MbxEvidence given at birth. Each call has its own limit
 * from MbxLimits. The GError of a failed call is only a message; the evidence is what counts.
 */
MbxConnection *mbx_connection_new (MbxContext *context, MbxEvidence *evidence);
void mbx_connection_resolve_async (MbxConnection *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
gboolean mbx_connection_resolve_finish (MbxConnection *self, GAsyncResult *result, GError **error);
void mbx_connection_connect_async (MbxConnection *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
gboolean mbx_connection_connect_finish (MbxConnection *self, GAsyncResult *result, GError **error);
void mbx_connection_encrypt_async (MbxConnection *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
gboolean mbx_connection_encrypt_finish (MbxConnection *self, GAsyncResult *result, GError **error);
void mbx_connection_read_async (MbxConnection *self, guint limit, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
GBytes *mbx_connection_read_finish (MbxConnection *self, GAsyncResult *result, GError **error);
void mbx_connection_write_async (MbxConnection *self, const guint8 *bytes, gsize length,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
gboolean mbx_connection_write_finish (MbxConnection *self, GAsyncResult *result, GError **error);
void mbx_connection_close (MbxConnection *self, const GByteArray *goodbye);
gboolean mbx_connection_is_encrypted (MbxConnection *self);
gboolean mbx_connection_is_alive (MbxConnection *self);
gboolean mbx_connection_is_settled (MbxConnection *self);
GIOStream *mbx_connection_get_stream (MbxConnection *self);
GIOStream *mbx_connection_get_plain_stream (MbxConnection *self);
void mbx_connection_set_ipv4_only (MbxConnection *self, gboolean ipv4_only);
const char *mbx_connection_get_tls_version (MbxConnection *self);
GBytes *mbx_connection_get_channel_binding (MbxConnection *self, const char **type);

G_END_DECLS
