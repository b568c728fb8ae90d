/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/check.h"

#include "core/redact.h"
#include "engine/check-facts.h"
#include "engine/check-rows.h"
#include "engine/limit.h"
#include "engine/server-check.h"
#include "engine/step-result.h"

#define SIDES 2

struct _MbxCheck
{
  GObject parent_instance;
  MbxContext *context;
  MbxAccount *account;
  MbxServerCheck *servers[SIDES];
  MbxRedactor *redactors[SIDES];
  GPtrArray *steps;
  GTask *task;
  guint open;
};

G_DEFINE_FINAL_TYPE (MbxCheck, mbx_check, G_TYPE_OBJECT)

static guint step_signal;

static guint
index_of (MbxSide side)
{
  return side == MBX_SIDE_OUTGOING ? 1 : 0;
}

static MbxSide
side_of (guint index)
{
  return index == 1 ? MBX_SIDE_OUTGOING : MBX_SIDE_INCOMING;
}

static void
drop_server (MbxCheck *self, guint index)
{
  if (self->servers[index] != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->servers[index], self);
      mbx_server_check_stop (self->servers[index]);
    }
  g_clear_object (&self->servers[index]);
}

static void
mbx_check_dispose (GObject *object)
{
  MbxCheck *self = MBX_CHECK (object);

  for (guint i = 0; i < SIDES; i++)
    drop_server (self, i);
  G_OBJECT_CLASS (mbx_check_parent_class)->dispose (object);
}

static void
mbx_check_finalize (GObject *object)
{
  MbxCheck *self = MBX_CHECK (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  for (guint i = 0; i < SIDES; i++)
    g_clear_pointer (&self->redactors[i], mbx_redactor_free);
  G_OBJECT_CLASS (mbx_check_parent_class)->finalize (object);
}

static void
mbx_check_class_init (MbxCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = mbx_check_finalize;

  /* MbxStepResult *result */
  step_signal = g_signal_new ("step-changed", MBX_TYPE_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mbx_check_init (MbxCheck *self)
{
  self->steps = mbx_check_rows_new ();
}

static MbxStepResult *
find_step (MbxCheck *self, MbxSide side, MbxStep step)
{
  return mbx_check_rows_find (self->steps, side, step);
}

static MbxStepResult *
get_online (MbxCheck *self)
{
  return g_ptr_array_index (self->steps, 0);
}

static void
set_state (MbxCheck *self, MbxStepResult *result, MbxState state)
{
  if (result->state == state && result->diagnosis == NULL)
    return;
  result->state = state;
  g_signal_emit (self, step_signal, 0, result);
}

/* What one cause means to the person, with the names and pages of the provider. */
static void
explain (MbxCheck *self, MbxStepResult *result, MbxEvidence *evidence, MbxDiagnosis *diagnosis)
{
  const MbxProviderTable *providers = mbx_context_get_providers (self->context);
  const MbxProvider *provider = NULL;
  MbxWordsContext words = { .code = diagnosis->code, .evidence = evidence };

  if (self->account->provider != NULL)
    provider = mbx_provider_table_find_id (providers, self->account->provider);
  if (provider != NULL)
    {
      words.provider_name = provider->name;
      words.app_password_page = provider->app_password_page;
      words.enable_page = provider->enable_page;
    }
  words.suggestion = diagnosis->suggestion;
  g_clear_pointer (&result->diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&result->words, mbx_words_free);
  result->diagnosis = diagnosis;
  result->words = mbx_words_new (&words);
}

/* Words from outside the encryption may be anybody's; they are evidence, and not to be shown. */
static void
quote (MbxCheck *self, MbxStepResult *result, const MbxEvidence *evidence)
{
  guint index = index_of (result->side);

  g_clear_pointer (&result->said, g_free);
  if (evidence->reply != NULL && evidence->reply->encrypted && *evidence->reply->text != '\0')
    result->said = mbx_redactor_apply (self->redactors[index], evidence->reply->text);
}

static void
report_online (MbxCheck *self)
{
  MbxStepResult *online = get_online (self);

  if (online->state == MBX_STATE_RUNNING || online->state == MBX_STATE_WAITING)
    set_state (self, online, MBX_STATE_PASSED);
}

static void
on_server_step (MbxServerCheck *server, int step, int state, gint64 microseconds, MbxCheck *self)
{
  MbxSide side = server == self->servers[1] ? MBX_SIDE_OUTGOING : MBX_SIDE_INCOMING;
  MbxStepResult *result = find_step (self, side, (MbxStep) step);
  const MbxDiagnosis *diagnosis = mbx_server_check_get_diagnosis (server);
  MbxEvidence *evidence = mbx_server_check_get_evidence (server);

  if (result == NULL)
    return;
  if (state == MBX_STATE_RUNNING)
    mbx_step_result_clear (result);
  result->microseconds = microseconds;
  if (step == MBX_STEP_CONNECT && state == MBX_STATE_PASSED)
    report_online (self);
  if (state == MBX_STATE_FAILED && diagnosis != NULL)
    {
      explain (self, result, evidence, mbx_diagnosis_copy (diagnosis));
      quote (self, result, evidence);
    }
  set_state (self, result, (MbxState) state);
}

static void
add_server (MbxCheck *self, MbxSide side)
{
  guint index = index_of (side);
  const MbxServer *server =
      side == MBX_SIDE_INCOMING ? self->account->incoming : self->account->outgoing;

  drop_server (self, index);
  if (server == NULL)
    return;
  self->servers[index] = mbx_server_check_new (self->context, self->account, side);
  g_signal_connect (self->servers[index], "step", G_CALLBACK (on_server_step), self);
}

/**
 * mbx_check_new:
 * @account: whose servers; copied
 *
 * Returns: (transfer full): a check that has not begun
 */
MbxCheck *
mbx_check_new (MbxContext *context, const MbxAccount *account)
{
  MbxCheck *self;

  g_return_val_if_fail (MBX_IS_CONTEXT (context) && account != NULL, NULL);

  self = g_object_new (MBX_TYPE_CHECK, NULL);
  self->context = g_object_ref (context);
  self->account = mbx_account_copy (account);
  add_server (self, MBX_SIDE_INCOMING);
  add_server (self, MBX_SIDE_OUTGOING);
  return self;
}

static void
clear_side (MbxCheck *self, MbxSide side)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      MbxStepResult *result = g_ptr_array_index (self->steps, i);

      if (result->side == side)
        {
          mbx_step_result_clear (result);
          g_signal_emit (self, step_signal, 0, result);
        }
    }
}

/**
 * mbx_check_set_server:
 * @side: %MBX_SIDE_INCOMING or %MBX_SIDE_OUTGOING
 * @server: (nullable): the server to check from now on; copied
 *
 * For between the runs. What the other side has shown stays.
 */
void
mbx_check_set_server (MbxCheck *self, MbxSide side, const MbxServer *server)
{
  MbxServer **place;

  g_return_if_fail (MBX_IS_CHECK (self) && self->task == NULL);

  place = side == MBX_SIDE_INCOMING ? &self->account->incoming : &self->account->outgoing;
  mbx_server_free (*place);
  *place = mbx_server_copy (server);
  add_server (self, side);
  clear_side (self, side);
}

/**
 * mbx_check_prepare:
 *
 * Runs what needs no secret and keeps the connections open, while the person types.
 */
void
mbx_check_prepare (MbxCheck *self)
{
  g_return_if_fail (MBX_IS_CHECK (self));

  for (guint i = 0; i < SIDES; i++)
    {
      if (self->servers[i] != NULL)
        mbx_server_check_prepare (self->servers[i]);
    }
}

/* Rows that had no turn: nothing came of them, and nothing will. */
static void
skip_rest (MbxCheck *self, MbxSide side)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      MbxStepResult *result = g_ptr_array_index (self->steps, i);

      if (result->side == side &&
          (result->state == MBX_STATE_WAITING || result->state == MBX_STATE_RUNNING))
        set_state (self, result, MBX_STATE_SKIPPED);
    }
}

static void
warn (MbxCheck *self, MbxSide side, MbxStep step, MbxEvidence *evidence, MbxDiagnosis *diagnosis)
{
  MbxStepResult *result = find_step (self, side, step);

  if (result == NULL || result->state == MBX_STATE_FAILED)
    {
      mbx_diagnosis_free (diagnosis);
      return;
    }
  diagnosis->warning = TRUE;
  explain (self, result, evidence, diagnosis);
  set_state (self, result, MBX_STATE_WARNING);
}

/* A warning stands beside a failure and never in its place. */
static void
report_warnings (MbxCheck *self, guint index)
{
  MbxServerCheck *server = self->servers[index];
  const MbxDiagnosis *diagnosis = mbx_server_check_get_diagnosis (server);
  MbxEvidence *evidence = mbx_server_check_get_evidence (server);

  if (evidence->ipv6_failed)
    {
      MbxDiagnosis *broken = g_new0 (MbxDiagnosis, 1);

      broken->code = MBX_CODE_IPV6_BROKEN;
      broken->confidence = MBX_CONFIDENCE_CERTAIN;
      warn (self, side_of (index), MBX_STEP_CONNECT, evidence, broken);
    }
  if (diagnosis == NULL || !diagnosis->warning || diagnosis->code == MBX_CODE_IPV6_BROKEN)
    return;
  warn (self, side_of (index), evidence->step, evidence, mbx_diagnosis_copy (diagnosis));
  if (find_step (self, side_of (index), evidence->step) != NULL)
    quote (self, find_step (self, side_of (index), evidence->step), evidence);
}

static gboolean
is_about_network (MbxCode code)
{
  return code == MBX_CODE_OFFLINE || code == MBX_CODE_CAPTIVE_PORTAL;
}

/* Where nothing could be reached, the network's own row says so, once. */
static void
conclude_online (MbxCheck *self)
{
  MbxStepResult *online = get_online (self);

  if (online->state == MBX_STATE_PASSED)
    return;
  for (guint i = 0; i < SIDES; i++)
    {
      const MbxDiagnosis *diagnosis = NULL;

      if (self->servers[i] != NULL)
        diagnosis = mbx_server_check_get_diagnosis (self->servers[i]);
      if (diagnosis == NULL || !is_about_network (diagnosis->code))
        continue;
      explain (self, online, mbx_server_check_get_evidence (self->servers[i]),
               mbx_diagnosis_copy (diagnosis));
      set_state (self, online, MBX_STATE_FAILED);
      return;
    }
  set_state (self, online, MBX_STATE_PASSED);
}

static void
finish_all (MbxCheck *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  MbxLimit *limit = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (mbx_limit_get_cancellable (limit)) && !mbx_limit_is_over (limit))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return;
    }
  conclude_online (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_server_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxCheck) self = data;
  MbxServerCheck *server = MBX_SERVER_CHECK (source);
  guint index = server == self->servers[1] ? 1 : 0;
  g_autoptr (GError) error = NULL;

  mbx_server_check_run_finish (server, result, &error);
  if (error == NULL)
    {
      skip_rest (self, side_of (index));
      report_warnings (self, index);
    }
  self->open--;
  if (self->open == 0)
    finish_all (self);
}

static void
renew_redactor (MbxCheck *self, guint index, const MbxCredentials *credentials)
{
  g_clear_pointer (&self->redactors[index], mbx_redactor_free);
  self->redactors[index] = mbx_redactor_new ();
  if (self->account->address != NULL)
    mbx_redactor_add_name (self->redactors[index], self->account->address, "<address>");
  if (credentials != NULL)
    {
      mbx_redactor_add_name (self->redactors[index], credentials->username, "<user>");
      mbx_redactor_add_secret (self->redactors[index], credentials->secret);
    }
}

static void
begin_side (MbxCheck *self, guint index, const MbxCredentials *credentials, MbxLimit *limit)
{
  MbxServerCheck *server = self->servers[index];

  renew_redactor (self, index, credentials);
  if (server == NULL)
    {
      skip_rest (self, side_of (index));
      return;
    }
  if (mbx_server_check_has_passed (server))
    return;
  self->open++;
  mbx_server_check_run_async (server, credentials, limit, on_server_done, g_object_ref (self));
}

/**
 * mbx_check_run_async:
 * @incoming: (nullable): what to sign in with at the receiving server
 * @outgoing: (nullable): the same for the sending one
 * @cancellable: (nullable): stops both sides within 100 ms
 *
 * Checks both servers side by side, within #MbxLimits.check; both always finish. Each server gets
 * the secret once, and once more only if it says itself that the user name has the wrong form.
 */
void
mbx_check_run_async (MbxCheck *self,
                     const MbxCredentials *incoming,
                     const MbxCredentials *outgoing,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  MbxLimit *limit;

  g_return_if_fail (MBX_IS_CHECK (self) && self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, mbx_check_run_async);
  limit = mbx_limit_new (cancellable, mbx_context_get_limits (self->context)->check);
  g_task_set_task_data (self->task, limit, (GDestroyNotify) mbx_limit_free);
  set_state (self, get_online (self), MBX_STATE_RUNNING);
  self->open = 0;
  begin_side (self, 0, incoming, limit);
  begin_side (self, 1, outgoing, limit);
  if (self->open == 0)
    finish_all (self);
}

/**
 * mbx_check_run_finish:
 * @error: only for a check that was cancelled
 *
 * Returns: whether it came to an end; mbx_check_get_verdict() tells which
 */
gboolean
mbx_check_run_finish (MbxCheck *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_check_get_steps:
 *
 * Returns: (transfer none) (element-type MbxStepResult): all rows in their order
 */
GPtrArray *
mbx_check_get_steps (MbxCheck *self)
{
  g_return_val_if_fail (MBX_IS_CHECK (self), NULL);

  return self->steps;
}

const MbxStepResult *
mbx_check_get_step (MbxCheck *self, MbxSide side, MbxStep step)
{
  g_return_val_if_fail (MBX_IS_CHECK (self), NULL);

  return find_step (self, side, step);
}

/**
 * mbx_check_get_first_failure:
 *
 * Returns: (transfer none) (nullable): the row of @side that failed
 */
const MbxStepResult *
mbx_check_get_first_failure (MbxCheck *self, MbxSide side)
{
  g_return_val_if_fail (MBX_IS_CHECK (self), NULL);

  return mbx_check_rows_first_failure (self->steps, side);
}

/**
 * mbx_check_get_verdict:
 *
 * Returns: passed, or the first cause: the network's before the servers', the receiving server's
 *   before the sending one's
 */
MbxVerdict
mbx_check_get_verdict (MbxCheck *self)
{
  MbxVerdict none = { MBX_STATE_PASSED, MBX_CODE_NONE, MBX_SIDE_NETWORK };

  g_return_val_if_fail (MBX_IS_CHECK (self), none);

  return mbx_check_rows_judge (self->steps);
}

/**
 * mbx_check_get_evidence:
 *
 * Returns: (transfer none) (nullable): all that was seen of the server of @side
 */
MbxEvidence *
mbx_check_get_evidence (MbxCheck *self, MbxSide side)
{
  MbxServerCheck *server;

  g_return_val_if_fail (MBX_IS_CHECK (self), NULL);

  server = self->servers[index_of (side)];
  return server != NULL ? mbx_server_check_get_evidence (server) : NULL;
}

/**
 * mbx_check_dup_account:
 *
 * Returns: (transfer full): the account as it was seen to work, user names included
 */
MbxAccount *
mbx_check_dup_account (MbxCheck *self)
{
  MbxAccount *account;

  g_return_val_if_fail (MBX_IS_CHECK (self), NULL);

  account = mbx_account_copy (self->account);
  if (self->servers[0] != NULL)
    {
      mbx_server_free (account->incoming);
      account->incoming = mbx_server_copy (mbx_server_check_get_server (self->servers[0]));
    }
  if (self->servers[1] != NULL)
    {
      mbx_server_free (account->outgoing);
      account->outgoing = mbx_server_copy (mbx_server_check_get_server (self->servers[1]));
    }
  return account;
}

/**
 * mbx_check_dup_facts:
 *
 * Returns: (transfer full) (element-type utf8 utf8): what was seen of the servers that passed:
 *   "incoming-" and "outgoing-" with "certificate" (SHA-256), "addresses", "capabilities" and
 *   "mechanism"
 */
GHashTable *
mbx_check_dup_facts (MbxCheck *self)
{
  GHashTable *facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < SIDES; i++)
    {
      if (self->servers[i] != NULL && mbx_server_check_has_passed (self->servers[i]))
        mbx_check_facts_add (facts, mbx_side_to_string (side_of (i)),
                             mbx_server_check_get_evidence (self->servers[i]));
    }
  return facts;
}
