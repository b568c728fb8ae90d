/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/oauth-sign-in.h"

#include <glib/gi18n.h>

#include "engine/keyring.h"
#include "engine/oauth-table.h"

typedef struct
{
  MbxContext *context;
  char *address;
  MbxOauthWay way;
  MbxOauthStarted started;
  gpointer started_data;
  MbxOauthIssuer *issuer;
  MbxOauthFlow *flow;
} SignIn;

static void
sign_in_free (SignIn *self)
{
  g_object_unref (self->context);
  g_free (self->address);
  g_clear_pointer (&self->issuer, mbx_oauth_issuer_free);
  g_clear_object (&self->flow);
  g_free (self);
}

static gboolean
is_registered (const MbxOauthIssuer *issuer)
{
  return issuer->client_id != NULL || issuer->registration != NULL;
}

/**
 * mbx_oauth_can_sign_in:
 * @provider_oauth: (nullable): what the provider table calls the service
 * @issuer: (nullable): what the provider's own https file named
 *
 * Returns: whether a sign-in can be tried; for an @issuer its metadata will tell
 */
gboolean
mbx_oauth_can_sign_in (const char *provider_oauth, const char *issuer)
{
  g_autoptr (MbxOauthIssuer) known = NULL;

  if (provider_oauth != NULL)
    known = mbx_oauth_table_find (provider_oauth);
  if (known != NULL)
    return is_registered (known);
  return issuer != NULL;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  MbxOauthTokens *tokens = mbx_oauth_flow_run_finish (MBX_OAUTH_FLOW (source), result, &error);

  if (tokens != NULL)
    g_task_return_pointer (task, tokens, (GDestroyNotify) mbx_oauth_tokens_free);
  else
    g_task_return_error (task, error);
}

static void
run_flow (GTask *task)
{
  SignIn *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->flow = mbx_oauth_flow_new (self->context, self->issuer, self->address);
  if (self->started != NULL)
    self->started (self->flow, self->started_data);
  if (self->way == MBX_OAUTH_WAY_DEVICE)
    mbx_oauth_flow_run_device_async (self->flow, cancellable, signed_in_cb, task);
  else
    mbx_oauth_flow_run_browser_async (self->flow, cancellable, signed_in_cb, task);
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SignIn *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->issuer = mbx_oauth_discover_finish (result, &error);
  if (self->issuer == NULL)
    g_task_return_error (task, error);
  else
    run_flow (g_steal_pointer (&task));
}

/**
 * mbx_oauth_sign_in_async:
 * @provider_oauth: (nullable): what the provider table calls the service; wins over @issuer
 * @issuer: (nullable): what the provider's own https file named
 * @address: the mail address, told to the service as a hint
 * @started: (nullable) (scope call): gets the flow, to connect to its signals
 */
void
mbx_oauth_sign_in_async (MbxContext *context, const char *provider_oauth, const char *issuer,
                         const char *address, MbxOauthWay way, MbxOauthStarted started,
                         gpointer started_data, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  SignIn *self = g_new0 (SignIn, 1);

  self->context = g_object_ref (context);
  self->address = g_strdup (address);
  self->way = way;
  self->started = started;
  self->started_data = started_data;
  g_task_set_source_tag (task, mbx_oauth_sign_in_async);
  g_task_set_task_data (task, self, (GDestroyNotify) sign_in_free);
  if (provider_oauth != NULL)
    self->issuer = mbx_oauth_table_find (provider_oauth);
  if (self->issuer != NULL)
    run_flow (task);
  else if (issuer != NULL)
    mbx_oauth_discover_async (context, issuer, cancellable, discovered_cb, task);
  else
    {
      g_task_return_new_error (task, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_NO_CLIENT_ID,
                               _ ("This provider offers no browser sign-in that is known here."));
      g_object_unref (task);
    }
}

/**
 * mbx_oauth_sign_in_finish:
 * @issuer: (out) (optional): what to store as the account's issuer
 * @client_id: (out) (optional): what to store as the account's client id
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): the tokens
 */
MbxOauthTokens *
mbx_oauth_sign_in_finish (GAsyncResult *result, char **issuer, char **client_id, GError **error)
{
  SignIn *self;
  MbxOauthTokens *tokens;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  self = g_task_get_task_data (G_TASK (result));
  tokens = g_task_propagate_pointer (G_TASK (result), error);
  if (issuer != NULL)
    *issuer = tokens != NULL ? g_strdup (self->issuer->id) : NULL;
  if (client_id != NULL)
    *client_id = tokens != NULL ? g_strdup (mbx_oauth_flow_get_client_id (self->flow)) : NULL;
  return tokens;
}

typedef struct
{
  MbxContext *context;
  MbxAccount *account;
  MbxOauthIssuer *issuer;
  MbxSecret *refresh;
  MbxOauthTokens *tokens;
} Fresh;

static void
fresh_free (Fresh *self)
{
  g_object_unref (self->context);
  mbx_account_free (self->account);
  g_clear_pointer (&self->issuer, mbx_oauth_issuer_free);
  g_clear_pointer (&self->refresh, mbx_secret_unref);
  g_clear_pointer (&self->tokens, mbx_oauth_tokens_free);
  g_free (self);
}

static void
return_token (GTask *task)
{
  Fresh *self = g_task_get_task_data (task);

  g_task_return_pointer (task, mbx_secret_ref (self->tokens->access),
                         (GDestroyNotify) mbx_secret_unref);
  g_object_unref (task);
}

static void
rotated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!mbx_keyring_store_finish (result, &error))
    g_task_return_error (task, error);
  else
    return_token (g_steal_pointer (&task));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fresh *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->tokens = mbx_oauth_refresh_finish (result, &error);
  if (self->tokens == NULL)
    g_task_return_error (task, error);
  else if (self->tokens->refresh == NULL)
    return_token (g_steal_pointer (&task));
  else
    /* Not cancellable: the old token may be dead already, and only we have the new one. */
    mbx_keyring_store_token_async (self->account->issuer, self->account->address,
                                   self->tokens->refresh, NULL, rotated_cb,
                                   g_steal_pointer (&task));
}

static void
refresh (GTask *task)
{
  Fresh *self = g_task_get_task_data (task);

  if (self->account->client_id != NULL && self->issuer->client_id == NULL)
    mbx_oauth_issuer_set_client (self->issuer, self->account->client_id, NULL, NULL);
  mbx_oauth_refresh_async (self->context, self->issuer, self->refresh,
                           g_task_get_cancellable (task), refreshed_cb, task);
}

static void
metadata_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fresh *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->issuer = mbx_oauth_discover_finish (result, &error);
  if (self->issuer == NULL)
    g_task_return_error (task, error);
  else
    refresh (g_steal_pointer (&task));
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Fresh *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->refresh = mbx_keyring_lookup_finish (result, &error);
  if (self->refresh == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->issuer = mbx_oauth_table_find (self->account->issuer);
  if (self->issuer != NULL)
    refresh (g_steal_pointer (&task));
  else
    mbx_oauth_discover_async (self->context, self->account->issuer,
                              cancellable, metadata_cb,
                              g_steal_pointer (&task));
}

/**
 * mbx_oauth_fresh_token_async:
 * @account: a mailbox that was set up with browser sign-in
 *
 * Fetches an access token with the refresh token from the keyring.
 */
void
mbx_oauth_fresh_token_async (MbxContext *context, const MbxAccount *account,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Fresh *self = g_new0 (Fresh, 1);

  self->context = g_object_ref (context);
  self->account = mbx_account_copy (account);
  g_task_set_source_tag (task, mbx_oauth_fresh_token_async);
  g_task_set_task_data (task, self, (GDestroyNotify) fresh_free);
  if (account->sign_in != MBX_SIGN_IN_OAUTH || account->issuer == NULL)
    {
      g_task_return_new_error (task, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_NO_CLIENT_ID,
                               _ ("This mailbox was not set up with a browser sign-in."));
      g_object_unref (task);
      return;
    }
  mbx_keyring_lookup_token_async (account->issuer, account->address, cancellable, looked_up_cb,
                                  task);
}

/**
 * mbx_oauth_fresh_token_finish:
 * @error: an #MbxOauthError or an #MbxKeyringError
 *
 * Returns: (transfer full) (nullable): the access token
 */
MbxSecret *
mbx_oauth_fresh_token_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
