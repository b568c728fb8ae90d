/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/pacc-reader.h"

#include <string.h>

#define PROTOCOLS "\"protocols\":{\"imap\":{\"host\":\"Imap.example.org\"},"

static MbxCandidate *
read_text (const char *text, GError **error)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);

  return mbx_pacc_read (text, strlen (text), address, error);
}

typedef struct
{
  const char *text;
  const char *outgoing;
  guint auth;
  const char *issuer;
} Good;

static const Good good[] = {
  { "{" PROTOCOLS "\"smtp\":{\"host\":\"smtp.example.org\"}}}", "smtps://smtp.example.org:465",
    MBX_AUTH_PASSWORD, NULL },
  { "{" PROTOCOLS "\"submit\":{\"host\":\"s.example\"},\"smtp\":{\"host\":\"old.example\"}},"
    "\"authentication\":{\"password\":true}}",
    "smtps://s.example:465", MBX_AUTH_PASSWORD, NULL },
  { "{" PROTOCOLS "\"submit\":{\"host\":\"s.example\"}},\"authentication\":{\"oauth-public\":"
    "{\"issuer\":\"https://auth.example.org/\"},\"password\":true},\"unknown\":[{}]}",
    "smtps://s.example:465", MBX_AUTH_PASSWORD | MBX_AUTH_OAUTH, "https://auth.example.org/" },
  { "{" PROTOCOLS "\"submit\":{\"host\":\"s.example\"}},\"authentication\":{\"oauth-public\":"
    "{\"issuer\":\"https://auth.example.org/\"},\"password\":false}}",
    "smtps://s.example:465", MBX_AUTH_OAUTH, "https://auth.example.org/" },
  { "{" PROTOCOLS "\"submit\":{\"host\":\"s.example\"}},\"authentication\":{\"oauth-public\":"
    "{\"issuer\":\"http://auth.example.org/\"},\"password\":\"no\"}}",
    "smtps://s.example:465", MBX_AUTH_PASSWORD, NULL },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxCandidate) candidate = read_text (good[i].text, &error);
      g_autofree char *incoming = NULL;
      g_autofree char *outgoing = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      incoming = mbx_server_to_uri (candidate->incoming->pdata[0]);
      outgoing = mbx_server_to_uri (candidate->outgoing->pdata[0]);
      g_assert_cmpstr (incoming, ==, "imaps://imap.example.org:993");
      g_assert_cmpstr (outgoing, ==, good[i].outgoing);
      g_assert_cmpuint (candidate->auth, ==, good[i].auth);
      g_assert_cmpstr (candidate->issuer, ==, good[i].issuer);
    }
}

typedef struct
{
  const char *text;
  MbxDocumentError code;
} Bad;

static const Bad bad[] = {
  { "", MBX_DOCUMENT_ERROR_KIND },
  { "[]", MBX_DOCUMENT_ERROR_KIND },
  { "{}", MBX_DOCUMENT_ERROR_KIND },
  { "{", MBX_DOCUMENT_ERROR_SYNTAX },
  { "<html></html>", MBX_DOCUMENT_ERROR_SYNTAX },
  { "{\"protocols\": 7}", MBX_DOCUMENT_ERROR_KIND },
  { "{\"protocols\": {}}", MBX_DOCUMENT_ERROR_NO_SERVERS },
  { "{\"protocols\": {\"imap\": \"h\", \"smtp\": {\"host\": 7}}}", MBX_DOCUMENT_ERROR_NO_SERVERS },
  { "{" PROTOCOLS "\"smtp\":{\"host\":\"a b\"}}}", MBX_DOCUMENT_ERROR_NO_SERVERS },
  { "{" PROTOCOLS "\"smtp\":{\"host\":\"s.example\"}}} /* c */", MBX_DOCUMENT_ERROR_SYNTAX },
  { "{\"a\": \"\xff\"}", MBX_DOCUMENT_ERROR_SYNTAX },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxCandidate) candidate = read_text (bad[i].text, &error);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_null (candidate);
      g_assert_error (error, MBX_DOCUMENT_ERROR, (int) bad[i].code);
    }
}

static void
test_deep (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *hidden = g_strconcat ("{\"a\": \"\\\"", deep, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (deep, &error));
  g_assert_error (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (read_text (hidden, &error));
  g_assert_error (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_SYNTAX);
}

static void
test_digest (void)
{
  static const char body[] = "hello";
  /* printf hello | openssl dgst -sha256 -binary | base64 */
  static const char right[] = "v=UAAC1; a=sha256; d=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
  static const char shuffled[] =
      "d=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=;x=1;a=SHA256;v=uaac1;";
  static const char wrong[] = "v=UAAC1; a=sha256; d=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const struct
  {
    const char *records[4];
    MbxPaccDigest result;
  } cases[] = {
    { { NULL }, MBX_PACC_DIGEST_NONE },
    { { "v=spf1 -all", NULL }, MBX_PACC_DIGEST_NONE },
    { { "v=UAAC1; a=sha512; d=AAAA", NULL }, MBX_PACC_DIGEST_NONE },
    { { right, NULL }, MBX_PACC_DIGEST_MATCH },
    { { shuffled, NULL }, MBX_PACC_DIGEST_MATCH },
    { { wrong, "x", right, NULL }, MBX_PACC_DIGEST_MATCH },
    { { wrong, NULL }, MBX_PACC_DIGEST_MISMATCH },
    { { "v=UAAC1;a=sha256;d=", NULL }, MBX_PACC_DIGEST_MISMATCH },
    { { "v=UAAC1;a=sha256;d=LPJN", NULL }, MBX_PACC_DIGEST_MISMATCH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (mbx_pacc_check_digest (cases[i].records, body, strlen (body)), ==,
                     cases[i].result);
  g_assert_cmpint (mbx_pacc_check_digest (NULL, body, strlen (body)), ==, MBX_PACC_DIGEST_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pacc/good", test_good);
  g_test_add_func ("/pacc/bad", test_bad);
  g_test_add_func ("/pacc/deep", test_deep);
  g_test_add_func ("/pacc/digest", test_digest);
  return g_test_run ();
}
