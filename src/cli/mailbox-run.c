/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/mailbox-run.h"

#include <glib/gi18n.h>

#include "cli/run-words.h"

/**
 * mbx_run_new:
 * @request: what is wanted
 * @error: #MBX_ADDRESS_ERROR with a sentence
 *
 * Returns: (transfer full) (nullable): a run that has not begun
 */
MbxRun *
mbx_run_new (MbxContext *context, const MbxRunRequest *request, GError **error)
{
  MbxAddress *address = mbx_address_parse (request->address, error);
  MbxRun *self;

  if (address == NULL)
    return NULL;
  self = g_new0 (MbxRun, 1);
  self->request = *request;
  self->context = g_object_ref (context);
  self->address = address;
  self->source = MBX_SOURCE_NONE;
  self->started = g_get_monotonic_time ();
  self->find.side = MBX_SIDE_NETWORK;
  self->find.step = MBX_STEP_FIND;
  return self;
}

void
mbx_run_free (MbxRun *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->context);
  mbx_address_free (self->address);
  g_clear_object (&self->discovery);
  g_clear_object (&self->check);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->find.diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&self->find.words, mbx_words_free);
  g_clear_pointer (&self->sign_in.diagnosis, mbx_diagnosis_free);
  g_clear_pointer (&self->sign_in.words, mbx_words_free);
  g_free (self->sign_in.said);
  g_free (self->token_account);
  g_free (self);
}

const char *
mbx_run_get_address (const MbxRun *self)
{
  return self->address->text;
}

/* The best answer, or NULL where there is none. */
const MbxCandidate *
mbx_run_get_candidate (const MbxRun *self)
{
  return self->candidates != NULL && self->candidates->len > 0 ? self->candidates->pdata[0] : NULL;
}

static const MbxServer *
choose_server (const GPtrArray *servers, int protocol)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const MbxServer *server = servers->pdata[i];

      if (protocol < 0 || (int) server->protocol == protocol)
        return server;
    }
  return servers->len > 0 ? servers->pdata[0] : NULL;
}

static MbxServer *
prepare_server (const MbxRun *self, const MbxServer *from)
{
  MbxServer *server = mbx_server_copy (from);

  if (server == NULL)
    return NULL;
  if (self->request.username != NULL)
    {
      g_free (server->username);
      server->username = g_strdup (self->request.username);
    }
  else if (server->username == NULL)
    server->username = g_strdup (self->address->text);
  return server;
}

static void
make_account (MbxRun *self, MbxSource source, const MbxServer *incoming, const MbxServer *outgoing)
{
  const MbxCandidate *candidate = mbx_run_get_candidate (self);

  self->source = source;
  self->account = mbx_account_new (self->address->text);
  g_free (self->account->source);
  self->account->source = g_strdup (mbx_source_to_string (source));
  if (candidate != NULL)
    self->account->provider = g_strdup (candidate->provider);
  self->account->incoming = prepare_server (self, incoming);
  self->account->outgoing = prepare_server (self, outgoing);
}

static void
end_find (MbxRun *self, MbxCode code)
{
  self->find.microseconds = g_get_monotonic_time () - self->started;
  self->find.state = code == MBX_CODE_NONE ? MBX_STATE_PASSED : MBX_STATE_FAILED;
  self->code = code;
  if (code == MBX_CODE_NONE)
    return;
  self->find.diagnosis = g_new0 (MbxDiagnosis, 1);
  self->find.diagnosis->code = code;
  self->find.diagnosis->confidence = MBX_CONFIDENCE_CERTAIN;
  self->find.words = mbx_run_words_new (self, code);
}

static void
take_candidates (MbxRun *self)
{
  const MbxCandidate *best = mbx_run_get_candidate (self);
  int protocol = self->request.protocol;

  if (best == NULL)
    {
      MbxCode code = mbx_discovery_get_code (self->discovery);

      end_find (self, code != MBX_CODE_NONE ? code : MBX_CODE_NO_SETTINGS_FOUND);
      return;
    }
  make_account (self, best->source, choose_server (best->incoming, protocol),
                choose_server (best->outgoing, -1));
  self->needs_consent = mbx_discovery_needs_consent (self->discovery, best);
  end_find (self, MBX_CODE_NONE);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxRun *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->candidates = mbx_discovery_run_finish (MBX_DISCOVERY (source), result, &error);
  if (self->candidates == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_candidates (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * mbx_run_find_async:
 *
 * Finds the servers, unless they were given. Afterwards either @code says why there are none, or
 * the account is there. Fails only when it is cancelled.
 */
void
mbx_run_find_async (MbxRun *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_run_find_async);
  g_task_set_task_data (task, self, NULL);
  if (self->request.incoming != NULL || self->request.outgoing != NULL)
    {
      make_account (self, MBX_SOURCE_GIVEN, self->request.incoming, self->request.outgoing);
      end_find (self, MBX_CODE_NONE);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  self->discovery = mbx_discovery_new (self->context, self->address);
  mbx_discovery_run_async (self->discovery, cancellable, on_found, task);
}

gboolean
mbx_run_find_finish (MbxRun *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The person did not confirm, or could not be asked. */
void
mbx_run_refuse (MbxRun *self)
{
  end_find (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_free (self->find.words->summary);
  self->find.words->summary = mbx_run_dup_consent_sentence (self);
  g_strfreev (self->find.words->fixes);
  self->find.words->fixes = g_new0 (char *, 2);
  self->find.words->fixes[0] = g_strdup (
      _ ("Ask your provider whether these are its servers, then run the command with --yes."));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (mbx_check_run_finish (MBX_CHECK (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static MbxCredentials *
make_credentials (const MbxRun *self, const MbxServer *server, MbxCredentialKind kind,
                  MbxSecret *secret)
{
  MbxCredentials *credentials;

  if (server == NULL || secret == NULL)
    return NULL;
  credentials = mbx_credentials_new (kind, server->username, secret);
  credentials->account = g_strdup (self->token_account);
  return credentials;
}

/**
 * mbx_run_fail_sign_in:
 * @code: why the browser sign-in came to nothing
 * @said: what the service said, cleaned
 *
 * The servers can still be tested without signing in; the verdict is @code.
 */
void
mbx_run_fail_sign_in (MbxRun *self, MbxCode code, const char *said)
{
  MbxDiagnosis *diagnosis = g_new0 (MbxDiagnosis, 1);

  diagnosis->code = code;
  diagnosis->confidence = MBX_CONFIDENCE_CERTAIN;
  self->sign_in.side = MBX_SIDE_INCOMING;
  self->sign_in.step = MBX_STEP_SIGN_IN;
  self->sign_in.state = MBX_STATE_FAILED;
  self->sign_in.diagnosis = diagnosis;
  self->sign_in.words = mbx_run_words_new (self, code);
  self->sign_in.said = g_strdup (said);
}

/**
 * mbx_run_check_async:
 * @kind: what @secret is
 * @secret: (nullable): for both servers; without one the check stops before the sign-in
 *
 * Tests the servers that mbx_run_find_async() has found. Fails only when it is cancelled.
 */
void
mbx_run_check_async (MbxRun *self,
                     MbxCredentialKind kind,
                     MbxSecret *secret,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (MbxCredentials) incoming = NULL;
  g_autoptr (MbxCredentials) outgoing = NULL;

  g_task_set_source_tag (task, mbx_run_check_async);
  incoming = make_credentials (self, self->account->incoming, kind, secret);
  outgoing = make_credentials (self, self->account->outgoing, kind, secret);
  self->check = mbx_check_new (self->context, self->account);
  mbx_check_run_async (self->check, incoming, outgoing, cancellable, on_checked, task);
}

gboolean
mbx_run_check_finish (MbxRun *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Stops the clock. */
void
mbx_run_end (MbxRun *self)
{
  self->microseconds = g_get_monotonic_time () - self->started;
}

/* The server of that side, or NULL where there is none. */
const MbxServer *
mbx_run_get_server (const MbxRun *self, MbxSide side)
{
  if (self->account == NULL)
    return NULL;
  return side == MBX_SIDE_INCOMING ? self->account->incoming : self->account->outgoing;
}

/* What the sign-in at that side used, or NULL where there was none. */
char *
mbx_run_dup_mechanism (const MbxRun *self, MbxSide side)
{
  MbxEvidence *evidence = self->check != NULL ? mbx_check_get_evidence (self->check, side) : NULL;

  return evidence != NULL ? g_strdup (evidence->mechanism) : NULL;
}

/* "imap.example.org:993 and smtp.example.org:465", for a sentence. */
char *
mbx_run_dup_server_names (const MbxRun *self)
{
  const MbxServer *incoming = mbx_run_get_server (self, MBX_SIDE_INCOMING);
  const MbxServer *outgoing = mbx_run_get_server (self, MBX_SIDE_OUTGOING);

  if (incoming != NULL && outgoing != NULL)
    /* Translators: host and port of two servers */
    return g_strdup_printf (_ ("%s:%u and %s:%u"), incoming->host, incoming->port, outgoing->host,
                            outgoing->port);
  if (incoming == NULL)
    incoming = outgoing;
  return incoming != NULL ? g_strdup_printf ("%s:%u", incoming->host, incoming->port)
                          : g_strdup ("");
}

static void
add_others (const MbxRun *self, const GPtrArray *servers, MbxSide side, GPtrArray *others)
{
  const MbxServer *chosen = mbx_run_get_server (self, side);

  for (guint i = 0; i < servers->len; i++)
    {
      if (chosen == NULL || !mbx_server_same_endpoint (chosen, servers->pdata[i]))
        g_ptr_array_add (others, prepare_server (self, servers->pdata[i]));
    }
}

/**
 * mbx_run_list_alternatives:
 *
 * Returns: (transfer full) (element-type MbxServer): what the sources named besides
 */
GPtrArray *
mbx_run_list_alternatives (const MbxRun *self)
{
  GPtrArray *others = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);

  for (guint i = 0; self->candidates != NULL && i < self->candidates->len; i++)
    {
      const MbxCandidate *candidate = self->candidates->pdata[i];

      add_others (self, candidate->incoming, MBX_SIDE_INCOMING, others);
      add_others (self, candidate->outgoing, MBX_SIDE_OUTGOING, others);
    }
  return others;
}

/**
 * mbx_run_list_steps:
 *
 * Returns: (transfer container) (element-type MbxStepResult): all steps in their order
 */
GPtrArray *
mbx_run_list_steps (const MbxRun *self)
{
  GPtrArray *steps = g_ptr_array_new ();
  GPtrArray *checked = self->check != NULL ? mbx_check_get_steps (self->check) : NULL;

  for (guint i = 0; checked != NULL && i < checked->len; i++)
    {
      MbxStepResult *step = checked->pdata[i];

      if (step->side == MBX_SIDE_NETWORK && step->step != MBX_STEP_FIND)
        g_ptr_array_add (steps, step);
    }
  g_ptr_array_add (steps, (gpointer) &self->find);
  for (guint i = 0; checked != NULL && i < checked->len; i++)
    {
      MbxStepResult *step = checked->pdata[i];

      if (self->sign_in.state == MBX_STATE_FAILED && step->side == self->sign_in.side &&
          step->step == self->sign_in.step)
        g_ptr_array_add (steps, (gpointer) &self->sign_in);
      else if (step->side == MBX_SIDE_INCOMING || step->side == MBX_SIDE_OUTGOING)
        g_ptr_array_add (steps, step);
    }
  return steps;
}

/**
 * mbx_run_get_verdict:
 *
 * Returns: what came of it, the first cause only
 */
MbxVerdict
mbx_run_get_verdict (const MbxRun *self)
{
  MbxVerdict verdict = { MBX_STATE_PASSED, MBX_CODE_NONE, MBX_SIDE_NETWORK };

  if (self->code != MBX_CODE_NONE)
    {
      verdict.state = MBX_STATE_FAILED;
      verdict.code = self->code;
    }
  else if (self->check != NULL)
    verdict = mbx_check_get_verdict (self->check);
  if (verdict.state == MBX_STATE_PASSED && self->sign_in.state == MBX_STATE_FAILED)
    verdict = (MbxVerdict){ MBX_STATE_FAILED, self->sign_in.diagnosis->code, self->sign_in.side };
  return verdict;
}
