/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/runner.h"

#include "engine/step-clock.h"
#include "engine/tls-look.h"

struct _MbxRunner
{
  GObject parent_instance;
  MbxContext *context;
  MbxServer *server;
  char *sender;
  char *client_name;
  MbxDialogueOptions options;
  MbxCredentials *credentials;
  MbxEvidence *evidence;
  MbxConnection *connection;
  MbxDialogue *dialogue;
  MbxStepClock clock;
  gint64 deadline;
  gboolean ipv4_only;
  gboolean stop_before_tls;
  gboolean waiting;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (MbxRunner, mbx_runner, G_TYPE_OBJECT)

static guint step_signal;

static void advance (GTask *task);

static void
mbx_runner_dispose (GObject *object)
{
  mbx_runner_close (MBX_RUNNER (object));
  G_OBJECT_CLASS (mbx_runner_parent_class)->dispose (object);
}

static void
mbx_runner_finalize (GObject *object)
{
  MbxRunner *self = MBX_RUNNER (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->server, mbx_server_free);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->client_name, g_free);
  g_clear_pointer (&self->credentials, mbx_credentials_free);
  g_clear_pointer (&self->evidence, mbx_evidence_unref);
  g_clear_object (&self->connection);
  g_clear_object (&self->dialogue);
  G_OBJECT_CLASS (mbx_runner_parent_class)->finalize (object);
}

static void
mbx_runner_class_init (MbxRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_runner_dispose;
  G_OBJECT_CLASS (klass)->finalize = mbx_runner_finalize;

  /* MbxStep step, MbxState state, gint64 microseconds */
  step_signal = g_signal_new ("step", MBX_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT64);
}

static void
mbx_runner_init (MbxRunner *self)
{
  mbx_step_clock_reset (&self->clock);
}

/**
 * mbx_runner_new:
 * @options: what to say to whom; copied
 *
 * Returns: (transfer full): a runner that has not begun
 */
MbxRunner *
mbx_runner_new (MbxContext *context, const MbxDialogueOptions *options)
{
  MbxRunner *self;

  g_return_val_if_fail (MBX_IS_CONTEXT (context) && options->server != NULL, NULL);

  self = g_object_new (MBX_TYPE_RUNNER, NULL);
  self->context = g_object_ref (context);
  self->server = mbx_server_copy (options->server);
  self->sender = g_strdup (options->sender);
  self->client_name = g_strdup (options->client_name);
  self->options = *options;
  self->options.server = self->server;
  self->options.sender = self->sender;
  self->options.client_name = self->client_name;
  self->evidence = mbx_evidence_new (self->server);
  return self;
}

/**
 * mbx_runner_set_credentials:
 * @credentials: (nullable): what to sign in with; copied
 */
void
mbx_runner_set_credentials (MbxRunner *self, const MbxCredentials *credentials)
{
  g_return_if_fail (MBX_IS_RUNNER (self));

  g_clear_pointer (&self->credentials, mbx_credentials_free);
  self->credentials = mbx_credentials_copy (credentials);
  if (credentials == NULL)
    return;
  self->evidence->kind = credentials->kind;
  g_free (self->evidence->token_account);
  self->evidence->token_account = g_strdup (credentials->account);
}

void
mbx_runner_set_ipv4_only (MbxRunner *self, gboolean ipv4_only)
{
  g_return_if_fail (MBX_IS_RUNNER (self));

  self->ipv4_only = ipv4_only;
}

/**
 * mbx_runner_stop_before_tls:
 *
 * Ends the run where the handshake would begin; the connection is then the caller's to use.
 */
void
mbx_runner_stop_before_tls (MbxRunner *self)
{
  g_return_if_fail (MBX_IS_RUNNER (self));

  self->stop_before_tls = TRUE;
}

static void
tell (MbxStep step, MbxState state, gint64 microseconds, gpointer data)
{
  g_signal_emit (data, step_signal, 0, (int)step, (int)state, microseconds);
}

static void
go (MbxRunner *self, MbxStep step)
{
  mbx_step_clock_go (&self->clock, step, tell, self);
}

static void
set_deadline (MbxRunner *self, guint milliseconds)
{
  self->deadline = g_get_monotonic_time () + (gint64)milliseconds * 1000;
}

/* The step that the clock stands at is the one that failed. */
static void
fail (GTask *task, MbxStep step, GError *error)
{
  MbxRunner *self = g_task_get_source_object (task);
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  self->running = FALSE;
  self->evidence->step = step;
  if (cancelled)
    self->evidence->net = MBX_NET_CANCELLED;
  mbx_step_clock_end (&self->clock, step, cancelled ? MBX_STATE_WAITING : MBX_STATE_FAILED, tell,
                      self);
  mbx_connection_close (self->connection, NULL);
  g_clear_pointer (&self->credentials, mbx_credentials_free);
  g_task_return_error (task, error);
}

static void
fail_dialogue (GTask *task, MbxStep step)
{
  MbxRunner *self = g_task_get_source_object (task);

  mbx_evidence_take_dialogue (self->evidence, self->dialogue);
  fail (task, step,
        g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "the conversation ended at %s",
                     mbx_step_to_string (step)));
}

static void
on_tls_looked_at (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  mbx_tls_look_finish (result);
  fail (task, MBX_STEP_ENCRYPT,
        g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, "the handshake failed"));
}

/* What GIO could not name is looked at again, without any secret. */
static void
fail_tls (GTask *task, GError *error)
{
  MbxRunner *self = g_task_get_source_object (task);
  MbxTlsFault fault = self->evidence->tls;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)) ||
      (fault != MBX_TLS_NOT_TLS && fault != MBX_TLS_CLOSED && fault != MBX_TLS_OTHER))
    {
      fail (task, MBX_STEP_ENCRYPT, error);
      return;
    }
  g_error_free (error);
  mbx_connection_close (self->connection, NULL);
  mbx_tls_look_async (self->context, self->evidence, self->client_name,
                      g_task_get_cancellable (task), on_tls_looked_at, g_object_ref (task));
}

static void
start_dialogue (MbxRunner *self)
{
  g_set_object (&self->dialogue, NULL);
  self->dialogue = mbx_dialogue_new (&self->options);
  set_deadline (self, mbx_context_get_limits (self->context)->greeting);
}

static void
bind_channel (MbxRunner *self)
{
  const char *type = NULL;
  g_autoptr (GBytes) data = mbx_connection_get_channel_binding (self->connection, &type);

  if (data != NULL)
    mbx_dialogue_set_channel_binding (self->dialogue, type, data);
}

static void
on_encrypted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mbx_connection_encrypt_finish (self->connection, result, &error))
    {
      fail_tls (task, error);
      return;
    }
  bind_channel (self);
  mbx_dialogue_tls_started (self->dialogue);
  set_deadline (self, mbx_context_get_limits (self->context)->greeting);
  advance (task);
}

static void
finish_passed (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);

  self->running = FALSE;
  g_task_return_boolean (task, TRUE);
}

static void
encrypt (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);

  if (self->stop_before_tls)
    {
      finish_passed (task);
      return;
    }
  go (self, MBX_STEP_ENCRYPT);
  mbx_connection_encrypt_async (self->connection, g_task_get_cancellable (task), on_encrypted,
                                g_object_ref (task));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mbx_connection_connect_finish (self->connection, result, &error))
    {
      fail (task, MBX_STEP_CONNECT, error);
      return;
    }
  start_dialogue (self);
  advance (task);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mbx_connection_resolve_finish (self->connection, result, &error))
    {
      fail (task, MBX_STEP_RESOLVE, error);
      return;
    }
  go (self, MBX_STEP_CONNECT);
  mbx_connection_connect_async (self->connection, g_task_get_cancellable (task), on_connected,
                                g_object_ref (task));
}

/* A connection that was lost, in the words of the dialogue and of whatever lost it. */
static void
fail_io (GTask *task, GError *error)
{
  MbxRunner *self = g_task_get_source_object (task);

  mbx_evidence_take_dialogue (self->evidence, self->dialogue);
  if (self->evidence->tls != MBX_TLS_OK)
    fail_tls (task, error);
  else
    fail (task, mbx_dialogue_get_step (self->dialogue), error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxRunner *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = mbx_connection_read_finish (self->connection, result, &error);
  gsize length = 0;
  const guint8 *start;

  if (bytes == NULL)
    {
      fail_io (task, error);
      return;
    }
  start = g_bytes_get_data (bytes, &length);
  if (length == 0)
    mbx_dialogue_receive_eof (self->dialogue);
  else
    mbx_dialogue_receive (self->dialogue, start, length);
  advance (task);
}

static void
read_more (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);
  gint64 left = (self->deadline - g_get_monotonic_time ()) / 1000;

  mbx_connection_read_async (self->connection, (guint)MAX (left, 0), g_task_get_cancellable (task),
                             on_read, g_object_ref (task));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (mbx_connection_write_finish (self->connection, result, &error))
    set_deadline (self, mbx_context_get_limits (self->context)->reply);
  else if (self->evidence->net != MBX_NET_RESET && self->evidence->tls == MBX_TLS_OK)
    {
      fail_io (task, error);
      return;
    }
  /* Who hangs up may have said why; that is still there to be read. */
  g_clear_error (&error);
  self->evidence->net = MBX_NET_OK;
  self->evidence->tls = MBX_TLS_OK;
  advance (task);
}

static void
send_bytes (GTask *task, const MbxAction *action)
{
  MbxRunner *self = g_task_get_source_object (task);

  g_debug ("%s:%u <- %s", self->server->host, self->server->port,
           action->secret || action->label != NULL ? action->label : "(a line)");
  mbx_connection_write_async (self->connection, action->bytes->data, action->bytes->len,
                              g_task_get_cancellable (task), on_written, g_object_ref (task));
}

static void
on_settled (MbxConnection *connection, gpointer data)
{
  GTask *task = data;

  g_signal_handlers_disconnect_by_func (connection, on_settled, data);
  finish_passed (task);
  g_object_unref (task);
}

static void
done (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);

  mbx_evidence_take_dialogue (self->evidence, self->dialogue);
  mbx_step_clock_end (&self->clock, (MbxStep) self->clock.current, MBX_STATE_PASSED, tell, self);
  mbx_connection_close (self->connection, mbx_dialogue_get_goodbye (self->dialogue));
  g_clear_pointer (&self->credentials, mbx_credentials_free);
  if (mbx_connection_is_settled (self->connection))
    finish_passed (task);
  else
    g_signal_connect (self->connection, "settled", G_CALLBACK (on_settled), g_object_ref (task));
}

static void
wait_for_credentials (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);

  mbx_evidence_take_dialogue (self->evidence, self->dialogue);
  mbx_step_clock_end (&self->clock, MBX_STEP_GREET, MBX_STATE_PASSED, tell, self);
  self->waiting = TRUE;
  finish_passed (task);
}

/* Does what the dialogue asks for, until that takes time. */
static void
advance (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);
  MbxAction action;

  mbx_dialogue_next (self->dialogue, &action);
  if (action.kind == MBX_ACTION_NEED_CREDENTIALS && self->credentials != NULL)
    {
      mbx_dialogue_set_credentials (self->dialogue, self->credentials);
      mbx_dialogue_next (self->dialogue, &action);
    }
  switch (action.kind)
    {
    case MBX_ACTION_READ:
      go (self, action.step);
      read_more (task);
      break;
    case MBX_ACTION_SEND:
      go (self, action.step);
      send_bytes (task, &action);
      break;
    case MBX_ACTION_START_TLS:
      encrypt (task);
      break;
    case MBX_ACTION_NEED_CREDENTIALS:
      wait_for_credentials (task);
      break;
    case MBX_ACTION_DONE:
      done (task);
      break;
    case MBX_ACTION_FAIL:
      fail_dialogue (task, action.step);
      break;
    }
}

static void
begin (GTask *task)
{
  MbxRunner *self = g_task_get_source_object (task);

  mbx_step_clock_reset (&self->clock);
  g_clear_object (&self->connection);
  self->connection = mbx_connection_new (self->context, self->evidence);
  mbx_connection_set_ipv4_only (self->connection, self->ipv4_only);
  go (self, MBX_STEP_RESOLVE);
  mbx_connection_resolve_async (self->connection, g_task_get_cancellable (task), on_resolved,
                                g_object_ref (task));
}

/**
 * mbx_runner_run_async:
 * @cancellable: (nullable): stops it within 100 ms at any moment
 *
 * Runs the conversation from where it stands. A runner that has ended is not run again.
 */
void
mbx_runner_run_async (MbxRunner *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MBX_IS_RUNNER (self) && !self->running);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mbx_runner_run_async);
  self->running = TRUE;
  if (!self->waiting)
    {
      begin (task);
      return;
    }
  self->waiting = FALSE;
  set_deadline (self, mbx_context_get_limits (self->context)->reply);
  advance (task);
}

/**
 * mbx_runner_run_finish:
 * @error: only a message; the evidence is what counts
 *
 * Returns: whether all passed so far
 */
gboolean
mbx_runner_run_finish (MbxRunner *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
mbx_runner_is_waiting (MbxRunner *self)
{
  g_return_val_if_fail (MBX_IS_RUNNER (self), FALSE);

  return self->waiting;
}

/**
 * mbx_runner_is_alive:
 *
 * Returns: whether it waits for credentials and the server has not hung up meanwhile
 */
gboolean
mbx_runner_is_alive (MbxRunner *self)
{
  g_return_val_if_fail (MBX_IS_RUNNER (self), FALSE);

  return self->waiting && mbx_connection_is_alive (self->connection);
}

/* Tells once more where each step stands, to one who takes over a runner that waits. */
void
mbx_runner_repeat_steps (MbxRunner *self)
{
  mbx_step_clock_repeat (&self->clock, tell, self);
}

/**
 * mbx_runner_close:
 *
 * Lets go of a connection that waits, with a goodbye that nobody waits for.
 */
void
mbx_runner_close (MbxRunner *self)
{
  g_return_if_fail (MBX_IS_RUNNER (self));

  if (self->connection != NULL && !self->running)
    mbx_connection_close (self->connection,
                          self->waiting ? mbx_dialogue_get_goodbye (self->dialogue) : NULL);
  self->waiting = FALSE;
}

/**
 * mbx_runner_get_evidence:
 *
 * Returns: (transfer none): all that was seen so far
 */
MbxEvidence *
mbx_runner_get_evidence (MbxRunner *self)
{
  g_return_val_if_fail (MBX_IS_RUNNER (self), NULL);

  return self->evidence;
}

/**
 * mbx_runner_get_dialogue:
 *
 * Returns: (transfer none) (nullable): the conversation, %NULL before there is one
 */
MbxDialogue *
mbx_runner_get_dialogue (MbxRunner *self)
{
  g_return_val_if_fail (MBX_IS_RUNNER (self), NULL);

  return self->dialogue;
}

/**
 * mbx_runner_get_connection:
 *
 * Returns: (transfer none) (nullable): the connection of the last run
 */
MbxConnection *
mbx_runner_get_connection (MbxRunner *self)
{
  g_return_val_if_fail (MBX_IS_RUNNER (self), NULL);

  return self->connection;
}
