/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/experiment.h"

/**
 * mbx_experiment_new:
 * @kind: what was tried
 * @server: (nullable): what was connected to; copied
 *
 * Returns: (transfer full): an experiment that has not worked yet
 */
MbxExperiment *
mbx_experiment_new (MbxExperimentKind kind, const MbxServer *server)
{
  MbxExperiment *self = g_new0 (MbxExperiment, 1);

  self->kind = kind;
  self->server = mbx_server_copy (server);
  return self;
}

void
mbx_experiment_free (MbxExperiment *self)
{
  if (self == NULL)
    return;
  mbx_server_free (self->server);
  g_free (self);
}
