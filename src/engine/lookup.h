/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/evidence.h"
#include "engine/address-list.h"
#include "engine/context.h"

G_BEGIN_DECLS

/**
 * MbxRoute:
 * @target: what to connect to
 * @proxied: a proxy is configured for it; the proxy looks the name up
 * @list: (nullable): the addresses, where this computer looked the name up
 *
 * How a server can be reached. Free with mbx_route_free().
 */
typedef struct
{
  GSocketConnectable *target;
  gboolean proxied;
  MbxAddressList *list;
} MbxRoute;

void mbx_route_free (MbxRoute *self);
void mbx_lookup_async (MbxContext *context,
                       MbxEvidence *evidence,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
MbxRoute *mbx_lookup_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxRoute, mbx_route_free)

G_END_DECLS
