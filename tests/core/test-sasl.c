/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/sasl.h"
#include "core/saslprep.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *offered;
  MbxCredentialKind kind;
  gboolean binding;
  const char *chosen;
} Choice;

static const Choice choices[] = {
  { "plain", "SCRAM-SHA-256 LOGIN PLAIN CRAM-MD5", MBX_CREDENTIAL_PASSWORD, FALSE, "PLAIN" },
  { "plain-though-binding", "SCRAM-SHA-256-PLUS PLAIN", MBX_CREDENTIAL_PASSWORD, TRUE, "PLAIN" },
  { "scram", "LOGIN SCRAM-SHA-1 SCRAM-SHA-256", MBX_CREDENTIAL_PASSWORD, FALSE, "SCRAM-SHA-256" },
  { "scram-plus", "SCRAM-SHA-256 SCRAM-SHA-1-PLUS", MBX_CREDENTIAL_PASSWORD, TRUE,
    "SCRAM-SHA-1-PLUS" },
  { "scram-unbound", "SCRAM-SHA-256-PLUS SCRAM-SHA-1", MBX_CREDENTIAL_PASSWORD, FALSE,
    "SCRAM-SHA-1" },
  { "login", "CRAM-MD5 LOGIN", MBX_CREDENTIAL_PASSWORD, FALSE, "LOGIN" },
  { "cram-md5", "DIGEST-MD5 CRAM-MD5 NTLM", MBX_CREDENTIAL_PASSWORD, FALSE, "CRAM-MD5" },
  { "none", "GSSAPI NTLM EXTERNAL ANONYMOUS", MBX_CREDENTIAL_PASSWORD, FALSE, NULL },
  { "password-no-token", "XOAUTH2 OAUTHBEARER", MBX_CREDENTIAL_PASSWORD, FALSE, NULL },
  { "token", "PLAIN XOAUTH2 OAUTHBEARER", MBX_CREDENTIAL_TOKEN, FALSE, "OAUTHBEARER" },
  { "token-draft", "PLAIN xoauth2", MBX_CREDENTIAL_TOKEN, FALSE, "XOAUTH2" },
  { "token-no-password", "PLAIN LOGIN", MBX_CREDENTIAL_TOKEN, FALSE, NULL },
};

static void
test_choice (gconstpointer data)
{
  const Choice *choice = data;
  MbxMechanism mechanism = mbx_mechanism_choose (mbx_mechanism_set_parse (choice->offered),
                                                 choice->kind, choice->binding);

  g_assert_cmpstr (mbx_mechanism_to_name (mechanism), ==, choice->chosen);
}

/* What the protocol does itself comes before CRAM-MD5 and after everything else. */
static void
test_command (void)
{
  MbxMechanismSet command = MBX_MECHANISM_BIT (MBX_MECHANISM_COMMAND);

  g_assert_cmpint (mbx_mechanism_choose (command | mbx_mechanism_set_parse ("CRAM-MD5"),
                                         MBX_CREDENTIAL_PASSWORD, FALSE),
                   ==, MBX_MECHANISM_COMMAND);
  g_assert_cmpint (mbx_mechanism_choose (command | mbx_mechanism_set_parse ("LOGIN"),
                                         MBX_CREDENTIAL_PASSWORD, FALSE),
                   ==, MBX_MECHANISM_LOGIN);
}

static MbxSasl *
make_sasl (MbxMechanism mechanism, MbxCredentialKind kind, const char *name, const char *text)
{
  g_autoptr (MbxSecret) secret = mbx_secret_new (text);
  g_autoptr (MbxCredentials) credentials = mbx_credentials_new (kind, name, secret);
  MbxSaslOptions options = {
    .mechanism = mechanism,
    .credentials = credentials,
    .host = "server.example.com",
    .port = 143,
  };

  return mbx_sasl_new (&options);
}

static void
assert_initial (MbxSasl *sasl, const char *expected)
{
  g_autoptr (MbxSecret) initial = mbx_sasl_make_initial (sasl);

  g_assert_nonnull (initial);
  g_assert_cmpstr (mbx_secret_peek (initial), ==, expected);
}

static void
assert_answer (MbxSasl *sasl, const char *challenge, const char *expected)
{
  g_autoptr (MbxSecret) answer = NULL;

  g_assert_cmpint (mbx_sasl_answer (sasl, challenge, &answer), ==, MBX_SASL_ANSWER);
  g_assert_cmpstr (mbx_secret_peek (answer), ==, expected);
}

static void
assert_broken (MbxSasl *sasl, const char *challenge)
{
  g_autoptr (MbxSecret) answer = NULL;

  g_assert_cmpint (mbx_sasl_answer (sasl, challenge, &answer), ==, MBX_SASL_BROKEN);
  g_assert_null (answer);
}

/* The example of RFC 4616 section 4. */
static void
test_plain (void)
{
  g_autoptr (MbxSasl) sasl =
      make_sasl (MBX_MECHANISM_PLAIN, MBX_CREDENTIAL_PASSWORD, "tim", "tanstaaftanstaaf");

  assert_initial (sasl, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
  g_assert_true (mbx_sasl_accepts_success (sasl));
  assert_broken (sasl, "");
}

/* The example of RFC 7628 section 4.1, with its error answered as in section 4.3. */
static void
test_oauthbearer (void)
{
  g_autoptr (MbxSasl) sasl =
      make_sasl (MBX_MECHANISM_OAUTHBEARER, MBX_CREDENTIAL_TOKEN, "user@example.com",
                 "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29t"
                 "Cg==");

  assert_initial (sasl,
                  "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAW"
                  "F1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB");
  assert_answer (sasl, "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=", "AQ==");
  g_assert_cmpstr (mbx_sasl_get_error (sasl), ==, "{\"status\":\"invalid_token\"}");
  assert_broken (sasl, "");
}

/* The example of Google's description. */
static void
test_xoauth2 (void)
{
  g_autoptr (MbxSasl) sasl =
      make_sasl (MBX_MECHANISM_XOAUTH2, MBX_CREDENTIAL_TOKEN, "someuser@example.com",
                 "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdml"
                 "zdGEuY29tCg");

  assert_initial (sasl, "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk"
                        "52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==");
  assert_answer (sasl, "", "");
  assert_broken (sasl, "");
}

static void
test_login (void)
{
  g_autoptr (MbxSasl) sasl =
      make_sasl (MBX_MECHANISM_LOGIN, MBX_CREDENTIAL_PASSWORD, "tim", "secret");

  g_assert_null (mbx_sasl_make_initial (sasl));
  assert_answer (sasl, "VXNlcm5hbWU6", "dGlt");
  assert_answer (sasl, "anything at all", "c2VjcmV0");
  assert_broken (sasl, "VXNlcm5hbWU6");
}

/* The example of RFC 2195 section 2. */
static void
test_cram_md5 (void)
{
  g_autoptr (MbxSasl) sasl =
      make_sasl (MBX_MECHANISM_CRAM_MD5, MBX_CREDENTIAL_PASSWORD, "tim", "tanstaaftanstaaf");

  g_assert_null (mbx_sasl_make_initial (sasl));
  assert_answer (sasl, "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
                 "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
  assert_broken (sasl, "PDE+");
}

typedef struct
{
  const char *input;
  const char *output;
} Prepared;

/* The examples of RFC 4013 section 3 that end well, and what people really type. */
static const Prepared prepared[] = {
  { "I\302\255X", "IX" },      { "user", "user" },
  { "USER", "USER" },          { "\302\252", "a" },
  { "\342\205\250", "IX" },    { "a\302\240b", "a b" },
  { "u\314\210", "\303\274" }, { "\357\274\241\357\274\242", "AB" },
  { "\342\200\213x", "x" },    { "\377\376", "\377\376" },
  { "a\007b", "a\007b" },      { "", "" },
};

static void
test_saslprep (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prepared); i++)
    {
      g_autofree char *output = mbx_saslprep (prepared[i].input);

      g_assert_cmpstr (output, ==, prepared[i].output);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *path = g_strconcat ("/sasl/choice/", choices[i].name, NULL);

      g_test_add_data_func (path, &choices[i], test_choice);
    }
  g_test_add_func ("/sasl/choice/command", test_command);
  g_test_add_func ("/sasl/plain", test_plain);
  g_test_add_func ("/sasl/oauthbearer", test_oauthbearer);
  g_test_add_func ("/sasl/xoauth2", test_xoauth2);
  g_test_add_func ("/sasl/login", test_login);
  g_test_add_func ("/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/sasl/saslprep", test_saslprep);
  return g_test_run ();
}
