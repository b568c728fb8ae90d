/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiment-connect.h"

#include "engine/faults.h"

/* How long the account's other server is waited for before third parties are asked. */
#define OWN_MILLISECONDS 700

typedef struct
{
  MbxExperimentKind kind;
  GSource *patience;
  guint open;
  gboolean done;
  MbxNetFault net;
  MbxServer *server;
} Race;

static void
race_free (Race *self)
{
  if (self->patience != NULL)
    {
      g_source_destroy (self->patience);
      g_source_unref (self->patience);
    }
  mbx_server_free (self->server);
  g_free (self);
}

static void
free_experiment (gpointer experiment)
{
  mbx_experiment_free (experiment);
}

static void
return_experiment (GTask *task, gboolean worked)
{
  Race *race = g_task_get_task_data (task);
  MbxExperiment *experiment = mbx_experiment_new (race->kind, race->server);

  race->done = TRUE;
  if (race->patience != NULL)
    g_source_destroy (race->patience);
  experiment->worked = worked;
  experiment->net = worked ? MBX_NET_OK : race->net;
  g_task_return_pointer (task, experiment, free_experiment);
}

/* "Unreachable" of one says most; a limit that ran out is silence. */
static void
take_fault (Race *race, const GError *error)
{
  MbxNetFault net = mbx_net_fault_from_error (error);

  if (net == MBX_NET_CANCELLED)
    net = MBX_NET_TIMEOUT;
  if (race->net != MBX_NET_UNREACHABLE)
    race->net = net;
}

/* The wait counts as one that is open, until it is over. */
static void
lose_patience (Race *race)
{
  if (race->patience == NULL || g_source_is_destroyed (race->patience))
    return;
  g_source_destroy (race->patience);
  race->open--;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Race *race = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  /* A refusal comes from the host itself, or from a firewall: it proves the network, no more. */
  gboolean answered =
      connection != NULL || (race->kind == MBX_EXPERIMENT_OTHER_HOST &&
                             g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED));

  race->open--;
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    lose_patience (race);
  if (race->done)
    return;
  if (error != NULL)
    take_fault (race, error);
  if (answered || race->open == 0)
    return_experiment (task, answered);
}

static void
close_one (GTask *task)
{
  Race *race = g_task_get_task_data (task);

  race->open--;
  if (race->open == 0 && !race->done)
    return_experiment (task, FALSE);
}

static void
connect_to (GTask *task, GSocketConnectable *target)
{
  Race *race = g_task_get_task_data (task);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  race->open++;
  g_socket_client_connect_async (client, target, g_task_get_cancellable (task), on_connected,
                                 g_object_ref (task));
}

static GTask *
begin (MbxExperimentKind kind,
       const MbxServer *server,
       MbxContext *context,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer data)
{
  GTask *task = g_task_new (context, cancellable, callback, data);
  Race *race = g_new0 (Race, 1);

  race->kind = kind;
  race->server = mbx_server_copy (server);
  race->net = MBX_NET_TIMEOUT;
  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, race, (GDestroyNotify)race_free);
  return task;
}

/**
 * mbx_experiment_any_port_async:
 *
 * Whether any port of the same host answers: web and the other mail ports, the first one counts.
 */
void
mbx_experiment_any_port_async (MbxContext *context,
                               const MbxEvidence *evidence,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  static const guint16 ports[] = { 443, 80, 993, 465, 587, 995, 143, 25 };
  g_autoptr (GTask) task = begin (MBX_EXPERIMENT_ANY_PORT, evidence->server, context,
                                  mbx_experiment_any_port_async, cancellable, callback, data);

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (GSocketConnectable) target = NULL;
      const char *host = evidence->server->host;

      if (ports[i] == evidence->server->port)
        continue;
      if (evidence->addresses != NULL && evidence->addresses[0] != NULL)
        host = evidence->addresses[0];
      target = g_network_address_new (host, ports[i]);
      connect_to (task, target);
    }
}

static void
ask_known_hosts (GTask *task)
{
  MbxContext *context = g_task_get_source_object (task);
  const char *const *known = mbx_context_get_known_hosts (context);

  if (mbx_context_get_offline (context))
    return;
  for (; known != NULL && *known != NULL; known++)
    {
      g_autoptr (GSocketConnectable) target = g_network_address_parse (*known, 443, NULL);

      if (target != NULL)
        connect_to (task, target);
    }
}

static gboolean
on_impatient (gpointer data)
{
  GTask *task = data;
  Race *race = g_task_get_task_data (task);

  /* What stands for the wait itself goes now; the hosts that are asked take its place. */
  if (!race->done)
    {
      ask_known_hosts (task);
      close_one (task);
    }
  return G_SOURCE_REMOVE;
}

static void
be_patient (GTask *task)
{
  Race *race = g_task_get_task_data (task);

  race->open++;
  race->patience = g_timeout_source_new (OWN_MILLISECONDS);
  g_source_set_callback (race->patience, on_impatient, g_object_ref (task), g_object_unref);
  g_source_attach (race->patience, g_main_context_get_thread_default ());
}

/**
 * mbx_experiment_other_host_async:
 * @other: (nullable): the account's other server
 *
 * Whether another host answers at all: the account's other server, and where that stays silent too
 * and third parties may be asked, the context's well-known ones. The first one counts.
 */
void
mbx_experiment_other_host_async (MbxContext *context,
                                 const MbxEvidence *evidence,
                                 const MbxServer *other,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GTask) task = begin (MBX_EXPERIMENT_OTHER_HOST, other, context,
                                  mbx_experiment_other_host_async, cancellable, callback, data);
  Race *race = g_task_get_task_data (task);

  if (other != NULL && g_strcmp0 (other->host, evidence->server->host) != 0)
    {
      g_autoptr (GSocketConnectable) target = g_network_address_new (other->host, other->port);

      be_patient (task);
      connect_to (task, target);
    }
  else
    ask_known_hosts (task);
  if (race->open == 0)
    g_task_return_pointer (task, NULL, NULL);
}
