/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/ipv6-look.h"

#include "engine/limit.h"

/* One lost packet is sent again after a second; sooner, silence tells nothing. */
#define LOOK_MILLISECONDS 1200

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  /* A computer without any IPv6 is not broken: that is told at once, as "unreachable". */
  g_task_return_boolean (task,
                         connection == NULL &&
                             (mbx_limit_is_over (g_task_get_task_data (task)) ||
                              g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
                              g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)));
}

/**
 * mbx_ipv6_look_async:
 * @target: addresses of IPv6
 *
 * Connects, and sends nothing.
 */
void
mbx_ipv6_look_async (GSocketConnectable *target,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  MbxLimit *limit = mbx_limit_new (cancellable, LOOK_MILLISECONDS);

  g_task_set_source_tag (task, mbx_ipv6_look_async);
  g_task_set_task_data (task, limit, (GDestroyNotify)mbx_limit_free);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, target, mbx_limit_get_cancellable (limit), on_connected,
                                 task);
}

/**
 * mbx_ipv6_look_finish:
 *
 * Returns: whether IPv6 is there and fails
 */
gboolean
mbx_ipv6_look_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
