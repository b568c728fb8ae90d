/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-ports.h"

#include <string.h>

static GSocketAddress *
any_loopback_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  return g_inet_socket_address_new (loopback, 0);
}

/**
 * mbx_demo_port_serve:
 * @port: (out): the free port that was chosen
 * @error: G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a service that runs on the thread's default main context
 */
GSocketService *
mbx_demo_port_serve (guint16 *port, GError **error)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = any_loopback_port ();
  g_autoptr (GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return NULL;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return g_steal_pointer (&service);
}

/**
 * mbx_demo_port_close:
 * @port: (out): the port
 * @error: G_IO_ERROR
 *
 * A port that nobody listens on, held so that no other program gets it meanwhile.
 *
 * Returns: (transfer full) (nullable): what holds the port
 */
GSocket *
mbx_demo_port_close (guint16 *port, GError **error)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GSocketAddress) any = any_loopback_port ();
  g_autoptr (GSocketAddress) local = NULL;

  if (socket == NULL || !g_socket_bind (socket, any, FALSE, error))
    return NULL;
  local = g_socket_get_local_address (socket, error);
  if (local == NULL)
    return NULL;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  return g_steal_pointer (&socket);
}

static gboolean
fill_queue (GPtrArray *sockets, GSocket *listener, GError **error)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (listener, error);

  if (address == NULL)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      GSocket *client =
          g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

      if (client == NULL)
        return FALSE;
      g_ptr_array_add (sockets, client);
      g_socket_set_blocking (client, FALSE);
      g_socket_connect (client, address, NULL, NULL);
    }
  return TRUE;
}

/**
 * mbx_demo_port_silence:
 * @port: (out): the port
 * @error: G_IO_ERROR
 *
 * A port that never answers: a listener that accepts nobody, its queue filled by clients of our
 * own. The kernel then drops each further request, which looks like a firewall that drops it.
 *
 * Returns: (transfer full) (nullable) (element-type GSocket): what keeps it so
 */
GPtrArray *
mbx_demo_port_silence (guint16 *port, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  GSocket *listener = mbx_demo_port_close (port, error);

  if (listener == NULL)
    return NULL;
  g_ptr_array_add (sockets, listener);
  g_socket_set_listen_backlog (listener, 0);
  if (!g_socket_listen (listener, error) || !fill_queue (sockets, listener, error))
    return NULL;
  return g_steal_pointer (&sockets);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GSocketConnection) connection = data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  g_io_stream_close_async (G_IO_STREAM (connection), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/**
 * mbx_demo_port_send_file:
 * @connection: a client that was just accepted
 * @file: what it gets over HTTP/1.0, whatever it asks for
 * @cancellable: (nullable): ends it
 */
void
mbx_demo_port_send_file (GSocketConnection *connection, GBytes *file, GCancellable *cancellable)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.0 200 OK\r\n"
                                           "Content-Type: application/pkix-cert\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           g_bytes_get_size (file));
  g_autoptr (GBytes) start = g_bytes_new_take (g_strdup (head), strlen (head));
  g_autoptr (GInputStream) answer = g_memory_input_stream_new ();

  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (answer), start);
  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (answer), file);
  g_output_stream_splice_async (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE, G_PRIORITY_DEFAULT,
                                cancellable, on_sent, g_object_ref (connection));
}
