/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbxBusCall:
 * @name: bus name
 * @path: object path
 * @interface: interface
 * @method: method
 * @parameters: (nullable): a floating or full tuple
 * @reply: the type of the answer
 *
 * One method call on the session bus.
 */
typedef struct
{
  const char *name;
  const char *path;
  const char *interface;
  const char *method;
  GVariant *parameters;
  const char *reply;
} MbxBusCall;

void mbx_bus_call_async (const MbxBusCall *call, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data);
GVariant *mbx_bus_call_finish (GAsyncResult *result, GError **error);

G_END_DECLS
