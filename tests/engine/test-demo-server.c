/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/demo-authority.h"
#include "engine/demo-scenario.h"
#include "engine/demo-server.h"
#include "engine/demo-talk.h"

/*
 * The demo's dialogues in memory, and its real sockets and certificates as a client of GIO sees
 * them.
 */

typedef struct
{
  MbxProtocol protocol;
  MbxCode code;
  const char *lines[8];
  const char *answer;
} Talk;

static const Talk talks[] = {
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_NONE,
    { "a AUTHENTICATE PLAIN AGRlbW9AZGVtby5leGFtcGxlAGRlbW8=", "b EXAMINE INBOX" },
    "b OK [READ-ONLY] Mailbox opened.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_NONE,
    { "a AUTHENTICATE LOGIN", "ZGVtb0BkZW1vLmV4YW1wbGU=", "ZGVtbw==" },
    "a OK [CAPABILITY IMAP4rev1 LITERAL- ID] Signed in.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_NONE,
    { "a LOGIN \"demo@demo.example\" \"de\\mo\"" },
    "a OK [CAPABILITY IMAP4rev1 LITERAL- ID] Signed in.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_NONE,
    { "a LOGIN demo@demo.example Demo" },
    "a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n" },
  { MBX_PROTOCOL_IMAP, MBX_CODE_NONE, { "a EXAMINE INBOX" }, "a BAD Please sign in first.\r\n" },
  { MBX_PROTOCOL_IMAP, MBX_CODE_NONE, { "nonsense" }, "* BAD A command has a tag and a name.\r\n" },
  { MBX_PROTOCOL_IMAP, MBX_CODE_NONE, { "a XYZZY" }, "a BAD Unknown command.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_NONE,
    { "a LOGIN" },
    "a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_NONE,
    { "a AUTHENTICATE PLAIN", "*" },
    "a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_SERVER_UNAVAILABLE,
    { "a LOGIN demo@demo.example demo" },
    "a NO [UNAVAILABLE] Temporary authentication failure.\r\n" },
  { MBX_PROTOCOL_IMAP,
    MBX_CODE_SMTP_AUTH_DISABLED,
    { "a LOGIN demo@demo.example demo" },
    "a OK [CAPABILITY IMAP4rev1 LITERAL- ID] Signed in.\r\n" },
  { MBX_PROTOCOL_POP3,
    MBX_CODE_NONE,
    { "USER demo@demo.example", "PASS demo", "STAT" },
    "+OK 3 4096\r\n" },
  { MBX_PROTOCOL_POP3,
    MBX_CODE_NONE,
    { "AUTH PLAIN", "AGRlbW9AZGVtby5leGFtcGxlAGRlbW8=" },
    "+OK Signed in.\r\n" },
  { MBX_PROTOCOL_POP3, MBX_CODE_NONE, { "PASS demo" }, "-ERR [AUTH] Authentication failed.\r\n" },
  { MBX_PROTOCOL_POP3, MBX_CODE_NONE, { "STAT" }, "-ERR Please sign in first.\r\n" },
  { MBX_PROTOCOL_SMTP,
    MBX_CODE_NONE,
    { "AUTH PLAIN AGRlbW9AZGVtby5leGFtcGxlAGRlbW8=", "MAIL FROM:<demo@demo.example>",
      "RCPT TO:<demo@demo.example>" },
    "250 2.1.5 Ok\r\n" },
  { MBX_PROTOCOL_SMTP,
    MBX_CODE_NONE,
    { "MAIL FROM:<demo@demo.example>" },
    "530 5.7.0 Authentication required\r\n" },
  { MBX_PROTOCOL_SMTP,
    MBX_CODE_NONE,
    { "AUTH PLAIN !!" },
    "535 5.7.8 Error: authentication failed\r\n" },
  { MBX_PROTOCOL_SMTP,
    MBX_CODE_NONE,
    { "AUTH CRAM-MD5" },
    "535 5.7.8 Error: authentication failed\r\n" },
  { MBX_PROTOCOL_SMTP,
    MBX_CODE_RELAY_DENIED,
    { "AUTH PLAIN AGRlbW9AZGVtby5leGFtcGxlAGRlbW8=", "RCPT TO:<demo@demo.example>" },
    "554 5.7.1 <demo@demo.example>: Relay access denied\r\n" },
};

static void
test_talks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (talks); i++)
    {
      g_autoptr (MbxDemoTalk) talk =
          mbx_demo_talk_new (talks[i].protocol, mbx_demo_scenario_find (talks[i].code));

      mbx_demo_talk_encrypted (talk);
      mbx_demo_talk_greet (talk);
      g_assert_cmpuint (talk->out->len, >, 0);
      for (guint nth = 0; talks[i].lines[nth] != NULL; nth++)
        {
          g_test_message ("%s", talks[i].lines[nth]);
          mbx_demo_talk_line (talk, talks[i].lines[nth]);
        }
      g_assert_true (g_str_has_suffix (talk->out->str, talks[i].answer));
    }
}

/* Before the encryption there is no way to say a password. */
static void
test_no_sign_in_without_tls (void)
{
  static const char *const lines[] = { "a LOGIN demo@demo.example demo", "USER demo@demo.example",
                                       "AUTH PLAIN AGRlbW9AZGVtby5leGFtcGxlAGRlbW8=" };

  for (guint protocol = MBX_PROTOCOL_IMAP; protocol <= MBX_PROTOCOL_SMTP; protocol++)
    {
      g_autoptr (MbxDemoTalk) talk =
          mbx_demo_talk_new ((MbxProtocol)protocol, mbx_demo_scenario_find (MBX_CODE_NONE));

      mbx_demo_talk_line (talk, lines[protocol]);
      g_assert_false (talk->signed_in);
      g_assert_nonnull (
          strstr (talk->out->str, protocol == MBX_PROTOCOL_SMTP ? "STARTTLS" : "ncryption"));
    }
}

typedef struct
{
  GMainLoop *loop;
  GTlsCertificateFlags flags;
  gboolean shaken;
  GIOStream *tls;
  char *greeting;
  gboolean connected;
} Client;

static void
client_clear (Client *client)
{
  g_clear_pointer (&client->loop, g_main_loop_unref);
  g_clear_object (&client->tls);
  g_clear_pointer (&client->greeting, g_free);
}

static gboolean
on_certificate (GTlsConnection *connection,
                GTlsCertificate *peer,
                GTlsCertificateFlags flags,
                gpointer data)
{
  Client *client = data;

  client->flags = flags;
  return FALSE;
}

static void
on_greeting (GObject *source, GAsyncResult *result, gpointer data)
{
  Client *client = data;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (bytes != NULL)
    client->greeting = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_main_loop_quit (client->loop);
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer data)
{
  Client *client = data;

  client->shaken = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL);
  if (client->shaken)
    g_input_stream_read_bytes_async (g_io_stream_get_input_stream (client->tls), 512,
                                     G_PRIORITY_DEFAULT, NULL, on_greeting, client);
  else
    g_main_loop_quit (client->loop);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  Client *client = data;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, NULL);
  g_autoptr (GSocketConnectable) identity = g_network_address_new ("imap.demo.example", 993);
  GTlsDatabase *trust = g_object_get_data (source, "trust");

  client->connected = connection != NULL;
  if (connection == NULL)
    {
      g_main_loop_quit (client->loop);
      return;
    }
  client->tls = g_tls_client_connection_new (G_IO_STREAM (connection), identity, NULL);
  g_tls_connection_set_database (G_TLS_CONNECTION (client->tls), trust);
  g_signal_connect (client->tls, "accept-certificate", G_CALLBACK (on_certificate), client);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (client->tls), G_PRIORITY_DEFAULT, NULL,
                                    on_handshake, client);
}

static gboolean
on_too_long (gpointer data)
{
  g_error ("The demo server did not answer.");
  return G_SOURCE_REMOVE;
}

/* Connects as a stranger that knows only what the context says. */
static void
visit (Client *client, MbxContext *context, guint16 port)
{
  g_autoptr (GSocketConnectable) where =
      mbx_context_resolve_demo (context, "imap.demo.example", port);
  g_autoptr (GSocketClient) socket = g_socket_client_new ();
  guint guard = g_timeout_add_seconds (30, on_too_long, NULL);

  g_assert_nonnull (where);
  client->loop = g_main_loop_new (NULL, FALSE);
  g_object_set_data (G_OBJECT (socket), "trust", mbx_context_get_trust (context));
  g_socket_client_connect_async (socket, where, NULL, on_connected, client);
  g_main_loop_run (client->loop);
  g_source_remove (guard);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

typedef struct
{
  MbxCode code;
  GTlsCertificateFlags flags;
} Shown;

static const Shown shown[] = {
  { MBX_CODE_TLS_EXPIRED, G_TLS_CERTIFICATE_EXPIRED },
  { MBX_CODE_TLS_NOT_YET_VALID, G_TLS_CERTIFICATE_NOT_ACTIVATED },
  { MBX_CODE_TLS_WRONG_HOST, G_TLS_CERTIFICATE_BAD_IDENTITY },
  { MBX_CODE_TLS_SELF_SIGNED, G_TLS_CERTIFICATE_UNKNOWN_CA },
  { MBX_CODE_TLS_UNKNOWN_ISSUER, G_TLS_CERTIFICATE_UNKNOWN_CA },
  { MBX_CODE_TLS_MISSING_INTERMEDIATE, G_TLS_CERTIFICATE_UNKNOWN_CA },
  { MBX_CODE_TLS_INTERCEPTED, G_TLS_CERTIFICATE_UNKNOWN_CA },
  { MBX_CODE_TLS_WEAK, G_TLS_CERTIFICATE_INSECURE },
};

static void
test_certificates (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxDemoServer) server = mbx_demo_server_new (&error);
  g_autoptr (MbxContext) context = mbx_context_new ();

  g_assert_no_error (error);
  mbx_demo_server_apply (server, context);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_auto (Client) client = { NULL };

      g_test_message ("%s", mbx_code_to_string (shown[i].code));
      g_assert_true (mbx_demo_server_set_failure (server, shown[i].code));
      visit (&client, context, 993);
      g_assert_false (client.shaken);
      g_assert_cmphex (client.flags, ==, shown[i].flags);
    }
}

static void
test_healthy (void)
{
  g_autoptr (MbxDemoServer) server = mbx_demo_server_new (NULL);
  g_autoptr (MbxContext) context = mbx_context_new ();
  g_auto (Client) client = { NULL };

  mbx_demo_server_apply (server, context);
  visit (&client, context, 993);
  g_assert_true (client.shaken);
  g_assert_true (g_str_has_prefix (client.greeting, "* OK [CAPABILITY IMAP4rev1 "));
}

/* A certificate of one run says nothing to another run. */
static void
test_trust_is_own (void)
{
  g_autoptr (MbxDemoServer) server = mbx_demo_server_new (NULL);
  g_autoptr (MbxDemoServer) other = mbx_demo_server_new (NULL);
  g_autoptr (MbxContext) context = mbx_context_new ();
  g_autoptr (MbxContext) stranger = mbx_context_new ();
  g_auto (Client) client = { NULL };

  mbx_demo_server_apply (server, context);
  mbx_demo_server_apply (other, stranger);
  mbx_context_set_trust (context, mbx_context_get_trust (stranger));
  visit (&client, context, 993);
  g_assert_false (client.shaken);
  g_assert_cmphex (client.flags, ==, G_TLS_CERTIFICATE_UNKNOWN_CA);
}

static const MbxCode handshake_codes[] = {
  MBX_CODE_TLS_VERSION_TOO_OLD,
  MBX_CODE_TLS_HANDSHAKE_FAILED,
  MBX_CODE_PLAIN_ON_TLS_PORT,
};

static void
test_handshakes (void)
{
  g_autoptr (MbxDemoServer) server = mbx_demo_server_new (NULL);
  g_autoptr (MbxContext) context = mbx_context_new ();

  mbx_demo_server_apply (server, context);
  for (gsize i = 0; i < G_N_ELEMENTS (handshake_codes); i++)
    {
      g_auto (Client) client = { NULL };

      g_test_message ("%s", mbx_code_to_string (handshake_codes[i]));
      g_assert_true (mbx_demo_server_set_failure (server, handshake_codes[i]));
      visit (&client, context, 993);
      g_assert_true (client.connected);
      /* GIO itself still takes TLS 1.1, so here only that nothing newer was spoken counts. */
      if (client.shaken)
        g_assert_cmpint (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (client.tls)), <=,
                         G_TLS_PROTOCOL_VERSION_TLS_1_1);
    }
}

static void
test_failures (void)
{
  g_autoptr (MbxDemoServer) server = mbx_demo_server_new (NULL);
  guint count;
  const MbxCode *codes = mbx_demo_server_list_failures (&count);

  g_assert_cmpuint (count, >=, 50);
  for (guint i = 0; i < count; i++)
    {
      g_assert_true (mbx_demo_server_set_failure (server, codes[i]));
      for (guint other = 0; other < i; other++)
        g_assert_cmpint (codes[i], !=, codes[other]);
    }
  g_assert_true (mbx_demo_server_set_failure (server, MBX_CODE_NONE));
  g_assert_false (mbx_demo_server_set_failure (server, MBX_CODE_KEYRING_LOCKED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-server/talks", test_talks);
  g_test_add_func ("/demo-server/no-sign-in-without-tls", test_no_sign_in_without_tls);
  g_test_add_func ("/demo-server/certificates", test_certificates);
  g_test_add_func ("/demo-server/healthy", test_healthy);
  g_test_add_func ("/demo-server/trust-is-own", test_trust_is_own);
  g_test_add_func ("/demo-server/handshakes", test_handshakes);
  g_test_add_func ("/demo-server/failures", test_failures);
  return g_test_run ();
}
