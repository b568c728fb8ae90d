/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/oauth-http.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "core/oauth-issuer.h"

#define MAXIMUM_BODY (128 * 1024)
#define TIME_LIMIT 20 /* seconds */

typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  guint8 *buffer;
} Request;

static void
request_free (Request *request)
{
  mbx_wipe (request->buffer, MAXIMUM_BODY);
  g_free (request->buffer);
  g_object_unref (request->message);
  g_object_unref (request->session);
  g_free (request);
}

static void
set_unreachable (GTask *task, GError *error)
{
  g_autoptr (GError) cause = error;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&cause));
  else
    g_task_return_new_error (task, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_UNREACHABLE,
                             _ ("The sign-in service cannot be reached. (%s)"), cause->message);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  gsize length = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    set_unreachable (task, error);
  else if (length == MAXIMUM_BODY)
    g_task_return_new_error (task, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
                             _ ("The sign-in service answered far too much."));
  else
    g_task_return_pointer (task, mbx_secret_new_len ((const char *) request->buffer, length),
                           (GDestroyNotify) mbx_secret_unref);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) stream = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (stream == NULL)
    {
      set_unreachable (task, error);
      return;
    }
  g_input_stream_read_all_async (stream, request->buffer, MAXIMUM_BODY, G_PRIORITY_DEFAULT,
                                 cancellable, read_cb, g_steal_pointer (&task));
}

static GBytes *
copy_body (MbxSecret *body)
{
  gsize length = mbx_secret_get_length (body);

  /* The bytes live as long as the secret, which wipes them. */
  return g_bytes_new_with_free_func (mbx_secret_peek (body), length,
                                     (GDestroyNotify) mbx_secret_unref, mbx_secret_ref (body));
}

static void
send_request (MbxContext *context, const char *method, const char *url, const char *content_type,
              MbxSecret *body, GTask *task)
{
  Request *request;
  SoupMessage *message = NULL;

  if (g_str_has_prefix (url, "https://"))
    message = soup_message_new (method, url);
  if (message == NULL)
    {
      g_task_return_new_error (task, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
                               _ ("The sign-in service’s address is not a secure one."));
      g_object_unref (task);
      return;
    }
  request = g_new0 (Request, 1);
  request->message = message;
  request->session = soup_session_new_with_options ("timeout", TIME_LIMIT, "user-agent",
                                                    "MailboxSetup/" MBX_VERSION, NULL);
  if (mbx_context_get_trust (context) != NULL)
    soup_session_set_tls_database (request->session, mbx_context_get_trust (context));
  request->buffer = g_malloc0 (MAXIMUM_BODY);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json");
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = copy_body (body);

      soup_message_set_request_body_from_bytes (message, content_type, bytes);
    }
  soup_session_send_async (request->session, message, G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task), sent_cb, task);
}

/**
 * mbx_oauth_get_async:
 * @url: an https address
 *
 * Fetches a document of the service.
 */
void
mbx_oauth_get_async (MbxContext *context, const char *url, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_oauth_get_async);
  send_request (context, SOUP_METHOD_GET, url, NULL, NULL, task);
}

/**
 * mbx_oauth_post_async:
 * @url: an https address
 * @content_type: static
 * @body: what to send; a reference is kept until it is sent
 *
 * Sends a form or a document to the service.
 */
void
mbx_oauth_post_async (MbxContext *context, const char *url, const char *content_type,
                      MbxSecret *body, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, mbx_oauth_post_async);
  send_request (context, SOUP_METHOD_POST, url, content_type, body, task);
}

/**
 * mbx_oauth_http_finish:
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): the body, as a secret since it may hold tokens
 */
MbxSecret *
mbx_oauth_http_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
