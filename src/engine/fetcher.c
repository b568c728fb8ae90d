/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/fetcher.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/document.h"
#include "core/hostname.h"
#include "engine/limit.h"

#define MAX_REDIRECTS 5
#define CHUNK 16384

struct _MbxFetcher
{
  GObject parent_instance;
  SoupSession *session;
};

/* One document on its way. */
typedef struct
{
  char *url;
  char *body;
  char *within;
  MbxLimit *limit;
  SoupMessage *message;
  GHashTable *seen;
  GInputStream *stream;
  GByteArray *bytes;
  gboolean secure;
} Fetch;

G_DEFINE_FINAL_TYPE (MbxFetcher, mbx_fetcher, G_TYPE_OBJECT)
G_DEFINE_QUARK (mbx-fetch-error-quark, mbx_fetch_error)

static void send_request (GTask *task);

void
mbx_fetched_free (MbxFetched *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->body);
  g_free (self->url);
  g_free (self);
}

static void
free_fetched (gpointer fetched)
{
  mbx_fetched_free (fetched);
}

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  g_free (self->url);
  g_free (self->body);
  g_free (self->within);
  mbx_limit_free (self->limit);
  g_clear_object (&self->message);
  g_hash_table_unref (self->seen);
  g_clear_object (&self->stream);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static void
mbx_fetcher_finalize (GObject *object)
{
  MbxFetcher *self = MBX_FETCHER (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (mbx_fetcher_parent_class)->finalize (object);
}

static void
mbx_fetcher_class_init (MbxFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_fetcher_finalize;
}

static void
mbx_fetcher_init (MbxFetcher *self)
{
}

/**
 * mbx_fetcher_new:
 * @context: whom to trust
 *
 * Returns: (transfer full): a new fetcher
 */
MbxFetcher *
mbx_fetcher_new (MbxContext *context)
{
  MbxFetcher *self = g_object_new (MBX_TYPE_FETCHER, NULL);
  GTlsDatabase *trust = mbx_context_get_trust (context);

  self->session = soup_session_new_with_options ("max-conns-per-host", 4, NULL);
  if (trust != NULL)
    soup_session_set_tls_database (self->session, trust);
  /* Nothing that somebody could be known by again, and never an answer to a password request. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_set_user_agent (self->session, "MailboxSetup");
  return self;
}

static const char *
sentence (MbxFetchError code)
{
  switch (code)
    {
    case MBX_FETCH_ERROR_NO_HOST:
      return _ ("There is no such host.");
    case MBX_FETCH_ERROR_UNREACHABLE:
      return _ ("Nobody answers there.");
    case MBX_FETCH_ERROR_TLS:
      return _ ("The host has no valid certificate for this name.");
    case MBX_FETCH_ERROR_NOT_THERE:
      return _ ("It has no settings for this domain.");
    case MBX_FETCH_ERROR_PASSWORD:
      return _ ("It asks for a password first, which is not given.");
    case MBX_FETCH_ERROR_SERVER:
      return _ ("It has a fault of its own.");
    case MBX_FETCH_ERROR_REDIRECT:
      return _ ("It leads on to a place that is not followed.");
    case MBX_FETCH_ERROR_TOO_LARGE:
      return _ ("Its answer is far too large.");
    case MBX_FETCH_ERROR_TIMEOUT:
      return _ ("It did not answer in time.");
    }
  return "";
}

static void
fail (GTask *task, MbxFetchError code)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, MBX_FETCH_ERROR, (int) code, "%s", sentence (code));
}

static void
fail_with (GTask *task, const GError *reason)
{
  Fetch *self = g_task_get_task_data (task);

  if (mbx_limit_is_over (self->limit))
    fail (task, MBX_FETCH_ERROR_TIMEOUT);
  else if (g_error_matches (reason, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    fail (task, MBX_FETCH_ERROR_NO_HOST);
  else if (reason->domain == G_TLS_ERROR)
    fail (task, MBX_FETCH_ERROR_TLS);
  else
    fail (task, MBX_FETCH_ERROR_UNREACHABLE);
}

static void
finish (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);
  MbxFetched *fetched = g_new0 (MbxFetched, 1);

  fetched->body = g_bytes_new (self->bytes->data, self->bytes->len);
  fetched->url = g_strdup (self->url);
  fetched->secure = self->secure;
  g_task_return_pointer (task, fetched, free_fetched);
}

static void read_more (GTask *task);

/* The stream gives decoded bytes: what is counted is what a compressed answer grows to. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                               &error);

  if (bytes == NULL)
    {
      fail_with (task, error);
      return;
    }
  g_byte_array_append (self->bytes, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (self->bytes->len > MBX_DOCUMENT_MAX_BYTES)
    fail (task, MBX_FETCH_ERROR_TOO_LARGE);
  else if (g_bytes_get_size (bytes) == 0)
    finish (task);
  else
    read_more (task);
}

static void
read_more (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   mbx_limit_get_cancellable (self->limit), on_read,
                                   g_object_ref (task));
}

/* Once by http is http for good: whoever could forge that answer chose where it led. */
static gboolean
may_follow (const Fetch *self, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_hash_table_contains (self->seen, url) ||
      g_hash_table_size (self->seen) > MAX_REDIRECTS)
    return FALSE;
  if (g_strcmp0 (scheme, "https") != 0 && (self->secure || g_strcmp0 (scheme, "http") != 0))
    return FALSE;
  return self->within == NULL || mbx_hostname_is_under (g_uri_get_host (uri), self->within);
}

static void
redirect (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);
  const char *location = soup_message_headers_get_one (
      soup_message_get_response_headers (self->message), "Location");
  g_autofree char *next = NULL;

  if (location != NULL)
    next = g_uri_resolve_relative (self->url, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (next == NULL || !may_follow (self, next))
    {
      fail (task, MBX_FETCH_ERROR_REDIRECT);
      return;
    }
  g_free (self->url);
  self->url = g_steal_pointer (&next);
  send_request (task);
}

/* GIO on the oldest supported system still takes TLS 1.0 and 1.1 (RFC 8996 forbids them). */
static gboolean
has_old_tls (SoupMessage *message)
{
  GTlsProtocolVersion version = soup_message_get_tls_protocol_version (message);

  return version != G_TLS_PROTOCOL_VERSION_UNKNOWN && version < G_TLS_PROTOCOL_VERSION_TLS_1_2;
}

static void
take_answer (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);
  guint status = soup_message_get_status (self->message);

  if (has_old_tls (self->message))
    fail (task, MBX_FETCH_ERROR_TLS);
  else if (SOUP_STATUS_IS_REDIRECTION (status))
    redirect (task);
  else if (status == SOUP_STATUS_UNAUTHORIZED ||
           status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    fail (task, MBX_FETCH_ERROR_PASSWORD);
  else if (SOUP_STATUS_IS_SERVER_ERROR (status))
    fail (task, MBX_FETCH_ERROR_SERVER);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    fail (task, MBX_FETCH_ERROR_NOT_THERE);
  else
    read_more (task);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->stream);
  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    fail_with (task, error);
  else
    take_answer (task);
}

static SoupMessage *
make_message (const Fetch *self)
{
  SoupMessage *message = soup_message_new (self->body != NULL ? "POST" : "GET", self->url);
  g_autoptr (GBytes) body = NULL;

  if (message == NULL)
    return NULL;
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (self->body == NULL)
    return message;
  body = g_bytes_new (self->body, strlen (self->body));
  soup_message_set_request_body_from_bytes (message, "text/xml; charset=utf-8", body);
  return message;
}

static void
send_request (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);
  MbxFetcher *fetcher = g_task_get_source_object (task);

  g_clear_object (&self->message);
  self->message = make_message (self);
  if (self->message == NULL)
    {
      fail (task, MBX_FETCH_ERROR_NO_HOST);
      return;
    }
  if (!g_str_has_prefix (self->url, "https:"))
    self->secure = FALSE;
  g_hash_table_add (self->seen, g_strdup (self->url));
  g_debug ("asking %s", g_uri_get_host (soup_message_get_uri (self->message)));
  soup_session_send_async (fetcher->session, self->message, G_PRIORITY_DEFAULT,
                           mbx_limit_get_cancellable (self->limit), on_sent, g_object_ref (task));
}

/**
 * mbx_fetcher_fetch_async:
 * @request: what to get; copied
 * @milliseconds: the limit for all of it, redirects included
 *
 * Gets one document. Errors are of %MBX_FETCH_ERROR, or %G_IO_ERROR_CANCELLED.
 */
void
mbx_fetcher_fetch_async (MbxFetcher *self, const MbxRequest *request, guint milliseconds,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, mbx_fetcher_fetch_async);
  fetch->url = g_strdup (request->url);
  fetch->body = g_strdup (request->body);
  fetch->within = g_strdup (request->within);
  fetch->limit = mbx_limit_new (cancellable, milliseconds);
  fetch->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fetch->bytes = g_byte_array_new ();
  fetch->secure = TRUE;
  g_task_set_task_data (task, fetch, fetch_free);
  send_request (task);
}

/**
 * mbx_fetcher_fetch_finish:
 *
 * Returns: (transfer full) (nullable): the document
 */
MbxFetched *
mbx_fetcher_fetch_finish (MbxFetcher *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
