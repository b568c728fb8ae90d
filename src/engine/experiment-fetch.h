/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"
#include "engine/context.h"

G_BEGIN_DECLS

/* Both give an MbxExperiment by g_task_propagate_pointer(), or NULL where nothing was learnt. */
void mbx_experiment_portal_async (MbxContext *context,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
void mbx_experiment_clock_async (MbxContext *context,
                                 const MbxEvidence *evidence,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);

G_END_DECLS
