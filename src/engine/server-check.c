/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/server-check.h"

#include "engine/experiments.h"
#include "engine/head-start.h"
#include "engine/parking.h"
#include "engine/runner.h"

#include <string.h>

/* A failure that was seen while the password was typed is told as it is, if it is fresh. */
#define FRESH_MICROSECONDS (20 * G_USEC_PER_SEC)

struct _MbxServerCheck
{
  GObject parent_instance;
  MbxContext *context;
  MbxAccount *account;
  MbxSide side;
  MbxServer *server;
  MbxServer *other;
  char *former_name;
  MbxRunner *runner;
  MbxEvidence *evidence;
  MbxDiagnosis *diagnosis;
  MbxCredentials *credentials;
  GCancellable *cancellable;
  MbxLimit *limit;
  GTask *task;
  gint64 failed_at;
  gint64 failed_spent;
  gboolean running;
  gboolean passed;
  gboolean renamed;
  gboolean ipv4_only;
  MbxHeadStart *head_start;
  gboolean concluded;
};

G_DEFINE_FINAL_TYPE (MbxServerCheck, mbx_server_check, G_TYPE_OBJECT)

static guint step_signal;

static void start_runner (MbxServerCheck *self);
static void run_runner (MbxServerCheck *self);

static void
mbx_server_check_dispose (GObject *object)
{
  MbxServerCheck *self = MBX_SERVER_CHECK (object);

  g_clear_pointer (&self->head_start, mbx_head_start_free);
  if (self->runner != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->runner, self);
      mbx_runner_close (self->runner);
    }
  g_clear_object (&self->runner);
  G_OBJECT_CLASS (mbx_server_check_parent_class)->dispose (object);
}

static void
mbx_server_check_finalize (GObject *object)
{
  MbxServerCheck *self = MBX_SERVER_CHECK (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->server, mbx_server_free);
  g_clear_pointer (&self->other, mbx_server_free);
  g_clear_pointer (&self->former_name, g_free);
  g_clear_pointer (&self->evidence, mbx_evidence_unref);
  g_clear_pointer (&self->diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&self->credentials, mbx_credentials_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mbx_server_check_parent_class)->finalize (object);
}

static void
mbx_server_check_class_init (MbxServerCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_server_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = mbx_server_check_finalize;

  /* MbxStep step, MbxState state, gint64 microseconds */
  step_signal = g_signal_new ("step", MBX_TYPE_SERVER_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT64);
}

static void
mbx_server_check_init (MbxServerCheck *self)
{
}

/**
 * mbx_server_check_new:
 * @account: whose server; copied
 * @side: %MBX_SIDE_INCOMING or %MBX_SIDE_OUTGOING; that server of @account must be there
 *
 * Returns: (transfer full): a check that has not begun
 */
MbxServerCheck *
mbx_server_check_new (MbxContext *context, const MbxAccount *account, MbxSide side)
{
  MbxServerCheck *self = g_object_new (MBX_TYPE_SERVER_CHECK, NULL);
  gboolean incoming = side == MBX_SIDE_INCOMING;

  self->context = g_object_ref (context);
  self->account = mbx_account_copy (account);
  self->side = side;
  self->server = mbx_server_copy (incoming ? account->incoming : account->outgoing);
  self->other = mbx_server_copy (incoming ? account->outgoing : account->incoming);
  return self;
}

static void
tell (MbxServerCheck *self, MbxStep step, MbxState state, gint64 microseconds)
{
  g_signal_emit (self, step_signal, 0, (int) step, (int) state, microseconds);
}

/* The port is silent and another one works: there is no use in waiting any longer. */
static void
on_other_port_found (gpointer data)
{
  MbxServerCheck *self = data;

  self->concluded = TRUE;
  g_cancellable_cancel (self->cancellable);
}

/* A failure has to wait for its cause. */
static void
on_runner_step (MbxRunner *runner, int step, int state, gint64 microseconds, MbxServerCheck *self)
{
  if (step == MBX_STEP_CONNECT && state == MBX_STATE_RUNNING)
    self->head_start =
        mbx_head_start_new (self->context, self->evidence, self->other, on_other_port_found, self);
  else if (step == MBX_STEP_CONNECT && state == MBX_STATE_PASSED && !self->concluded)
    g_clear_pointer (&self->head_start, mbx_head_start_free);
  if (state == MBX_STATE_FAILED || self->concluded)
    self->failed_spent = microseconds;
  else
    tell (self, (MbxStep) step, (MbxState) state, microseconds);
}

static void
end (MbxServerCheck *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_clear_pointer (&self->head_start, mbx_head_start_free);
  self->running = FALSE;
  self->limit = NULL;
  g_clear_pointer (&self->credentials, mbx_credentials_free);
  if (task != NULL)
    g_task_return_boolean (task, self->diagnosis == NULL || self->diagnosis->warning);
}

static void
end_cancelled (MbxServerCheck *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_clear_pointer (&self->head_start, mbx_head_start_free);
  self->running = FALSE;
  self->limit = NULL;
  g_clear_pointer (&self->credentials, mbx_credentials_free);
  mbx_runner_close (self->runner);
  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static void
diagnose (MbxServerCheck *self)
{
  g_clear_pointer (&self->diagnosis, mbx_diagnosis_free);
  self->diagnosis = mbx_diagnose (self->evidence, mbx_context_get_phrases (self->context));
}

/*
 * The address in place of its local part, or the other way round: the one second try that there is,
 * and only where the server itself says that the form of the name is wrong.
 */
static char *
other_form (MbxServerCheck *self, const char *username)
{
  const char *at = strrchr (username, '@');

  if (at != NULL)
    return g_strndup (username, (gsize) (at - username));
  if (self->account->address != NULL && strchr (self->account->address, '@') != NULL)
    return g_strdup (self->account->address);
  return NULL;
}

static gboolean
try_other_form (MbxServerCheck *self)
{
  g_autofree char *username = NULL;

  if (self->renamed || self->credentials == NULL || self->diagnosis == NULL ||
      self->diagnosis->code != MBX_CODE_USERNAME_FORMAT ||
      self->diagnosis->confidence < MBX_CONFIDENCE_LIKELY)
    return FALSE;
  username = other_form (self, self->credentials->username);
  if (username == NULL || *username == '\0')
    return FALSE;
  self->renamed = TRUE;
  g_free (self->credentials->username);
  self->credentials->username = g_strdup (username);
  g_free (self->former_name);
  self->former_name = self->server->username;
  self->server->username = g_steal_pointer (&username);
  start_runner (self);
  run_runner (self);
  return TRUE;
}

static void
tell_failure (MbxServerCheck *self)
{
  MbxStep failed = self->evidence->step;

  /* The other form was no better: what the person or the source said stands. */
  if (self->renamed)
    {
      g_free (self->server->username);
      self->server->username = g_steal_pointer (&self->former_name);
      self->renamed = FALSE;
    }
  /* Only what was seen before anybody asked is kept: "Try again" means again. */
  self->failed_at = self->task == NULL ? g_get_monotonic_time () : 0;
  tell (self, failed, MBX_STATE_FAILED, self->failed_spent);
  end (self);
}

/*
 * Where IPv6 connects and then loses what is large, the handshake is what fails. The check goes on
 * without it, and says so in a warning. Nothing secret was sent so far.
 */
static gboolean
try_ipv4 (MbxServerCheck *self)
{
  if (self->ipv4_only ||
      mbx_evidence_find_experiment (self->evidence, MBX_EXPERIMENT_IPV4, TRUE) == NULL)
    return FALSE;
  self->ipv4_only = TRUE;
  start_runner (self);
  run_runner (self);
  return TRUE;
}

static void
on_experiments (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxServerCheck) self = data;

  mbx_experiments_finish (result);
  if (g_cancellable_is_cancelled (self->cancellable) &&
      (self->limit == NULL || !mbx_limit_is_over (self->limit)))
    {
      end_cancelled (self);
      return;
    }
  if (try_ipv4 (self))
    return;
  diagnose (self);
  tell_failure (self);
}

/* What the experiments found while the port was still waited for. */
static gboolean
conclude_early (MbxServerCheck *self)
{
  gboolean known = mbx_head_start_apply (self->head_start, self->evidence);

  g_clear_pointer (&self->head_start, mbx_head_start_free);
  if (!known)
    return FALSE;
  diagnose (self);
  tell_failure (self);
  return TRUE;
}

static void
examine_failure (MbxServerCheck *self)
{
  if (self->evidence->net == MBX_NET_TIMEOUT && conclude_early (self))
    return;
  g_clear_pointer (&self->head_start, mbx_head_start_free);
  diagnose (self);
  if (try_other_form (self))
    return;
  mbx_experiments_async (self->context, self->evidence, self->other, self->cancellable,
                         on_experiments, g_object_ref (self));
}

/* The time for the whole was up: that is a finding about the step that it hit. */
static void
blame_limit (MbxServerCheck *self)
{
  MbxEvidence *evidence = self->evidence;

  if (evidence->step <= MBX_STEP_RESOLVE)
    evidence->net = MBX_NET_DNS_TIMEOUT;
  else if (evidence->step == MBX_STEP_CONNECT)
    evidence->net = MBX_NET_TIMEOUT;
  else
    evidence->net = MBX_NET_SILENT;
  if (evidence->step == MBX_STEP_ENCRYPT)
    {
      evidence->net = MBX_NET_OK;
      evidence->tls = MBX_TLS_TIMEOUT;
    }
  diagnose (self);
  tell_failure (self);
}

static void
take_success (MbxServerCheck *self)
{
  self->passed = !mbx_runner_is_waiting (self->runner);
  diagnose (self);
  end (self);
}

static gboolean
is_given_up (MbxServerCheck *self)
{
  return self->limit != NULL &&
         g_cancellable_is_cancelled (mbx_limit_get_cancellable (self->limit));
}

static void
on_runner_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxServerCheck) self = data;
  gboolean good = mbx_runner_run_finish (MBX_RUNNER (source), result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (self->concluded && !is_given_up (self))
        conclude_early (self);
      else if (self->limit != NULL && mbx_limit_is_over (self->limit))
        blame_limit (self);
      else
        end_cancelled (self);
    }
  else if (!good)
    examine_failure (self);
  else if (mbx_runner_is_waiting (self->runner) && self->credentials != NULL)
    run_runner (self);
  else
    take_success (self);
}

static void
fill_evidence (MbxServerCheck *self)
{
  g_free (self->evidence->provider);
  g_free (self->evidence->address);
  self->evidence->provider = g_strdup (self->account->provider);
  self->evidence->address = g_strdup (self->account->address);
  self->evidence->clock = g_get_real_time () / G_USEC_PER_SEC;
  if (self->ipv4_only)
    self->evidence->ipv6_failed = TRUE;
}

static void
start_runner (MbxServerCheck *self)
{
  MbxDialogueOptions options = { .server = self->server,
                                 .client_name = "Mailbox Setup",
                                 .examine = TRUE };
  gboolean taken;

  if (self->side == MBX_SIDE_OUTGOING)
    options.sender = self->account->address;
  if (self->runner != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->runner, self);
      mbx_runner_close (self->runner);
    }
  g_clear_object (&self->runner);
  if (!self->ipv4_only)
    self->runner = mbx_parking_take (self->context, self->server, options.sender);
  taken = self->runner != NULL;
  if (!taken)
    self->runner = mbx_runner_new (self->context, &options);
  mbx_runner_set_ipv4_only (self->runner, self->ipv4_only);
  g_signal_connect (self->runner, "step", G_CALLBACK (on_runner_step), self);
  g_clear_pointer (&self->evidence, mbx_evidence_unref);
  self->evidence = mbx_evidence_ref (mbx_runner_get_evidence (self->runner));
  fill_evidence (self);
  g_clear_pointer (&self->diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&self->head_start, mbx_head_start_free);
  if (taken)
    mbx_runner_repeat_steps (self->runner);
}

static void
run_runner (MbxServerCheck *self)
{
  mbx_runner_set_credentials (self->runner, self->credentials);
  mbx_runner_run_async (self->runner, self->cancellable, on_runner_done, g_object_ref (self));
}

static void
begin (MbxServerCheck *self)
{
  self->running = TRUE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->renamed = FALSE;
  self->ipv4_only = FALSE;
  self->concluded = FALSE;
}

/**
 * mbx_server_check_prepare:
 *
 * Runs what needs no secret and keeps the connection. Does nothing where something runs already.
 */
void
mbx_server_check_prepare (MbxServerCheck *self)
{
  g_return_if_fail (MBX_IS_SERVER_CHECK (self));

  if (self->running || self->passed || (self->runner != NULL && mbx_runner_is_alive (self->runner)))
    return;
  begin (self);
  start_runner (self);
  run_runner (self);
}

/**
 * mbx_server_check_stop:
 *
 * Ends what was prepared or is running; nobody wants to know any more.
 */
void
mbx_server_check_stop (MbxServerCheck *self)
{
  g_return_if_fail (MBX_IS_SERVER_CHECK (self));

  if (self->running)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
has_fresh_failure (MbxServerCheck *self)
{
  return self->failed_at != 0 && g_get_monotonic_time () - self->failed_at < FRESH_MICROSECONDS;
}

static void
on_cancelled (GCancellable *cancellable, gpointer own)
{
  g_cancellable_cancel (own);
}

/**
 * mbx_server_check_run_async:
 * @credentials: (nullable): what to sign in with; %NULL stops before the sign-in
 * @limit: for the whole; must stay until the end
 *
 * Goes on with what was prepared, also where that still runs. A connection that died meanwhile is
 * made again unseen; no secret has gone over it.
 */
void
mbx_server_check_run_async (MbxServerCheck *self,
                            const MbxCredentials *credentials,
                            MbxLimit *limit,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  gboolean preparing;

  g_return_if_fail (MBX_IS_SERVER_CHECK (self) && self->task == NULL);

  preparing = self->running;
  self->task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (self->task, mbx_server_check_run_async);
  self->limit = limit;
  self->credentials = mbx_credentials_copy (credentials);
  if (!preparing)
    begin (self);
  g_cancellable_connect (mbx_limit_get_cancellable (limit), G_CALLBACK (on_cancelled),
                         g_object_ref (self->cancellable), g_object_unref);
  if (preparing)
    return;
  if (has_fresh_failure (self))
    {
      tell_failure (self);
      return;
    }
  if (self->runner == NULL || !mbx_runner_is_alive (self->runner))
    start_runner (self);
  run_runner (self);
}

/**
 * mbx_server_check_run_finish:
 *
 * Returns: whether it passed as far as it was to go; see the diagnosis
 */
gboolean
mbx_server_check_run_finish (MbxServerCheck *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_server_check_has_passed:
 *
 * Returns: whether all passed, sign-in included
 */
gboolean
mbx_server_check_has_passed (MbxServerCheck *self)
{
  g_return_val_if_fail (MBX_IS_SERVER_CHECK (self), FALSE);

  return self->passed;
}

/**
 * mbx_server_check_get_server:
 *
 * Returns: (transfer none): the server, with the user name that was used last
 */
const MbxServer *
mbx_server_check_get_server (MbxServerCheck *self)
{
  g_return_val_if_fail (MBX_IS_SERVER_CHECK (self), NULL);

  return self->server;
}

/**
 * mbx_server_check_get_evidence:
 *
 * Returns: (transfer none) (nullable): all that was seen, %NULL before anything was
 */
MbxEvidence *
mbx_server_check_get_evidence (MbxServerCheck *self)
{
  g_return_val_if_fail (MBX_IS_SERVER_CHECK (self), NULL);

  return self->evidence;
}

/**
 * mbx_server_check_get_diagnosis:
 *
 * Returns: (transfer none) (nullable): the cause of a failure or a warning
 */
const MbxDiagnosis *
mbx_server_check_get_diagnosis (MbxServerCheck *self)
{
  g_return_val_if_fail (MBX_IS_SERVER_CHECK (self), NULL);

  return self->diagnosis;
}
