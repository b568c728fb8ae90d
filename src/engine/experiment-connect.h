/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/evidence.h"
#include "engine/context.h"

G_BEGIN_DECLS

/* Both give an MbxExperiment by g_task_propagate_pointer(), or NULL where nothing was tried. */
void mbx_experiment_any_port_async (MbxContext *context,
                                    const MbxEvidence *evidence,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
void mbx_experiment_other_host_async (MbxContext *context,
                                      const MbxEvidence *evidence,
                                      const MbxServer *other,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);

G_END_DECLS
