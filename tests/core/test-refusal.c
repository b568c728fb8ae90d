/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/diagnosis.h"
#include "core/reply-parser.h"

#include <string.h>

typedef struct
{
  const char *uri;
  MbxStep step;
  MbxCredentialKind kind;
  const char *reply;
  MbxCode code;
  MbxConfidence confidence;
} Case;

#define OFFICE "imaps://outlook.office365.com"
#define OFFICE_SMTP "smtp+starttls://smtp.office365.com"
#define IMAP "imaps://mail.example"
#define POP3 "pop3s://mail.example"
#define SMTP "smtps://mail.example"
#define SIGN_IN MBX_STEP_SIGN_IN
#define SENDER MBX_STEP_SENDER
#define PASSWORD MBX_CREDENTIAL_PASSWORD
#define TOKEN MBX_CREDENTIAL_TOKEN
#define GUESS MBX_CONFIDENCE_GUESS
#define LIKELY MBX_CONFIDENCE_LIKELY
#define CERTAIN MBX_CONFIDENCE_CERTAIN

/* The same words mean different things at different servers, steps and kinds of sign-in. */
static const Case cases[] = {
  { IMAP, SIGN_IN, PASSWORD, "a NO LOGIN failed.", MBX_CODE_WRONG_PASSWORD, LIKELY },
  { OFFICE, SIGN_IN, PASSWORD, "a NO LOGIN failed.", MBX_CODE_OAUTH_REQUIRED, CERTAIN },
  { OFFICE, SIGN_IN, TOKEN, "a NO AUTHENTICATE failed.", MBX_CODE_OAUTH_TOKEN_REJECTED, CERTAIN },
  { OFFICE, SIGN_IN, TOKEN, "a BAD User is authenticated but not connected.",
    MBX_CODE_OAUTH_WRONG_ACCOUNT, CERTAIN },
  { OFFICE, SIGN_IN, TOKEN, "a NO IMAP is disabled for this mailbox", MBX_CODE_IMAP_DISABLED,
    CERTAIN },
  { OFFICE_SMTP, SIGN_IN, TOKEN,
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
    "Mailbox.",
    MBX_CODE_SMTP_AUTH_DISABLED, CERTAIN },
  { OFFICE_SMTP, SIGN_IN, PASSWORD,
    "530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication "
    "unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
    MBX_CODE_SMTP_AUTH_DISABLED, CERTAIN },
  { "imaps://imap.web.de", SIGN_IN, PASSWORD, "a NO authentication failed",
    MBX_CODE_IMAP_DISABLED, LIKELY },
  { "imaps://imap.gmail.com", SIGN_IN, PASSWORD,
    "a NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)",
    MBX_CODE_TOO_MANY_ATTEMPTS, CERTAIN },
  { IMAP, SIGN_IN, PASSWORD, "a NO [OVERQUOTA] Mailbox is full", MBX_CODE_MAILBOX_FULL, CERTAIN },
  { IMAP, SIGN_IN, PASSWORD, "a NO [AUTHENTICATIONFAILED] Authentication failed.",
    MBX_CODE_WRONG_PASSWORD, CERTAIN },
  { IMAP, SIGN_IN, TOKEN, "a NO [AUTHENTICATIONFAILED] Authentication failed.",
    MBX_CODE_OAUTH_TOKEN_REJECTED, CERTAIN },
  { IMAP, SIGN_IN, PASSWORD, "a NO [AUTHENTICATIONFAILED] Use an app password",
    MBX_CODE_APP_PASSWORD_REQUIRED, LIKELY },
  { IMAP, SIGN_IN, PASSWORD, "a NO [UNAVAILABLE] authentication failed",
    MBX_CODE_SERVER_UNAVAILABLE, CERTAIN },
  { IMAP, SIGN_IN, PASSWORD, "a NO nope", MBX_CODE_WRONG_PASSWORD, GUESS },
  { POP3, SIGN_IN, PASSWORD, "-ERR [IN-USE] Do you have another POP session running?",
    MBX_CODE_TOO_MANY_CONNECTIONS, CERTAIN },
  { POP3, SIGN_IN, PASSWORD, "-ERR [LOGIN-DELAY] wait", MBX_CODE_TOO_MANY_ATTEMPTS, CERTAIN },
  { SMTP, SIGN_IN, PASSWORD, "454 4.7.0 authentication failed", MBX_CODE_SERVER_UNAVAILABLE,
    LIKELY },
  { SMTP, SIGN_IN, PASSWORD, "535 5.7.8 authentication failed: Connection lost to LDAP server",
    MBX_CODE_SERVER_UNAVAILABLE, LIKELY },
  { SMTP, SIGN_IN, PASSWORD, "432 4.7.12 A password transition is needed",
    MBX_CODE_PASSWORD_EXPIRED, CERTAIN },
  { SMTP, SENDER, PASSWORD, "530 5.7.0 Authentication required", MBX_CODE_RELAY_DENIED, CERTAIN },
  { SMTP, SENDER, PASSWORD, "553 5.7.1 no", MBX_CODE_SENDER_NOT_ALLOWED, LIKELY },
  { SMTP, SENDER, PASSWORD, "450 4.7.1 later", MBX_CODE_GREYLISTED, LIKELY },
  { SMTP, SENDER, PASSWORD, "550 5.7.606 Access denied, banned sending IP",
    MBX_CODE_IP_BLOCKED, CERTAIN },
  { IMAP, MBX_STEP_OPEN_MAILBOX, PASSWORD, "a NO [SERVERBUG] oops", MBX_CODE_SERVER_ERROR,
    CERTAIN },
  { IMAP, MBX_STEP_GREET, PASSWORD, "* BYE access denied", MBX_CODE_GREETING_REJECTED, LIKELY },
};

static MbxPhraseTable *
load_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "phrases.tsv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MbxPhraseTable *table;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  table = mbx_phrase_table_new_from_data (text, length, &error);
  g_assert_no_error (error);
  return table;
}

static MbxEvidence *
make_evidence (const Case *test)
{
  g_autoptr (MbxServer) server = mbx_server_new_from_uri (test->uri, NULL);
  MbxEvidence *evidence = mbx_evidence_new (server);

  evidence->step = test->step;
  evidence->kind = test->kind;
  evidence->fault = test->step == SIGN_IN          ? MBX_FAULT_SIGN_IN_REFUSED
                    : test->step == MBX_STEP_GREET ? MBX_FAULT_GREETING_REFUSED
                                                   : MBX_FAULT_COMMAND_REFUSED;
  evidence->reply = mbx_reply_parse ((int) server->protocol, test->reply, -1);
  evidence->reply->encrypted = TRUE;
  return evidence;
}

static void
test_cases (void)
{
  g_autoptr (MbxPhraseTable) table = load_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbxEvidence) evidence = make_evidence (&cases[i]);
      g_autoptr (MbxDiagnosis) diagnosis = mbx_diagnose (evidence, table);

      g_test_message ("%s", cases[i].reply);
      g_assert_nonnull (diagnosis);
      g_assert_cmpstr (mbx_code_to_string (diagnosis->code), ==,
                       mbx_code_to_string (cases[i].code));
      g_assert_cmpint (diagnosis->confidence, ==, cases[i].confidence);
    }
}

/* A refusal that does not stop the dialogue is a warning with the same cause. */
static void
test_warning (void)
{
  g_autoptr (MbxPhraseTable) table = load_table ();
  g_autoptr (MbxServer) server = mbx_server_new_from_uri (SMTP, NULL);
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (server);
  g_autoptr (MbxDiagnosis) diagnosis = NULL;

  evidence->step = SENDER;
  evidence->reply = mbx_reply_parse (MBX_PROTOCOL_SMTP, "451 4.7.1 Greylisted, come back", -1);
  diagnosis = mbx_diagnose (evidence, table);
  g_assert_cmpint (diagnosis->code, ==, MBX_CODE_GREYLISTED);
  g_assert_true (diagnosis->warning);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/cases", test_cases);
  g_test_add_func ("/refusal/warning", test_warning);
  return g_test_run ();
}
