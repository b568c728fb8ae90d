/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiments.h"

#include <string.h>

#include "engine/experiment-chain.h"
#include "engine/experiment-connect.h"
#include "engine/experiment-fetch.h"
#include "engine/experiment-name.h"
#include "engine/experiment-plan.h"
#include "engine/limit.h"
#include "engine/runner.h"

typedef struct
{
  MbxContext *context;
  MbxEvidence *evidence;
  MbxServer *other;
  MbxLimit *limit;
  guint open;
} Group;

static void
group_free (Group *self)
{
  g_object_unref (self->context);
  mbx_evidence_unref (self->evidence);
  mbx_server_free (self->other);
  mbx_limit_free (self->limit);
  g_free (self);
}

static GCancellable *
limit_of (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  return mbx_limit_get_cancellable (group->limit);
}

/* Each experiment that began ends here, with what it found or with nothing. */
static void
take (GTask *task, MbxExperiment *experiment)
{
  Group *group = g_task_get_task_data (task);

  if (experiment != NULL)
    g_ptr_array_add (group->evidence->experiments, experiment);
  /* Behind a portal every other finding is the portal's doing. */
  if (experiment != NULL && experiment->kind == MBX_EXPERIMENT_PORTAL && experiment->worked &&
      group->evidence->net != MBX_NET_OK)
    group->evidence->net = MBX_NET_PORTAL;
  group->open--;
  if (group->open == 0)
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static GTask *
begin (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  group->open++;
  return g_object_ref (task);
}

static void
on_talked (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  MbxRunner *runner = MBX_RUNNER (source);
  gboolean good = mbx_runner_run_finish (runner, result, NULL);
  MbxEvidence *seen = mbx_runner_get_evidence (runner);
  MbxExperimentKind kind =
      (MbxExperimentKind)GPOINTER_TO_INT (g_object_get_data (source, "mbx-kind"));
  MbxExperiment *experiment = mbx_experiment_new (kind, seen->server);

  experiment->worked = good;
  experiment->secure = good && seen->tls == MBX_TLS_OK;
  experiment->net = seen->net == MBX_NET_CANCELLED ? MBX_NET_TIMEOUT : seen->net;
  mbx_runner_close (runner);
  take (task, experiment);
}

/* The whole conversation up to the sign-in: the right greeting inside verified TLS. */
static void
talk (GTask *task, MbxExperimentKind kind, const MbxServer *server, gboolean ipv4_only)
{
  Group *group = g_task_get_task_data (task);
  MbxDialogueOptions options = { .server = server, .probe_only = TRUE };
  g_autoptr (MbxRunner) runner = mbx_runner_new (group->context, &options);

  mbx_runner_get_evidence (runner)->provider = g_strdup (group->evidence->provider);
  mbx_runner_set_ipv4_only (runner, ipv4_only);
  g_object_set_data (G_OBJECT (runner), "mbx-kind", GINT_TO_POINTER ((int)kind));
  mbx_runner_run_async (runner, limit_of (task), on_talked, begin (task));
}

static void
on_experiment (GObject *source, GAsyncResult *result, gpointer data)
{
  take (data, g_task_propagate_pointer (G_TASK (result), NULL));
}

static void
try_ports (GTask *task)
{
  Group *group = g_task_get_task_data (task);
  g_autoptr (GPtrArray) servers = mbx_experiment_plan_ports (group->evidence);

  for (guint i = 0; i < servers->len; i++)
    talk (task, MBX_EXPERIMENT_OTHER_PORT, g_ptr_array_index (servers, i), FALSE);
}

static void
try_any_port (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  mbx_experiment_any_port_async (group->context, group->evidence, limit_of (task), on_experiment,
                                 begin (task));
}

/*
 * Whether anything else answers. The account's other server comes first, for it is no third party;
 * well-known hosts are asked only where the person's own host is silent or cannot be found.
 */
static void
try_other_hosts (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  mbx_experiment_other_host_async (group->context, group->evidence, group->other, limit_of (task),
                                   on_experiment, begin (task));
}

static void
try_portal (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  if (mbx_context_get_probe_page (group->context) != NULL &&
      !mbx_context_get_offline (group->context))
    mbx_experiment_portal_async (group->context, limit_of (task), on_experiment, begin (task));
}

static void
try_clock (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  mbx_experiment_clock_async (group->context, group->evidence, limit_of (task), on_experiment,
                              begin (task));
}

static void
try_chain (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  mbx_experiment_chain_async (group->context, group->evidence, limit_of (task), on_experiment,
                              begin (task));
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  g_autoptr (MbxServer) server = g_task_propagate_pointer (G_TASK (result), NULL);

  if (server != NULL)
    talk (task, MBX_EXPERIMENT_OTHER_NAME, server, FALSE);
  take (task, NULL);
}

static void
try_names (GTask *task)
{
  Group *group = g_task_get_task_data (task);

  mbx_experiment_name_async (group->context, group->evidence, limit_of (task), on_name,
                             begin (task));
}

static void
start (GTask *task, guint plan)
{
  Group *group = g_task_get_task_data (task);

  if (plan & MBX_PLAN_PORTS)
    try_ports (task);
  if (plan & MBX_PLAN_IPV4)
    talk (task, MBX_EXPERIMENT_IPV4, group->evidence->server, TRUE);
  if (plan & MBX_PLAN_CHAIN)
    try_chain (task);
  if (mbx_context_is_demo (group->context))
    return;
  if (plan & MBX_PLAN_ANY_PORT)
    try_any_port (task);
  if (plan & MBX_PLAN_OTHER_HOST)
    try_other_hosts (task);
  if (plan & MBX_PLAN_PORTAL)
    try_portal (task);
  if (plan & MBX_PLAN_CLOCK)
    try_clock (task);
  if (plan & MBX_PLAN_NAMES)
    try_names (task);
}

/* What the network itself knows, without asking anybody. */
static void
ask_monitor (MbxEvidence *evidence, guint plan)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  if ((plan & MBX_PLAN_OTHER_HOST) == 0)
    return;
  if (g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL)
    evidence->net = MBX_NET_PORTAL;
  else if (!g_network_monitor_get_network_available (monitor) &&
           (evidence->net == MBX_NET_UNREACHABLE || evidence->net == MBX_NET_DNS_TIMEOUT))
    evidence->net = MBX_NET_OFFLINE;
}

/**
 * mbx_experiments_async:
 * @evidence: of a failure; gets what is found
 * @other: (nullable): the account's other server
 *
 * Tries, side by side and within #MbxLimits.experiment, what would change the answer, and nothing
 * else. No experiment sends a secret.
 */
void
mbx_experiments_async (MbxContext *context,
                       MbxEvidence *evidence,
                       const MbxServer *other,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  GTask *task = g_task_new (context, cancellable, callback, data);
  Group *group = g_new0 (Group, 1);
  guint plan = mbx_experiment_plan (evidence);

  group->context = g_object_ref (context);
  group->evidence = mbx_evidence_ref (evidence);
  group->other = mbx_server_copy (other);
  group->limit = mbx_limit_new (cancellable, mbx_context_get_limits (context)->experiment);
  g_task_set_source_tag (task, mbx_experiments_async);
  g_task_set_task_data (task, group, (GDestroyNotify)group_free);
  if (!mbx_context_is_demo (context))
    ask_monitor (evidence, plan);
  group->open = 1;
  start (task, plan);
  take (task, NULL);
}

void
mbx_experiments_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
