/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/keyring.h"

#include "keyring-fixture.h"

#include <string.h>

#define ISSUER "https://login.example.org"

static MbxServer *
make_server (void)
{
  return mbx_server_new (MBX_PROTOCOL_IMAP, "imap.example.org", 993, MBX_SECURITY_TLS,
                         "anna@example.org");
}

static gboolean
store (const char *password, GCancellable *cancellable, GError **error)
{
  g_autoptr (MbxServer) server = make_server ();
  g_autoptr (MbxSecret) secret = mbx_secret_new (password);
  g_autoptr (GAsyncResult) result = NULL;

  mbx_keyring_store_async (server, "anna@example.org", secret, cancellable,
                           keyring_fixture_keep_result, &result);
  return mbx_keyring_store_finish (keyring_fixture_wait (&result), error);
}

static MbxSecret *
lookup (GError **error)
{
  g_autoptr (MbxServer) server = make_server ();
  g_autoptr (GAsyncResult) result = NULL;

  mbx_keyring_lookup_async (server, NULL, keyring_fixture_keep_result, &result);
  return mbx_keyring_lookup_finish (keyring_fixture_wait (&result), error);
}

static gboolean
clear (GError **error)
{
  g_autoptr (MbxServer) server = make_server ();
  g_autoptr (GAsyncResult) result = NULL;

  mbx_keyring_clear_async (server, NULL, keyring_fixture_keep_result, &result);
  return mbx_keyring_clear_finish (keyring_fixture_wait (&result), error);
}

static gboolean
probe (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mbx_keyring_probe_async (NULL, keyring_fixture_keep_result, &result);
  return mbx_keyring_probe_finish (keyring_fixture_wait (&result), error);
}

static void
assert_code (const GError *error, MbxKeyringError code, const char *spelling)
{
  g_assert_error (error, MBX_KEYRING_ERROR, (int) code);
  g_assert_cmpstr (mbx_code_to_string (mbx_keyring_error_to_code (error)), ==, spelling);
}

static void
test_round_trip (KeyringFixture *fixture, gconstpointer data)
{
  static const char *const passwords[] = { "plain", "pässwörd \"\\ %s 🔑", " blank at both ends " };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxSecret) back = NULL;

      store (passwords[i], NULL, &error);
      g_assert_no_error (error);
      back = lookup (&error);
      g_assert_no_error (error);
      g_assert_cmpstr (mbx_secret_peek (back), ==, passwords[i]);
    }
}

/* What the documentation promises to people with a terminal. */
static void
test_secret_tool (KeyringFixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("secret-tool");
  g_autoptr (GSubprocess) tool = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  if (program == NULL)
    {
      g_test_skip ("secret-tool is not installed");
      return;
    }
  store ("for the terminal", NULL, &error);
  g_assert_no_error (error);
  tool = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "lookup", "protocol",
                           "imap", "server", "imap.example.org", "user", "anna@example.org", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (tool, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "for the terminal");
}

static void
test_clear (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rest = NULL;

  clear (&error);
  g_assert_no_error (error);
  store ("x", NULL, &error);
  g_assert_no_error (error);
  clear (&error);
  g_assert_no_error (error);
  g_assert_null (lookup (&error));
  g_assert_error (error, MBX_KEYRING_ERROR, MBX_KEYRING_ERROR_NOT_FOUND);
  rest = keyring_fixture_list ();
  g_assert_cmpstr (rest, ==, "");
}

static void
test_token (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxSecret) token = mbx_secret_new ("refresh");
  g_autoptr (MbxSecret) back = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rest = NULL;

  mbx_keyring_store_token_async (ISSUER, "a@b.example", token, NULL, keyring_fixture_keep_result,
                                 &stored);
  g_assert_true (mbx_keyring_store_finish (keyring_fixture_wait (&stored), &error));
  mbx_keyring_lookup_token_async (ISSUER, "a@b.example", NULL, keyring_fixture_keep_result, &found);
  back = mbx_keyring_lookup_finish (keyring_fixture_wait (&found), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mbx_secret_peek (back), ==, "refresh");
  mbx_keyring_clear_token_async (ISSUER, "a@b.example", NULL, keyring_fixture_keep_result,
                                 &cleared);
  g_assert_true (mbx_keyring_clear_finish (keyring_fixture_wait (&cleared), &error));
  rest = keyring_fixture_list ();
  g_assert_cmpstr (rest, ==, "");
}

static void
test_describe (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *where = NULL;

  g_assert_true (probe (&error));
  where = mbx_keyring_describe ();
  g_test_message ("%s", where);
  g_assert_nonnull (strstr (where, "GNOME Keyring"));
}

static void
test_missing (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  keyring_fixture_stop_keyring (fixture);
  g_assert_false (probe (&error));
  assert_code (error, MBX_KEYRING_ERROR_UNAVAILABLE, "keyring-unavailable");
  g_clear_error (&error);
  g_assert_false (store ("x", NULL, &error));
  assert_code (error, MBX_KEYRING_ERROR_UNAVAILABLE, "keyring-unavailable");
  g_clear_error (&error);
  keyring_fixture_start_keyring (fixture);
  g_assert_true (store ("x", NULL, &error));
}

static void
test_no_bus (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store ("x", NULL, &error));
  keyring_fixture_stop_bus (fixture);
  g_assert_false (store ("y", NULL, &error));
  assert_code (error, MBX_KEYRING_ERROR_UNAVAILABLE, "keyring-unavailable");
}

static void
test_locked (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store ("x", NULL, &error));
  keyring_fixture_lock ();
  g_assert_true (probe (&error));
  g_assert_false (store ("y", NULL, &error));
  assert_code (error, MBX_KEYRING_ERROR_LOCKED, "keyring-locked");
  g_clear_error (&error);
  g_assert_null (lookup (&error));
  assert_code (error, MBX_KEYRING_ERROR_LOCKED, "keyring-locked");
  g_clear_error (&error);
  g_assert_false (clear (&error));
  assert_code (error, MBX_KEYRING_ERROR_LOCKED, "keyring-locked");
}

/* The daemon cannot write its own file. */
static void
test_refused (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  keyring_fixture_fill_disk (fixture);
  g_assert_false (store ("x", NULL, &error));
  assert_code (error, MBX_KEYRING_ERROR_REFUSED, "keyring-refused");
}

static void
test_cancelled (KeyringFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *rest = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (store ("x", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  rest = keyring_fixture_list ();
  g_assert_cmpstr (rest, ==, "");
}

typedef void (*FixtureFunc) (KeyringFixture *fixture, gconstpointer data);

static void
set_up (KeyringFixture *fixture, gconstpointer data)
{
  keyring_fixture_start (fixture);
}

static void
tear_down (KeyringFixture *fixture, gconstpointer data)
{
  keyring_fixture_stop (fixture);
}

static void
add (const char *path, FixtureFunc test)
{
  g_test_add (path, KeyringFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  if (!keyring_fixture_can_run ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  add ("/keyring/round-trip", test_round_trip);
  add ("/keyring/secret-tool", test_secret_tool);
  add ("/keyring/clear", test_clear);
  add ("/keyring/token", test_token);
  add ("/keyring/describe", test_describe);
  add ("/keyring/missing", test_missing);
  add ("/keyring/locked", test_locked);
  add ("/keyring/refused", test_refused);
  add ("/keyring/cancelled", test_cancelled);
  add ("/keyring/no-bus", test_no_bus);
  return g_test_run ();
}
