/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "scripted-server.h"

#include <glib-unix.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>

struct _ScriptedServer
{
  GSocketService *service;
  GMutex mutex;
  GString *received;
  guint connections;
  guint running;
  char **script;
  char *pem;
  char *priority;
  gboolean demands;
  guint16 port;
  GCancellable *end;
};

typedef struct
{
  ScriptedServer *server;
  GSocket *socket;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
} Talk;

static const char *const names[] = { "*.example.com", NULL };
static MbxDemoAuthority *authority;

static MbxDemoAuthority *
get_authority (void)
{
  if (authority == NULL)
    authority = mbx_demo_authority_new (NULL);
  return authority;
}

static gssize
talk_read (Talk *talk, char *buffer, gsize length)
{
  if (talk->session != NULL)
    return gnutls_record_recv (talk->session, buffer, length);
  return g_socket_receive (talk->socket, buffer, length, talk->server->end, NULL);
}

static gboolean
talk_write (Talk *talk, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize put = talk->session != NULL
                       ? gnutls_record_send (talk->session, text, length)
                       : g_socket_send (talk->socket, text, length, talk->server->end, NULL);

      if (put <= 0)
        return FALSE;
      text += put;
      length -= (gsize)put;
    }
  return TRUE;
}

static char *
read_line (Talk *talk)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char byte;

  while (line->len < 4096 && talk_read (talk, &byte, 1) == 1)
    {
      g_mutex_lock (&talk->server->mutex);
      g_string_append_c (talk->server->received, byte);
      g_mutex_unlock (&talk->server->mutex);
      if (byte == '\n')
        return g_strdup (g_strchomp (line->str));
      g_string_append_c (line, byte);
    }
  return NULL;
}

static gboolean
send_lines (Talk *talk, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = g_strjoinv ("\r\n", lines);
  g_autofree char *bytes = g_strconcat (joined, "\r\n", NULL);

  return talk_write (talk, bytes, strlen (bytes));
}

static gboolean
shake (Talk *talk)
{
  ScriptedServer *server = talk->server;
  gnutls_datum_t pem = { (unsigned char *)server->pem, (unsigned)strlen (server->pem) };
  gboolean good;

  gnutls_certificate_allocate_credentials (&talk->credentials);
  gnutls_certificate_set_x509_key_mem (talk->credentials, &pem, &pem, GNUTLS_X509_FMT_PEM);
  gnutls_init (&talk->session, GNUTLS_SERVER);
  good = gnutls_priority_set_direct (
             talk->session, server->priority != NULL ? server->priority : "NORMAL", NULL) == 0;
  gnutls_credentials_set (talk->session, GNUTLS_CRD_CERTIFICATE, talk->credentials);
  if (server->demands)
    gnutls_certificate_server_set_request (talk->session, GNUTLS_CERT_REQUIRE);
  /* GnuTLS is to wait here; GSocket itself always polls first. */
  g_unix_set_fd_nonblocking (g_socket_get_fd (talk->socket), FALSE, NULL);
  gnutls_transport_set_int (talk->session, g_socket_get_fd (talk->socket));
  gnutls_handshake_set_timeout (talk->session, 5000);
  while (good)
    {
      int code = gnutls_handshake (talk->session);

      if (code >= 0)
        return TRUE;
      if (gnutls_error_is_fatal (code))
        {
          gnutls_alert_send_appropriate (talk->session, code);
          return FALSE;
        }
    }
  return FALSE;
}

static gboolean
wait_for_end (Talk *talk)
{
  char buffer[256];

  while (talk_read (talk, buffer, sizeof buffer) > 0)
    continue;
  return FALSE;
}

static gboolean
cut (Talk *talk)
{
  struct linger linger = { 1, 0 };

  setsockopt (g_socket_get_fd (talk->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  return FALSE;
}

static gboolean
hold (Talk *talk, const char *milliseconds)
{
  GPollFD poller;

  if (!g_cancellable_make_pollfd (talk->server->end, &poller))
    return FALSE;
  g_poll (&poller, 1, atoi (milliseconds));
  g_cancellable_release_fd (talk->server->end);
  return TRUE;
}

static gboolean
follow (Talk *talk, const char *line)
{
  g_autofree char *got = NULL;

  if (g_str_has_prefix (line, "S: "))
    return send_lines (talk, line + 3);
  if (g_str_has_prefix (line, "R: "))
    return talk_write (talk, line + 3, strlen (line + 3));
  if (g_str_has_prefix (line, "HOLD "))
    return hold (talk, line + 5);
  if (strcmp (line, "TLS") == 0)
    return shake (talk);
  if (strcmp (line, "WAIT") == 0)
    return wait_for_end (talk);
  if (strcmp (line, "RESET") == 0)
    return cut (talk);
  g_assert_true (g_str_has_prefix (line, "C: "));
  got = read_line (talk);
  if (got != NULL && g_pattern_match_simple (line + 3, got))
    return TRUE;
  g_test_message ("expected \"%s\" and got \"%s\"", line + 3, got != NULL ? got : "the end");
  return FALSE;
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  ScriptedServer *self = data;
  g_auto (GStrv) script = NULL;
  Talk talk = { .server = self, .socket = g_socket_connection_get_socket (connection) };

  g_mutex_lock (&self->mutex);
  script = g_strdupv (self->script);
  g_mutex_unlock (&self->mutex);
  for (char **line = script; *line != NULL; line++)
    {
      if (!follow (&talk, *line))
        break;
    }
  if (talk.session != NULL)
    {
      gnutls_deinit (talk.session);
      gnutls_certificate_free_credentials (talk.credentials);
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->running--;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* Counted where it is accepted: the thread of its own may begin later than the test ends. */
static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  ScriptedServer *self = data;

  g_mutex_lock (&self->mutex);
  self->connections++;
  self->running++;
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

ScriptedServer *
scripted_server_new (const char *const *script)
{
  ScriptedServer *self = g_new0 (ScriptedServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_mutex_init (&self->mutex);
  self->received = g_string_new (NULL);
  self->script = g_strdupv ((char **)script);
  self->end = g_cancellable_new ();
  self->service = g_threaded_socket_service_new (64);
  scripted_server_set_certificate (self, MBX_DEMO_CERTIFICATE_GOOD);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &bound, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return self;
}

void
scripted_server_set_script (ScriptedServer *self, const char *const *script)
{
  g_mutex_lock (&self->mutex);
  g_strfreev (self->script);
  self->script = g_strdupv ((char **)script);
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_running (ScriptedServer *self)
{
  gboolean running;

  g_mutex_lock (&self->mutex);
  running = self->running > 0;
  g_mutex_unlock (&self->mutex);
  return running;
}

void
scripted_server_free (ScriptedServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->end);
  while (is_running (self))
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (self->service);
  g_object_unref (self->end);
  g_string_free (self->received, TRUE);
  g_strfreev (self->script);
  g_free (self->pem);
  g_free (self->priority);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
scripted_server_get_port (ScriptedServer *self)
{
  return self->port;
}

void
scripted_server_set_certificate (ScriptedServer *self, MbxDemoCertificate kind)
{
  g_free (self->pem);
  self->pem = mbx_demo_authority_issue (get_authority (), kind, names, NULL);
  g_assert_nonnull (self->pem);
}

void
scripted_server_set_priority (ScriptedServer *self, const char *priority)
{
  g_free (self->priority);
  self->priority = g_strdup (priority);
}

void
scripted_server_demand_certificate (ScriptedServer *self)
{
  self->demands = TRUE;
}

char *
scripted_server_dup_received (ScriptedServer *self)
{
  char *text;

  g_mutex_lock (&self->mutex);
  text = g_strdup (self->received->str);
  g_mutex_unlock (&self->mutex);
  return text;
}

guint
scripted_server_count (ScriptedServer *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->connections;
  g_mutex_unlock (&self->mutex);
  return count;
}

char *
scripted_server_issue (MbxDemoCertificate kind)
{
  char *pem = mbx_demo_authority_issue (get_authority (), kind, names, NULL);

  g_assert_nonnull (pem);
  return pem;
}

void
scripted_server_set_issuer_url (const char *url)
{
  mbx_demo_authority_set_intermediate_url (get_authority (), url);
}

char *
scripted_server_dup_intermediate (void)
{
  g_autoptr (GBytes) der = mbx_demo_authority_dup_intermediate (get_authority (), NULL);
  g_autoptr (GByteArray) bytes = g_bytes_unref_to_array (g_bytes_ref (der));
  g_autoptr (GTlsCertificate) certificate =
      g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()), NULL, NULL,
                      "certificate", bytes, NULL);
  char *pem = NULL;

  g_object_get (certificate, "certificate-pem", &pem, NULL);
  return pem;
}

MbxContext *
scripted_context_new (void)
{
  MbxContext *context = mbx_context_new ();
  g_autoptr (GTlsDatabase) trust = mbx_demo_authority_create_trust (get_authority (), NULL);
  MbxLimits *limits = mbx_context_get_limits (context);

  mbx_context_set_trust (context, trust);
  mbx_context_set_known_hosts (context, NULL);
  mbx_context_set_probe_page (context, NULL);
  mbx_context_set_providers (context, mbx_provider_table_new ());
  limits->experiment = 2000;
  return context;
}

/* A port on which nobody listens: one that was free a moment ago. */
guint
scripted_free_port (void)
{
  const char *const nothing[] = { NULL };
  g_autoptr (ScriptedServer) server = scripted_server_new (nothing);

  return server->port;
}
