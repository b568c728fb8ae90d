/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/report.h"

#include <string.h>

#define PASSWORD "correct horse battery"

static MbxAccount *
make_account (void)
{
  MbxAccount *account = mbx_account_new ("anna.muster@example.org");

  account->name = g_strdup ("Anna Muster");
  account->provider = g_strdup ("example");
  account->incoming =
    mbx_server_new (MBX_PROTOCOL_IMAP, "imap.example.org", 0, MBX_SECURITY_TLS, "amuster");
  account->outgoing =
    mbx_server_new (MBX_PROTOCOL_SMTP, "smtp.example.org", 0, MBX_SECURITY_STARTTLS, "x77-sender");
  return account;
}

static MbxReport *
make_report (void)
{
  g_autoptr (MbxAccount) account = make_account ();
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  MbxReport *report = mbx_report_new (account);

  mbx_report_hide_secret (report, secret);
  mbx_report_set_program (report, "Mailbox Setup 1", "Debian 12, Flatpak", "2026-11-20T12:00:00Z");
  return report;
}

static void
add_failure (MbxReport *report, MbxSide side, MbxStep step, MbxCode code, const char *said)
{
  const MbxReportStep row = {
    .side = side,
    .step = step,
    .state = MBX_STATE_FAILED,
    .microseconds = 12345,
    .code = code,
    .summary = "It did not work.",
    .said = said,
  };

  mbx_report_add_step (report, &row);
}

/* What a report must tell. */
static void
test_content (void)
{
  g_autoptr (MbxReport) report = make_report ();
  g_autofree char *text = NULL;
  static const char *const needed[] = {
    "Mailbox Setup 1",     "Debian 12, Flatpak",   "2026-11-20T12:00:00Z",
    "a…@e…",               "isp-autoconfig",       "autoconfig.example.org",
    "No such file.",       "imaps://imap.example.org:993",
    "sign-in",             "failed",               "12 ms",
    "wrong-password",      "It did not work.",     "R7 wrong-password",
    "Please switch it on.",
  };

  mbx_report_add_asked (report, "isp-autoconfig", "autoconfig.example.org", MBX_STATE_FAILED, 900,
                        "No such file.");
  add_failure (report, MBX_SIDE_INCOMING, MBX_STEP_SIGN_IN, MBX_CODE_WRONG_PASSWORD, "nope");
  mbx_report_set_letter (report, "Please switch it on.");
  text = mbx_report_to_text (report);
  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_test_message ("%s", needed[i]);
      g_assert_nonnull (strstr (text, needed[i]));
    }
}

/* Whatever a server, a source or a letter says, none of this comes out. */
static void
test_redaction (void)
{
  static const char *const leaks[] = {
    "anna.muster@example.org said " PASSWORD,
    "ANNA.MUSTER@EXAMPLE.ORG",
    "user amuster, sender x77-sender, Anna Muster",
    "AUTH PLAIN AGFtdXN0ZXIAY29ycmVjdCBob3JzZSBiYXR0ZXJ5",
    "https://example.org/?emailaddress=anna.muster%40example.org",
    "correct%20horse%20battery",
  };
  static const char *const secret[] = {
    "anna.muster", "ANNA.MUSTER", "amuster", "x77-sender",   "Anna Muster",
    "horse",       "Y29ycmVjd",   "AGFtdXN", "bXVzdGVyAGNvc",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (leaks); i++)
    {
      g_autoptr (MbxReport) report = make_report ();
      g_autofree char *text = NULL;

      mbx_report_add_asked (report, "srv", leaks[i], MBX_STATE_PASSED, 1, leaks[i]);
      add_failure (report, MBX_SIDE_OUTGOING, MBX_STEP_SIGN_IN, MBX_CODE_UNKNOWN, leaks[i]);
      mbx_report_set_letter (report, leaks[i]);
      text = mbx_report_to_text (report);
      for (gsize j = 0; j < G_N_ELEMENTS (secret); j++)
        {
          if (strstr (text, secret[j]) != NULL)
            g_error ("“%s” of “%s” is in:\n%s", secret[j], leaks[i], text);
        }
    }
}

static void
test_support_code (void)
{
  g_autoptr (MbxReport) report = make_report ();
  g_autofree char *fine = mbx_report_get_support_code (report);
  g_autofree char *one = NULL;
  g_autofree char *both = NULL;

  g_assert_cmpstr (fine, ==, "OK");
  add_failure (report, MBX_SIDE_OUTGOING, MBX_STEP_CONNECT, MBX_CODE_PORT_BLOCKED, NULL);
  one = mbx_report_get_support_code (report);
  g_assert_cmpstr (one, ==, "S4 port-blocked");
  add_failure (report, MBX_SIDE_INCOMING, MBX_STEP_SIGN_IN, MBX_CODE_WRONG_PASSWORD, NULL);
  add_failure (report, MBX_SIDE_INCOMING, MBX_STEP_OPEN_MAILBOX, MBX_CODE_UNKNOWN, NULL);
  both = mbx_report_get_support_code (report);
  g_assert_cmpstr (both, ==, "R7 wrong-password, S4 port-blocked");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/content", test_content);
  g_test_add_func ("/report/redaction", test_redaction);
  g_test_add_func ("/report/support-code", test_support_code);
  return g_test_run ();
}
