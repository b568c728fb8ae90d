/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/setup-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* From servers and secrets to a verdict. */

static const MbxSide sides[MBX_SETUP_SIDES] = { MBX_SIDE_INCOMING, MBX_SIDE_OUTGOING };

static void
set_secret (MbxSecret **slot, MbxSecret *secret)
{
  MbxSecret *former = *slot;

  *slot = secret != NULL ? mbx_secret_ref (secret) : NULL;
  if (former != NULL)
    mbx_secret_unref (former);
}

/* Each is wiped where this was its last owner. */
void
mbx_setup_forget_secrets (MbxSetup *self)
{
  for (guint i = 0; i < MBX_SETUP_SIDES; i++)
    {
      set_secret (&self->password[i], NULL);
      set_secret (&self->checked[i], NULL);
    }
  set_secret (&self->access_token, NULL);
  set_secret (&self->refresh_token, NULL);
}

/* What signs in at one side, or %NULL. */
MbxSecret *
mbx_setup_secret_of (MbxSetup *self, guint side)
{
  if (self->account->sign_in == MBX_SIGN_IN_OAUTH)
    return self->access_token;
  return self->password[side] != NULL ? self->password[side] : self->password[0];
}

static void
on_step_changed (MbxCheck *check, gpointer result, MbxSetup *self)
{
  if (check == self->check)
    g_signal_emit_by_name (self, "step-changed", result);
}

void
mbx_setup_forget_check (MbxSetup *self)
{
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_clear_object (&self->check);
}

/* A new check; what needs no secret begins at once, while the person types the password. */
void
mbx_setup_renew_check (MbxSetup *self)
{
  mbx_setup_forget_check (self);
  for (guint i = 0; i < MBX_SETUP_SIDES; i++)
    set_secret (&self->checked[i], NULL);
  self->check = mbx_check_new (self->context, self->account);
  g_signal_connect_object (self->check, "step-changed", G_CALLBACK (on_step_changed), self, 0);
  if (self->account->incoming != NULL || self->account->outgoing != NULL)
    mbx_check_prepare (self->check);
}

static gboolean
fail (GError **error, MbxSetupError code, const char *message)
{
  g_set_error_literal (error, MBX_SETUP_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
may_run (MbxSetup *self, GError **error)
{
  gboolean browser = self->account->sign_in == MBX_SIGN_IN_OAUTH;

  if (self->account->incoming == NULL)
    return fail (error, MBX_SETUP_ERROR_SERVERS,
                 _ ("Enter the server that receives mail first."));
  if (self->account->outgoing == NULL)
    return fail (error, MBX_SETUP_ERROR_SERVERS, _ ("Enter the server that sends mail first."));
  if (mbx_setup_needs_consent (self))
    return fail (error, MBX_SETUP_ERROR_CONSENT,
                 _ ("Confirm that these are the servers of your provider first."));
  if (!browser && self->password[0] == NULL)
    return fail (error, MBX_SETUP_ERROR_PASSWORD, _ ("Enter the password first."));
  return TRUE;
}

static MbxCredentials *
make_credentials (MbxSetup *self, guint side)
{
  const MbxServer *server = side == 0 ? self->account->incoming : self->account->outgoing;
  MbxSecret *secret = mbx_setup_secret_of (self, side);
  MbxCredentialKind kind = self->account->sign_in == MBX_SIGN_IN_OAUTH ? MBX_CREDENTIAL_TOKEN
                                                                       : MBX_CREDENTIAL_PASSWORD;

  MbxCredentials *credentials;

  if (secret == NULL)
    return NULL;
  credentials = mbx_credentials_new (
    kind, server->username != NULL ? server->username : self->account->address, secret);
  credentials->account = g_strdup (self->token_account);
  return credentials;
}

static gboolean
same_secret (MbxSecret *a, MbxSecret *b)
{
  if (a == NULL || b == NULL || a == b)
    return a == b;
  return mbx_secret_get_length (a) == mbx_secret_get_length (b) &&
         memcmp (mbx_secret_peek (a), mbx_secret_peek (b), mbx_secret_get_length (a)) == 0;
}

/* A side that passed with another password has to pass with this one too. */
static void
forget_outdated_passes (MbxSetup *self)
{
  for (guint i = 0; i < MBX_SETUP_SIDES; i++)
    {
      MbxSecret *secret = mbx_setup_secret_of (self, i);

      if (self->checked[i] != NULL && !same_secret (self->checked[i], secret))
        mbx_check_set_server (self->check, sides[i],
                              i == 0 ? self->account->incoming : self->account->outgoing);
      set_secret (&self->checked[i], secret);
    }
}

static gboolean
signed_in (MbxSetup *self)
{
  return mbx_setup_secret_of (self, 0) != NULL;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean finished = mbx_check_run_finish (MBX_CHECK (source), result, &error);
  gboolean current;
  g_autoptr (MbxSetup) self = mbx_setup_call_end (data, &current);
  MbxVerdict verdict;

  if (!current)
    return;
  verdict = mbx_check_get_verdict (self->check);
  if (!finished && verdict.state == MBX_STATE_PASSED)
    verdict.code = MBX_CODE_UNKNOWN;
  if (verdict.state == MBX_STATE_PASSED && finished && !signed_in (self))
    verdict.code = MBX_CODE_OAUTH_REQUIRED;
  mbx_setup_fail_with (self, verdict.code, error != NULL ? error->message : NULL);
  mbx_setup_set_state (self, MBX_SETUP_CHECKED);
  if (self->state == MBX_SETUP_CHECKED && verdict.state == MBX_STATE_PASSED &&
      verdict.code == MBX_CODE_NONE)
    mbx_setup_save (self);
}

static void
start_check (MbxSetup *self)
{
  g_autoptr (MbxCredentials) incoming = make_credentials (self, 0);
  g_autoptr (MbxCredentials) outgoing = make_credentials (self, 1);
  MbxSetupCall *call = mbx_setup_call_begin (self);

  forget_outdated_passes (self);
  mbx_check_run_async (self->check, incoming, outgoing, call->cancellable, on_checked, call);
}

static gboolean
has_passed (MbxSetup *self)
{
  for (guint i = 0; i < MBX_SETUP_SIDES; i++)
    {
      if (!same_secret (self->checked[i], mbx_setup_secret_of (self, i)))
        return FALSE;
    }
  return self->state == MBX_SETUP_CHECKED && signed_in (self) &&
         mbx_check_get_verdict (self->check).state == MBX_STATE_PASSED;
}

/* Runs what has not passed yet; where all has, only saving is left to do. */
gboolean
mbx_setup_run_check (MbxSetup *self, GError **error)
{
  if (!may_run (self, error))
    return FALSE;
  if (has_passed (self))
    {
      mbx_setup_save (self);
      return TRUE;
    }
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  mbx_setup_forget_store_step (self);
  mbx_setup_set_state (self, MBX_SETUP_CHECKING);
  if (self->state == MBX_SETUP_CHECKING)
    start_check (self);
  return TRUE;
}

/**
 * mbx_setup_check_password:
 * @password: what was typed
 *
 * Returns: what to ask the person before mbx_setup_continue() sends it; never a reason to refuse
 */
MbxPasswordDoubt
mbx_setup_check_password (MbxSetup *self, const MbxSecret *password)
{
  return mbx_provider_check_password_shape (mbx_setup_get_provider (self), password);
}

static MbxSecret *
tidy (MbxSetup *self, MbxSecret *password)
{
  if (password == NULL)
    return NULL;
  return mbx_provider_tidy_password (mbx_setup_get_provider (self), password);
}

/**
 * mbx_setup_set_password:
 * @incoming: (nullable): the password; a reference is kept until it is no longer needed
 * @outgoing: (nullable): an own password for sending
 *
 * The blanks inside an app password that is shown in groups are dropped; any other password stays
 * as it was typed. Nothing is sent before mbx_setup_continue().
 */
void
mbx_setup_set_password (MbxSetup *self, MbxSecret *incoming, MbxSecret *outgoing)
{
  g_autoptr (MbxSecret) tidy_incoming = tidy (self, incoming);
  g_autoptr (MbxSecret) tidy_outgoing = tidy (self, outgoing);

  set_secret (&self->password[0], tidy_incoming);
  set_secret (&self->password[1], tidy_outgoing);
  if (self->account != NULL && incoming != NULL)
    self->account->sign_in = MBX_SIGN_IN_PASSWORD;
}

/**
 * mbx_setup_set_token:
 * @access_token: signs in; never stored
 * @refresh_token: (nullable): is stored
 *
 * The outcome of a browser sign-in; on BROWSER the check goes on by itself.
 */
void
mbx_setup_set_token (MbxSetup *self, MbxSecret *access_token, MbxSecret *refresh_token)
{
  g_autoptr (GError) error = NULL;

  set_secret (&self->access_token, access_token);
  set_secret (&self->refresh_token, refresh_token);
  if (self->account != NULL && access_token != NULL)
    self->account->sign_in = MBX_SIGN_IN_OAUTH;
  if (self->state != MBX_SETUP_BROWSER)
    return;
  if (!mbx_setup_run_check (self, &error))
    {
      mbx_setup_fail_with (self, MBX_CODE_NONE, error->message);
      mbx_setup_set_state (self, MBX_SETUP_SIGN_IN);
    }
}

/**
 * mbx_setup_apply_suggestion:
 * @side: %MBX_SIDE_INCOMING or %MBX_SIDE_OUTGOING
 *
 * Takes the setting that was seen to work instead of the one that failed; the user name stays.
 * mbx_setup_retry() then runs that half.
 */
void
mbx_setup_apply_suggestion (MbxSetup *self, MbxSide side)
{
  const MbxStepResult *failure;
  g_autoptr (MbxServer) server = NULL;
  const MbxServer *now;

  if (self->state != MBX_SETUP_CHECKED || self->check == NULL)
    return;
  failure = mbx_check_get_first_failure (self->check, side);
  if (failure == NULL || failure->diagnosis == NULL || failure->diagnosis->suggestion == NULL)
    return;
  now = side == MBX_SIDE_OUTGOING ? self->account->outgoing : self->account->incoming;
  server = mbx_server_copy (failure->diagnosis->suggestion);
  if (server->username == NULL && now != NULL)
    server->username = g_strdup (now->username);
  mbx_setup_set_server (self, side, server);
}

/**
 * mbx_setup_get_check:
 *
 * Returns: (nullable): the check, from SIGN_IN on; it changes with the servers
 */
MbxCheck *
mbx_setup_get_check (MbxSetup *self)
{
  return self->check;
}
