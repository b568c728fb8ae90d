/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/keyring.h"

#include "engine/vault.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (mbx-keyring-error-quark, mbx_keyring_error)

/*
 * A call may wait for a person in front of a prompt and takes several D-Bus messages, one after the
 * other: each runs in a worker thread, in a session of its own.
 */
typedef struct
{
  MbxVaultItem *item;
  MbxSecret *secret;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  mbx_vault_item_free (call->item);
  g_clear_pointer (&call->secret, mbx_secret_unref);
  g_free (call);
}

static void lookup_in_thread (GTask *task, gpointer source, gpointer data,
                              GCancellable *cancellable);

static void
start (MbxVaultItem *item, MbxSecret *secret, gpointer tag, GTaskThreadFunc work,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Call *call = g_new0 (Call, 1);

  call->item = item;
  call->secret = secret != NULL ? mbx_secret_ref (secret) : NULL;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, call_free);
  /* What is only asked need not be waited for; what is stored has to be known to be. */
  if (work == lookup_in_thread)
    g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, work);
}

G_LOCK_DEFINE_STATIC (description);
static char *description;

/**
 * mbx_keyring_describe:
 *
 * Returns: (transfer full): where passwords go, as far as it was seen since the program started; it
 *   never blocks
 */
char *
mbx_keyring_describe (void)
{
  char *copy;

  G_LOCK (description);
  copy = g_strdup (description != NULL ? description : _ ("the keyring of this computer"));
  G_UNLOCK (description);
  return copy;
}

/**
 * mbx_keyring_take_description:
 * @text: (transfer full): what mbx_keyring_describe() says from now on; from any thread
 */
void
mbx_keyring_take_description (char *text)
{
  G_LOCK (description);
  g_free (description);
  description = text;
  G_UNLOCK (description);
}

/**
 * mbx_keyring_error_to_code:
 * @error: an error of this file or of the account store
 *
 * Returns: the code of the layer keyring, or %MBX_CODE_UNKNOWN for an error of another kind
 */
MbxCode
mbx_keyring_error_to_code (const GError *error)
{
  if (error == NULL)
    return MBX_CODE_NONE;
  if (error->domain != MBX_KEYRING_ERROR)
    return MBX_CODE_UNKNOWN;
  switch ((MbxKeyringError) error->code)
    {
    case MBX_KEYRING_ERROR_UNAVAILABLE:
      return MBX_CODE_KEYRING_UNAVAILABLE;
    case MBX_KEYRING_ERROR_LOCKED:
      return MBX_CODE_KEYRING_LOCKED;
    case MBX_KEYRING_ERROR_REFUSED:
    case MBX_KEYRING_ERROR_NOT_FOUND:
      return MBX_CODE_KEYRING_REFUSED;
    }
  return MBX_CODE_UNKNOWN;
}

static MbxVault *
open_unlocked (GCancellable *cancellable, GError **error)
{
  g_autoptr (MbxVault) vault = mbx_vault_open (cancellable, error);

  if (vault == NULL || !mbx_vault_unlock (vault, cancellable, error))
    return NULL;
  return g_steal_pointer (&vault);
}

static void
store_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (MbxVault) vault = open_unlocked (cancellable, &error);

  if (vault == NULL || !mbx_vault_store (vault, call->item, call->secret, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mbx_keyring_take_description (mbx_vault_describe (vault));
  g_task_return_boolean (task, TRUE);
}

static void
lookup_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (MbxVault) vault = open_unlocked (cancellable, &error);
  MbxSecret *secret = NULL;

  if (vault == NULL || !mbx_vault_lookup (vault, call->item, &secret, cancellable, &error))
    g_task_return_error (task, error);
  else if (secret == NULL)
    g_task_return_new_error (task, MBX_KEYRING_ERROR, MBX_KEYRING_ERROR_NOT_FOUND,
                             _ ("The keyring holds no such password."));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) mbx_secret_unref);
}

static void
clear_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (MbxVault) vault = open_unlocked (cancellable, &error);

  if (vault == NULL || !mbx_vault_clear (vault, call->item, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
probe_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (MbxVault) vault = mbx_vault_open (cancellable, &error);

  if (vault == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  mbx_keyring_take_description (mbx_vault_describe (vault));
  g_task_return_boolean (task, TRUE);
}

/**
 * mbx_keyring_probe_async:
 *
 * Finds out whether a keyring service is there, before anybody has typed a password that could then
 * not be kept. Asks the person nothing; a locked keyring is fine.
 */
void
mbx_keyring_probe_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_keyring_probe_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, probe_in_thread);
}

/**
 * mbx_keyring_probe_finish:
 * @error: %MBX_KEYRING_ERROR_UNAVAILABLE, or %G_IO_ERROR_CANCELLED
 */
gboolean
mbx_keyring_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_keyring_store_async:
 * @server: whose password it is
 * @address: the mail address
 * @secret: the password; a reference is taken until the call has ended
 *
 * Stores one password, in place of the one that was there. The service may prompt the person.
 */
void
mbx_keyring_store_async (const MbxServer *server, const char *address, MbxSecret *secret,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  start (mbx_vault_item_new_server (server, address), secret, mbx_keyring_store_async,
         store_in_thread, cancellable, callback, data);
}

/**
 * mbx_keyring_store_finish:
 * @error: an #MbxKeyringError or %G_IO_ERROR_CANCELLED
 */
gboolean
mbx_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_keyring_lookup_async:
 * @server: whose password is wanted, with its user name
 */
void
mbx_keyring_lookup_async (const MbxServer *server, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  start (mbx_vault_item_new_server (server, NULL), NULL, mbx_keyring_lookup_async,
         lookup_in_thread, cancellable, callback, data);
}

/**
 * mbx_keyring_lookup_finish:
 * @error: an #MbxKeyringError, %MBX_KEYRING_ERROR_NOT_FOUND among them, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the password or, after mbx_keyring_lookup_token_async(), the
 *   refresh token
 */
MbxSecret *
mbx_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mbx_keyring_clear_async:
 * @server: whose password goes away, with its user name
 */
void
mbx_keyring_clear_async (const MbxServer *server, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  start (mbx_vault_item_new_server (server, NULL), NULL, mbx_keyring_clear_async, clear_in_thread,
         cancellable, callback, data);
}

/**
 * mbx_keyring_clear_finish:
 * @error: an #MbxKeyringError or %G_IO_ERROR_CANCELLED; that there was none is no error
 */
gboolean
mbx_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mbx_keyring_store_token_async:
 * @issuer: who gave the token
 * @address: the mail address
 * @token: the refresh token
 *
 * Stores a refresh token, at once when it was rotated. Finish with mbx_keyring_store_finish().
 */
void
mbx_keyring_store_token_async (const char *issuer, const char *address, MbxSecret *token,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data)
{
  start (mbx_vault_item_new_token (issuer, address), token, mbx_keyring_store_token_async,
         store_in_thread, cancellable, callback, data);
}

/**
 * mbx_keyring_lookup_token_async:
 *
 * Finish with mbx_keyring_lookup_finish().
 */
void
mbx_keyring_lookup_token_async (const char *issuer, const char *address, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  start (mbx_vault_item_new_token (issuer, address), NULL, mbx_keyring_lookup_token_async,
         lookup_in_thread, cancellable, callback, data);
}

/**
 * mbx_keyring_clear_token_async:
 *
 * Finish with mbx_keyring_clear_finish().
 */
void
mbx_keyring_clear_token_async (const char *issuer, const char *address, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  start (mbx_vault_item_new_token (issuer, address), NULL, mbx_keyring_clear_token_async,
         clear_in_thread, cancellable, callback, data);
}
