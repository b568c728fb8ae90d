/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/apple-profile-reader.h"

#include <string.h>

#define HEAD                                                                                    \
  "<?xml version=\"1.0\"?><!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"x\">"          \
  "<plist><dict><key>PayloadContent</key><array><dict>"
#define TAIL "</dict></array></dict></plist>"
#define TYPE "<key>PayloadType</key><string>com.apple.mail.managed</string>"
#define IN(port, ssl)                                                                           \
  "<key>IncomingMailServerHostName</key><string>IMAP.Example.org</string>"                      \
  "<key>IncomingMailServerPortNumber</key><integer>" port "</integer>"                          \
  "<key>IncomingMailServerUseSSL</key><" ssl "/>"
#define OUT(port)                                                                               \
  "<key>OutgoingMailServerHostName</key><string>smtp.example.org</string>"                      \
  "<key>OutgoingMailServerPortNumber</key><integer>" port "</integer>"                          \
  "<key>OutgoingMailServerUseSSL</key><true/>"                                                  \
  "<key>OutgoingMailServerUsername</key><string>anna</string>"

typedef struct
{
  const char *name;
  const char *data;
  int error;
  const char *incoming;
  const char *outgoing;
} Case;

static const Case cases[] = {
  { "usual", HEAD TYPE IN ("993", "true") OUT ("587") TAIL, -1, "imaps://imap.example.org:993",
    "smtp+starttls://smtp.example.org:587" },
  { "signed", "0\x82\x01 junk " HEAD TYPE IN ("143", "true") OUT ("465") TAIL "\x01\x02", -1,
    "imap+starttls://imap.example.org:143", "smtps://smtp.example.org:465" },
  { "pop", HEAD TYPE "<key>EmailAccountType</key><string>EmailTypePOP</string>" IN ("995", "true")
        OUT ("465") TAIL, -1, "pop3s://imap.example.org:995", "smtps://smtp.example.org:465" },
  { "unencrypted", HEAD TYPE IN ("143", "false") OUT ("465") TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS,
    NULL, NULL },
  { "bad-port", HEAD TYPE IN ("99999", "true") OUT ("465") TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS,
    NULL, NULL },
  { "no-mail", HEAD "<key>PayloadType</key><string>com.apple.wifi</string>" TAIL,
    MBX_DOCUMENT_ERROR_KIND, NULL, NULL },
  { "web-page", "<!DOCTYPE html><html></html>", MBX_DOCUMENT_ERROR_KIND, NULL, NULL },
  { "broken", "<plist><dict></plist>", MBX_DOCUMENT_ERROR_SYNTAX, NULL, NULL },
  { "empty", "", MBX_DOCUMENT_ERROR_KIND, NULL, NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);
  g_autoptr (MbxCandidate) candidate =
      mbx_apple_profile_read (c->data, strlen (c->data), address, &error);
  g_autofree char *incoming = NULL;
  g_autofree char *outgoing = NULL;
  const MbxServer *server;

  if (c->error >= 0)
    {
      g_assert_null (candidate);
      g_assert_error (error, MBX_DOCUMENT_ERROR, c->error);
      return;
    }
  g_assert_no_error (error);
  server = g_ptr_array_index (candidate->incoming, 0);
  incoming = mbx_server_to_uri (server);
  g_assert_cmpstr (incoming, ==, c->incoming);
  g_assert_cmpstr (server->username, ==, "anna@example.org");
  server = g_ptr_array_index (candidate->outgoing, 0);
  outgoing = mbx_server_to_uri (server);
  g_assert_cmpstr (outgoing, ==, c->outgoing);
  g_assert_cmpstr (server->username, ==, "anna");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/core/apple-profile-reader/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
