/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/redact.h"

#include <string.h>

#define PASSWORD "pä55 \"w/o\\rd+%"
#define USER "anna.berg"
#define ADDRESS "anna.berg@mail.example"

static MbxRedactor *
make_redactor (void)
{
  MbxRedactor *self = mbx_redactor_new ();
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);

  mbx_redactor_add_name (self, ADDRESS, "<address>");
  mbx_redactor_add_name (self, USER, "<user>");
  mbx_redactor_add_secret (self, secret);
  return self;
}

typedef struct
{
  const char *text;
  const char *expected;
} Case;

static const Case cases[] = {
  { "", "" },
  { "Hello", "Hello" },
  { "User anna.berg unknown", "User <user> unknown" },
  { "ANNA.BERG@MAIL.EXAMPLE", "<address>" },
  { "annanna.berger", "annanna.berger" },
  { "login anna.berg " PASSWORD, "login <user> <redacted>" },
  { "a LOGIN anna.berg \"p\xc3\xa4" "55 \\\"w/o\\\\rd+%\"", "a LOGIN <user> \"<redacted>\"" },
  { "u=anna.berg%40mail.example", "u=<address>" },
  { "someone.else@other.example said", "<address> said" },
  { "write to postmaster@gmx.net", "write to postmaster@gmx.net" },
  { "535 5.7.8 see https://support.google.com/mail/?p=BadCredentials",
    "535 5.7.8 see https://support.google.com/mail/?p=BadCredentials" },
  { "Authorization: Bearer ya29.a0AfH6SMB-x_y", "Authorization: Bearer <redacted>" },
  { "set SmtpClientAuthenticationDisabled", "set SmtpClientAuthenticationDisabled" },
  { "{\"access_token\":\"abc.def\"}", "{\"access_token\":\"<redacted>\"}" },
  { "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "p=<redacted>" },
  { "server imap.very-long-name-of-a-mail-server.example",
    "server imap.very-long-name-of-a-mail-server.example" },
};

static void
test_cases (void)
{
  g_autoptr (MbxRedactor) redactor = make_redactor ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = mbx_redactor_apply (redactor, cases[i].text);

      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

/* PLAIN, LOGIN and whatever else puts the password behind one, two or three other bytes. */
static void
test_base64 (void)
{
  static const char *const before[] = { "", "x", "xy", "xyz", "anna.berg" };
  g_autoptr (MbxRedactor) redactor = make_redactor ();

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autofree char *plain = g_strconcat (before[i], PASSWORD, "q", NULL);
      g_autofree char *encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
      g_autofree char *line = g_strdup_printf ("AUTH PLAIN %s", encoded);
      g_autofree char *result = mbx_redactor_apply (redactor, line);

      g_assert_cmpstr (result, ==, "AUTH PLAIN <redacted>");
    }
}

static void
test_percent (void)
{
  g_autoptr (MbxRedactor) redactor = make_redactor ();
  g_autofree char *upper = g_uri_escape_string (PASSWORD, NULL, FALSE);
  g_autofree char *lower = g_ascii_strdown (upper, -1);
  g_autofree char *first = mbx_redactor_apply (redactor, upper);
  g_autofree char *second = mbx_redactor_apply (redactor, lower);

  g_assert_cmpstr (first, ==, "<redacted>");
  g_assert_cmpstr (second, ==, "<redacted>");
}

static void
test_broken_text (void)
{
  g_autoptr (MbxRedactor) redactor = make_redactor ();
  g_autofree char *result = mbx_redactor_apply (redactor, "\xff\xfe anna.berg \x80");
  g_autofree char *many = g_strnfill (100000, 'a');
  g_autofree char *bounded = mbx_redactor_apply (redactor, many);

  g_assert_true (g_utf8_validate (result, -1, NULL));
  g_assert_null (strstr (result, "anna"));
  g_assert_cmpstr (bounded, ==, "<redacted>");
}

static void
test_nothing_added (void)
{
  g_autoptr (MbxRedactor) redactor = mbx_redactor_new ();
  g_autoptr (MbxSecret) empty = mbx_secret_new ("");
  g_autofree char *result = NULL;

  mbx_redactor_add_name (redactor, NULL, "<user>");
  mbx_redactor_add_name (redactor, "", "<user>");
  mbx_redactor_add_secret (redactor, NULL);
  mbx_redactor_add_secret (redactor, empty);
  result = mbx_redactor_apply (redactor, "nothing to hide");
  g_assert_cmpstr (result, ==, "nothing to hide");
}

/* A name without an own replacement is hidden like a secret. */
static void
test_no_replacement (void)
{
  g_autoptr (MbxRedactor) redactor = mbx_redactor_new ();
  g_autofree char *text = NULL;

  mbx_redactor_add_name (redactor, "anna", NULL);
  text = mbx_redactor_apply (redactor, "user anna unknown");
  g_assert_cmpstr (text, ==, "user <redacted> unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/cases", test_cases);
  g_test_add_func ("/redact/base64", test_base64);
  g_test_add_func ("/redact/percent", test_percent);
  g_test_add_func ("/redact/broken-text", test_broken_text);
  g_test_add_func ("/redact/no-replacement", test_no_replacement);
  g_test_add_func ("/redact/nothing-added", test_nothing_added);
  return g_test_run ();
}
