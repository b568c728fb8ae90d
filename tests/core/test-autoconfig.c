/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/autoconfig-reader.h"

#include <string.h>

#define HEAD "<clientConfig version=\"1.1\"><emailProvider id=\"x\">"
#define TAIL "</emailProvider></clientConfig>"
#define IN(type, host, port, socket, extra) \
  "<incomingServer type=\"" type "\"><hostname>" host "</hostname><port>" port \
  "</port><socketType>" socket "</socketType>" extra "</incomingServer>"
#define OUT(host, port, socket, extra) \
  "<outgoingServer type=\"smtp\"><hostname>" host "</hostname><port>" port \
  "</port><socketType>" socket "</socketType>" extra "</outgoingServer>"
#define IMAP IN ("imap", "imap.example.org", "993", "SSL", "")
#define SMTP OUT ("smtp.example.org", "465", "SSL", "")

static MbxCandidate *
read_text (const char *text, gssize length, GError **error)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);

  return mbx_autoconfig_read (text, length < 0 ? strlen (text) : (gsize) length, address,
                              MBX_SOURCE_ISP_AUTOCONFIG, error);
}

/* "imaps://host:993 user, ..." so that a whole answer fits into one line of a table. */
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
  { HEAD IMAP SMTP TAIL, "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  { "\r\n\t <?xml version=\"1.0\"?>" HEAD IMAP SMTP TAIL,
    "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  { "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>" HEAD IMAP SMTP TAIL,
    "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  { "<clientConfig xmlns=\"urn:x\" version=\"9\"><emailProvider>" IMAP SMTP TAIL,
    "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  /* POP3 first in the file, plain first, STARTTLS before TLS. */
  { HEAD IN ("pop3", "p.example", "995", "SSL", "") IN ("imap", "i.example", "143", "plain", "")
        IN ("imap", "i.example", "143", "STARTTLS", "") IN ("imap", "i.example", "993", "SSL", "")
            SMTP TAIL,
    "imaps://i.example:993 anna@example.org, imap+starttls://i.example:143 anna@example.org, "
    "pop3s://p.example:995 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  /* Several placeholders in one value, in host names too; white space; capitals. */
  { HEAD IN ("IMAP", " %EMAILDOMAIN% ", " 993 ", " ssl ",
             "<username>%EMAILLOCALPART%.%EMAILDOMAIN%</username>")
        OUT ("Smtp.%EMAILDOMAIN%.", "587", "starttls", "<username>%EMAILLOCALPART%</username>")
            TAIL,
    "imaps://example.org:993 anna.example.org", "smtp+starttls://smtp.example.org:587 anna" },
  /* Unknown kinds, missing and broken elements are left out, the rest is taken. */
  { HEAD "<incomingServer/><incomingServer type=\"imap\"/>" IN ("exchange", "e.example", "443",
                                                                "SSL", "")
        IN ("imap", "", "993", "SSL", "") IN ("imap", "a b", "993", "SSL", "")
            IN ("imap", "i.example", "0", "SSL", "") IN ("imap", "i.example", "70000", "SSL", "")
                IN ("imap", "i.example", "993", "magic", "")
                    IN ("smtp", "i.example", "993", "SSL", "") IMAP SMTP TAIL,
    "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  { HEAD
    "<incomingServer type=\"imap\"><hostname>i.example</hostname><port>993</port></incomingServer>"
    "<outgoingServer "
    "type=\"smtp\"><hostname>o.example</hostname><port>587</port></outgoingServer>" TAIL,
    "imaps://i.example:993 anna@example.org", "smtp+starttls://o.example:587 anna@example.org" },
  { HEAD IMAP IMAP SMTP SMTP TAIL, "imaps://imap.example.org:993 anna@example.org",
    "smtps://smtp.example.org:465 anna@example.org" },
  { HEAD IN ("imap", "<![CDATA[i.example]]>", "993<!-- c -->", "SSL", "") SMTP TAIL,
    "imaps://i.example:993 anna@example.org", "smtps://smtp.example.org:465 anna@example.org" },
  /* A user name with a line break in it would end up in a command. */
  { HEAD IN ("imap", "i.example", "993", "SSL", "<username>a&#13;&#10;b</username>") SMTP TAIL,
    "imaps://i.example:993 anna@example.org", "smtps://smtp.example.org:465 anna@example.org" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxCandidate) candidate = read_text (good[i].text, -1, &error);
      g_autofree char *incoming = NULL;
      g_autofree char *outgoing = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      incoming = describe (candidate->incoming);
      outgoing = describe (candidate->outgoing);
      g_assert_cmpstr (incoming, ==, good[i].incoming);
      g_assert_cmpstr (outgoing, ==, good[i].outgoing);
      g_assert_false (candidate->upgraded);
      g_assert_false (candidate->secure);
    }
}

typedef struct
{
  const char *text;
  MbxDocumentError code;
} Bad;

static const Bad bad[] = {
  { "", MBX_DOCUMENT_ERROR_SYNTAX },
  { " \n ", MBX_DOCUMENT_ERROR_SYNTAX },
  { "<clientConfig", MBX_DOCUMENT_ERROR_SYNTAX },
  { HEAD IMAP SMTP "</emailProvider>", MBX_DOCUMENT_ERROR_SYNTAX },
  { "<!DOCTYPE html><html><body><p>Parked<br></body></html>", MBX_DOCUMENT_ERROR_KIND },
  { "<!doctype html>\n<html lang=en><title>x</title>", MBX_DOCUMENT_ERROR_KIND },
  { "<html><body>Hello</body></html>", MBX_DOCUMENT_ERROR_KIND },
  { "<html><p>Hello</html>", MBX_DOCUMENT_ERROR_KIND },
  { "{\"a\": 1}", MBX_DOCUMENT_ERROR_SYNTAX },
  { "<config>" IMAP SMTP "</config>", MBX_DOCUMENT_ERROR_KIND },
  { "<clientConfig/>", MBX_DOCUMENT_ERROR_NO_SERVERS },
  { HEAD IMAP TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS },
  { HEAD SMTP TAIL, MBX_DOCUMENT_ERROR_NO_SERVERS },
  { "<!DOCTYPE clientConfig [<!ENTITY a \"x\">]>" HEAD IMAP SMTP TAIL, MBX_DOCUMENT_ERROR_KIND },
  { "<!DOCTYPE c [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" HEAD IMAP SMTP "<displayName>&a;"
    "</displayName>" TAIL, MBX_DOCUMENT_ERROR_KIND },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxCandidate) candidate = read_text (bad[i].text, -1, &error);

      g_test_message ("%" G_GSIZE_FORMAT " %s", i, error != NULL ? error->message : "accepted");
      g_assert_null (candidate);
      g_assert_error (error, MBX_DOCUMENT_ERROR, (int) bad[i].code);
    }
}

/* A name of a few bytes that stands for gigabytes: refused, and at once. */
static void
test_bomb (void)
{
  g_autoptr (GString) text =
      g_string_new ("<!DOCTYPE c [<!ENTITY a0 \"aaaaaaaaaaaaaaaaaaaaaaaa\">");
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 1; i < 30; i++)
    g_string_append_printf (text, "<!ENTITY a%u \"&a%u;&a%u;&a%u;&a%u;\">", i, i - 1, i - 1, i - 1,
                            i - 1);
  g_string_append (text, "]>" HEAD "<displayName x=\"&a29;\">&a29;</displayName>" IMAP SMTP TAIL);
  g_assert_null (read_text (text->str, -1, &error));
  g_assert_true (g_error_matches (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_KIND) ||
                 g_error_matches (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_SYNTAX));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_huge (void)
{
  g_autoptr (GString) text = g_string_new (HEAD IMAP SMTP);
  g_autoptr (GString) many = g_string_new (HEAD SMTP);
  g_autoptr (MbxCandidate) bounded = NULL;
  g_autoptr (GError) error = NULL;

  while (text->len < MBX_DOCUMENT_MAX_BYTES)
    g_string_append (text, "<x/>");
  g_string_append (text, TAIL);
  g_assert_null (read_text (text->str, -1, &error));
  g_assert_error (error, MBX_DOCUMENT_ERROR, MBX_DOCUMENT_ERROR_TOO_LARGE);
  for (guint i = 0; i < 500; i++)
    g_string_append_printf (many, IN ("imap", "i%u.example", "993", "SSL", ""), i);
  g_string_append (many, TAIL);
  bounded = read_text (many->str, -1, NULL);
  g_assert_cmpuint (bounded->incoming->len, <=, 16);
}

static void
test_encodings (void)
{
  static const char *const text = "<?xml version=\"1.0\" encoding=\"%s\"?>" HEAD
                                  "<displayName>J\xc3\xb6rg</displayName>" IMAP SMTP TAIL;
  const char *const encodings[] = { "ISO-8859-1", "windows-1252", "UTF-16" };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, "%s", 2);
      g_autofree char *utf8 = g_strjoinv (encodings[i], parts);
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      g_autoptr (MbxCandidate) candidate = NULL;
      gsize length;

      bytes = g_convert (utf8, -1, encodings[i], "UTF-8", NULL, &length, &error);
      g_assert_no_error (error);
      candidate = read_text (bytes, (gssize) length, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (candidate->provider_name, ==, "J\xc3\xb6rg");
    }
}

/* Nothing that a stranger wrote may get to the terminal, not even as an error message. */
static void
test_quiet (void)
{
  static const char text[] = "<?xml version=\"1.0\" encoding=\"UTF-16LE\"?>" HEAD
                             "<displayName>\xff\xfe\xd8\x00\xd8\xd8</displayName>" TAIL;
  static const char cut[] = "\xff\xfe<\0a\0>\0\x00\xd8\x00";

  if (g_test_subprocess ())
    {
      g_assert_null (read_text (text, -1, NULL));
      g_assert_null (read_text (cut, sizeof cut - 1, NULL));
      g_assert_null (
          read_text ("<?xml version='1.0' encoding='shift_jis'?><a>\x80\xff</a>", -1, NULL));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
}

static void
test_upgraded (void)
{
  g_autoptr (MbxCandidate) candidate = read_text (HEAD IN ("pop3", "p.example", "110", "plain", "")
                                                      OUT ("o.example", "25", "plain", "") TAIL,
                                                  -1, NULL);
  g_autofree char *incoming = describe (candidate->incoming);
  g_autofree char *outgoing = describe (candidate->outgoing);

  g_assert_true (candidate->upgraded);
  g_assert_cmpstr (incoming, ==,
                   "pop3s://p.example:995 anna@example.org, "
                   "pop3+starttls://p.example:110 anna@example.org");
  g_assert_cmpstr (outgoing, ==,
                   "smtps://o.example:465 anna@example.org, "
                   "smtp+starttls://o.example:25 anna@example.org");
}

static void
test_names_and_pages (void)
{
  g_autoptr (MbxCandidate) candidate = read_text (
      "<clientConfig><emailProvider><displayName> Good\n  Mail \xe2\x80\xae for %EMAILDOMAIN%"
      "</displayName>" IN ("imap", "i.example", "993", "SSL",
                           "<authentication>OAuth2</authentication>"
                           "<authentication>password-cleartext</authentication>") SMTP
      "</emailProvider><enable visiturl=\"https://example.org/imap\"/>"
      "<oAuth2><issuer>Login.Example.org</issuer></oAuth2></clientConfig>", -1, NULL);

  g_assert_cmpstr (candidate->provider_name, ==, "Good Mail for example.org");
  g_assert_cmpstr (candidate->enable_page, ==, "https://example.org/imap");
  g_assert_cmpstr (candidate->issuer, ==, "https://login.example.org");
  g_assert_cmpuint (candidate->auth, ==, MBX_AUTH_OAUTH | MBX_AUTH_PASSWORD);
}

static void
test_bad_pages (void)
{
  g_autoptr (MbxCandidate) candidate = read_text (
      HEAD IMAP SMTP "<enable visiturl=\"javascript:alert(1)\"/></emailProvider>"
      "<oAuth2><issuer>http://evil example</issuer></oAuth2></clientConfig>", -1, NULL);

  g_assert_null (candidate->enable_page);
  g_assert_null (candidate->issuer);
  g_assert_null (candidate->provider_name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autoconfig/good", test_good);
  g_test_add_func ("/autoconfig/bad", test_bad);
  g_test_add_func ("/autoconfig/bomb", test_bomb);
  g_test_add_func ("/autoconfig/huge", test_huge);
  g_test_add_func ("/autoconfig/encodings", test_encodings);
  g_test_add_func ("/autoconfig/quiet", test_quiet);
  g_test_add_func ("/autoconfig/upgraded", test_upgraded);
  g_test_add_func ("/autoconfig/names-and-pages", test_names_and_pages);
  g_test_add_func ("/autoconfig/bad-pages", test_bad_pages);
  return g_test_run ();
}
