/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/explain.h"

#include <string.h>

static MbxPhraseTable *table;

static void
load_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "phrases.tsv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  table = mbx_phrase_table_new_from_data (text, length, &error);
  g_assert_no_error (error);
}

static void
check (const char *text, gssize length)
{
  g_autoptr (MbxDiagnosis) diagnosis = mbx_explain (text, length, NULL, table);

  g_assert_nonnull (diagnosis);
  g_assert_cmpint (diagnosis->code, >, MBX_CODE_NONE);
  g_assert_cmpint (diagnosis->code, <=, MBX_CODE_LAST);
  g_assert_nonnull (mbx_confidence_to_string (diagnosis->confidence));
}

static void
test_nothing (void)
{
  static const char *const nonsense[] = { "", " ", "\n\n\n", "\t", "???", "0", "hello", "{}" };

  for (gsize i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autoptr (MbxDiagnosis) diagnosis = mbx_explain (nonsense[i], -1, NULL, table);

      g_assert_cmpint (diagnosis->code, ==, MBX_CODE_UNKNOWN);
      g_assert_cmpint (diagnosis->confidence, ==, MBX_CONFIDENCE_GUESS);
    }
}

/* Whatever bytes come, the answer is one of the codes. */
static void
test_random_bytes (void)
{
  for (guint round = 0; round < 300; round++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, 4000);
      g_autofree char *bytes = g_malloc (length + 1);

      for (gsize i = 0; i < length; i++)
        bytes[i] = (char) g_test_rand_int_range (0, 256);
      bytes[length] = '\0';
      check (bytes, (gssize) length);
    }
}

/* Words of real errors in any order: these reach the rules that random bytes never reach. */
static void
test_random_words (void)
{
  static const char *const words[] = {
    "NO",     "535",     "5.7.8",  "[ALERT]",  "-ERR",  "password", "account", "locked",  "IMAP",
    "failed", "too many", "token", "disabled", "421",   "login",    "sender",  "expired", "\n",
    "is",     "not",     "TLS",    "server",   "relay", "quota",    "'",       "\xc3",    "(",
    "* BYE",  "host",    "said:",  "550",      "(((((", "a1",       "\\n",     "eyJ",     "AADSTS",
  };

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint count = (guint) g_test_rand_int_range (1, 200);

      for (guint i = 0; i < count; i++)
        {
          g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
          g_string_append_c (text, ' ');
        }
      check (text->str, (gssize) text->len);
    }
}

/* Long input must be neither slow nor overlooked; the limits are far above what is needed. */
static void
test_long_input (void)
{
  static const char *const units[] = { "a", "\n", " ", "535 5.7.8 ", "(a|b", "\xff", "password ",
                                       "S: * OK ready\n", "too many " };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gint64 start = g_get_monotonic_time ();

      while (text->len < 10 * 1024 * 1024)
        g_string_append (text, units[i]);
      check (text->str, (gssize) text->len);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
    }
}

static void
test_end_of_a_long_log (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (MbxDiagnosis) diagnosis = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (log, "* OK line %u is fine\n", i);
  g_string_append (log, "a7 NO [EXPIRED] Password expired\n");
  diagnosis = mbx_explain (log->str, (gssize) log->len, NULL, table);
  g_assert_cmpstr (mbx_code_to_string (diagnosis->code), ==, "password-expired");
}

typedef struct
{
  const char *text;
  int protocol;
  const char *host;
  MbxCode code;
  MbxConfidence confidence;
} Case;

static const Case cases[] = {
  { "a1 NO [AUTHENTICATIONFAILED] Authentication failed.", MBX_PROTOCOL_IMAP, NULL,
    MBX_CODE_WRONG_PASSWORD, MBX_CONFIDENCE_CERTAIN },
  { "a1 NO LOGIN failed.", MBX_PROTOCOL_IMAP, "outlook.office365.com", MBX_CODE_OAUTH_REQUIRED,
    MBX_CONFIDENCE_CERTAIN },
  { "a1 NO LOGIN failed.", MBX_PROTOCOL_IMAP, NULL, MBX_CODE_WRONG_PASSWORD,
    MBX_CONFIDENCE_LIKELY },
  { "a1 NO authentication failed", MBX_PROTOCOL_IMAP, "imap.web.de", MBX_CODE_IMAP_DISABLED,
    MBX_CONFIDENCE_LIKELY },
  { "538 5.7.11 Encryption required", MBX_PROTOCOL_SMTP, NULL, MBX_CODE_TLS_REQUIRED,
    MBX_CONFIDENCE_CERTAIN },
};

static void
test_confidence (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MbxExplainHints hints = { cases[i].protocol, cases[i].host };
      g_autoptr (MbxDiagnosis) diagnosis = mbx_explain (cases[i].text, -1, &hints, table);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (mbx_code_to_string (diagnosis->code), ==,
                       mbx_code_to_string (cases[i].code));
      g_assert_cmpint (diagnosis->confidence, ==, cases[i].confidence);
    }
}

static const Case noise[] = {
  { "Connected to imaps://h.example:993/\n"
    "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS] ready\n"
    "C: A1 LOGIN x y\n"
    "S: A1 NO [UNAVAILABLE] Temporary authentication failure.\n"
    "C: A2 LOGOUT\nS: * BYE Logging out\nS: A2 OK Logout completed.",
    -1, NULL, MBX_CODE_SERVER_UNAVAILABLE, 0 },
  { "220 mx.example ESMTP\nEHLO me\n250-mx.example\n250-STARTTLS\n250 AUTH PLAIN LOGIN\n"
    "AUTH PLAIN AGEAYg==\n535 5.7.8 Error: authentication failed: authentication failure\nQUIT\n"
    "221 2.0.0 Bye",
    -1, NULL, MBX_CODE_WRONG_PASSWORD, 0 },
  { "Sending of the message failed.\nAn error occurred while sending mail. The mail server "
    "responded:  5.7.60 SMTP; Client does not have permissions to send as this sender.\nPlease "
    "check the message and try again.",
    -1, NULL, MBX_CODE_SENDER_NOT_ALLOWED, 0 },
  { "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, basic "
    "authentication is disabled. [LO2P.PROD.OUTLOOK.COM]')",
    -1, NULL, MBX_CODE_OAUTH_REQUIRED, 0 },
  { "Die Anmeldung am Server ist fehlgeschlagen. Der Server antwortete: [AUTHENTICATIONFAILED] "
    "Authentication failed.",
    -1, NULL, MBX_CODE_WRONG_PASSWORD, 0 },
  { "Error: Invalid login: 534-5.7.9 Application-specific password required.\\r\\n534 5.7.9  "
    "https://support.google.com/mail/?p=InvalidSecondFactor",
    -1, NULL, MBX_CODE_APP_PASSWORD_REQUIRED, 0 },
};

static void
test_noise (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (noise); i++)
    {
      g_autoptr (MbxDiagnosis) diagnosis = mbx_explain (noise[i].text, -1, NULL, table);

      g_test_message ("%s", noise[i].text);
      g_assert_cmpstr (mbx_code_to_string (diagnosis->code), ==,
                       mbx_code_to_string (noise[i].code));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  load_table ();
  g_test_add_func ("/explain/nothing", test_nothing);
  g_test_add_func ("/explain/confidence", test_confidence);
  g_test_add_func ("/explain/noise", test_noise);
  g_test_add_func ("/explain/random-bytes", test_random_bytes);
  g_test_add_func ("/explain/random-words", test_random_words);
  g_test_add_func ("/explain/long-input", test_long_input);
  g_test_add_func ("/explain/end-of-a-long-log", test_end_of_a_long_log);
  status = g_test_run ();
  mbx_phrase_table_free (table);
  return status;
}
