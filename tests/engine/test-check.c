/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "check-fixture.h"
#include "engine/demo-ports.h"
#include "fixed-resolver.h"

static void
test_passes (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GHashTable) facts = NULL;

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  g_assert_no_error (fixture.error);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  for (guint i = 0; i < mbx_check_get_steps (fixture.check)->len; i++)
    {
      const MbxStepResult *result = g_ptr_array_index (mbx_check_get_steps (fixture.check), i);

      g_assert_cmpint (result->state, ==, MBX_STATE_PASSED);
      if (result->side != MBX_SIDE_NETWORK)
        g_assert_cmpint (result->microseconds, >, 0);
    }
  facts = mbx_check_dup_facts (fixture.check);
  g_assert_cmpuint (strlen (g_hash_table_lookup (facts, "incoming-certificate")), ==, 64);
  g_assert_cmpstr (g_hash_table_lookup (facts, "outgoing-mechanism"), ==, "PLAIN");
  g_assert_cmpstr (g_hash_table_lookup (facts, "incoming-addresses"), ==, "127.0.0.1");
}

static void
test_stops_before_sign_in (void)
{
  g_auto (Fixture) fixture = { 0 };

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  check_fixture_run (&fixture, NULL, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_GREET, MBX_STATE_PASSED,
                              MBX_CODE_NONE);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_SIGN_IN, MBX_STATE_SKIPPED,
                              MBX_CODE_NONE);
  check_fixture_assert_state (&fixture, MBX_SIDE_OUTGOING, MBX_STEP_SENDER, MBX_STATE_SKIPPED,
                              MBX_CODE_NONE);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_state (&fixture, MBX_SIDE_OUTGOING, MBX_STEP_SENDER, MBX_STATE_PASSED,
                              MBX_CODE_NONE);
  g_assert_cmpuint (scripted_server_count (fixture.imap), ==, 1);
}

static gboolean
is_prepared (Fixture *fixture)
{
  const MbxStepResult *in = mbx_check_get_step (fixture->check, MBX_SIDE_INCOMING, MBX_STEP_GREET);
  const MbxStepResult *out = mbx_check_get_step (fixture->check, MBX_SIDE_OUTGOING, MBX_STEP_GREET);

  return in->state == MBX_STATE_PASSED && out->state == MBX_STATE_PASSED;
}

static void
prepare (Fixture *fixture)
{
  check_fixture_make_check (fixture);
  mbx_check_prepare (fixture->check);
  while (!is_prepared (fixture))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_prepared (void)
{
  g_auto (Fixture) fixture = { 0 };

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  prepare (&fixture);
  g_assert_cmpuint (check_fixture_count_in (fixture.imap, "AUTHENTICATE"), ==, 0);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  g_assert_cmpuint (scripted_server_count (fixture.imap), ==, 1);
  g_assert_cmpuint (scripted_server_count (fixture.smtp), ==, 1);
}

/* The button may be pressed before the preparation is through. */
static void
test_prepared_in_haste (void)
{
  g_auto (Fixture) fixture = { 0 };

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  check_fixture_make_check (&fixture);
  mbx_check_prepare (fixture.check);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  g_assert_cmpuint (scripted_server_count (fixture.imap), ==, 1);
}

static const char *const impatient_imap[] = {
  IMAP_HELLO,
  "HOLD 30",
  "S: * BYE you were too slow",
  NULL,
};

static gboolean
on_tick (gpointer data)
{
  *(guint *) data += 1;
  return G_SOURCE_CONTINUE;
}

static void
test_died_meanwhile (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint ticks = 0;
  guint source;

  check_fixture_set_up (&fixture, impatient_imap, check_good_smtp);
  prepare (&fixture);
  source = g_timeout_add (20, on_tick, &ticks);
  while (ticks < 5)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  scripted_server_set_script (fixture.imap, check_good_imap);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  g_assert_cmpuint (scripted_server_count (fixture.imap), ==, 2);
  g_assert_cmpuint (check_fixture_count_in (fixture.imap, PLAIN_OF_ANNA), ==, 1);
}

static void
test_wrong_password_once (void)
{
  g_auto (Fixture) fixture = { 0 };
  const MbxStepResult *failure;

  check_fixture_set_up (&fixture, check_refusing_imap, check_good_smtp);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_WRONG_PASSWORD, MBX_SIDE_INCOMING);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_OPEN_MAILBOX, MBX_STATE_SKIPPED,
                              MBX_CODE_NONE);
  check_fixture_assert_state (&fixture, MBX_SIDE_OUTGOING, MBX_STEP_SENDER, MBX_STATE_PASSED,
                              MBX_CODE_NONE);
  g_assert_cmpuint (check_fixture_count_in (fixture.imap, "AUTHENTICATE"), ==, 1);
  failure = mbx_check_get_first_failure (fixture.check, MBX_SIDE_INCOMING);
  g_assert_nonnull (failure->words);
  g_assert_nonnull (failure->said);
  g_assert_null (strstr (failure->said, PASSWORD));
  g_assert_null (strstr (failure->said, ADDRESS));
}

/* "Try again" runs the half that failed, and that one anew. */
static void
test_again (void)
{
  g_auto (Fixture) fixture = { 0 };

  check_fixture_set_up (&fixture, check_refusing_imap, check_good_smtp);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  scripted_server_set_script (fixture.imap, check_good_imap);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  g_assert_cmpuint (scripted_server_count (fixture.imap), ==, 2);
  g_assert_cmpuint (scripted_server_count (fixture.smtp), ==, 1);
}

static void
test_port_blocked (void)
{
  static const char *const starttls[] = {
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello",
    "C: * STARTTLS",
    "S: a1 OK go",
    "TLS",
    "C: * CAPABILITY",
    "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN\na2 OK done",
    "WAIT",
    NULL,
  };
  g_autoptr (ScriptedServer) other = scripted_server_new (starttls);
  g_auto (Fixture) fixture = { 0 };
  const MbxStepResult *failure;

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  g_hash_table_remove (fixture.ports, SCRIPTED_HOST ":993");
  check_fixture_open_port (&fixture, 143, other);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_PORT_BLOCKED, MBX_SIDE_INCOMING);
  failure = mbx_check_get_first_failure (fixture.check, MBX_SIDE_INCOMING);
  g_assert_cmpint (failure->step, ==, MBX_STEP_CONNECT);
  g_assert_nonnull (failure->diagnosis->suggestion);
  g_assert_cmpuint (failure->diagnosis->suggestion->port, ==, 143);
  g_assert_cmpint (failure->diagnosis->suggestion->security, ==, MBX_SECURITY_STARTTLS);
}

/*
 * The port that works is looked for while the silent one is still being waited for; the wait ends
 * when it is found, long before its own limit.
 */
static void
test_silent_port (void)
{
  static const char *const starttls[] = {
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello",
    "C: * STARTTLS",
    "S: a1 OK go",
    "TLS",
    "C: * CAPABILITY",
    "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN\na2 OK done",
    "WAIT",
    NULL,
  };
  g_autoptr (ScriptedServer) other = scripted_server_new (starttls);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) silence = NULL;
  const MbxStepResult *failure;
  guint16 port = 0;

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  silence = mbx_demo_port_silence (&port, NULL);
  g_assert_nonnull (silence);
  g_hash_table_replace (fixture.ports, g_strdup (SCRIPTED_HOST ":993"), GUINT_TO_POINTER (port));
  check_fixture_open_port (&fixture, 143, other);
  mbx_context_get_limits (fixture.context)->connect = 60000;
  mbx_context_get_limits (fixture.context)->check = 120000;
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_PORT_BLOCKED, MBX_SIDE_INCOMING);
  failure = mbx_check_get_first_failure (fixture.check, MBX_SIDE_INCOMING);
  g_assert_cmpint (failure->step, ==, MBX_STEP_CONNECT);
  g_assert_cmpuint (failure->diagnosis->suggestion->port, ==, 143);
  g_assert_cmpint (failure->microseconds, <, 60 * G_USEC_PER_SEC);
  check_fixture_assert_state (&fixture, MBX_SIDE_OUTGOING, MBX_STEP_SENDER, MBX_STATE_PASSED,
                              MBX_CODE_NONE);
}

/* What the suggestion says is taken over with one call. */
static void
test_set_server (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MbxServer) server =
      mbx_server_new (MBX_PROTOCOL_IMAP, SCRIPTED_HOST, 10993, MBX_SECURITY_TLS, ADDRESS);
  g_autoptr (MbxAccount) account = NULL;

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  g_hash_table_remove (fixture.ports, SCRIPTED_HOST ":993");
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_CONNECTION_REFUSED, MBX_SIDE_INCOMING);
  check_fixture_open_port (&fixture, 10993, fixture.imap);
  mbx_check_set_server (fixture.check, MBX_SIDE_INCOMING, server);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_CONNECT, MBX_STATE_WAITING,
                              MBX_CODE_NONE);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  account = mbx_check_dup_account (fixture.check);
  g_assert_cmpuint (account->incoming->port, ==, 10993);
}

static void
test_other_form_of_name (void)
{
  static const char *const script[] = {
    SMTP_HELLO,
    "C: AUTH PLAIN *",
    "S: 535 5.7.8 Error: authentication failed: the user name must be the full email address",
    "WAIT",
    NULL,
  };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  g_autoptr (MbxCredentials) local = mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
  g_autoptr (MbxAccount) account = NULL;

  check_fixture_set_up (&fixture, check_good_imap, script);
  g_clear_pointer (&fixture.account->incoming, mbx_server_free);
  g_free (fixture.account->outgoing->username);
  fixture.account->outgoing->username = g_strdup ("anna");
  check_fixture_run (&fixture, local, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_USERNAME_FORMAT, MBX_SIDE_OUTGOING);
  g_assert_cmpuint (check_fixture_count_in (fixture.smtp, "AUTH PLAIN"), ==, 2);
  g_assert_cmpuint (check_fixture_count_in (fixture.smtp, PLAIN_OF_LOCAL_PART), ==, 1);
  g_assert_cmpuint (check_fixture_count_in (fixture.smtp, PLAIN_OF_ANNA), ==, 1);
  account = mbx_check_dup_account (fixture.check);
  g_assert_cmpstr (account->outgoing->username, ==, "anna");
}

/* The connection that is there keeps its script; the next one gets the good one. */
static void
on_signing_in (MbxCheck *check, const MbxStepResult *result, ScriptedServer *server)
{
  if (result->side == MBX_SIDE_OUTGOING && result->step == MBX_STEP_SIGN_IN)
    scripted_server_set_script (server, check_good_smtp);
}

static void
test_other_form_of_name_works (void)
{
  static const char *const script[] = {
    SMTP_HELLO,
    "C: AUTH PLAIN *",
    "S: 535 5.7.8 The user name must be the full email address",
    "WAIT",
    NULL,
  };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  g_autoptr (MbxCredentials) local = mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
  g_autoptr (MbxAccount) account = NULL;

  check_fixture_set_up (&fixture, check_good_imap, script);
  g_clear_pointer (&fixture.account->incoming, mbx_server_free);
  check_fixture_make_check (&fixture);
  g_signal_connect (fixture.check, "step-changed", G_CALLBACK (on_signing_in), fixture.smtp);
  check_fixture_run (&fixture, local, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  account = mbx_check_dup_account (fixture.check);
  g_assert_cmpstr (account->outgoing->username, ==, ADDRESS);
}

static gboolean
cancel_now (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  static const char *const script[] = { IMAP_HELLO, "C: *", "WAIT", NULL };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  check_fixture_set_up (&fixture, script, check_good_smtp);
  g_timeout_add (80, cancel_now, cancellable);
  check_fixture_run (&fixture, fixture.credentials, cancellable);
  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (mbx_check_get_first_failure (fixture.check, MBX_SIDE_INCOMING));
  scripted_server_set_script (fixture.imap, check_good_imap);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
}

static void
test_limit_of_the_whole (void)
{
  static const char *const script[] = { IMAP_HELLO, "C: *", "WAIT", NULL };
  g_auto (Fixture) fixture = { 0 };

  check_fixture_set_up (&fixture, script, check_good_smtp);
  mbx_context_get_limits (fixture.context)->check = 300;
  check_fixture_run (&fixture, fixture.credentials, NULL);
  g_assert_no_error (fixture.error);
  check_fixture_assert_verdict (&fixture, MBX_CODE_RESPONSE_TIMEOUT, MBX_SIDE_INCOMING);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_SIGN_IN, MBX_STATE_FAILED,
                              MBX_CODE_RESPONSE_TIMEOUT);
  check_fixture_assert_state (&fixture, MBX_SIDE_OUTGOING, MBX_STEP_SENDER, MBX_STATE_PASSED,
                              MBX_CODE_NONE);
}

static void
test_one_server_only (void)
{
  g_auto (Fixture) fixture = { 0 };

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  g_clear_pointer (&fixture.account->outgoing, mbx_server_free);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  check_fixture_assert_state (&fixture, MBX_SIDE_OUTGOING, MBX_STEP_RESOLVE, MBX_STATE_SKIPPED,
                              MBX_CODE_NONE);
}

static void
test_words_before_tls_are_not_shown (void)
{
  static const char *const script[] = { "S: * BYE call 0900-123456 now", NULL };
  g_auto (Fixture) fixture = { 0 };
  const MbxStepResult *failure;

  check_fixture_set_up (&fixture, script, check_good_smtp);
  fixture.account->incoming->security = MBX_SECURITY_STARTTLS;
  check_fixture_run (&fixture, fixture.credentials, NULL);
  failure = mbx_check_get_first_failure (fixture.check, MBX_SIDE_INCOMING);
  g_assert_nonnull (failure);
  g_assert_null (failure->said);
}

/* Connections to ::1 are taken by the kernel and nobody ever says a word there. */
static GSocket *
listen_silently (guint16 port)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);

  if (socket == NULL || !g_socket_bind (socket, address, FALSE, NULL) ||
      !g_socket_listen (socket, NULL))
    return NULL;
  return g_steal_pointer (&socket);
}

static void
test_ipv6_loses_packets (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GSocket) silent = NULL;
  guint16 port;

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  port = scripted_server_get_port (fixture.imap);
  silent = listen_silently (port);
  if (silent == NULL)
    {
      g_test_skip ("no IPv6 on this computer");
      return;
    }
  mbx_context_set_hosts (fixture.context, NULL);
  mbx_context_get_limits (fixture.context)->handshake = 300;
  g_clear_pointer (&fixture.account->outgoing, mbx_server_free);
  mbx_server_free (fixture.account->incoming);
  fixture.account->incoming =
      mbx_server_new (MBX_PROTOCOL_IMAP, "dead-six.example.com", port, MBX_SECURITY_TLS, ADDRESS);
  check_fixture_run (&fixture, fixture.credentials, NULL);
  check_fixture_assert_verdict (&fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_CONNECT, MBX_STATE_WARNING,
                              MBX_CODE_IPV6_BROKEN);
  check_fixture_assert_state (&fixture, MBX_SIDE_INCOMING, MBX_STEP_OPEN_MAILBOX, MBX_STATE_PASSED,
                              MBX_CODE_NONE);
  g_assert_cmpuint (check_fixture_count_in (fixture.imap, PLAIN_OF_ANNA), ==, 1);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static gsize
read_resident_pages (void)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &content, NULL, NULL))
    return 0;
  words = g_strsplit (content, " ", 3);
  return (gsize) g_ascii_strtoull (words[1], NULL, 10);
}

static void
run_rounds (Fixture *fixture, guint rounds)
{
  for (guint i = 0; i < rounds; i++)
    {
      g_clear_object (&fixture->check);
      check_fixture_run (fixture, fixture->credentials, NULL);
      check_fixture_assert_verdict (fixture, MBX_CODE_NONE, MBX_SIDE_NETWORK);
    }
}

/* Many checks in one process: neither descriptors nor memory may grow with their number. */
static void
test_no_growth (void)
{
  guint rounds = g_test_slow () ? 2500 : 250;
  g_auto (Fixture) fixture = { 0 };
  guint descriptors;
  gsize pages;

  check_fixture_set_up (&fixture, check_good_imap, check_good_smtp);
  run_rounds (&fixture, rounds);
  descriptors = count_descriptors ();
  pages = read_resident_pages ();
  run_rounds (&fixture, rounds);
  g_test_message ("descriptors %u to %u, pages %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT,
                  descriptors, count_descriptors (), pages, read_resident_pages ());
  g_assert_cmpuint (count_descriptors (), <, descriptors + 20);
#ifndef __SANITIZE_ADDRESS__
  /* The sanitizer keeps freed memory for a while, to see who touches it. */
  g_assert_cmpuint (read_resident_pages (), <, pages + 512);
#endif
}

int
main (int argc, char **argv)
{
  g_autoptr (FixedResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = fixed_resolver_install ();
  g_test_add_func ("/check/passes", test_passes);
  g_test_add_func ("/check/stops-before-sign-in", test_stops_before_sign_in);
  g_test_add_func ("/check/prepared", test_prepared);
  g_test_add_func ("/check/prepared-in-haste", test_prepared_in_haste);
  g_test_add_func ("/check/died-meanwhile", test_died_meanwhile);
  g_test_add_func ("/check/wrong-password-once", test_wrong_password_once);
  g_test_add_func ("/check/again", test_again);
  g_test_add_func ("/check/port-blocked", test_port_blocked);
  g_test_add_func ("/check/silent-port", test_silent_port);
  g_test_add_func ("/check/set-server", test_set_server);
  g_test_add_func ("/check/other-form-of-name", test_other_form_of_name);
  g_test_add_func ("/check/other-form-of-name-works", test_other_form_of_name_works);
  g_test_add_func ("/check/cancel", test_cancel);
  g_test_add_func ("/check/limit-of-the-whole", test_limit_of_the_whole);
  g_test_add_func ("/check/one-server-only", test_one_server_only);
  g_test_add_func ("/check/words-before-tls-are-not-shown", test_words_before_tls_are_not_shown);
  g_test_add_func ("/check/ipv6-loses-packets", test_ipv6_loses_packets);
  g_test_add_func ("/check/no-growth", test_no_growth);
  return g_test_run ();
}
