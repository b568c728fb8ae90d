/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/bus-call.h"

/* A service that keeps silent must not keep the person waiting; in milliseconds. */
#define CALL_LIMIT 25000

typedef struct
{
  char *name;
  char *path;
  char *interface;
  char *method;
  GVariant *parameters;
  GVariantType *reply;
} Call;

static void
call_free (Call *call)
{
  g_free (call->name);
  g_free (call->path);
  g_free (call->interface);
  g_free (call->method);
  g_clear_pointer (&call->parameters, g_variant_unref);
  g_variant_type_free (call->reply);
  g_free (call);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Bound before, since the order in which arguments are evaluated is open. */
  g_dbus_connection_call (bus, call->name, call->path, call->interface, call->method,
                          call->parameters, call->reply, G_DBUS_CALL_FLAGS_NONE, CALL_LIMIT,
                          cancellable, called_cb, g_steal_pointer (&task));
}

/**
 * mbx_bus_call_async:
 * @call: copied; a floating @parameters is taken
 *
 * Calls a method on the session bus, which is connected to without blocking.
 */
void
mbx_bus_call_async (const MbxBusCall *call, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Call *copy = g_new0 (Call, 1);

  copy->name = g_strdup (call->name);
  copy->path = g_strdup (call->path);
  copy->interface = g_strdup (call->interface);
  copy->method = g_strdup (call->method);
  copy->parameters = call->parameters != NULL ? g_variant_ref_sink (call->parameters) : NULL;
  copy->reply = g_variant_type_new (call->reply);
  g_task_set_source_tag (task, mbx_bus_call_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) call_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
}

/**
 * mbx_bus_call_finish:
 *
 * Returns: (transfer full) (nullable): the answer
 */
GVariant *
mbx_bus_call_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
