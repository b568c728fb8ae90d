/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/connection-private.h"

#include "engine/faults.h"

static const char *
name_version (GTlsProtocolVersion version)
{
  switch (version)
    {
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
      return "TLS 1.0";
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
      return "TLS 1.1";
    case G_TLS_PROTOCOL_VERSION_TLS_1_2:
      return "TLS 1.2";
    case G_TLS_PROTOCOL_VERSION_TLS_1_3:
      return "TLS 1.3";
    case G_TLS_PROTOCOL_VERSION_UNKNOWN:
    case G_TLS_PROTOCOL_VERSION_SSL_3_0:
    case G_TLS_PROTOCOL_VERSION_DTLS_1_0:
    case G_TLS_PROTOCOL_VERSION_DTLS_1_2:
      return NULL;
    }
  return NULL;
}

static void
note_version (MbxConnection *self, GTlsConnection *tls)
{
  const char *name = name_version (g_tls_connection_get_protocol_version (tls));

  if (name != NULL)
    self->tls_version = name;
}

/**
 * mbx_connection_get_tls_version:
 *
 * Returns: (nullable): "TLS 1.3", also where the certificate was refused
 */
const char *
mbx_connection_get_tls_version (MbxConnection *self)
{
  g_return_val_if_fail (MBX_IS_CONNECTION (self), NULL);

  return self->tls_version;
}

/*
 * An authority of the organisation's own counts where nothing else is wrong with the certificate.
 * Everything else is evidence, and the handshake ends: there is no way around it.
 */
static gboolean
on_accept_certificate (GTlsConnection *tls,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flags,
                       gpointer data)
{
  MbxConnection *self = MBX_CONNECTION (data);
  g_autoptr (GTlsDatabase) trust = NULL;

  mbx_tls_record_chain (self->evidence, certificate);
  note_version (self, tls);
  if (flags == G_TLS_CERTIFICATE_UNKNOWN_CA)
    trust = mbx_context_dup_organisation_trust (self->context, self->evidence->provider);
  if (trust != NULL)
    flags = g_tls_database_verify_chain (
        trust, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
        g_tls_client_connection_get_server_identity (G_TLS_CLIENT_CONNECTION (tls)), NULL,
        G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
  self->evidence->cert_flags = flags;
  return flags == 0;
}

static void
take_encrypted (MbxConnection *self)
{
  self->encrypted = TRUE;
  /* Postfix holds its first answer for 42 ms until the handshake's last packet is acknowledged. */
  mbx_connection_quick_ack (self);
}

/* The chain of a certificate that fits is only there now. */
static gboolean
has_weak_key (MbxConnection *self, GTlsConnection *tls)
{
  GPtrArray *chain = self->evidence->chain;

  if (chain->len == 0)
    mbx_tls_record_chain (self->evidence, g_tls_connection_get_peer_certificate (tls));
  return chain->len > 0 && mbx_tls_has_weak_key (g_ptr_array_index (chain, 0));
}

/* GIO has no lower bound for the version; nothing has been sent yet that would matter. */
static gboolean
is_old (GTlsConnection *tls)
{
  GTlsProtocolVersion version = g_tls_connection_get_protocol_version (tls);

  return version != G_TLS_PROTOCOL_VERSION_TLS_1_2 && version != G_TLS_PROTOCOL_VERSION_TLS_1_3;
}

/* The handshake went through, and what it agreed on is not good enough for a secret. */
static void
refuse (GTask *task, MbxTlsFault fault)
{
  MbxConnection *self = g_task_get_source_object (task);

  self->evidence->tls = fault;
  g_task_return_new_error (task, G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, "refused after the handshake");
}

static void
fail_handshake (GTask *task, GError *error)
{
  MbxConnection *self = g_task_get_source_object (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      mbx_connection_fail_net (task, error, MBX_NET_CANCELLED);
      return;
    }
  self->evidence->tls = mbx_limit_is_over (g_task_get_task_data (task))
                            ? MBX_TLS_TIMEOUT
                            : mbx_tls_fault_from_error (error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    self->evidence->net = MBX_NET_RESET;
  g_task_return_error (task, error);
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxConnection *self = g_task_get_source_object (task);
  GTlsConnection *tls = G_TLS_CONNECTION (source);
  GError *error = NULL;

  note_version (self, tls);
  if (!g_tls_connection_handshake_finish (tls, result, &error))
    fail_handshake (task, error);
  else if (is_old (tls))
    refuse (task, MBX_TLS_VERSION);
  else if (has_weak_key (self, tls))
    {
      self->evidence->cert_flags = MBX_CERT_INSECURE;
      refuse (task, MBX_TLS_CERTIFICATE);
    }
  else
    {
      take_encrypted (self);
      g_task_return_boolean (task, TRUE);
    }
}

/*
 * The database comes with the birth: a connection that is born without one reads all of the
 * system's authorities for itself, 140 files' worth each time.
 */
static GIOStream *
new_client (MbxConnection *self, GSocketConnectable *identity, GError **error)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  GTlsDatabase *trust = mbx_context_get_trust (self->context);
  g_autoptr (GTlsDatabase) system = NULL;

  if (trust == NULL)
    system = g_tls_backend_get_default_database (backend);
  return g_initable_new (g_tls_backend_get_client_connection_type (backend), NULL, error,
                         "base-io-stream", self->plain, "server-identity", identity, "database",
                         trust != NULL ? trust : system, NULL);
}

/**
 * mbx_connection_encrypt_async:
 *
 * Does the TLS handshake, at once or after STARTTLS, within #MbxLimits.handshake: TLS 1.2 or newer
 * (RFC 8997), name of the server sent and checked (RFC 6125, without the final dot). Chain and
 * flags go into the evidence; a certificate with any flag ends it. Nothing that was read before
 * survives: all streams are new.
 */
void
mbx_connection_encrypt_async (MbxConnection *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GSocketConnectable) identity = NULL;
  GIOStream *tls;
  GError *error = NULL;
  GTask *task;

  g_return_if_fail (MBX_IS_CONNECTION (self) && self->plain != NULL && !self->encrypted);

  task = mbx_connection_begin (self, mbx_context_get_limits (self->context)->handshake,
                               mbx_connection_encrypt_async, cancellable, callback, data);
  identity = g_network_address_new (self->evidence->server->host, self->evidence->server->port);
  tls = new_client (self, identity, &error);
  if (tls == NULL)
    {
      self->evidence->tls = MBX_TLS_OTHER;
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_signal_connect_object (tls, "accept-certificate", G_CALLBACK (on_accept_certificate), self, 0);
  g_set_object (&self->stream, tls);
  g_object_unref (tls);
  g_ptr_array_set_size (self->evidence->chain, 0);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                    mbx_connection_limit_of (task), on_handshake, task);
}

gboolean
mbx_connection_encrypt_finish (MbxConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_connection_get_channel_binding:
 * @type: (out): "tls-exporter" (RFC 9266) or "tls-server-end-point" (RFC 5929)
 *
 * Returns: (transfer full) (nullable): what ties a sign-in to this very encryption
 */
GBytes *
mbx_connection_get_channel_binding (MbxConnection *self, const char **type)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  GTlsConnection *tls;
  GTlsChannelBindingType kind;

  g_return_val_if_fail (MBX_IS_CONNECTION (self), NULL);

  if (!self->encrypted || !G_IS_TLS_CONNECTION (self->stream))
    return NULL;
  tls = G_TLS_CONNECTION (self->stream);
  kind = G_TLS_CHANNEL_BINDING_TLS_SERVER_END_POINT;
  *type = "tls-server-end-point";
  if (g_tls_connection_get_protocol_version (tls) == G_TLS_PROTOCOL_VERSION_TLS_1_3)
    {
      kind = G_TLS_CHANNEL_BINDING_TLS_EXPORTER;
      *type = "tls-exporter";
    }
  if (!g_tls_connection_get_channel_binding_data (tls, kind, data, NULL) || data->len == 0)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}
