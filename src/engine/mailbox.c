/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/mailbox.h"

#include "engine/check-facts.h"
#include "engine/keyring.h"
#include "engine/oauth-sign-in.h"

#include <glib/gi18n.h>

#define SIDES 2

G_DEFINE_QUARK (mbx-mailbox-error-quark, mbx_mailbox_error)

struct _MbxMailbox
{
  GObject parent;
  MbxContext *context;
  MbxAccountStore *store;
  MbxAccount *account;
  MbxSecret *access_token;
  MbxCheck *check;
  GPtrArray *changes;
  GTask *task;
};

G_DEFINE_FINAL_TYPE (MbxMailbox, mbx_mailbox, G_TYPE_OBJECT)

static guint step_signal;

/* What one call needs: the secrets, and whether they are stored when the check has passed. */
typedef struct
{
  MbxSecret *secrets[SIDES];
  gboolean changing;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  for (guint i = 0; i < SIDES; i++)
    g_clear_pointer (&job->secrets[i], mbx_secret_unref);
  g_free (job);
}

static void
forget_check (MbxMailbox *self)
{
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_clear_object (&self->check);
}

static void
mbx_mailbox_finalize (GObject *object)
{
  MbxMailbox *self = MBX_MAILBOX (object);

  forget_check (self);
  g_clear_object (&self->context);
  g_clear_object (&self->store);
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->access_token, mbx_secret_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  G_OBJECT_CLASS (mbx_mailbox_parent_class)->finalize (object);
}

static void
mbx_mailbox_class_init (MbxMailboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_mailbox_finalize;

  /* MbxStepResult *result */
  step_signal = g_signal_new ("step-changed", MBX_TYPE_MAILBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mbx_mailbox_init (MbxMailbox *self)
{
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_mailbox_change_free);
}

/**
 * mbx_mailbox_new:
 * @account: what the store holds; copied
 *
 * Returns: (transfer full): the mailbox
 */
MbxMailbox *
mbx_mailbox_new (MbxContext *context, MbxAccountStore *store, const MbxAccount *account)
{
  MbxMailbox *self = g_object_new (MBX_TYPE_MAILBOX, NULL);

  self->context = g_object_ref (context);
  self->store = g_object_ref (store);
  self->account = mbx_account_copy (account);
  return self;
}

/**
 * mbx_mailbox_list:
 * @error: an #MbxAccountStoreError
 *
 * Returns: (transfer full) (element-type MbxMailbox) (nullable): what was set up, by address; files
 *   that cannot be read are in mbx_account_store_get_problems()
 */
GPtrArray *
mbx_mailbox_list (MbxContext *context, MbxAccountStore *store, GError **error)
{
  g_autoptr (GPtrArray) accounts = mbx_account_store_list (store, error);
  GPtrArray *mailboxes;

  if (accounts == NULL)
    return NULL;
  mailboxes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < accounts->len; i++)
    g_ptr_array_add (mailboxes,
                     mbx_mailbox_new (context, store, g_ptr_array_index (accounts, i)));
  return mailboxes;
}

const MbxAccount *
mbx_mailbox_get_account (MbxMailbox *self)
{
  return self->account;
}

/**
 * mbx_mailbox_get_check:
 *
 * Returns: (nullable): the last check, also while it runs
 */
MbxCheck *
mbx_mailbox_get_check (MbxMailbox *self)
{
  return self->check;
}

/**
 * mbx_mailbox_get_changes:
 *
 * Returns: (element-type MbxMailboxChange): what the last check saw that is other than when the
 *   mailbox last worked; empty before the first check
 */
GPtrArray *
mbx_mailbox_get_changes (MbxMailbox *self)
{
  return self->changes;
}

/**
 * mbx_mailbox_set_access_token:
 * @access_token: (nullable): signs in at a mailbox with browser sign-in
 */
void
mbx_mailbox_set_access_token (MbxMailbox *self, MbxSecret *access_token)
{
  if (access_token != NULL)
    mbx_secret_ref (access_token);
  g_clear_pointer (&self->access_token, mbx_secret_unref);
  self->access_token = access_token;
}

/**
 * mbx_mailbox_error_to_code:
 * @error: (nullable): an error of any call of this file
 *
 * Returns: the code that explains it, %MBX_CODE_UNKNOWN where its message says all there is
 */
MbxCode
mbx_mailbox_error_to_code (const GError *error)
{
  if (error != NULL && error->domain == MBX_OAUTH_ERROR)
    return mbx_oauth_error_to_code (error);
  return mbx_keyring_error_to_code (error);
}

/* FALSE where something else runs; the caller has then been told. */
static gboolean
begin (MbxMailbox *self, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  if (self->task != NULL)
    {
      g_task_return_new_error (task, MBX_MAILBOX_ERROR, MBX_MAILBOX_ERROR_BUSY,
                               _ ("This mailbox is being worked on already."));
      return FALSE;
    }
  self->task = g_steal_pointer (&task);
  g_task_set_task_data (self->task, g_new0 (Job, 1), job_free);
  return TRUE;
}

/* @error: (transfer full) (nullable): why it failed */
static void
end (MbxMailbox *self, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailbox) self = data;
  Job *job = g_task_get_task_data (self->task);
  GError *error = NULL;

  if (!mbx_account_store_save_finish (self->store, result, &error) && !job->changing)
    {
      /* The check was made, and that is what was asked for. */
      g_debug ("mailbox: facts not saved: %s", error->message);
      g_clear_error (&error);
    }
  end (self, error);
}

/* The certificate and addresses can be seen even where the sign-in fails. */
static GHashTable *
facts_of_failure (MbxMailbox *self)
{
  GHashTable *facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < SIDES; i++)
    {
      MbxSide side = i == 0 ? MBX_SIDE_INCOMING : MBX_SIDE_OUTGOING;
      MbxEvidence *evidence = mbx_check_get_evidence (self->check, side);
      g_autofree char *capabilities =
        g_strconcat (mbx_side_to_string (side), "-capabilities", NULL);

      if (evidence == NULL)
        continue;
      mbx_check_facts_add (facts, mbx_side_to_string (side), evidence);
      /* Before the sign-in a server offers other things than after. */
      if (mbx_check_get_first_failure (self->check, side) != NULL)
        g_hash_table_remove (facts, capabilities);
    }
  return facts;
}

static gboolean
note_success (MbxMailbox *self, GHashTable *facts)
{
  MbxVerdict verdict = mbx_check_get_verdict (self->check);
  Job *job = g_task_get_task_data (self->task);

  if (verdict.state != MBX_STATE_PASSED || job->secrets[0] == NULL)
    return FALSE;
  g_clear_pointer (&self->account->facts, g_hash_table_unref);
  self->account->facts = g_hash_table_ref (facts);
  self->account->verified_at = g_get_real_time () / G_USEC_PER_SEC;
  return TRUE;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailbox) self = data;
  Job *job = g_task_get_task_data (self->task);
  g_autoptr (GHashTable) facts = NULL;
  GError *error = NULL;

  if (!mbx_check_run_finish (self->check, result, &error))
    {
      end (self, error);
      return;
    }
  facts = facts_of_failure (self);
  g_ptr_array_unref (self->changes);
  self->changes = mbx_mailbox_change_compare (self->account->facts, facts);
  if (note_success (self, facts))
    {
      mbx_account_store_save_async (self->store, self->account,
                                    job->changing ? job->secrets[0] : NULL,
                                    job->changing ? job->secrets[1] : NULL, NULL,
                                    g_task_get_cancellable (self->task), on_saved,
                                    g_object_ref (self));
      return;
    }
  if (job->changing)
    error = g_error_new_literal (MBX_MAILBOX_ERROR, MBX_MAILBOX_ERROR_CHECK_FAILED,
                                 _ ("The new password did not work, so the old one was kept."));
  end (self, error);
}

static void
on_step_changed (MbxCheck *check, gpointer result, MbxMailbox *self)
{
  g_signal_emit (self, step_signal, 0, result);
}

static MbxCredentials *
make_credentials (MbxMailbox *self, const MbxServer *server, MbxSecret *secret)
{
  const char *username;

  if (server == NULL || secret == NULL)
    return NULL;
  username = server->username != NULL ? server->username : self->account->address;
  return mbx_credentials_new (self->account->sign_in == MBX_SIGN_IN_OAUTH
                                ? MBX_CREDENTIAL_TOKEN
                                : MBX_CREDENTIAL_PASSWORD,
                              username, secret);
}

static void
run_check (MbxMailbox *self)
{
  Job *job = g_task_get_task_data (self->task);
  g_autoptr (MbxCredentials) incoming = NULL;
  g_autoptr (MbxCredentials) outgoing = NULL;

  incoming = make_credentials (self, self->account->incoming, job->secrets[0]);
  outgoing = make_credentials (self, self->account->outgoing, job->secrets[1]);
  mbx_check_run_async (self->check, incoming, outgoing, g_task_get_cancellable (self->task),
                       on_checked, g_object_ref (self));
}

/* The steps that need no secret do not wait for the keyring. */
static void
start_check (MbxMailbox *self)
{
  forget_check (self);
  g_ptr_array_set_size (self->changes, 0);
  self->check = mbx_check_new (self->context, self->account);
  g_signal_connect (self->check, "step-changed", G_CALLBACK (on_step_changed), self);
  mbx_check_prepare (self->check);
}

static void look_up (MbxMailbox *self, guint side);

static void
take_secret (MbxMailbox *self, GAsyncResult *result, guint side)
{
  Job *job = g_task_get_task_data (self->task);
  GError *error = NULL;

  job->secrets[side] = mbx_keyring_lookup_finish (result, &error);
  if (job->secrets[side] == NULL)
    end (self, error);
  else if (side + 1 < SIDES)
    look_up (self, side + 1);
  else
    run_check (self);
}

static void
on_incoming_secret (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailbox) self = data;

  take_secret (self, result, 0);
}

static void
on_outgoing_secret (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailbox) self = data;

  take_secret (self, result, 1);
}

/* One after the other: a locked keyring must not prompt twice. */
static void
look_up (MbxMailbox *self, guint side)
{
  const MbxServer *server = side == 0 ? self->account->incoming : self->account->outgoing;
  g_autoptr (MbxServer) named = mbx_server_copy (server);

  if (named == NULL)
    {
      if (side + 1 < SIDES)
        look_up (self, side + 1);
      else
        run_check (self);
      return;
    }
  if (named->username == NULL)
    named->username = g_strdup (self->account->address);
  mbx_keyring_lookup_async (named, g_task_get_cancellable (self->task),
                            side == 0 ? on_incoming_secret : on_outgoing_secret,
                            g_object_ref (self));
}

static void
set_secret (Job *job, guint side, MbxSecret *secret)
{
  job->secrets[side] = secret != NULL ? mbx_secret_ref (secret) : NULL;
}

static void
use_token (MbxMailbox *self, MbxSecret *token)
{
  Job *job = g_task_get_task_data (self->task);

  set_secret (job, 0, token);
  set_secret (job, 1, token);
  run_check (self);
}

static void
on_token (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailbox) self = data;
  GError *error = NULL;
  g_autoptr (MbxSecret) token = mbx_oauth_fresh_token_finish (result, &error);

  if (token != NULL)
    use_token (self, token);
  else
    end (self, error);
}

static void
look_up_token (MbxMailbox *self)
{
  if (self->access_token != NULL)
    use_token (self, self->access_token);
  else
    mbx_oauth_fresh_token_async (self->context, self->account,
                                 g_task_get_cancellable (self->task), on_token,
                                 g_object_ref (self));
}

/**
 * mbx_mailbox_check_async:
 *
 * Checks both servers with what the keyring holds. A check that passes makes what it saw the new
 * measure for later ones.
 */
void
mbx_mailbox_check_async (MbxMailbox *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  if (!begin (self, mbx_mailbox_check_async, cancellable, callback, data))
    return;
  start_check (self);
  if (self->account->sign_in == MBX_SIGN_IN_OAUTH)
    look_up_token (self);
  else
    look_up (self, 0);
}

/**
 * mbx_mailbox_check_finish:
 * @error: why the check could not be made, see mbx_mailbox_error_to_code(); a check that found a
 *   failure is no error
 */
gboolean
mbx_mailbox_check_finish (MbxMailbox *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_mailbox_change_password_async:
 * @incoming: the new password
 * @outgoing: (nullable): an own password for sending; %NULL for the same
 *
 * Tries the new password at both servers, and stores it only when both took it.
 */
void
mbx_mailbox_change_password_async (MbxMailbox *self, MbxSecret *incoming, MbxSecret *outgoing,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data)
{
  Job *job;

  g_return_if_fail (incoming != NULL);

  if (!begin (self, mbx_mailbox_change_password_async, cancellable, callback, data))
    return;
  job = g_task_get_task_data (self->task);
  job->changing = TRUE;
  set_secret (job, 0, incoming);
  set_secret (job, 1, outgoing != NULL ? outgoing : incoming);
  start_check (self);
  run_check (self);
}

/**
 * mbx_mailbox_change_password_finish:
 * @error: %MBX_MAILBOX_ERROR_CHECK_FAILED, or why it could not be stored; then the old one is kept
 */
gboolean
mbx_mailbox_change_password_finish (MbxMailbox *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxMailbox) self = data;
  GError *error = NULL;

  mbx_account_store_remove_finish (self->store, result, &error);
  end (self, error);
}

/**
 * mbx_mailbox_remove_async:
 *
 * Removes the account and its passwords from this computer; the mailbox at the provider stays.
 */
void
mbx_mailbox_remove_async (MbxMailbox *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  if (!begin (self, mbx_mailbox_remove_async, cancellable, callback, data))
    return;
  mbx_account_store_remove_async (self->store, self->account->id, cancellable, on_removed,
                                  g_object_ref (self));
}

gboolean
mbx_mailbox_remove_finish (MbxMailbox *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
