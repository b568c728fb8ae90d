/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/evidence.h"

static void
free_certificate (gpointer certificate)
{
  mbx_certificate_free (certificate);
}

static void
free_experiment (gpointer experiment)
{
  mbx_experiment_free (experiment);
}

/**
 * mbx_evidence_new:
 * @server: (nullable): what is tried; copied
 *
 * Returns: (transfer full): evidence of nothing yet: all is well so far
 */
MbxEvidence *
mbx_evidence_new (const MbxServer *server)
{
  MbxEvidence *self = g_new0 (MbxEvidence, 1);

  g_atomic_ref_count_init (&self->references);
  self->server = mbx_server_copy (server);
  self->alert = -1;
  self->chain = g_ptr_array_new_with_free_func (free_certificate);
  self->experiments = g_ptr_array_new_with_free_func (free_experiment);
  return self;
}

MbxEvidence *
mbx_evidence_ref (MbxEvidence *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
free_evidence (MbxEvidence *self)
{
  mbx_server_free (self->server);
  g_free (self->provider);
  g_free (self->address);
  g_ptr_array_unref (self->chain);
  g_free (self->first_bytes);
  mbx_reply_free (self->reply);
  mbx_reply_free (self->greeting);
  g_strfreev (self->capabilities);
  g_free (self->mechanism);
  g_free (self->token_account);
  g_ptr_array_unref (self->experiments);
  g_strfreev (self->addresses);
  g_free (self);
}

/**
 * mbx_evidence_unref:
 * @self: (transfer full) (nullable): evidence
 */
void
mbx_evidence_unref (MbxEvidence *self)
{
  if (self != NULL && g_atomic_ref_count_dec (&self->references))
    free_evidence (self);
}

/**
 * mbx_evidence_find_experiment:
 * @kind: what was tried
 * @worked: with which outcome
 *
 * Returns: (transfer none) (nullable): the first such experiment
 */
const MbxExperiment *
mbx_evidence_find_experiment (const MbxEvidence *self, MbxExperimentKind kind, gboolean worked)
{
  for (guint i = 0; i < self->experiments->len; i++)
    {
      const MbxExperiment *experiment = g_ptr_array_index (self->experiments, i);

      if (experiment->kind == kind && experiment->worked == worked)
        return experiment;
    }
  return NULL;
}
