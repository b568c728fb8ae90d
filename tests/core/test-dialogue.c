/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dialogue.h"

#include <string.h>

static MbxDialogue *
make_dialogue (const char *uri)
{
  g_autoptr (MbxServer) server = mbx_server_new_from_uri (uri, NULL);
  MbxDialogueOptions options = {
    .server = server,
    .client_name = "Mailbox Setup",
    .examine = TRUE,
  };

  return mbx_dialogue_new (&options);
}

static MbxCredentials *
make_credentials (void)
{
  g_autoptr (MbxSecret) secret = mbx_secret_new ("secret");

  return mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
}

static void
receive (MbxDialogue *dialogue, const char *text)
{
  mbx_dialogue_receive (dialogue, (const guint8 *) text, strlen (text));
}

static MbxAction
next (MbxDialogue *dialogue)
{
  MbxAction action;

  mbx_dialogue_next (dialogue, &action);
  return action;
}

static void
assert_next (MbxDialogue *dialogue, MbxActionKind kind, MbxStep step)
{
  MbxAction action = next (dialogue);

  g_assert_cmpint (action.kind, ==, kind);
  g_assert_cmpint (action.step, ==, step);
}

static void
assert_goodbye (MbxDialogue *dialogue, const char *expected)
{
  const GByteArray *goodbye = mbx_dialogue_get_goodbye (dialogue);

  g_assert_nonnull (goodbye);
  g_assert_cmpmem (goodbye->data, goodbye->len, expected, strlen (expected));
}

static void
test_first_action (void)
{
  g_autoptr (MbxDialogue) direct = make_dialogue ("imaps://imap.example.org");
  g_autoptr (MbxDialogue) upgraded = make_dialogue ("imap+starttls://imap.example.org");

  assert_next (direct, MBX_ACTION_START_TLS, MBX_STEP_ENCRYPT);
  assert_next (upgraded, MBX_ACTION_READ, MBX_STEP_ENCRYPT);
}

/* The steps move on with what has passed, and asking again changes nothing. */
static void
test_steps (void)
{
  g_autoptr (MbxDialogue) dialogue = make_dialogue ("imaps://imap.example.org");
  g_autoptr (MbxCredentials) credentials = make_credentials ();

  mbx_dialogue_tls_started (dialogue);
  assert_next (dialogue, MBX_ACTION_READ, MBX_STEP_GREET);
  receive (dialogue, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n");
  assert_next (dialogue, MBX_ACTION_NEED_CREDENTIALS, MBX_STEP_SIGN_IN);
  assert_next (dialogue, MBX_ACTION_NEED_CREDENTIALS, MBX_STEP_SIGN_IN);
  mbx_dialogue_set_credentials (dialogue, credentials);
  assert_next (dialogue, MBX_ACTION_SEND, MBX_STEP_SIGN_IN);
  assert_next (dialogue, MBX_ACTION_READ, MBX_STEP_SIGN_IN);
  receive (dialogue, "a1 OK [CAPABILITY IMAP4rev1] hi\r\n");
  assert_next (dialogue, MBX_ACTION_SEND, MBX_STEP_OPEN_MAILBOX);
  receive (dialogue, "a2 OK hi\r\n");
  assert_next (dialogue, MBX_ACTION_DONE, MBX_STEP_OPEN_MAILBOX);
}

static void
test_labels (void)
{
  g_autoptr (MbxDialogue) dialogue = make_dialogue ("smtps://smtp.example.org");
  g_autoptr (MbxCredentials) credentials = make_credentials ();
  MbxAction action;

  mbx_dialogue_tls_started (dialogue);
  receive (dialogue, "220 hi\r\n");
  action = next (dialogue);
  g_assert_cmpstr (action.label, ==, "EHLO [127.0.0.1]");
  g_assert_false (action.secret);
  receive (dialogue, "250-x\r\n250 AUTH PLAIN\r\n");
  mbx_dialogue_set_credentials (dialogue, credentials);
  action = next (dialogue);
  g_assert_cmpstr (action.label, ==, "AUTH PLAIN <redacted>");
  g_assert_true (action.secret);
}

static void
test_goodbye (void)
{
  g_autoptr (MbxDialogue) imap = make_dialogue ("imaps://imap.example.org");
  g_autoptr (MbxDialogue) pop3 = make_dialogue ("pop3s://pop.example.org");
  g_autoptr (MbxDialogue) smtp = make_dialogue ("smtps://smtp.example.org");

  g_assert_null (mbx_dialogue_get_goodbye (imap));
  mbx_dialogue_tls_started (imap);
  g_assert_null (mbx_dialogue_get_goodbye (imap));
  receive (imap, "* OK hi\r\n");
  assert_goodbye (imap, "z LOGOUT\r\n");
  mbx_dialogue_receive_eof (imap);
  g_assert_null (mbx_dialogue_get_goodbye (imap));
  mbx_dialogue_tls_started (pop3);
  receive (pop3, "+OK hi\r\n");
  assert_goodbye (pop3, "QUIT\r\n");
  mbx_dialogue_tls_started (smtp);
  receive (smtp, "220 hi\r\n");
  assert_goodbye (smtp, "RSET\r\nQUIT\r\n");
}

/* Nobody says good-bye to a stranger, nor before the encryption. */
static void
test_no_goodbye (void)
{
  g_autoptr (MbxDialogue) stranger = make_dialogue ("imaps://imap.example.org");
  g_autoptr (MbxDialogue) plain = make_dialogue ("smtp+starttls://smtp.example.org");

  mbx_dialogue_tls_started (stranger);
  receive (stranger, "HTTP/1.1 400 Bad Request\r\n");
  assert_next (stranger, MBX_ACTION_FAIL, MBX_STEP_GREET);
  g_assert_null (mbx_dialogue_get_goodbye (stranger));
  receive (plain, "220 hi\r\n");
  g_assert_null (mbx_dialogue_get_goodbye (plain));
}

/* What comes after the end changes nothing any more. */
static void
test_after_the_end (void)
{
  g_autoptr (MbxDialogue) dialogue = make_dialogue ("imaps://imap.example.org");

  mbx_dialogue_tls_started (dialogue);
  receive (dialogue, "* BYE no\r\n");
  receive (dialogue, "* OK hi\r\n");
  mbx_dialogue_receive_eof (dialogue);
  mbx_dialogue_finish (dialogue);
  assert_next (dialogue, MBX_ACTION_FAIL, MBX_STEP_GREET);
  g_assert_cmpint (mbx_dialogue_get_fault (dialogue), ==, MBX_FAULT_GREETING_REFUSED);
  g_assert_cmpstr (mbx_dialogue_get_reply (dialogue)->text, ==, "no");
}

/* Bytes that arrive while the handshake is due are as good as bytes in the same packet. */
static void
test_bytes_before_handshake (void)
{
  g_autoptr (MbxDialogue) dialogue = make_dialogue ("pop3+starttls://pop.example.org");

  receive (dialogue, "+OK hi\r\n");
  next (dialogue);
  receive (dialogue, "+OK\r\nSTLS\r\n.\r\n");
  next (dialogue);
  receive (dialogue, "+OK go\r\n");
  assert_next (dialogue, MBX_ACTION_START_TLS, MBX_STEP_ENCRYPT);
  receive (dialogue, "+OK");
  assert_next (dialogue, MBX_ACTION_FAIL, MBX_STEP_ENCRYPT);
  g_assert_cmpint (mbx_dialogue_get_fault (dialogue), ==, MBX_FAULT_STARTTLS_INJECTION);
}

/* A dialogue that is freed in the middle leaves nothing behind; the sanitizers watch. */
static void
test_freed_in_the_middle (void)
{
  g_autoptr (MbxCredentials) credentials = make_credentials ();
  g_autoptr (MbxDialogue) dialogue = make_dialogue ("imaps://imap.example.org");

  mbx_dialogue_tls_started (dialogue);
  receive (dialogue, "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=SCRAM-SHA-256] hi\r\n");
  mbx_dialogue_set_credentials (dialogue, credentials);
  assert_next (dialogue, MBX_ACTION_SEND, MBX_STEP_SIGN_IN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialogue/first-action", test_first_action);
  g_test_add_func ("/dialogue/steps", test_steps);
  g_test_add_func ("/dialogue/labels", test_labels);
  g_test_add_func ("/dialogue/goodbye", test_goodbye);
  g_test_add_func ("/dialogue/no-goodbye", test_no_goodbye);
  g_test_add_func ("/dialogue/after-the-end", test_after_the_end);
  g_test_add_func ("/dialogue/bytes-before-handshake", test_bytes_before_handshake);
  g_test_add_func ("/dialogue/freed-in-the-middle", test_freed_in_the_middle);
  return g_test_run ();
}
