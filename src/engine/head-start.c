/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/head-start.h"

#include "engine/experiments.h"

/* A lost request to connect is sent again after one second; when that is lost too, it is no chance.
 */
#define SILENT_MILLISECONDS 2500

struct _MbxHeadStart
{
  MbxContext *context;
  MbxEvidence *evidence;
  MbxServer *other;
  MbxHeadStartFunc found;
  gpointer data;
  GCancellable *cancellable;
  GSource *timer;
  gboolean done;
};

static void
clear (gpointer data)
{
  MbxHeadStart *self = data;

  g_source_unref (self->timer);
  g_object_unref (self->context);
  g_object_unref (self->cancellable);
  mbx_evidence_unref (self->evidence);
  mbx_server_free (self->other);
}

/* Another port that speaks the protocol in full, while this one does not even say no. */
static gboolean
is_conclusive (const MbxEvidence *evidence)
{
  const MbxExperiment *other =
      mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_OTHER_PORT, TRUE);

  return other != NULL && other->secure;
}

static void
on_experiments (GObject *source, GAsyncResult *result, gpointer data)
{
  MbxHeadStart *self = data;

  mbx_experiments_finish (result);
  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      self->done = TRUE;
      if (is_conclusive (self->evidence))
        self->found (self->data);
    }
  g_rc_box_release_full (self, clear);
}

static gboolean
on_silent (gpointer data)
{
  MbxHeadStart *self = data;

  mbx_experiments_async (self->context, self->evidence, self->other, self->cancellable,
                         on_experiments, g_rc_box_acquire (self));
  return G_SOURCE_REMOVE;
}

/**
 * mbx_head_start_new:
 * @evidence: of a connection that is being made
 * @other: (nullable): the account's other server
 * @found: called when another port was seen to work while this one is still silent
 *
 * Waits for a while and then begins.
 *
 * Returns: (transfer full): free it when the connection is there or has failed
 */
MbxHeadStart *
mbx_head_start_new (MbxContext *context,
                    MbxEvidence *evidence,
                    const MbxServer *other,
                    MbxHeadStartFunc found,
                    gpointer data)
{
  MbxHeadStart *self = g_rc_box_new0 (MbxHeadStart);

  self->context = g_object_ref (context);
  self->evidence = mbx_evidence_new (evidence->server);
  self->evidence->step = MBX_STEP_CONNECT;
  self->evidence->net = MBX_NET_TIMEOUT;
  self->evidence->provider = g_strdup (evidence->provider);
  self->evidence->addresses = g_strdupv (evidence->addresses);
  self->other = mbx_server_copy (other);
  self->found = found;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_source_new (SILENT_MILLISECONDS);
  g_source_set_callback (self->timer, on_silent, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return self;
}

/**
 * mbx_head_start_free:
 * @self: (transfer full) (nullable): ends what still runs; nothing is called any more
 */
void
mbx_head_start_free (MbxHeadStart *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->timer);
  g_cancellable_cancel (self->cancellable);
  g_rc_box_release_full (self, clear);
}

/**
 * mbx_head_start_apply:
 * @self: (nullable): a head start
 * @evidence: gets what was found, where that is complete
 *
 * Returns: whether it was complete
 */
gboolean
mbx_head_start_apply (MbxHeadStart *self, MbxEvidence *evidence)
{
  if (self == NULL || !self->done)
    return FALSE;
  evidence->step = MBX_STEP_CONNECT;
  evidence->net = self->evidence->net;
  while (self->evidence->experiments->len > 0)
    g_ptr_array_add (evidence->experiments,
                     g_ptr_array_steal_index (self->evidence->experiments, 0));
  return TRUE;
}
