/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/setup.h"

#include "engine/setup-private.h"
#include "setup-fixture.h"

#include <string.h>

static void
assert_stored (SetupFixture *fixture, const char *expected)
{
  g_autofree char *keyring = keyring_fixture_list ();

  g_assert_cmpstr (keyring, ==, expected);
}

#define DEMO_STORED                                                                                \
  "imap imap.demo.example demo@demo.example demo@demo.example=demo\n"                              \
  "smtp smtp.demo.example demo@demo.example demo@demo.example=demo"

static void
assert_no_secrets (MbxSetup *setup)
{
  for (guint i = 0; i < MBX_SETUP_SIDES; i++)
    {
      g_assert_null (setup->password[i]);
      g_assert_null (setup->checked[i]);
    }
  g_assert_null (setup->access_token);
  g_assert_null (setup->refresh_token);
}

static void
test_whole_way (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  setup_fixture_set_up_demo (fixture);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_NONE);
  g_assert_cmpint (mbx_setup_get_store_step (fixture->setup)->state, ==, MBX_STATE_PASSED);
  assert_stored (fixture, DEMO_STORED);
  assert_no_secrets (fixture->setup);
  account = mbx_account_store_find (fixture->store, MBX_DEMO_ADDRESS, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->name, ==, "Demo Person");
  g_assert_cmpint (account->verified_at, >, 0);
  g_assert_nonnull (g_hash_table_lookup (account->facts, "incoming-certificate"));
}

static void
test_bad_address (SetupFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "anna", "anna@", "@example.org", "a b@example.org" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      mbx_setup_set_address (fixture->setup, texts[i], NULL);
      g_assert_false (mbx_setup_continue (fixture->setup, &error));
      g_assert_true (error->domain == MBX_ADDRESS_ERROR);
      g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_ADDRESS);
      g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_ADDRESS_INVALID);
    }
}

/* A wrong password is tried once, stores nothing, and the right one then goes all the way. */
static void
test_wrong_password (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxWords) words = NULL;
  g_autofree char *report = NULL;

  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, "planted-secret", NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_WRONG_PASSWORD);
  g_assert_cmpuint (fixture->sign_ins[0], ==, 1);
  words = mbx_setup_dup_words (fixture->setup);
  g_assert_nonnull (words->summary);
  report = mbx_setup_dup_report (fixture->setup);
  g_assert_nonnull (strstr (report, "R7 wrong-password"));
  g_assert_null (strstr (report, "planted-secret"));
  g_assert_null (strstr (report, MBX_DEMO_ADDRESS));
  g_assert_null (strstr (report, "Demo Person"));
  assert_stored (fixture, "");
  mbx_setup_back (fixture->setup);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_SIGN_IN);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_DONE);
  assert_stored (fixture, DEMO_STORED);
}

/* What receiving has shown with its own password stays when the other one is mended. */
static void
test_own_password_for_sending (SetupFixture *fixture, gconstpointer data)
{
  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, "wrong");
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_WRONG_PASSWORD);
  mbx_setup_back (fixture->setup);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_DONE);
  g_assert_cmpuint (fixture->sign_ins[0], ==, 1);
  g_assert_cmpuint (fixture->sign_ins[1], ==, 2);
}

/* A side that passed with one password is not taken for passed with another. */
static void
test_other_password (SetupFixture *fixture, gconstpointer data)
{
  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, "wrong");
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  setup_fixture_set_password (fixture, "wrong", MBX_DEMO_PASSWORD);
  mbx_setup_retry (fixture->setup);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKING);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_WRONG_PASSWORD);
  assert_stored (fixture, "");
}

static void
set_server (SetupFixture *fixture, MbxSide side, MbxProtocol protocol, const char *host)
{
  g_autoptr (MbxServer) server =
    mbx_server_new (protocol, host, 0, MBX_SECURITY_TLS, "demo@demo.example");

  mbx_setup_set_server (fixture->setup, side, server);
}

static void
test_by_hand (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_object_set (fixture->setup, "offline", TRUE, "address-text", "demo@other.example", NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_NOT_FOUND);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), !=, MBX_CODE_NONE);
  mbx_setup_enter_by_hand (fixture->setup);
  setup_fixture_wait (fixture, MBX_SETUP_SIGN_IN);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  g_assert_false (mbx_setup_continue (fixture->setup, &error));
  g_assert_error (error, MBX_SETUP_ERROR, MBX_SETUP_ERROR_SERVERS);
  set_server (fixture, MBX_SIDE_INCOMING, MBX_PROTOCOL_IMAP, " IMAP.Demo.Example. ");
  set_server (fixture, MBX_SIDE_OUTGOING, MBX_PROTOCOL_SMTP, "SMTP.DEMO.EXAMPLE");
  g_assert_false (mbx_setup_needs_consent (fixture->setup));
  g_assert_cmpstr (mbx_setup_get_account (fixture->setup)->incoming->host, ==,
                   "imap.demo.example");
  g_assert_cmpstr (mbx_setup_get_account (fixture->setup)->source, ==, "given");
  setup_fixture_go_on (fixture);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_CHECKING);
  mbx_setup_cancel (fixture->setup);
}

static void
test_no_password (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  g_assert_false (mbx_setup_continue (fixture->setup, &error));
  g_assert_error (error, MBX_SETUP_ERROR, MBX_SETUP_ERROR_PASSWORD);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_SIGN_IN);
}

/* Servers of an unsafe source get nothing before the person has agreed. */
static void
test_consent (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  MbxCandidate *unsafe;
  MbxServer *server;

  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  unsafe = mbx_candidate_copy (mbx_setup_get_candidate (fixture->setup));
  unsafe->secure = FALSE;
  unsafe->source = MBX_SOURCE_SRV;
  server = g_ptr_array_index (unsafe->incoming, 0);
  g_free (server->host);
  server->host = g_strdup ("imap.elsewhere.example");
  g_ptr_array_add (mbx_setup_get_candidates (fixture->setup), unsafe);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  mbx_setup_use_candidate (fixture->setup, mbx_setup_get_candidates (fixture->setup)->len - 1);
  g_assert_true (mbx_setup_needs_consent (fixture->setup));
  g_assert_false (mbx_setup_continue (fixture->setup, &error));
  g_assert_error (error, MBX_SETUP_ERROR, MBX_SETUP_ERROR_CONSENT);
  mbx_setup_give_consent (fixture->setup);
  g_assert_false (mbx_setup_needs_consent (fixture->setup));
  mbx_setup_use_candidate (fixture->setup, mbx_setup_get_candidates (fixture->setup)->len - 1);
  g_assert_true (mbx_setup_needs_consent (fixture->setup));
  set_server (fixture, MBX_SIDE_INCOMING, MBX_PROTOCOL_IMAP, "imap.demo.example");
  g_assert_false (mbx_setup_needs_consent (fixture->setup));
}

static MbxCandidate *
make_settings (const char *incoming)
{
  MbxCandidate *candidate = mbx_candidate_new (MBX_SOURCE_GIVEN);

  g_ptr_array_add (candidate->incoming, mbx_server_new (MBX_PROTOCOL_IMAP, incoming, 0,
                                                        MBX_SECURITY_TLS, MBX_DEMO_ADDRESS));
  g_ptr_array_add (candidate->outgoing,
                   mbx_server_new (MBX_PROTOCOL_SMTP, "smtp.demo.example", 0, MBX_SECURITY_TLS,
                                   MBX_DEMO_ADDRESS));
  candidate->auth = MBX_AUTH_PASSWORD;
  candidate->secure = TRUE;
  return candidate;
}

/* A file may come from anybody, whatever it says of itself. */
static void
test_settings_file (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mbx_setup_take_settings (fixture->setup, make_settings ("imap.demo.example"),
                                           &error));
  g_assert_true (error->domain == MBX_ADDRESS_ERROR);
  g_clear_error (&error);
  mbx_setup_set_address (fixture->setup, MBX_DEMO_ADDRESS, NULL);
  g_assert_true (mbx_setup_take_settings (fixture->setup, make_settings ("imap.evil.example"),
                                          &error));
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_SIGN_IN);
  g_assert_true (mbx_setup_needs_consent (fixture->setup));
  g_assert_true (mbx_setup_take_settings (fixture->setup, make_settings ("imap.demo.example"),
                                          &error));
  g_assert_false (mbx_setup_needs_consent (fixture->setup));
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_DONE);
  assert_stored (fixture, DEMO_STORED);
}

static void
note_change (MbxAccountStore *store, gboolean *changed)
{
  *changed = TRUE;
}

/* What a killed program left is cleaned up when the next one starts. */
static void
test_leftovers (SetupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "0a1b.conf.X7Y8Z9", NULL);
  g_autoptr (MbxSetup) next = NULL;
  gboolean changed = FALSE;

  setup_fixture_set_up_demo (fixture);
  g_assert_true (g_file_set_contents (path, "half", -1, NULL));
  g_signal_connect (fixture->store, "changed", G_CALLBACK (note_change), &changed);
  next = mbx_setup_new (fixture->context, fixture->store);
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_signal_handlers_disconnect_by_data (fixture->store, &changed);
}

/* Nothing waits for a silent server once the person has pressed Cancel. */
static void
test_cancel_check (SetupFixture *fixture, gconstpointer data)
{
  g_assert_true (mbx_demo_server_set_failure (fixture->server, MBX_CODE_RESPONSE_TIMEOUT));
  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_CHECKING);
  mbx_setup_cancel (fixture->setup);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_SIGN_IN);
  mbx_setup_back (fixture->setup);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_ADDRESS);
  assert_no_secrets (fixture->setup);
  g_assert_true (mbx_demo_server_set_failure (fixture->server, MBX_CODE_NONE));
  setup_fixture_set_up_demo (fixture);
}

static void
test_cancel_finding (SetupFixture *fixture, gconstpointer data)
{
  mbx_setup_set_address (fixture->setup, "anna@unknown.example", NULL);
  setup_fixture_go_on (fixture);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_FINDING);
  mbx_setup_cancel (fixture->setup);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_ADDRESS);
  setup_fixture_set_up_demo (fixture);
}

/* The wizard goes away in the middle. */
static void
test_dropped (SetupFixture *fixture, gconstpointer data)
{
  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  g_clear_object (&fixture->setup);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  assert_stored (fixture, "");
}

static void
test_keyring_missing (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxWords) words = NULL;
  int code = MBX_CODE_NONE;

  keyring_fixture_stop_keyring (&fixture->keyring);
  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_SAVING);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  g_object_get (fixture->setup, "keyring-code", &code, NULL);
  g_assert_cmpint (code, ==, MBX_CODE_KEYRING_UNAVAILABLE);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_KEYRING_UNAVAILABLE);
  g_assert_cmpint (mbx_setup_get_store_step (fixture->setup)->state, ==, MBX_STATE_FAILED);
  words = mbx_setup_dup_words (fixture->setup);
  g_assert_nonnull (words);
  keyring_fixture_start_keyring (&fixture->keyring);
  mbx_setup_retry (fixture->setup);
  setup_fixture_wait (fixture, MBX_SETUP_DONE);
  g_assert_cmpuint (fixture->sign_ins[0], ==, 1);
  g_assert_cmpuint (fixture->sign_ins[1], ==, 1);
  assert_stored (fixture, DEMO_STORED);
}

/* The port that was seen to work is taken, and only that half runs again. */
static void
test_suggestion (SetupFixture *fixture, gconstpointer data)
{
  static const MbxSide sides[] = { MBX_SIDE_INCOMING, MBX_SIDE_OUTGOING };

  g_assert_true (mbx_demo_server_set_failure (fixture->server, MBX_CODE_PORT_BLOCKED));
  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  setup_fixture_set_password (fixture, MBX_DEMO_PASSWORD, NULL);
  setup_fixture_go_on (fixture);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  g_assert_cmpint (mbx_setup_get_code (fixture->setup), ==, MBX_CODE_PORT_BLOCKED);
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    mbx_setup_apply_suggestion (fixture->setup, sides[i]);
  mbx_setup_retry (fixture->setup);
  setup_fixture_wait (fixture, MBX_SETUP_DONE);
}

/* The hooks of the browser sign-in: the token goes on by itself, and is no password. */
static void
test_token (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxSecret) access = mbx_secret_new ("planted-access-token");
  g_autoptr (MbxSecret) refresh = mbx_secret_new ("planted-refresh-token");
  g_autofree char *report = NULL;

  setup_fixture_reach_sign_in (fixture, MBX_DEMO_ADDRESS);
  mbx_setup_wait_for_browser (fixture->setup);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_BROWSER);
  mbx_setup_set_token (fixture->setup, access, refresh);
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_CHECKING);
  setup_fixture_wait (fixture, MBX_SETUP_CHECKED);
  report = mbx_setup_dup_report (fixture->setup);
  g_assert_null (strstr (report, "planted-"));
  assert_stored (fixture, "");
  mbx_setup_restart (fixture->setup);
  assert_no_secrets (fixture->setup);
}

static void
test_practice (SetupFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->setup);
  fixture->setup = mbx_setup_new (fixture->context, NULL);
  setup_fixture_set_up_demo (fixture);
  g_assert_cmpint (mbx_setup_get_store_step (fixture->setup)->state, ==, MBX_STATE_SKIPPED);
  assert_stored (fixture, "");
}

static void
test_restart (SetupFixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  setup_fixture_set_up_demo (fixture);
  mbx_setup_restart (fixture->setup);
  g_object_get (fixture->setup, "address-text", &text, NULL);
  g_assert_null (text);
  g_assert_null (mbx_setup_get_account (fixture->setup));
  g_assert_cmpint (mbx_setup_get_state (fixture->setup), ==, MBX_SETUP_ADDRESS);
  setup_fixture_set_up_demo (fixture);
}

typedef void (*FixtureFunc) (SetupFixture *fixture, gconstpointer data);

static void
add (const char *path, FixtureFunc test)
{
  g_test_add (path, SetupFixture, NULL, setup_fixture_set_up, test, setup_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  if (!keyring_fixture_can_run ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  add ("/setup/whole-way", test_whole_way);
  add ("/setup/bad-address", test_bad_address);
  add ("/setup/wrong-password", test_wrong_password);
  add ("/setup/own-password-for-sending", test_own_password_for_sending);
  add ("/setup/other-password", test_other_password);
  add ("/setup/by-hand", test_by_hand);
  add ("/setup/no-password", test_no_password);
  add ("/setup/consent", test_consent);
  add ("/setup/settings-file", test_settings_file);
  add ("/setup/leftovers", test_leftovers);
  add ("/setup/cancel-check", test_cancel_check);
  add ("/setup/cancel-finding", test_cancel_finding);
  add ("/setup/dropped", test_dropped);
  add ("/setup/keyring-missing", test_keyring_missing);
  add ("/setup/suggestion", test_suggestion);
  add ("/setup/token", test_token);
  add ("/setup/practice", test_practice);
  add ("/setup/restart", test_restart);
  return g_test_run ();
}
