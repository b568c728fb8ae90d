/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/tls-look.h"

#include "engine/limit.h"
#include "engine/runner.h"
#include "engine/tls-probe.h"

typedef struct
{
  MbxContext *context;
  MbxEvidence *evidence;
  char *client_name;
  MbxLimit *limit;
  MbxRunner *runner;
  gboolean lenient;
} Look;

static void try_handshake (GTask *task);

static void
look_free (Look *self)
{
  g_object_unref (self->context);
  mbx_evidence_unref (self->evidence);
  g_free (self->client_name);
  mbx_limit_free (self->limit);
  g_clear_object (&self->runner);
  g_free (self);
}

/* A server that agrees only to what is old or weak is told by what it agreed to. */
static void
take_lenient (MbxEvidence *evidence, const MbxTlsProbe *probe)
{
  if (probe->old)
    evidence->tls = MBX_TLS_VERSION;
  else if (probe->fault == MBX_TLS_OK)
    evidence->tls = MBX_TLS_WEAK;
}

static void
take_strict (MbxEvidence *evidence, const MbxTlsProbe *probe)
{
  evidence->tls = probe->fault != MBX_TLS_OK ? probe->fault : MBX_TLS_OTHER;
  evidence->alert = probe->alert;
  g_free (evidence->first_bytes);
  evidence->first_bytes = g_strdup (probe->first_bytes);
}

static gboolean
needs_second_round (const MbxTlsProbe *probe)
{
  return probe->fault == MBX_TLS_ALERT || probe->fault == MBX_TLS_CLOSED ||
         probe->fault == MBX_TLS_OTHER;
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Look *self = g_task_get_task_data (task);
  g_autoptr (MbxTlsProbe) probe = mbx_tls_probe_finish (result, NULL);

  mbx_connection_close (mbx_runner_get_connection (self->runner), NULL);
  if (probe == NULL)
    {
      if (!self->lenient && mbx_limit_is_over (self->limit))
        self->evidence->tls = MBX_TLS_TIMEOUT;
      g_task_return_boolean (task, FALSE);
      return;
    }
  if (self->lenient)
    take_lenient (self->evidence, probe);
  else
    take_strict (self->evidence, probe);
  if (self->lenient || !needs_second_round (probe))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->lenient = TRUE;
  try_handshake (task);
}

static void
on_ready_for_handshake (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Look *self = g_task_get_task_data (task);
  MbxConnection *connection = mbx_runner_get_connection (self->runner);

  if (!mbx_runner_run_finish (self->runner, result, NULL))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  mbx_tls_probe_async (mbx_connection_get_plain_stream (connection), self->evidence->server->host,
                       self->lenient, mbx_limit_get_cancellable (self->limit), on_probed,
                       g_object_ref (task));
}

static void
try_handshake (GTask *task)
{
  Look *self = g_task_get_task_data (task);
  MbxDialogueOptions options = { .server = self->evidence->server,
                                 .client_name = self->client_name,
                                 .probe_only = TRUE };

  g_clear_object (&self->runner);
  self->runner = mbx_runner_new (self->context, &options);
  mbx_runner_stop_before_tls (self->runner);
  mbx_runner_run_async (self->runner, mbx_limit_get_cancellable (self->limit),
                        on_ready_for_handshake, g_object_ref (task));
}

/**
 * mbx_tls_look_async:
 * @evidence: of a handshake that failed; its TLS part is made more exact
 * @client_name: what to say at EHLO where STARTTLS needs it
 *
 * Connects once or twice more to find out why a handshake failed, without any secret, within
 * #MbxLimits.handshake.
 */
void
mbx_tls_look_async (MbxContext *context,
                    MbxEvidence *evidence,
                    const char *client_name,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, data);
  Look *self = g_new0 (Look, 1);

  /* GIO takes a hang-up for plain text; only bytes that are none of TLS prove that. */
  if (evidence->tls == MBX_TLS_NOT_TLS)
    evidence->tls = MBX_TLS_CLOSED;
  self->context = g_object_ref (context);
  self->evidence = mbx_evidence_ref (evidence);
  self->client_name = g_strdup (client_name);
  self->limit = mbx_limit_new (cancellable, mbx_context_get_limits (context)->handshake);
  g_task_set_source_tag (task, mbx_tls_look_async);
  g_task_set_task_data (task, self, (GDestroyNotify)look_free);
  try_handshake (task);
}

/**
 * mbx_tls_look_finish:
 *
 * Returns: whether anything was learnt
 */
gboolean
mbx_tls_look_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
