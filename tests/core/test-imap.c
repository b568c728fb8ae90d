/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/imap-login.h"
#include "core/imap-parser.h"

#include <string.h>

typedef struct
{
  const char *line;
  MbxImapKind kind;
  const char *tag;
  const char *word;
  const char *text;
} Response;

static const Response responses[] = {
  { "a1 OK done", MBX_IMAP_TAGGED, "a1", "OK", "done" },
  { "a1 ok", MBX_IMAP_TAGGED, "a1", "OK", "" },
  { "* OK [ALERT] x", MBX_IMAP_UNTAGGED, "*", "OK", "[ALERT] x" },
  { "*  capability  A B", MBX_IMAP_UNTAGGED, "*", "CAPABILITY", "A B" },
  { "* 23 EXISTS", MBX_IMAP_UNTAGGED, "*", "EXISTS", "" },
  { "* 23", MBX_IMAP_UNTAGGED, "*", "23", "" },
  { "+", MBX_IMAP_CONTINUATION, NULL, NULL, "" },
  { "+ ", MBX_IMAP_CONTINUATION, NULL, NULL, "" },
  { "+ abc=", MBX_IMAP_CONTINUATION, NULL, NULL, "abc=" },
  { "++ x", MBX_IMAP_TAGGED, "++", "X", "" },
};

static void
test_responses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      g_autoptr (MbxImapResponse) response = mbx_imap_response_parse (responses[i].line);

      g_test_message ("%s", responses[i].line);
      g_assert_nonnull (response);
      g_assert_cmpint (response->kind, ==, responses[i].kind);
      g_assert_cmpstr (response->tag, ==, responses[i].tag);
      g_assert_cmpstr (response->word, ==, responses[i].word);
      g_assert_cmpstr (response->text, ==, responses[i].text);
    }
}

static void
test_no_responses (void)
{
  static const char *const lines[] = { "", " ", "*", "* ", "a1", "a1 ", " a1 OK", "+OK" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("\"%s\"", lines[i]);
      g_assert_null (mbx_imap_response_parse (lines[i]));
    }
}

typedef struct
{
  const char *line;
  gboolean found;
  gsize start;
  gsize length;
} Literal;

static const Literal literals[] = {
  { "* LIST {5}", TRUE, 7, 5 }, { "* LIST {5+}", TRUE, 7, 5 },
  { "* LIST {0}", TRUE, 7, 0 }, { "{100}", TRUE, 0, 100 },
  { "{101}", TRUE, 0, 101 },    { "{99999999999999999999999}", TRUE, 0, 101 },
  { "{3} {4}", TRUE, 4, 4 },    { "{}", FALSE, 0, 0 },
  { "{-1}", FALSE, 0, 0 },      { "{5", FALSE, 0, 0 },
  { "{5} ", FALSE, 0, 0 },      { "{5-}", FALSE, 0, 0 },
  { "5}", FALSE, 0, 0 },        { "", FALSE, 0, 0 },
};

static void
test_literals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      gsize start = 0;
      gsize length = 0;

      g_test_message ("%s", literals[i].line);
      g_assert_cmpint (mbx_imap_find_literal (literals[i].line, 100, &start, &length), ==,
                       literals[i].found);
      g_assert_cmpuint (start, ==, literals[i].start);
      g_assert_cmpuint (length, ==, literals[i].length);
    }
}

typedef struct
{
  const char *line;
  const char *capabilities;
} Capabilities;

static const Capabilities capabilities[] = {
  { "* CAPABILITY IMAP4rev1 ID", "IMAP4rev1 ID" },
  { "* OK [CAPABILITY IMAP4rev1 ID] hello", "IMAP4rev1 ID" },
  { "a1 OK [capability x] hello", "x" },
  { "a1 OK [CAPABILITY unfinished", NULL },
  { "* OK [ALERT] [CAPABILITY x]", NULL },
  { "* LIST [CAPABILITY x]", NULL },
  { "a1 CAPABILITY x", NULL },
};

static void
test_capabilities (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (capabilities); i++)
    {
      g_autoptr (MbxImapResponse) response = mbx_imap_response_parse (capabilities[i].line);
      g_autofree char *found = mbx_imap_find_capabilities (response);

      g_assert_cmpstr (found, ==, capabilities[i].capabilities);
    }
}

typedef struct
{
  const char *text;
  gboolean full;
} Quota;

static const Quota quotas[] = {
  { "\"\" (STORAGE 512 512)", TRUE },
  { "\"\" (STORAGE 513 512)", TRUE },
  { "\"\" (STORAGE 511 512)", FALSE },
  { "\"\" (STORAGE 1 512 MESSAGE 9 9)", TRUE },
  { "\"a (b\" (STORAGE 1 2)", FALSE },
  { "\"\" (STORAGE 0 0)", FALSE },
  { "\"\" (STORAGE x y)", FALSE },
  { "\"\" (STORAGE 5)", FALSE },
  { "\"\" ()", FALSE },
  { "", FALSE },
};

static void
test_quotas (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (quotas); i++)
    {
      g_test_message ("%s", quotas[i].text);
      g_assert_cmpint (mbx_imap_quota_is_full (quotas[i].text), ==, quotas[i].full);
    }
}

typedef struct
{
  const char *name;
  const char *password;
  MbxImapLiteral literal;
  const char *pieces[4];
} Login;

static const Login logins[] = {
  { "anna", "secret", MBX_IMAP_LITERAL_WAIT, { "a1 LOGIN \"anna\" \"secret\"\r\n" } },
  { "", "", MBX_IMAP_LITERAL_WAIT, { "a1 LOGIN \"\" \"\"\r\n" } },
  { "a\"b", "c\\d", MBX_IMAP_LITERAL_WAIT, { "a1 LOGIN \"a\\\"b\" \"c\\\\d\"\r\n" } },
  { "anna", "p\303\244ss", MBX_IMAP_LITERAL_PLUS, { "a1 LOGIN \"anna\" {5+}\r\np\303\244ss\r\n" } },
  { "anna",
    "p\303\244ss",
    MBX_IMAP_LITERAL_MINUS,
    { "a1 LOGIN \"anna\" {5+}\r\np\303\244ss\r\n" } },
  { "\303\244",
    "\303\266\r\n",
    MBX_IMAP_LITERAL_WAIT,
    { "a1 LOGIN {2}\r\n", "\303\244 {4}\r\n", "\303\266\r\n\r\n" } },
};

static void
test_logins (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr (MbxSecret) secret = mbx_secret_new (logins[i].password);
      g_autoptr (MbxCredentials) credentials =
          mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, logins[i].name, secret);
      g_autoptr (MbxImapLogin) login = mbx_imap_login_new ("a1", credentials, logins[i].literal);

      for (const char *const *piece = logins[i].pieces; *piece != NULL; piece++)
        g_assert_cmpstr (mbx_secret_peek (mbx_imap_login_next (login)), ==, *piece);
      g_assert_null (mbx_imap_login_next (login));
    }
}

/* LITERAL- goes without waiting up to 4096 bytes and no further (RFC 7888 section 5). */
static void
test_literal_minus (void)
{
  static const gsize lengths[] = { 4096, 4097 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = g_strnfill (lengths[i], '\n');
      g_autoptr (MbxSecret) secret = mbx_secret_new (text);
      g_autoptr (MbxCredentials) credentials =
          mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
      g_autoptr (MbxImapLogin) login =
          mbx_imap_login_new ("a1", credentials, MBX_IMAP_LITERAL_MINUS);

      g_assert_nonnull (mbx_imap_login_next (login));
      g_assert_cmpint (mbx_imap_login_next (login) != NULL, ==, lengths[i] > 4096);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/responses", test_responses);
  g_test_add_func ("/imap/no-responses", test_no_responses);
  g_test_add_func ("/imap/literals", test_literals);
  g_test_add_func ("/imap/capabilities", test_capabilities);
  g_test_add_func ("/imap/quotas", test_quotas);
  g_test_add_func ("/imap/logins", test_logins);
  g_test_add_func ("/imap/literal-minus", test_literal_minus);
  return g_test_run ();
}
