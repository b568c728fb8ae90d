/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/oauth-flow.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>

#include "core/oauth-request.h"
#include "engine/oauth-http.h"
#include "engine/oauth-loopback.h"

#define FORM "application/x-www-form-urlencoded"
#define PERSON_LIMIT 600 /* seconds that a person may take in the browser */

struct _MbxOauthFlow
{
  GObject parent_instance;

  MbxContext *context;
  MbxOauthIssuer *issuer;
  char *address;
  MbxOauthLoopback *loopback;
  MbxOauthRequest *request;
  MbxOauthDevice *device;
  GTask *task;
  GCancellable *cancellable;
  gulong cancel_id;
  guint limit_id;
  guint poll_id;
  gint64 device_end;
};

G_DEFINE_FINAL_TYPE (MbxOauthFlow, mbx_oauth_flow, G_TYPE_OBJECT)

enum
{
  OPEN_URL,
  DEVICE_CODE,
  LAST_SIGNAL,
};

static guint signals[LAST_SIGNAL];

/* Ends whatever waits for the person; the task itself is handed out. */
static GTask *
stop_waiting (MbxOauthFlow *self)
{
  g_clear_handle_id (&self->limit_id, g_source_remove);
  g_clear_handle_id (&self->poll_id, g_source_remove);
  if (self->cancel_id != 0)
    g_signal_handler_disconnect (self->cancellable, self->cancel_id);
  self->cancel_id = 0;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->loopback);
  return g_steal_pointer (&self->task);
}

static void
fail (MbxOauthFlow *self, GError *error)
{
  g_autoptr (GTask) task = stop_waiting (self);

  if (task != NULL)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static gboolean
limit_cb (gpointer data)
{
  MbxOauthFlow *self = data;

  self->limit_id = 0;
  fail (self, g_error_new_literal (MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_CANCELLED,
                                   _ ("The time for signing in ran out.")));
  return G_SOURCE_REMOVE;
}

static gboolean
cancel_idle_cb (gpointer data)
{
  MbxOauthFlow *self = data;

  self->limit_id = 0;
  fail (self, g_error_new_literal (MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_CANCELLED,
                                   _ ("The sign-in was not finished.")));
  return G_SOURCE_REMOVE;
}

/* Disconnecting from within the signal would lock up, so the end comes from the main loop. */
static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  MbxOauthFlow *self = data;

  g_clear_handle_id (&self->limit_id, g_source_remove);
  self->limit_id = g_idle_add (cancel_idle_cb, self);
}

static void
wait_for_person (MbxOauthFlow *self)
{
  g_clear_handle_id (&self->limit_id, g_source_remove);
  self->limit_id = g_timeout_add_seconds (PERSON_LIMIT, limit_cb, self);
  self->cancellable = g_task_get_cancellable (self->task);
  if (self->cancellable == NULL)
    return;
  g_object_ref (self->cancellable);
  self->cancel_id =
    g_cancellable_connect (self->cancellable, G_CALLBACK (cancelled_cb), self, NULL);
}

static void
tokens_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbxOauthTokens *tokens = NULL;
  GError *error = NULL;
  g_autoptr (MbxSecret) body = mbx_oauth_http_finish (result, &error);

  if (body != NULL)
    tokens = mbx_oauth_tokens_new_from_json (mbx_secret_peek (body), mbx_secret_get_length (body),
                                             &error);
  if (tokens != NULL)
    g_task_return_pointer (task, tokens, (GDestroyNotify) mbx_oauth_tokens_free);
  else
    g_task_return_error (task, error);
}

/* TRUE where the answer is ours, good or bad; FALSE leaves the wait going. */
static gboolean
take_answer (MbxOauthFlow *self, const char *query)
{
  g_autoptr (MbxSecret) code = NULL;
  g_autoptr (MbxSecret) form = NULL;
  GError *error = NULL;
  GTask *task;

  if (self->task == NULL)
    return FALSE;
  code = mbx_oauth_request_read_redirect (self->request, query, &error);
  if (code == NULL && g_error_matches (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL))
    {
      /* Anybody on this computer can call the port; only the right state ends the wait. */
      g_debug ("oauth: an answer that does not belong here: %s", error->message);
      g_error_free (error);
      return FALSE;
    }
  if (code == NULL)
    {
      fail (self, error);
      return FALSE;
    }
  task = stop_waiting (self);
  form = mbx_oauth_request_get_token_form (self->request, code);
  mbx_oauth_post_async (self->context, self->issuer->token, FORM, form,
                        g_task_get_cancellable (task), tokens_cb, task);
  return TRUE;
}

static gboolean
answer_cb (MbxOauthLoopback *loopback, const char *query, gpointer data)
{
  g_autoptr (MbxOauthFlow) self = g_object_ref (MBX_OAUTH_FLOW (data));
  g_autoptr (MbxOauthLoopback) alive = g_object_ref (loopback);

  return take_answer (self, query);
}

/**
 * mbx_oauth_flow_paste:
 * @url: the address that the browser ended at
 *
 * Returns: whether it belongs to this sign-in
 */
gboolean
mbx_oauth_flow_paste (MbxOauthFlow *self, const char *url)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (url));
  g_autoptr (GUri) uri = g_uri_parse (trimmed, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && take_answer (self, g_uri_get_query (uri));
}

/**
 * mbx_oauth_flow_open_again:
 *
 * Emits "open-url" once more, for a browser window that was closed too early.
 */
void
mbx_oauth_flow_open_again (MbxOauthFlow *self)
{
  g_autofree char *url = NULL;

  if (self->request == NULL || self->task == NULL)
    return;
  url = mbx_oauth_request_get_url (self->request);
  g_signal_emit (self, signals[OPEN_URL], 0, url);
}

static void
open_browser (MbxOauthFlow *self)
{
  guint8 random[MBX_OAUTH_RANDOM_LENGTH];
  g_autofree char *redirect = NULL;
  g_autoptr (GBytes) bytes = NULL;

  gnutls_rnd (GNUTLS_RND_KEY, random, sizeof random);
  bytes = g_bytes_new (random, sizeof random);
  mbx_wipe (random, sizeof random);
  redirect = g_strdup_printf ("http://%s:%u/", self->issuer->redirect_host,
                              mbx_oauth_loopback_get_port (self->loopback));
  self->request = mbx_oauth_request_new (self->issuer, redirect, bytes, self->address);
  g_signal_connect_object (self->loopback, "answer", G_CALLBACK (answer_cb), self, 0);
  wait_for_person (self);
  mbx_oauth_flow_open_again (self);
}

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxOauthFlow) self = data;
  GError *error = NULL;
  g_autoptr (MbxSecret) body = mbx_oauth_http_finish (result, &error);
  g_autofree char *client_id = NULL;

  if (body != NULL)
    client_id = mbx_oauth_read_registration (mbx_secret_peek (body), mbx_secret_get_length (body),
                                             &error);
  if (client_id == NULL)
    {
      fail (self, error);
      return;
    }
  mbx_oauth_issuer_set_client (self->issuer, client_id, NULL, NULL);
  open_browser (self);
}

static void
register_client (MbxOauthFlow *self)
{
  g_autofree char *redirect = g_strdup_printf ("http://%s/", self->issuer->redirect_host);
  g_autoptr (MbxSecret) body = NULL;

  body = mbx_secret_new_take (mbx_oauth_registration_body (self->issuer, redirect));
  mbx_oauth_post_async (self->context, self->issuer->registration, "application/json", body,
                        g_task_get_cancellable (self->task), registered_cb, g_object_ref (self));
}

static void
fail_without_client (MbxOauthFlow *self)
{
  fail (self, g_error_new (MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_NO_CLIENT_ID,
                           /* Translators: %s is a sign-in service, for instance Microsoft */
                           _ ("This program is not registered with %s."), self->issuer->name));
}

/**
 * mbx_oauth_flow_run_browser_async:
 *
 * Signs in through the browser. "open-url" comes once everything listens.
 */
void
mbx_oauth_flow_run_browser_async (MbxOauthFlow *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  GError *error = NULL;

  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, mbx_oauth_flow_run_browser_async);
  g_clear_pointer (&self->request, mbx_oauth_request_free);
  self->loopback = mbx_oauth_loopback_new (&error);
  if (self->loopback == NULL)
    fail (self, error);
  else if (self->issuer->client_id != NULL)
    open_browser (self);
  else if (self->issuer->registration != NULL)
    register_client (self);
  else
    fail_without_client (self);
}

static gboolean poll_cb (gpointer data);

static void
poll_later (MbxOauthFlow *self)
{
  self->poll_id = g_timeout_add_seconds ((guint) self->device->interval, poll_cb, self);
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxOauthFlow) self = data;
  GError *error = NULL;
  g_autoptr (MbxSecret) body = mbx_oauth_http_finish (result, &error);
  MbxOauthTokens *tokens = NULL;
  gboolean slow_down = FALSE;

  if (self->task == NULL)
    {
      g_clear_error (&error);
      return;
    }
  if (body != NULL && mbx_oauth_is_pending (mbx_secret_peek (body), mbx_secret_get_length (body),
                                            &slow_down))
    {
      self->device->interval += slow_down ? 5 : 0;
      poll_later (self);
      return;
    }
  if (body != NULL)
    tokens = mbx_oauth_tokens_new_from_json (mbx_secret_peek (body), mbx_secret_get_length (body),
                                             &error);
  if (tokens == NULL)
    {
      fail (self, error);
      return;
    }
  {
    g_autoptr (GTask) task = stop_waiting (self);

    g_task_return_pointer (task, tokens, (GDestroyNotify) mbx_oauth_tokens_free);
  }
}

static gboolean
poll_cb (gpointer data)
{
  MbxOauthFlow *self = data;
  g_autoptr (MbxSecret) form = NULL;

  self->poll_id = 0;
  if (g_get_monotonic_time () > self->device_end)
    {
      fail (self, g_error_new_literal (MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_CANCELLED,
                                       _ ("The time for signing in ran out.")));
      return G_SOURCE_REMOVE;
    }
  form = mbx_oauth_device_token_form (self->issuer, self->device->code);
  mbx_oauth_post_async (self->context, self->issuer->token, FORM, form,
                        g_task_get_cancellable (self->task), polled_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
device_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbxOauthFlow) self = data;
  GError *error = NULL;
  g_autoptr (MbxSecret) body = mbx_oauth_http_finish (result, &error);

  g_clear_pointer (&self->device, mbx_oauth_device_free);
  if (body != NULL)
    self->device = mbx_oauth_device_new_from_json (mbx_secret_peek (body),
                                                   mbx_secret_get_length (body), &error);
  if (self->device == NULL)
    {
      fail (self, error);
      return;
    }
  self->device_end = g_get_monotonic_time () + self->device->lifetime * G_USEC_PER_SEC;
  wait_for_person (self);
  g_signal_emit (self, signals[DEVICE_CODE], 0, self->device->user_code, self->device->url);
  poll_later (self);
}

/**
 * mbx_oauth_flow_run_device_async:
 *
 * Signs in on another device. "device-code" comes once the service has given one.
 */
void
mbx_oauth_flow_run_device_async (MbxOauthFlow *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (MbxSecret) form = NULL;

  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, mbx_oauth_flow_run_device_async);
  if (self->issuer->client_id == NULL)
    {
      fail_without_client (self);
      return;
    }
  if (self->issuer->device == NULL)
    {
      fail (self, g_error_new (MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_DENIED,
                               /* Translators: %s is a sign-in service, for instance Google */
                               _ ("%s offers no sign-in on another device for mail."),
                               self->issuer->name));
      return;
    }
  form = mbx_secret_new_take (mbx_oauth_device_form (self->issuer));
  mbx_oauth_post_async (self->context, self->issuer->device, FORM, form, cancellable, device_cb,
                        g_object_ref (self));
}

/**
 * mbx_oauth_flow_run_finish:
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): the tokens
 */
MbxOauthTokens *
mbx_oauth_flow_run_finish (MbxOauthFlow *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mbx_oauth_flow_dispose (GObject *object)
{
  MbxOauthFlow *self = MBX_OAUTH_FLOW (object);
  g_autoptr (GTask) task = stop_waiting (self);

  g_clear_object (&self->context);
  g_clear_pointer (&self->issuer, mbx_oauth_issuer_free);
  g_clear_pointer (&self->request, mbx_oauth_request_free);
  g_clear_pointer (&self->device, mbx_oauth_device_free);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (mbx_oauth_flow_parent_class)->dispose (object);
}

static void
mbx_oauth_flow_class_init (MbxOauthFlowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_oauth_flow_dispose;
  signals[OPEN_URL] = g_signal_new ("open-url", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DEVICE_CODE] =
    g_signal_new ("device-code", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
mbx_oauth_flow_init (MbxOauthFlow *self)
{
}

/**
 * mbx_oauth_flow_new:
 * @issuer: copied
 * @address: (nullable): the mail address, told to the service as a hint
 *
 * Returns: (transfer full): a sign-in that has not begun
 */
MbxOauthFlow *
mbx_oauth_flow_new (MbxContext *context, const MbxOauthIssuer *issuer, const char *address)
{
  MbxOauthFlow *self = g_object_new (MBX_TYPE_OAUTH_FLOW, NULL);

  self->context = g_object_ref (context);
  self->issuer = mbx_oauth_issuer_copy (issuer);
  self->address = g_strdup (address);
  return self;
}

/**
 * mbx_oauth_flow_get_client_id:
 *
 * Returns: (nullable): the client id in use, which a registration may just have given
 */
const char *
mbx_oauth_flow_get_client_id (MbxOauthFlow *self)
{
  return self->issuer->client_id;
}

/**
 * mbx_oauth_refresh_async:
 * @refresh_token: from the keyring
 *
 * Asks for a fresh access token (RFC 6749 section 6).
 */
void
mbx_oauth_refresh_async (MbxContext *context, const MbxOauthIssuer *issuer,
                         MbxSecret *refresh_token, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (MbxSecret) form = mbx_oauth_refresh_form (issuer, refresh_token);

  g_task_set_source_tag (task, mbx_oauth_refresh_async);
  mbx_oauth_post_async (context, issuer->token, FORM, form, cancellable, tokens_cb, task);
}

/**
 * mbx_oauth_refresh_finish:
 * @error: an #MbxOauthError; %MBX_OAUTH_ERROR_EXPIRED means that the person has to sign in again
 *
 * Returns: (transfer full) (nullable): the tokens
 */
MbxOauthTokens *
mbx_oauth_refresh_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
