/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/connection.h"

#include <string.h>

#include "fixed-resolver.h"
#include "scripted-server.h"

typedef struct
{
  ScriptedServer *server;
  MbxContext *context;
  MbxEvidence *evidence;
  MbxConnection *connection;
  GAsyncResult *result;
} Fixture;

static void
fixture_set_up (Fixture *fixture, const char *const *script)
{
  g_autoptr (MbxServer) server = NULL;

  fixture->server = scripted_server_new (script);
  fixture->context = scripted_context_new ();
  server = mbx_server_new (MBX_PROTOCOL_IMAP, SCRIPTED_HOST,
                           scripted_server_get_port (fixture->server), MBX_SECURITY_TLS, NULL);
  fixture->evidence = mbx_evidence_new (server);
  fixture->connection = mbx_connection_new (fixture->context, fixture->evidence);
}

static void
fixture_tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->result);
  g_object_unref (fixture->connection);
  scripted_server_free (fixture->server);
  mbx_evidence_unref (fixture->evidence);
  g_object_unref (fixture->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_tear_down)

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->result = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return fixture->result;
}

static void
resolve (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  mbx_connection_resolve_async (fixture->connection, NULL, on_ready, fixture);
  mbx_connection_resolve_finish (fixture->connection, wait_for_result (fixture), &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
}

static void
connect_plain (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  resolve (fixture);
  mbx_connection_connect_async (fixture->connection, NULL, on_ready, fixture);
  mbx_connection_connect_finish (fixture->connection, wait_for_result (fixture), &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
}

static gboolean
encrypt (Fixture *fixture)
{
  gboolean good;

  mbx_connection_encrypt_async (fixture->connection, NULL, on_ready, fixture);
  good = mbx_connection_encrypt_finish (fixture->connection, wait_for_result (fixture), NULL);
  g_clear_object (&fixture->result);
  return good;
}

static GBytes *
read_some (Fixture *fixture, guint limit, GError **error)
{
  GBytes *bytes;

  mbx_connection_read_async (fixture->connection, limit, NULL, on_ready, fixture);
  bytes = mbx_connection_read_finish (fixture->connection, wait_for_result (fixture), error);
  g_clear_object (&fixture->result);
  return bytes;
}

static void
write_all (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  mbx_connection_write_async (fixture->connection, (const guint8 *) text, strlen (text), NULL,
                              on_ready, fixture);
  mbx_connection_write_finish (fixture->connection, wait_for_result (fixture), &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
}

static void
test_encrypted (void)
{
  static const char *const script[] = { "TLS", "S: hello", "C: answer", "S: bye", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) end = NULL;
  g_autoptr (GBytes) binding = NULL;
  const char *type = NULL;

  fixture_set_up (&fixture, script);
  connect_plain (&fixture);
  g_assert_false (mbx_connection_is_encrypted (fixture.connection));
  g_assert_true (encrypt (&fixture));
  g_assert_true (mbx_connection_is_encrypted (fixture.connection));
  g_assert_cmpuint (fixture.evidence->chain->len, >=, 1);
  g_assert_cmpuint (fixture.evidence->cert_flags, ==, 0);
  g_assert_cmpstr (mbx_connection_get_tls_version (fixture.connection), ==, "TLS 1.3");
  binding = mbx_connection_get_channel_binding (fixture.connection, &type);
  g_assert_cmpstr (type, ==, "tls-exporter");
  g_assert_cmpuint (g_bytes_get_size (binding), ==, 32);
  first = read_some (&fixture, 2000, NULL);
  g_assert_cmpmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first), "hello\r\n", 7);
  write_all (&fixture, "answer\r\n");
  second = read_some (&fixture, 2000, NULL);
  g_assert_cmpmem (g_bytes_get_data (second, NULL), g_bytes_get_size (second), "bye\r\n", 5);
  end = read_some (&fixture, 2000, NULL);
  g_assert_nonnull (end);
  g_assert_cmpuint (g_bytes_get_size (end), ==, 0);
}

/* What a man in the middle put in front of the handshake is not there behind it. */
static void
test_nothing_survives_the_handshake (void)
{
  static const char *const script[] = { "C: go", "S: ok", "TLS", "S: inside", "WAIT", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) inside = NULL;
  GIOStream *plain;

  fixture_set_up (&fixture, script);
  connect_plain (&fixture);
  plain = mbx_connection_get_stream (fixture.connection);
  write_all (&fixture, "go\r\n");
  before = read_some (&fixture, 2000, NULL);
  g_assert_true (encrypt (&fixture));
  g_assert_true (mbx_connection_get_stream (fixture.connection) != plain);
  inside = read_some (&fixture, 2000, NULL);
  g_assert_cmpmem (g_bytes_get_data (inside, NULL), g_bytes_get_size (inside), "inside\r\n", 8);
}

static void
test_read_limit (void)
{
  static const char *const script[] = { "WAIT", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_set_up (&fixture, script);
  connect_plain (&fixture);
  g_assert_null (read_some (&fixture, 50, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (fixture.evidence->net, ==, MBX_NET_SILENT);
}

static gboolean
on_late (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The goodbye goes out although nobody holds the connection any more. */
static void
test_goodbye (void)
{
  static const char *const script[] = { "TLS", "C: BYE", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GByteArray) goodbye = g_byte_array_new ();
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (5, on_late, &late);
  g_autofree char *received = NULL;

  fixture_set_up (&fixture, script);
  connect_plain (&fixture);
  g_assert_true (encrypt (&fixture));
  g_byte_array_append (goodbye, (const guint8 *) "BYE\r\n", 5);
  mbx_connection_close (fixture.connection, goodbye);
  g_assert_false (mbx_connection_is_alive (fixture.connection));
  while (!late && received == NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      received = scripted_server_dup_received (fixture.server);
      if (strcmp (received, "BYE\r\n") != 0)
        g_clear_pointer (&received, g_free);
    }
  g_assert_false (late);
  g_source_remove (timer);
}

/* A literal address is not looked up, and is what the certificate must name. */
static void
test_literal_address (void)
{
  static const char *const script[] = { "TLS", "WAIT", NULL };
  g_auto (Fixture) fixture = { 0 };

  fixture_set_up (&fixture, script);
  g_free (fixture.evidence->server->host);
  fixture.evidence->server->host = g_strdup ("127.0.0.1");
  connect_plain (&fixture);
  g_assert_cmpstr (fixture.evidence->addresses[0], ==, "127.0.0.1");
  g_assert_false (encrypt (&fixture));
  g_assert_cmpuint (fixture.evidence->cert_flags, ==, MBX_CERT_BAD_IDENTITY);
}

int
main (int argc, char **argv)
{
  g_autoptr (FixedResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = fixed_resolver_install ();
  g_test_add_func ("/connection/encrypted", test_encrypted);
  g_test_add_func ("/connection/nothing-survives", test_nothing_survives_the_handshake);
  g_test_add_func ("/connection/read-limit", test_read_limit);
  g_test_add_func ("/connection/goodbye", test_goodbye);
  g_test_add_func ("/connection/literal-address", test_literal_address);
  return g_test_run ();
}
