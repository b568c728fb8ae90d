/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/connection-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include "engine/faults.h"
#include "engine/ipv6-look.h"
#include "engine/system-trust.h"

#define READ_SIZE 16384
#define GOODBYE_MILLISECONDS 2000

static guint settled_signal;

G_DEFINE_FINAL_TYPE (MbxConnection, mbx_connection, G_TYPE_OBJECT)

static void
mbx_connection_dispose (GObject *object)
{
  mbx_connection_close (MBX_CONNECTION (object), NULL);
  G_OBJECT_CLASS (mbx_connection_parent_class)->dispose (object);
}

static void
mbx_connection_finalize (GObject *object)
{
  MbxConnection *self = MBX_CONNECTION (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->evidence, mbx_evidence_unref);
  g_clear_pointer (&self->route, mbx_route_free);
  G_OBJECT_CLASS (mbx_connection_parent_class)->finalize (object);
}

static void
mbx_connection_class_init (MbxConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_connection_dispose;
  G_OBJECT_CLASS (klass)->finalize = mbx_connection_finalize;
  settled_signal = g_signal_new ("settled", MBX_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mbx_connection_init (MbxConnection *self)
{
}

/**
 * mbx_connection_new:
 * @evidence: names the server and gets everything that is seen
 *
 * Returns: (transfer full): a connection that has not begun
 */
MbxConnection *
mbx_connection_new (MbxContext *context, MbxEvidence *evidence)
{
  MbxConnection *self;

  g_return_val_if_fail (MBX_IS_CONTEXT (context) && evidence->server != NULL, NULL);

  self = g_object_new (MBX_TYPE_CONNECTION, NULL);
  self->context = g_object_ref (context);
  self->evidence = mbx_evidence_ref (evidence);
  return self;
}

/**
 * mbx_connection_set_ipv4_only:
 *
 * Leaves IPv6 out, to see whether it is what fails. For before the connect.
 */
void
mbx_connection_set_ipv4_only (MbxConnection *self, gboolean ipv4_only)
{
  g_return_if_fail (MBX_IS_CONNECTION (self));

  self->ipv4_only = ipv4_only;
}

GTask *
mbx_connection_begin (MbxConnection *self,
                      guint milliseconds,
                      gpointer tag,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, mbx_limit_new (cancellable, milliseconds),
                        (GDestroyNotify)mbx_limit_free);
  return task;
}

GCancellable *
mbx_connection_limit_of (GTask *task)
{
  return mbx_limit_get_cancellable (g_task_get_task_data (task));
}

/* Notes the fault and ends the task. What was cut short by our own limit counts as @late. */
void
mbx_connection_fail_net (GTask *task, GError *error, MbxNetFault late)
{
  MbxConnection *self = g_task_get_source_object (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    self->evidence->net = MBX_NET_CANCELLED;
  else if (mbx_limit_is_over (g_task_get_task_data (task)))
    self->evidence->net = late;
  else
    self->evidence->net = mbx_net_fault_from_error (error);
  g_task_return_error (task, error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  MbxRoute *route = mbx_lookup_finish (result, &error);

  if (route == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->route, mbx_route_free);
  self->route = route;
  g_task_return_boolean (task, TRUE);
}

/**
 * mbx_connection_resolve_async:
 * @cancellable: (nullable): stops it
 *
 * Looks the server's name up, within #MbxLimits.resolve.
 */
void
mbx_connection_resolve_async (MbxConnection *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  GTask *task;

  g_return_if_fail (MBX_IS_CONNECTION (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mbx_connection_resolve_async);
  if (mbx_context_get_trust (self->context) == NULL)
    mbx_system_trust_load ();
  mbx_lookup_async (self->context, self->evidence, cancellable, on_looked_up, task);
}

gboolean
mbx_connection_resolve_finish (MbxConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GSocket *
get_socket (MbxConnection *self)
{
  if (!G_IS_SOCKET_CONNECTION (self->plain))
    return NULL;
  return g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->plain));
}

static gboolean
came_by_ipv4 (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  return address != NULL && g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV4;
}

static void
on_ipv6_looked_at (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxConnection) self = data;

  self->looks--;
  if (mbx_ipv6_look_finish (result))
    self->evidence->ipv6_failed = TRUE;
  g_signal_emit (self, settled_signal, 0);
}

/* IPv4 won although there is IPv6: it may be slower, or dead. The check goes on meanwhile. */
static void
look_at_ipv6 (MbxConnection *self, GCancellable *cancellable)
{
  g_autoptr (MbxAddressList) six = NULL;

  if (self->ipv4_only || self->route->list == NULL ||
      !mbx_address_list_has (self->route->list, G_SOCKET_FAMILY_IPV6) ||
      !came_by_ipv4 (G_SOCKET_CONNECTION (self->plain)))
    return;
  self->looks++;
  six = mbx_address_list_filter (self->route->list, G_SOCKET_FAMILY_IPV6);
  mbx_ipv6_look_async (G_SOCKET_CONNECTABLE (six), cancellable, on_ipv6_looked_at,
                       g_object_ref (self));
}

/**
 * mbx_connection_is_settled:
 *
 * Returns: whether all looks at IPv6 have ended; else the signal "settled" comes when they have
 */
gboolean
mbx_connection_is_settled (MbxConnection *self)
{
  g_return_val_if_fail (MBX_IS_CONNECTION (self), TRUE);

  return self->looks == 0;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  GSocketConnection *connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (connection == NULL)
    {
      mbx_connection_fail_net (task, error, MBX_NET_TIMEOUT);
      /* What was refused, or is not there, is the proxy: nobody has got as far as the server. */
      if (self->route->proxied && self->evidence->net != MBX_NET_CANCELLED)
        self->evidence->net = MBX_NET_PROXY;
      return;
    }
  self->plain = G_IO_STREAM (connection);
  self->stream = g_object_ref (self->plain);
  /* Each line waits for its answer: holding small packets back only costs time. */
  g_socket_set_option (get_socket (self), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  look_at_ipv6 (self, g_task_get_cancellable (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * mbx_connection_connect_async:
 *
 * Connects without encryption, all addresses with a small delay after each other (RFC 8305), within
 * #MbxLimits.connect. For after mbx_connection_resolve_async().
 */
void
mbx_connection_connect_async (MbxConnection *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GSocketConnectable) target = NULL;
  GTask *task;

  g_return_if_fail (MBX_IS_CONNECTION (self) && self->route != NULL && self->plain == NULL);

  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, self->route->proxied);
  if (self->ipv4_only && self->route->list != NULL)
    target = G_SOCKET_CONNECTABLE (
        mbx_address_list_filter (self->route->list, G_SOCKET_FAMILY_IPV4));
  else
    target = g_object_ref (self->route->target);
  task = mbx_connection_begin (self, mbx_context_get_limits (self->context)->connect,
                               mbx_connection_connect_async, cancellable, callback, data);
  g_socket_client_connect_async (client, target, mbx_connection_limit_of (task), on_connected,
                                 task);
}

gboolean
mbx_connection_connect_finish (MbxConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mbx_connection_quick_ack (MbxConnection *self)
{
  GSocket *socket = get_socket (self);

  if (socket != NULL)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_QUICKACK, 1, NULL);
}

/* Servers that hang up without a goodbye of TLS are common; it is an end like any other. */
static gboolean
is_end (const GError *error)
{
  return g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
  else if (is_end (error))
    {
      g_error_free (error);
      g_task_return_pointer (task, g_bytes_new (NULL, 0), (GDestroyNotify)g_bytes_unref);
    }
  else if (error->domain == G_TLS_ERROR)
    {
      self->evidence->tls = mbx_tls_fault_from_error (error);
      g_task_return_error (task, error);
    }
  else
    mbx_connection_fail_net (task, error, MBX_NET_SILENT);
}

/**
 * mbx_connection_read_async:
 * @limit: how long to wait, in milliseconds
 *
 * Reads what there is, at most 16 KiB.
 */
void
mbx_connection_read_async (MbxConnection *self,
                           guint limit,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task;

  g_return_if_fail (MBX_IS_CONNECTION (self) && self->stream != NULL);

  task = mbx_connection_begin (self, limit, mbx_connection_read_async, cancellable, callback, data);
  mbx_connection_quick_ack (self);
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (self->stream), READ_SIZE,
                                   G_PRIORITY_DEFAULT, mbx_connection_limit_of (task), on_read,
                                   task);
}

/**
 * mbx_connection_read_finish:
 *
 * Returns: (transfer full) (nullable): the bytes, none where the server hung up; %NULL on a fault
 */
GBytes *
mbx_connection_read_finish (MbxConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxConnection *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else if (error->domain == G_TLS_ERROR)
    {
      self->evidence->tls = mbx_tls_fault_from_error (error);
      g_task_return_error (task, error);
    }
  else
    mbx_connection_fail_net (task, error, MBX_NET_SILENT);
}

/**
 * mbx_connection_write_async:
 * @bytes: what to write; must stay until the end, and may be wiped then
 *
 * Writes all, within #MbxLimits.reply.
 */
void
mbx_connection_write_async (MbxConnection *self,
                            const guint8 *bytes,
                            gsize length,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task;

  g_return_if_fail (MBX_IS_CONNECTION (self) && self->stream != NULL);

  task = mbx_connection_begin (self, mbx_context_get_limits (self->context)->reply,
                               mbx_connection_write_async, cancellable, callback, data);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), bytes, length,
                                   G_PRIORITY_DEFAULT, mbx_connection_limit_of (task), on_written,
                                   task);
}

gboolean
mbx_connection_write_finish (MbxConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_closed (GObject *stream, GAsyncResult *result, gpointer data)
{
  mbx_limit_free (data);
}

static void
on_goodbye_written (GObject *output, GAsyncResult *result, gpointer data)
{
  MbxLimit *limit = data;
  GIOStream *stream = g_object_get_data (G_OBJECT (output), "mbx-stream");

  g_io_stream_close_async (stream, G_PRIORITY_LOW, mbx_limit_get_cancellable (limit), on_closed,
                           limit);
  g_object_set_data (G_OBJECT (output), "mbx-stream", NULL);
}

static void
say_goodbye (GIOStream *stream, const GByteArray *goodbye)
{
  MbxLimit *limit = mbx_limit_new (NULL, GOODBYE_MILLISECONDS);
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  g_autoptr (GBytes) bytes = g_bytes_new (goodbye->data, goodbye->len);

  g_object_set_data_full (G_OBJECT (output), "mbx-stream", g_object_ref (stream), g_object_unref);
  g_output_stream_write_bytes_async (output, bytes, G_PRIORITY_LOW,
                                     mbx_limit_get_cancellable (limit), on_goodbye_written, limit);
}

/**
 * mbx_connection_close:
 * @goodbye: (nullable): what to say first
 *
 * Closes in the background. Nobody waits for the goodbye or its answer. Without one, and where
 * something is still being read or written, the socket is just shut.
 */
void
mbx_connection_close (MbxConnection *self, const GByteArray *goodbye)
{
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GIOStream) plain = NULL;

  g_return_if_fail (MBX_IS_CONNECTION (self));

  stream = g_steal_pointer (&self->stream);
  plain = g_steal_pointer (&self->plain);
  if (stream == NULL)
    return;
  if (goodbye != NULL && goodbye->len > 0 && !g_io_stream_has_pending (stream) &&
      !g_output_stream_has_pending (g_io_stream_get_output_stream (stream)))
    say_goodbye (stream, goodbye);
  else if (G_IS_SOCKET_CONNECTION (plain))
    g_socket_close (g_socket_connection_get_socket (G_SOCKET_CONNECTION (plain)), NULL);
}

gboolean
mbx_connection_is_encrypted (MbxConnection *self)
{
  g_return_val_if_fail (MBX_IS_CONNECTION (self), FALSE);

  return self->encrypted;
}

/**
 * mbx_connection_is_alive:
 *
 * Returns: whether the server has not hung up so far, as far as this computer knows
 */
gboolean
mbx_connection_is_alive (MbxConnection *self)
{
  GSocket *socket;
  struct pollfd poller = { .fd = -1, .events = POLLRDHUP };

  g_return_val_if_fail (MBX_IS_CONNECTION (self), FALSE);

  socket = get_socket (self);
  if (socket == NULL || g_socket_is_closed (socket))
    return FALSE;
  poller.fd = g_socket_get_fd (socket);
  return poll (&poller, 1, 0) == 0;
}

/**
 * mbx_connection_get_stream:
 *
 * Returns: (transfer none) (nullable): what is read from and written to now
 */
GIOStream *
mbx_connection_get_stream (MbxConnection *self)
{
  g_return_val_if_fail (MBX_IS_CONNECTION (self), NULL);

  return self->stream;
}

/**
 * mbx_connection_get_plain_stream:
 *
 * Returns: (transfer none) (nullable): the stream below the encryption
 */
GIOStream *
mbx_connection_get_plain_stream (MbxConnection *self)
{
  g_return_val_if_fail (MBX_IS_CONNECTION (self), NULL);

  return self->plain;
}
