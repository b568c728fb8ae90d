/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/autodiscover-reader.h"

#include <string.h>

#define HEAD                                                                                       \
  "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"urn:a\"><Response "             \
  "xmlns=\"urn:b\">"                                                                               \
  "<Account><AccountType>email</AccountType>"
#define TAIL "</Account></Response></Autodiscover>"
#define PROTOCOL(type, server, port, extra)                                                        \
  "<Protocol><Type>" type "</Type><Server>" server "</Server><Port>" port "</Port>" extra          \
  "</Protocol>"
#define IMAP PROTOCOL ("IMAP", "imap.example.org", "993", "<SSL>on</SSL>")
#define SMTP PROTOCOL ("SMTP", "smtp.example.org", "465", "<SSL>on</SSL>")

static MbxAutodiscoverReply *
read_text (const char *text, GError **error)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);

  return mbx_autodiscover_read (text, strlen (text), address, error);
}

static char *
describe (const GPtrArray *servers)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++)
    {
      const MbxServer *server = servers->pdata[i];
      g_autofree char *uri = mbx_server_to_uri (server);

      g_string_append_printf (out, "%s%s %s", i > 0 ? ", " : "", uri, server->username);
    }
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *text;
  const char *incoming;
  const char *outgoing;
} Good;

static const Good good[] = {
  { HEAD "<Action>settings</Action>" IMAP SMTP TAIL,
    "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  { HEAD PROTOCOL ("POP3", "p.example", "995", "") PROTOCOL ("IMAP", "i.example", "993", "")
        PROTOCOL ("SMTP", "o.example", "587", "<Encryption>TLS</Encryption>") TAIL,
    "imaps://i.example:993 anna@example.org, pop3s://p.example:995 anna@example.org",
    "smtp+starttls://o.example:587 anna@example.org" },
  /* Without a port the usual one; "SSL" on a port that begins in plain text means STARTTLS. */
  { HEAD "<Protocol><Type>IMAP</Type><Server>i.example</Server><LoginName>anna</LoginName></"
         "Protocol>" PROTOCOL ("SMTP", "o.example", "587", "<SSL>on</SSL>") TAIL,
    "imaps://i.example:993 anna", "smtp+starttls://o.example:587 anna@example.org" },
  /* Exchange's own protocols and servers without encryption are not for us. */
  { HEAD PROTOCOL ("EXCH", "x.example", "443", "")
        PROTOCOL ("IMAP", "i.example", "143", "<SSL>off</SSL>")
            PROTOCOL ("SMTP", "o.example", "25", "<Encryption>None</Encryption>") IMAP SMTP TAIL,
    "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxAutodiscoverReply) reply = read_text (good[i].text, &error);
      g_autofree char *incoming = NULL;
      g_autofree char *outgoing = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      g_assert_nonnull (reply->candidate);
      incoming = describe (reply->candidate->incoming);
      outgoing = describe (reply->candidate->outgoing);
      g_assert_cmpstr (incoming, ==, good[i].incoming);
      g_assert_cmpstr (outgoing, ==, good[i].outgoing);
    }
}

typedef struct
{
  const char *text;
  MbxDocumentError code;
} Bad;

static const Bad bad[] = {
  { "", MBX_DOCUMENT_ERROR_SYNTAX },
  { "<!DOCTYPE html><html></html>", MBX_DOCUMENT_ERROR_KIND },
  { "<Autodiscover/>", MBX_DOCUMENT_ERROR_REFUSED },
  { "<Autodiscover><Response><Error Time=\"1\" Id=\"2\"><ErrorCode>600</ErrorCode></Error>"
    "</Response></Autodiscover>",
    MBX_DOCUMENT_ERROR_REFUSED },
  { HEAD TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS },
  { HEAD PROTOCOL ("EXCH", "x.example", "443", "") TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS },
  { HEAD IMAP TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS },
  { HEAD PROTOCOL ("IMAP", "i.example", "x", "") SMTP TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxAutodiscoverReply) reply = read_text (bad[i].text, &error);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_null (reply);
      g_assert_error (error, MBX_DOCUMENT_ERROR, (int) bad[i].code);
    }
}

static void
test_redirects (void)
{
  g_autoptr (MbxAutodiscoverReply) url = read_text (
      HEAD "<Action>redirectUrl</Action><RedirectUrl>https://a.example/x</RedirectUrl>" TAIL, NULL);
  g_autoptr (MbxAutodiscoverReply) address = read_text (
      HEAD "<Action>redirectAddr</Action><RedirectAddr>b@b.example</RedirectAddr>" TAIL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (url->redirect_url, ==, "https://a.example/x");
  g_assert_cmpstr (address->redirect_address, ==, "b@b.example");
  g_assert_null (read_text (HEAD "<RedirectUrl>http://a.example/x</RedirectUrl>" TAIL, &error));
  g_assert_error (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_NO_SERVERS);
}

static void
test_request (void)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("a&b@example.org", NULL);
  g_autofree char *request = mbx_autodiscover_request (address);

  g_assert_nonnull (strstr (request, "<EMailAddress>a&amp;b@example.org</EMailAddress>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autodiscover/good", test_good);
  g_test_add_func ("/autodiscover/bad", test_bad);
  g_test_add_func ("/autodiscover/redirects", test_redirects);
  g_test_add_func ("/autodiscover/request", test_request);
  return g_test_run ();
}
