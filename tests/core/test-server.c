/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/server.h"

typedef struct
{
  const char *uri;
  const char *canonical;
} GoodUri;

static const GoodUri good_uris[] = {
  { "imaps://imap.example.org", "imaps://imap.example.org:993" },
  { "IMAPS://Imap.Example.ORG.:993/", "imaps://imap.example.org:993" },
  { "imap+starttls://h.example", "imap+starttls://h.example:143" },
  { "pop3s://h.example:1995", "pop3s://h.example:1995" },
  { "pop3+starttls://h.example", "pop3+starttls://h.example:110" },
  { "smtps://[::1]:465", "smtps://[::1]:465" },
  { "smtp+starttls://127.0.0.1", "smtp+starttls://127.0.0.1:587" },
  { "imaps://bücher.example", "imaps://xn--bcher-kva.example:993" },
};

static void
test_good_uris (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_uris); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxServer) server = mbx_server_new_from_uri (good_uris[i].uri, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = mbx_server_to_uri (server);
      g_assert_cmpstr (text, ==, good_uris[i].canonical);
    }
}

typedef struct
{
  const char *uri;
  MbxServerError code;
} BadUri;

static const BadUri bad_uris[] = {
  { "", MBX_SERVER_ERROR_SCHEME },
  { "imap.example.org", MBX_SERVER_ERROR_SCHEME },
  { "https://example.org", MBX_SERVER_ERROR_SCHEME },
  { "imap://example.org", MBX_SERVER_ERROR_UNENCRYPTED },
  { "smtp://example.org:25", MBX_SERVER_ERROR_UNENCRYPTED },
  { "pop3://example.org", MBX_SERVER_ERROR_UNENCRYPTED },
  { "imaps://", MBX_SERVER_ERROR_HOST },
  { "imaps://a b", MBX_SERVER_ERROR_HOST },
  { "imaps://a..b", MBX_SERVER_ERROR_HOST },
  { "imaps://-a.example", MBX_SERVER_ERROR_HOST },
  { "imaps://999.1.1.1", MBX_SERVER_ERROR_HOST },
  { "imaps://h:0", MBX_SERVER_ERROR_PORT },
  { "imaps://h:65536", MBX_SERVER_ERROR_PORT },
  { "imaps://h:", MBX_SERVER_ERROR_PORT },
  { "imaps://h:99x", MBX_SERVER_ERROR_PORT },
  { "imaps://user@h", MBX_SERVER_ERROR_EXTRA },
  { "imaps://h/path", MBX_SERVER_ERROR_EXTRA },
  { "imaps://h?x", MBX_SERVER_ERROR_EXTRA },
};

static void
test_bad_uris (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_uris); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxServer) server = mbx_server_new_from_uri (bad_uris[i].uri, &error);

      g_test_message ("%s", bad_uris[i].uri);
      g_assert_null (server);
      g_assert_error (error, MBX_SERVER_ERROR, (int) bad_uris[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/good-uris", test_good_uris);
  g_test_add_func ("/server/bad-uris", test_bad_uris);
  return g_test_run ();
}
