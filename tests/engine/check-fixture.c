/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "check-fixture.h"

#include <string.h>

const char *const check_good_imap[] = {
  IMAP_HELLO,
  "C: * AUTHENTICATE PLAIN " PLAIN_OF_ANNA,
  "S: a1 OK [CAPABILITY IMAP4rev1] in",
  "C: * EXAMINE INBOX",
  "S: a2 OK [READ-ONLY] opened",
  "WAIT",
  NULL,
};

const char *const check_good_smtp[] = {
  SMTP_HELLO,
  "C: AUTH PLAIN " PLAIN_OF_ANNA,
  "S: 235 2.7.0 in",
  "C: MAIL FROM:<" ADDRESS ">*",
  "C: RCPT TO:<" ADDRESS ">*",
  "C: RSET",
  "S: 250 2.1.0 ok\n250 2.1.5 ok\n250 2.0.0 ok",
  "WAIT",
  NULL,
};

const char *const check_refusing_imap[] = {
  IMAP_HELLO,
  "C: * AUTHENTICATE PLAIN *",
  "S: a1 NO [AUTHENTICATIONFAILED] No luck for " ADDRESS " with " PASSWORD,
  "WAIT",
  NULL,
};

static void
on_step_changed (MbxCheck *check, const MbxStepResult *result, Fixture *fixture)
{
  fixture->changes++;
  g_test_message ("%s %s %s %s", mbx_side_to_string (result->side),
                  mbx_step_to_string (result->step), mbx_state_to_string (result->state),
                  result->diagnosis != NULL ? mbx_code_to_string (result->diagnosis->code) : "");
}

void
check_fixture_open_port (Fixture *fixture, guint16 port, ScriptedServer *server)
{
  g_hash_table_replace (fixture->ports, g_strdup_printf (SCRIPTED_HOST ":%u", port),
                        GUINT_TO_POINTER (scripted_server_get_port (server)));
}

/* The usual ports of one host, served by the scripts; everything else is closed. */
void
check_fixture_set_up (Fixture *fixture, const char *const *imap, const char *const *smtp)
{
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);

  fixture->context = scripted_context_new ();
  fixture->ports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fixture->imap = scripted_server_new (imap);
  fixture->smtp = scripted_server_new (smtp);
  check_fixture_open_port (fixture, 993, fixture->imap);
  check_fixture_open_port (fixture, 465, fixture->smtp);
  mbx_context_set_hosts (fixture->context, fixture->ports);
  fixture->account = mbx_account_new (ADDRESS);
  fixture->account->incoming =
      mbx_server_new (MBX_PROTOCOL_IMAP, SCRIPTED_HOST, 993, MBX_SECURITY_TLS, ADDRESS);
  fixture->account->outgoing =
      mbx_server_new (MBX_PROTOCOL_SMTP, SCRIPTED_HOST, 465, MBX_SECURITY_TLS, ADDRESS);
  fixture->credentials = mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, ADDRESS, secret);
}

void
check_fixture_tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->check);
  g_object_unref (fixture->context);
  scripted_server_free (fixture->imap);
  scripted_server_free (fixture->smtp);
  mbx_account_free (fixture->account);
  mbx_credentials_free (fixture->credentials);
  g_hash_table_unref (fixture->ports);
  g_clear_error (&fixture->error);
}

void
check_fixture_make_check (Fixture *fixture)
{
  fixture->check = mbx_check_new (fixture->context, fixture->account);
  g_signal_connect (fixture->check, "step-changed", G_CALLBACK (on_step_changed), fixture);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_clear_error (&fixture->error);
  mbx_check_run_finish (MBX_CHECK (source), result, &fixture->error);
  fixture->done = TRUE;
}

void
check_fixture_run (Fixture *fixture, const MbxCredentials *credentials, GCancellable *cancellable)
{
  if (fixture->check == NULL)
    check_fixture_make_check (fixture);
  fixture->done = FALSE;
  mbx_check_run_async (fixture->check, credentials, credentials, cancellable, on_done, fixture);
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
}

void
check_fixture_assert_state (
    Fixture *fixture, MbxSide side, MbxStep step, MbxState state, MbxCode code)
{
  const MbxStepResult *result = mbx_check_get_step (fixture->check, side, step);
  MbxCode found = result->diagnosis != NULL ? result->diagnosis->code : MBX_CODE_NONE;

  g_assert_cmpstr (mbx_state_to_string (result->state), ==, mbx_state_to_string (state));
  g_assert_cmpstr (mbx_code_to_string (found), ==, mbx_code_to_string (code));
}

void
check_fixture_assert_verdict (Fixture *fixture, MbxCode code, MbxSide side)
{
  MbxVerdict verdict = mbx_check_get_verdict (fixture->check);

  g_assert_cmpstr (mbx_code_to_string (verdict.code), ==, mbx_code_to_string (code));
  g_assert_cmpint (verdict.state, ==, code == MBX_CODE_NONE ? MBX_STATE_PASSED : MBX_STATE_FAILED);
  if (code != MBX_CODE_NONE)
    g_assert_cmpint (verdict.side, ==, side);
}

guint
check_fixture_count_in (ScriptedServer *server, const char *needle)
{
  g_autofree char *received = scripted_server_dup_received (server);
  guint count = 0;

  for (const char *at = strstr (received, needle); at != NULL; at = strstr (at + 1, needle))
    count++;
  return count;
}
