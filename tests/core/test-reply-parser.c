/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/reply-parser.h"

#include <string.h>

typedef struct
{
  const char *name;
  int protocol;
  const char *input;
  guint status;
  const char *enhanced;
  const char *word;
  const char *code;
  const char *argument;
  const char *text;
} Case;

static const Case cases[] = {
  { "smtp", MBX_PROTOCOL_SMTP, "535 5.7.8 Error: authentication failed\r\n", 535, "5.7.8", NULL,
    NULL, NULL, "Error: authentication failed" },
  { "smtp-multi-line", MBX_PROTOCOL_SMTP,
    "534-5.7.9 Application-specific password required. For more\r\n534 5.7.9 information, see "
    "x\r\n",
    534, "5.7.9", NULL, NULL, NULL,
    "Application-specific password required. For more\ninformation, see x" },
  { "smtp-bare-status", MBX_PROTOCOL_SMTP, "250", 250, NULL, NULL, NULL, NULL, "" },
  { "smtp-other-status-inside", MBX_PROTOCOL_SMTP, "250-a\n550 b", 250, NULL, NULL, NULL, NULL,
    "a\n550 b" },
  { "smtp-enhanced-later", MBX_PROTOCOL_SMTP, "550 Rejected (#5.7.1)", 550, "5.7.1", NULL, NULL,
    NULL, "Rejected (#5.7.1)" },
  { "smtp-address-is-no-code", MBX_PROTOCOL_SMTP, "554 5.7.1.9 is listed", 554, NULL, NULL, NULL,
    NULL, "5.7.1.9 is listed" },
  { "imap", MBX_PROTOCOL_IMAP, "a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", 0,
    NULL, "NO", "AUTHENTICATIONFAILED", NULL, "Invalid credentials (Failure)" },
  { "imap-lower-case", MBX_PROTOCOL_IMAP, "a1 no [alert] gone", 0, NULL, "NO", "ALERT", NULL,
    "gone" },
  { "imap-argument", MBX_PROTOCOL_IMAP,
    "a1 NO [WEBALERT https://x.example/a?b=c] Web login required.", 0, NULL, "NO", "WEBALERT",
    "https://x.example/a?b=c", "Web login required." },
  { "imap-untagged", MBX_PROTOCOL_IMAP, "* BYE Too many connections", 0, NULL, "BYE", NULL, NULL,
    "Too many connections" },
  { "imap-no-code", MBX_PROTOCOL_IMAP, "9 BAD [ broken", 0, NULL, "BAD", NULL, NULL, "[ broken" },
  { "pop3", MBX_PROTOCOL_POP3, "-ERR [SYS/TEMP] try later", 0, NULL, "-ERR", "SYS/TEMP", NULL,
    "try later" },
  { "pop3-bare", MBX_PROTOCOL_POP3, "+ok", 0, NULL, "+OK", NULL, NULL, "" },
  { "any-smtp", -1, "S: 454 4.7.0 Temporary authentication failure\n", 454, "4.7.0", NULL, NULL,
    NULL, "Temporary authentication failure" },
  { "any-pop3", -1, "<-- -ERR [AUTH] no", 0, NULL, "-ERR", "AUTH", NULL, "no" },
  { "any-imap", -1, "A002 NO LOGIN failed.", 0, NULL, "NO", NULL, NULL, "LOGIN failed." },
  { "any-imap-no-tag", -1, "NO [UNAVAILABLE] later", 0, NULL, "NO", "UNAVAILABLE", NULL, "later" },
  { "any-quoted", -1, "\"535 5.7.8 no\"", 535, "5.7.8", NULL, NULL, NULL, "no\"" },
  { "any-wrapped", -1,
    "Sending of the message failed. The server responded: 5.7.60 SMTP; Client "
    "does not have permissions",
    0, "5.7.60", NULL, NULL, NULL,
    "Sending of the message failed. The server responded: 5.7.60 SMTP; Client does not have "
    "permissions" },
  { "any-wrapped-status", -1, "smtplib: (550, b'no')\nconnection to port 587", 550, NULL, NULL,
    NULL, NULL, "smtplib: (550, b'no')\nconnection to port 587" },
  { "any-wrapped-code", -1, "Login failed: [AUTHENTICATIONFAILED] Authentication failed.", 0, NULL,
    NULL, "AUTHENTICATIONFAILED", NULL,
    "Login failed: [AUTHENTICATIONFAILED] Authentication failed." },
  { "any-prose", -1, "No connection could be made", 0, NULL, NULL, NULL, NULL,
    "No connection could be made" },
  { "empty", -1, "", 0, NULL, NULL, NULL, NULL, "" },
  { "control-characters", -1, "550 a\033[31m\007b", 550, NULL, NULL, NULL, NULL, "a[31mb" },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (MbxReply) reply = mbx_reply_parse (expected->protocol, expected->input, -1);

  g_assert_cmpuint (reply->status, ==, expected->status);
  g_assert_cmpstr (reply->enhanced, ==, expected->enhanced);
  g_assert_cmpstr (reply->word, ==, expected->word);
  g_assert_cmpstr (reply->response_code, ==, expected->code);
  g_assert_cmpstr (reply->response_argument, ==, expected->argument);
  g_assert_cmpstr (reply->text, ==, expected->text);
  g_assert_null (reply->challenge);
  g_assert_false (reply->encrypted);
}

/* Whatever comes, the text stays small and is fit to be shown. */
static void
test_huge (void)
{
  g_autofree char *huge = g_strnfill (10 * 1024 * 1024, 'x');
  g_autoptr (MbxReply) reply = NULL;

  memcpy (huge, "550 5.", 6);
  huge[1000] = '\377';
  reply = mbx_reply_parse (-1, huge, 10 * 1024 * 1024);
  g_assert_cmpuint (reply->status, ==, 550);
  g_assert_cmpuint (strlen (reply->text), <=, 4096);
  g_assert_true (g_utf8_validate (reply->text, -1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/reply-parser/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/reply-parser/huge", test_huge);
  return g_test_run ();
}
