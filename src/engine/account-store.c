/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/account-store.h"

#include "engine/account-folder.h"
#include "engine/account-transaction.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (mbx-account-store-error-quark, mbx_account_store_error)

struct _MbxAccountStore
{
  GObject parent;
  char *folder;
  GPtrArray *problems;
};

G_DEFINE_TYPE (MbxAccountStore, mbx_account_store, G_TYPE_OBJECT)

static guint changed_signal;

static void
mbx_account_store_finalize (GObject *object)
{
  MbxAccountStore *self = MBX_ACCOUNT_STORE (object);

  g_free (self->folder);
  g_ptr_array_unref (self->problems);
  G_OBJECT_CLASS (mbx_account_store_parent_class)->finalize (object);
}

static void
mbx_account_store_class_init (MbxAccountStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_account_store_finalize;
  changed_signal = g_signal_new ("changed", MBX_TYPE_ACCOUNT_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
mbx_account_store_init (MbxAccountStore *self)
{
  self->problems = g_ptr_array_new_with_free_func (g_free);
}

/**
 * mbx_account_store_new:
 * @folder: (nullable): where the files are; %NULL for the person's configuration folder
 *
 * Returns: (transfer full): a store. Nothing is read or made yet.
 */
MbxAccountStore *
mbx_account_store_new (const char *folder)
{
  MbxAccountStore *self = g_object_new (MBX_TYPE_ACCOUNT_STORE, NULL);

  self->folder = folder != NULL ? g_strdup (folder) : mbx_account_folder_get_default ();
  return self;
}

static MbxAccount *
read_account (MbxAccountStore *self, const char *id, GError **error)
{
  g_autofree char *data = mbx_account_folder_read (self->folder, id, ".conf", error);
  MbxAccount *account;

  if (data == NULL)
    return NULL;
  account = mbx_account_new_from_data (data, strlen (data), error);
  /* The file's name is what finds it again, whatever somebody wrote into it. */
  if (account != NULL && strcmp (account->id, id) != 0)
    {
      g_free (account->id);
      account->id = g_strdup (id);
    }
  return account;
}

static int
compare_addresses (gconstpointer a, gconstpointer b)
{
  const MbxAccount *one = *(MbxAccount *const *) a;
  const MbxAccount *two = *(MbxAccount *const *) b;

  return g_utf8_collate (one->address, two->address);
}

/**
 * mbx_account_store_list:
 * @error: an #MbxAccountStoreError where the folder cannot be read
 *
 * Reads all accounts. A file that cannot be read hides no other; see
 * mbx_account_store_get_problems().
 *
 * Returns: (transfer full) (element-type MbxAccount) (nullable): the accounts, sorted by address
 */
GPtrArray *
mbx_account_store_list (MbxAccountStore *self, GError **error)
{
  g_autoptr (GPtrArray) ids = mbx_account_folder_list (self->folder, ".conf", error);
  GPtrArray *accounts;

  g_ptr_array_set_size (self->problems, 0);
  if (ids == NULL)
    return NULL;
  accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_account_free);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autoptr (GError) cause = NULL;
      MbxAccount *account = read_account (self, id, &cause);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
      else
        /* Translators: the name of a file, then a sentence that says what is wrong with it */
        g_ptr_array_add (self->problems, g_strdup_printf (_ ("%s.conf: %s"), id, cause->message));
    }
  g_ptr_array_sort (accounts, compare_addresses);
  return accounts;
}

/**
 * mbx_account_store_get_problems:
 *
 * Returns: (element-type utf8): what the last mbx_account_store_list() could not read, a sentence
 *   each
 */
GPtrArray *
mbx_account_store_get_problems (MbxAccountStore *self)
{
  return self->problems;
}

/**
 * mbx_account_store_find:
 * @address: a mail address, in any case
 * @error: %MBX_ACCOUNT_STORE_ERROR_NOT_FOUND, or why its file cannot be read
 *
 * Returns: (transfer full) (nullable): the account
 */
MbxAccount *
mbx_account_store_find (MbxAccountStore *self, const char *address, GError **error)
{
  g_autoptr (MbxAccount) wanted = mbx_account_new (address);
  g_autoptr (GError) cause = NULL;
  MbxAccount *account = read_account (self, wanted->id, &cause);

  if (account != NULL)
    return account;
  if (g_error_matches (cause, MBX_ACCOUNT_STORE_ERROR, MBX_ACCOUNT_STORE_ERROR_NOT_FOUND))
    g_set_error (error, MBX_ACCOUNT_STORE_ERROR, MBX_ACCOUNT_STORE_ERROR_NOT_FOUND,
                 _ ("The mailbox %s is not set up here."), address);
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

typedef struct
{
  char *folder;
  char *id;
  MbxAccount *account;
  MbxSecret *secrets[MBX_SLOT_COUNT];
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_free (job->id);
  mbx_account_free (job->account);
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    g_clear_pointer (&job->secrets[i], mbx_secret_unref);
  g_free (job);
}

static Job *
job_new (MbxAccountStore *self)
{
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (self->folder);
  return job;
}

static void
start (MbxAccountStore *self, Job *job, gpointer tag, GTaskThreadFunc work,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  /* What was saved stays saved: a late cancellation must not make a failure of it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, work);
}

static gboolean
finish (MbxAccountStore *self, GAsyncResult *result, GError **error)
{
  gboolean done;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  done = g_task_propagate_boolean (G_TASK (result), error);
  if (done)
    g_signal_emit (self, changed_signal, 0);
  return done;
}

static void
return_to (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gboolean done =
    mbx_account_transaction_save (job->folder, job->account, job->secrets, cancellable, &error);

  return_to (task, done, error);
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gboolean done = mbx_account_transaction_remove (job->folder, job->id, cancellable, &error);

  return_to (task, done, error);
}

static void
recover_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gboolean done = mbx_account_transaction_recover (job->folder, cancellable, &error);

  return_to (task, done, error);
}

static MbxSecret *
ref_or_null (MbxSecret *secret)
{
  return secret != NULL ? mbx_secret_ref (secret) : NULL;
}

/**
 * mbx_account_store_save_async:
 * @account: what to save; copied. It replaces an account of the same address, and the keyring items
 *   of servers that it no longer has go away.
 * @incoming: (nullable): the password for the incoming server
 * @outgoing: (nullable): the password for the outgoing server, also where it is the same
 * @token: (nullable): the refresh token
 *
 * Saves the account and its secrets, all or nothing. A secret that is %NULL stays as it is.
 */
void
mbx_account_store_save_async (MbxAccountStore *self, const MbxAccount *account,
                              MbxSecret *incoming, MbxSecret *outgoing, MbxSecret *token,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  Job *job = job_new (self);

  job->account = mbx_account_copy (account);
  job->secrets[MBX_SLOT_INCOMING] = ref_or_null (incoming);
  job->secrets[MBX_SLOT_OUTGOING] = ref_or_null (outgoing);
  job->secrets[MBX_SLOT_TOKEN] = ref_or_null (token);
  start (self, job, mbx_account_store_save_async, save_in_thread, cancellable, callback, data);
}

/**
 * mbx_account_store_save_finish:
 * @error: an #MbxKeyringError, an #MbxAccountStoreError or %G_IO_ERROR_CANCELLED; then nothing has
 *   changed
 */
gboolean
mbx_account_store_save_finish (MbxAccountStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * mbx_account_store_remove_async:
 * @id: the account's id
 *
 * Removes the account's file and its secrets, both or none.
 */
void
mbx_account_store_remove_async (MbxAccountStore *self, const char *id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  Job *job = job_new (self);

  job->id = g_strdup (id);
  start (self, job, mbx_account_store_remove_async, remove_in_thread, cancellable, callback, data);
}

gboolean
mbx_account_store_remove_finish (MbxAccountStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/**
 * mbx_account_store_recover_async:
 *
 * Undoes or completes what a killed program left half done; saving and removing do so by
 * themselves. Without such leftovers the keyring is not asked.
 */
void
mbx_account_store_recover_async (MbxAccountStore *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  start (self, job_new (self), mbx_account_store_recover_async, recover_in_thread, cancellable,
         callback, data);
}

gboolean
mbx_account_store_recover_finish (MbxAccountStore *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}
