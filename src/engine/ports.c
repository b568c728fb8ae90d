/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/ports.h"

#include <string.h>

#include "core/service.h"
#include "engine/limit.h"
#include "engine/runner.h"

static const struct
{
  guint16 port;
  MbxProtocol protocol;
  MbxSecurity security;
} ports[] = {
  { 25, MBX_PROTOCOL_SMTP, MBX_SECURITY_STARTTLS },
  { 465, MBX_PROTOCOL_SMTP, MBX_SECURITY_TLS },
  { 587, MBX_PROTOCOL_SMTP, MBX_SECURITY_STARTTLS },
  { 143, MBX_PROTOCOL_IMAP, MBX_SECURITY_STARTTLS },
  { 993, MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS },
  { 110, MBX_PROTOCOL_POP3, MBX_SECURITY_STARTTLS },
  { 995, MBX_PROTOCOL_POP3, MBX_SECURITY_TLS },
};

typedef struct
{
  GPtrArray *results;
  guint open;
  gint64 started;
  MbxLimit *limit;
} Scan;

typedef struct
{
  GTask *task;
  MbxPortResult *result;
} Visit;

static void
scan_free (Scan *self)
{
  g_clear_pointer (&self->results, g_ptr_array_unref);
  mbx_limit_free (self->limit);
  g_free (self);
}

/**
 * mbx_port_result_free:
 * @self: (transfer full) (nullable): a result
 */
void
mbx_port_result_free (MbxPortResult *self)
{
  if (self == NULL)
    return;
  g_free (self->speaks);
  g_free (self->tls_version);
  mbx_evidence_unref (self->evidence);
  g_free (self);
}

static void
free_result (gpointer result)
{
  mbx_port_result_free (result);
}

static const char *
judge_state (const MbxEvidence *evidence)
{
  if (evidence->step > MBX_STEP_CONNECT)
    return "open";
  if (evidence->net == MBX_NET_REFUSED)
    return "refused";
  if (evidence->net == MBX_NET_TIMEOUT)
    return "silent";
  if (evidence->net == MBX_NET_UNREACHABLE)
    return "unreachable";
  return "unknown";
}

static char *
judge_speaker (const MbxEvidence *evidence)
{
  const char *words = evidence->first_bytes;

  /* After STARTTLS the greeting is forgotten, since it came without encryption. */
  if ((evidence->greeting != NULL || evidence->capabilities != NULL) &&
      evidence->fault != MBX_FAULT_NOT_THIS_PROTOCOL)
    return g_strdup (mbx_protocol_to_string (evidence->server->protocol));
  if (evidence->fault == MBX_FAULT_TLS_BYTES)
    return g_strdup ("tls");
  if (words == NULL && evidence->reply != NULL)
    words = evidence->reply->text;
  return words != NULL ? g_strdup (mbx_service_to_string (
                             mbx_service_from_bytes ((const guint8 *)words, strlen (words))))
                       : NULL;
}

static MbxCode
judge_certificate (MbxContext *context, const MbxEvidence *evidence)
{
  g_autoptr (MbxDiagnosis) diagnosis = NULL;

  if (evidence->tls != MBX_TLS_CERTIFICATE)
    return MBX_CODE_NONE;
  diagnosis = mbx_diagnose (evidence, mbx_context_get_phrases (context));
  return diagnosis != NULL ? diagnosis->code : MBX_CODE_NONE;
}

static void
take (Visit *visit, MbxRunner *runner)
{
  Scan *scan = g_task_get_task_data (visit->task);
  MbxContext *context = g_task_get_source_object (visit->task);
  MbxPortResult *result = visit->result;

  result->evidence = mbx_evidence_ref (mbx_runner_get_evidence (runner));
  result->state = judge_state (result->evidence);
  result->speaks = judge_speaker (result->evidence);
  result->tls_version =
      g_strdup (mbx_connection_get_tls_version (mbx_runner_get_connection (runner)));
  result->certificate = judge_certificate (context, result->evidence);
  result->milliseconds = (guint)((g_get_monotonic_time () - scan->started) / 1000);
}

static void
on_visited (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *visit = data;
  g_autoptr (GTask) task = visit->task;
  Scan *scan = g_task_get_task_data (task);
  MbxRunner *runner = MBX_RUNNER (source);

  mbx_runner_run_finish (runner, result, NULL);
  if (mbx_limit_is_over (scan->limit) && mbx_runner_get_evidence (runner)->net == MBX_NET_CANCELLED)
    mbx_runner_get_evidence (runner)->net = MBX_NET_TIMEOUT;
  take (visit, runner);
  mbx_runner_close (runner);
  g_free (visit);
  scan->open--;
  if (scan->open == 0 && !g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&scan->results),
                           (GDestroyNotify)g_ptr_array_unref);
}

static void
visit_port (GTask *task, const char *host, gsize index)
{
  Scan *scan = g_task_get_task_data (task);
  g_autoptr (MbxServer) server =
      mbx_server_new (ports[index].protocol, host, ports[index].port, ports[index].security, NULL);
  MbxDialogueOptions options = { .server = server, .probe_only = TRUE };
  g_autoptr (MbxRunner) runner = mbx_runner_new (g_task_get_source_object (task), &options);
  Visit *visit = g_new0 (Visit, 1);

  visit->task = g_object_ref (task);
  visit->result = g_new0 (MbxPortResult, 1);
  visit->result->port = ports[index].port;
  visit->result->state = "unknown";
  g_ptr_array_add (scan->results, visit->result);
  mbx_runner_run_async (runner, mbx_limit_get_cancellable (scan->limit), on_visited, visit);
}

/**
 * mbx_ports_async:
 * @host: a host as mbx_host_normalize() gives it
 * @cancellable: (nullable): stops all of it
 *
 * Visits the seven ports of mail side by side, each as far as the sign-in, within #MbxLimits.check.
 */
void
mbx_ports_async (MbxContext *context,
                 const char *host,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Scan *scan;

  g_return_if_fail (MBX_IS_CONTEXT (context) && host != NULL);

  task = g_task_new (context, cancellable, callback, data);
  scan = g_new0 (Scan, 1);
  scan->results = g_ptr_array_new_with_free_func (free_result);
  scan->started = g_get_monotonic_time ();
  scan->limit = mbx_limit_new (cancellable, mbx_context_get_limits (context)->check);
  scan->open = G_N_ELEMENTS (ports);
  g_task_set_source_tag (task, mbx_ports_async);
  g_task_set_task_data (task, scan, (GDestroyNotify)scan_free);
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    visit_port (task, host, i);
}

/**
 * mbx_ports_finish:
 *
 * Returns: (transfer full) (nullable) (element-type MbxPortResult): the ports in the order 25, 465,
 *   587, 143, 993, 110, 995
 */
GPtrArray *
mbx_ports_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
