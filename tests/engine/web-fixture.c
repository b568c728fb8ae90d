/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "web-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#include "engine/demo-authority.h"

#define SILENT ((gpointer) 1)
#define FAILING ((gpointer) 2)

typedef struct
{
  World public;
  GHashTable *records;
  GHashTable *odd_names;
  GHashTable *pages;
  GHashTable *locations;
  GHashTable *statuses;
  GPtrArray *paused;
  GResolver *resolver;
  GResolver *real_resolver;
  MbxDemoAuthority *authority;
  GTlsCertificate *certificate;
  SoupServer *web;
  SoupServer *plain_web;
  GSocketService *imap;
  GSocketService *smtp;
  int clients;
} Private;

static Private *
get_private (World *self)
{
  return (Private *) self;
}

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
  Private *world;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
note (Private *world, const char *format, const char *a, const char *b)
{
  g_ptr_array_add (world->public.asked, g_strconcat (format, a, " ", b, NULL));
}

static GPtrArray *
find_records (TestResolver *self, const char *type, const char *name)
{
  g_autofree char *plain = g_strndup (name, strlen (name) - g_str_has_suffix (name, "."));
  g_autofree char *key = g_strconcat (type, " ", plain, NULL);

  note (self->world, "dns ", type, plain);
  return g_hash_table_lookup (self->world->records, key);
}

static void
on_given_up (GCancellable *cancellable, gpointer data)
{
  g_task_return_error_if_cancelled (data);
}

/* A name server that never answers: the question ends when the asker gives up. */
static void
wait_for_ever (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_assert_nonnull (cancellable);
  g_cancellable_connect (cancellable, G_CALLBACK (on_given_up), g_object_ref (task),
                         g_object_unref);
}

static gboolean
is_odd (TestResolver *self, const char *name, GTask *task)
{
  g_autofree char *plain = g_strndup (name, strlen (name) - g_str_has_suffix (name, "."));
  gpointer odd = g_hash_table_lookup (self->world->odd_names, plain);

  if (odd == SILENT)
    wait_for_ever (task);
  else if (odd == FAILING)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "failed");
  return odd != NULL;
}

static void
free_addresses (gpointer list)
{
  g_resolver_free_addresses (list);
}

static void
lookup_by_name_async (GResolver *resolver, const char *name, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  GPtrArray *records = find_records (self, "A", name);
  GList *list = NULL;

  if (is_odd (self, name, task))
    return;
  for (guint i = 0; records != NULL && i < records->len; i++)
    list = g_list_append (list, g_inet_address_new_from_string (records->pdata[i]));
  if (list == NULL)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no %s", name);
  else
    g_task_return_pointer (task, list, free_addresses);
}

static void
lookup_with_flags_async (GResolver *resolver, const char *name, GResolverNameLookupFlags flags,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  if ((flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0)
    {
      lookup_by_name_async (resolver, name, cancellable, callback, data);
      return;
    }
  g_task_report_new_error (resolver, callback, data, NULL, G_RESOLVER_ERROR,
                           G_RESOLVER_ERROR_NOT_FOUND, "no %s", name);
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GVariant *
make_record (GResolverRecordType type, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 4);
  const char *const strings[] = { text, NULL };

  if (type == G_RESOLVER_RECORD_MX)
    return g_variant_ref_sink (g_variant_new ("(qs)", (guint16) atoi (words[0]), words[1]));
  if (type == G_RESOLVER_RECORD_SRV)
    return g_variant_ref_sink (g_variant_new ("(qqqs)", (guint16) atoi (words[0]),
                                              (guint16) atoi (words[1]), (guint16) atoi (words[2]),
                                              words[3]));
  return g_variant_ref_sink (g_variant_new ("(^as)", strings));
}

static void
free_records (gpointer list)
{
  g_list_free_full (list, (GDestroyNotify) g_variant_unref);
}

static void
lookup_records_async (GResolver *resolver, const char *name, GResolverRecordType type,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  static const char *const types[] = { "", "SRV", "MX", "TXT", "SOA", "NS" };
  TestResolver *self = TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  GPtrArray *records = find_records (self, types[type], name);
  GList *list = NULL;

  if (is_odd (self, name, task))
    return;
  for (guint i = 0; records != NULL && i < records->len; i++)
    list = g_list_append (list, make_record (type, records->pdata[i]));
  if (list == NULL)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no %s", name);
  else
    g_task_return_pointer (task, list, free_records);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = lookup_by_name_async;
  resolver_class->lookup_by_name_finish = lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = lookup_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_finish;
  resolver_class->lookup_records_async = lookup_records_async;
  resolver_class->lookup_records_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Private *self = data;
  GUri *uri = soup_server_message_get_uri (message);
  const char *host = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Host");
  g_auto (GStrv) parts = g_strsplit (host, ":", 2);
  const char *scheme = server == self->web ? "https://" : "http://";
  const char *asked = g_uri_get_query (uri);
  g_autofree char *url =
      g_strconcat (scheme, parts[0], path, asked != NULL ? "?" : "", asked, NULL);
  const char *page = g_hash_table_lookup (self->pages, url);
  const char *location = g_hash_table_lookup (self->locations, url);
  guint status = GPOINTER_TO_UINT (g_hash_table_lookup (self->statuses, url));

  g_ptr_array_add (self->public.asked, g_strdup (url));
  if (page == SILENT)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->paused, g_object_ref (message));
      return;
    }
  if (location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  location);
  soup_server_message_set_status (message, status != 0 ? status : 404, NULL);
  if (page != NULL)
    soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_COPY, page, strlen (page));
}

static SoupServer *
serve_web (Private *self, gboolean secure, guint16 *port)
{
  SoupServer *server = secure ? soup_server_new ("tls-certificate", self->certificate, NULL)
                              : soup_server_new (NULL, NULL);
  GSList *uris;

  soup_server_add_handler (server, NULL, on_request, self, NULL);
  g_assert_true (soup_server_listen_local (
      server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (secure ? SOUP_SERVER_LISTEN_HTTPS : 0), NULL));
  uris = soup_server_get_uris (server);
  *port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return server;
}

/* Says just enough for a probe: a greeting, and yes to everything. */
static void
talk (Private *self, GSocketConnection *connection, gboolean imap)
{
  const char *hello = imap ? "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n" : "220 hello\r\n";
  g_autoptr (GIOStream) stream =
      g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  gboolean written = g_output_stream_write_all (output, hello, strlen (hello), NULL, NULL, NULL);
  char *line;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  while (written && (line = g_data_input_stream_read_line (input, NULL, NULL, NULL)) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (line, " ", 2);
      g_autofree char *answer = imap ? g_strdup_printf ("%s OK done\r\n", words[0])
                                     : g_strdup ("250-hello\r\n250 AUTH PLAIN\r\n");

      g_free (line);
      written = g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
    }
}

static gboolean
on_mail_client (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
                gpointer data)
{
  Private *self = data;

  g_atomic_int_inc (&self->clients);
  talk (self, connection, G_SOCKET_SERVICE (service) == self->imap);
  (void) g_atomic_int_dec_and_test (&self->clients);
  return TRUE;
}

static GSocketService *
serve_mail (Private *self, guint16 *port)
{
  GSocketService *service = g_threaded_socket_service_new (16);

  *port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_signal_connect (service, "run", G_CALLBACK (on_mail_client), self);
  return service;
}

static void
make_certificate (Private *self)
{
  static const char *const names[] = {
    "*.example.test", "example.test", "*.other.test", "other.test", "autoconfig.thunderbird.net",
    NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) trust = NULL;
  g_autofree char *pem = NULL;

  self->authority = mbx_demo_authority_new (&error);
  g_assert_no_error (error);
  trust = mbx_demo_authority_create_trust (self->authority, &error);
  g_assert_no_error (error);
  mbx_context_set_trust (self->public.context, trust);
  pem = mbx_demo_authority_issue (self->authority, MBX_DEMO_CERTIFICATE_GOOD, names, &error);
  g_assert_no_error (error);
  self->certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
}

static GHashTable *
new_table (GDestroyNotify destroy)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, destroy);
}

static void
free_page (gpointer page)
{
  if (page != SILENT)
    g_free (page);
}

World *
world_new (void)
{
  Private *self = g_new0 (Private, 1);
  MbxLimits *limits;

  self->public.context = mbx_context_new ();
  self->public.asked = g_ptr_array_new_with_free_func (g_free);
  limits = mbx_context_get_limits (self->public.context);
  limits->source = 3000;
  limits->discovery = 5000;
  self->records = new_table ((GDestroyNotify) g_ptr_array_unref);
  self->odd_names = new_table (NULL);
  self->pages = new_table (free_page);
  self->locations = new_table (g_free);
  self->statuses = new_table (NULL);
  self->paused = g_ptr_array_new_with_free_func (g_object_unref);
  make_certificate (self);
  self->web = serve_web (self, TRUE, &self->public.https);
  self->plain_web = serve_web (self, FALSE, &self->public.http);
  self->imap = serve_mail (self, &self->public.imap);
  self->smtp = serve_mail (self, &self->public.smtp);
  self->real_resolver = g_resolver_get_default ();
  self->resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  TEST_RESOLVER (self->resolver)->world = self;
  g_resolver_set_default (self->resolver);
  return &self->public;
}

/* Clients that were given up on close their connections with the next turns of the loop. */
static void
wait_for_clients (Private *self)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (g_main_context_iteration (NULL, FALSE) || g_atomic_int_get (&self->clients) > 0)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

static void
stop_mail (GSocketService *service)
{
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_object_unref (service);
}

/*
 * libsoup 3.6 touches a connection whose handshake ends after its server went, so servers stay
 * until the program ends; without a handler they answer nothing.
 */
static void
retire (SoupServer *server)
{
  static GPtrArray *retired;

  if (retired == NULL)
    retired = g_ptr_array_new_with_free_func (g_object_unref);
  soup_server_remove_handler (server, NULL);
  g_ptr_array_add (retired, server);
}

void
world_free (World *world)
{
  Private *self = get_private (world);

  /* With the context go the connections that wait in it for a check. */
  g_clear_object (&world->context);
  wait_for_clients (self);
  g_resolver_set_default (self->real_resolver);
  g_object_unref (self->real_resolver);
  g_object_unref (self->resolver);
  retire (self->web);
  retire (self->plain_web);
  stop_mail (self->imap);
  stop_mail (self->smtp);
  g_ptr_array_unref (self->paused);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->odd_names);
  g_hash_table_unref (self->pages);
  g_hash_table_unref (self->locations);
  g_hash_table_unref (self->statuses);
  g_object_unref (self->certificate);
  mbx_demo_authority_free (self->authority);
  g_ptr_array_unref (world->asked);
  g_free (self);
}

void
world_add (World *world, const char *type, const char *name, const char *value)
{
  Private *self = get_private (world);
  g_autofree char *key = g_strconcat (type, " ", name, NULL);
  GPtrArray *values = g_hash_table_lookup (self->records, key);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->records, g_strdup (key), values);
    }
  g_ptr_array_add (values, g_strdup (value));
}

void
world_add_silent_name (World *world, const char *name)
{
  g_hash_table_insert (get_private (world)->odd_names, g_strdup (name), SILENT);
}

void
world_add_failing_name (World *world, const char *name)
{
  g_hash_table_insert (get_private (world)->odd_names, g_strdup (name), FAILING);
}

void
world_add_host (World *world, const char *name)
{
  world_add (world, "A", name, "127.0.0.1");
}

static void
ensure_host (World *world, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *key = g_strconcat ("A ", g_uri_get_host (uri), NULL);

  if (!g_hash_table_contains (get_private (world)->records, key))
    world_add_host (world, g_uri_get_host (uri));
}

void
world_add_page (World *world, const char *url, guint status, const char *body)
{
  Private *self = get_private (world);

  ensure_host (world, url);
  g_hash_table_insert (self->statuses, g_strdup (url), GUINT_TO_POINTER (status));
  g_hash_table_insert (self->pages, g_strdup (url), g_strdup (body));
}

void
world_add_redirect (World *world, const char *url, const char *location)
{
  Private *self = get_private (world);
  g_autoptr (GUri) uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  gboolean secure = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;

  world_add_page (world, url, 302, "");
  ensure_host (world, location);
  g_hash_table_insert (self->locations, g_strdup (url),
                       g_strdup_printf ("%s://%s:%u%s", g_uri_get_scheme (uri),
                                        g_uri_get_host (uri), secure ? world->https : world->http,
                                        g_uri_get_path (uri)));
}

void
world_add_silent_page (World *world, const char *url)
{
  ensure_host (world, url);
  g_hash_table_insert (get_private (world)->pages, g_strdup (url), SILENT);
}

gboolean
world_was_asked (World *world, const char *text)
{
  for (guint i = 0; i < world->asked->len; i++)
    {
      if (strcmp (world->asked->pdata[i], text) == 0)
        return TRUE;
    }
  return FALSE;
}

char *
world_make_autoconfig (World *world, const char *imap_host, const char *smtp_host)
{
  return g_strdup_printf (
      "<clientConfig><emailProvider id=\"x\"><displayName>Example</displayName>"
      "<incomingServer type=\"imap\"><hostname>%s</hostname><port>%u</port>"
      "<socketType>SSL</socketType></incomingServer>"
      "<outgoingServer type=\"smtp\"><hostname>%s</hostname><port>%u</port>"
      "<socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>",
      imap_host, world->imap, smtp_host, world->smtp);
}
