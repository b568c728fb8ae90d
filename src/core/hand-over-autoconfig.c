/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over-private.h"

#include <libxml/xmlwriter.h>
#include <string.h>

/*
 * A settings file in the form of draft-ietf-mailmaint-autoconfig, for administrators to put on
 * their web server, with the DNS records of RFC 6186 and RFC 8314 as a comment at its head.
 */

/* The file serves everybody at the domain, so the own name becomes a placeholder. */
static const char *
username_template (const MbxServer *server, const char *address)
{
  g_autofree char *local = g_strndup (address, strcspn (address, "@"));

  if (g_ascii_strcasecmp (server->username, address) == 0)
    return "%EMAILADDRESS%";
  if (g_ascii_strcasecmp (server->username, local) == 0)
    return "%EMAILLOCALPART%";
  return server->username;
}

static void
add_server (xmlTextWriter *writer, const char *element, const MbxServer *server,
            const MbxAccount *account)
{
  gboolean token = account->sign_in == MBX_SIGN_IN_OAUTH;

  xmlTextWriterStartElement (writer, BAD_CAST element);
  xmlTextWriterWriteAttribute (writer, BAD_CAST "type",
                               BAD_CAST mbx_protocol_to_string (server->protocol));
  xmlTextWriterWriteElement (writer, BAD_CAST "hostname", BAD_CAST server->host);
  xmlTextWriterWriteFormatElement (writer, BAD_CAST "port", "%u", server->port);
  xmlTextWriterWriteElement (writer, BAD_CAST "socketType",
                             BAD_CAST (server->security == MBX_SECURITY_TLS ? "SSL" : "STARTTLS"));
  xmlTextWriterWriteElement (writer, BAD_CAST "username",
                             BAD_CAST username_template (server, account->address));
  xmlTextWriterWriteElement (writer, BAD_CAST "authentication",
                             BAD_CAST (token ? "OAuth2" : "password-cleartext"));
  xmlTextWriterEndElement (writer);
}

static const char *
srv_label (const MbxServer *server)
{
  gboolean tls = server->security == MBX_SECURITY_TLS;

  switch (server->protocol)
    {
    case MBX_PROTOCOL_IMAP:
      return tls ? "_imaps" : "_imap";
    case MBX_PROTOCOL_POP3:
      return tls ? "_pop3s" : "_pop3";
    case MBX_PROTOCOL_SMTP:
      return tls ? "_submissions" : "_submission";
    }
  g_assert_not_reached ();
}

static char *
records (const MbxAccount *account, const char *domain)
{
  const MbxServer *in = account->incoming;
  const MbxServer *out = account->outgoing;

  return g_strdup_printf ("\n"
                          "  Serve this file as https://autoconfig.%s/mail/config-v1.1.xml\n"
                          "  and as https://%s/.well-known/autoconfig/mail/config-v1.1.xml.\n"
                          "  DNS records that say the same:\n"
                          "    %s._tcp.%s. SRV 0 1 %u %s.\n"
                          "    %s._tcp.%s. SRV 0 1 %u %s.\n"
                          "    autoconfig.%s. A or AAAA: your web server\n"
                          "  The MX record stays as it is: it names the host that takes mail from\n"
                          "  outside, not the servers of this file.\n",
                          domain, domain, srv_label (in), domain, in->port, in->host,
                          srv_label (out), domain, out->port, out->host, domain);
}

static void
add_config (xmlTextWriter *writer, const MbxAccount *account, const char *domain)
{
  xmlTextWriterStartElement (writer, BAD_CAST "clientConfig");
  xmlTextWriterWriteAttribute (writer, BAD_CAST "version", BAD_CAST "1.1");
  xmlTextWriterStartElement (writer, BAD_CAST "emailProvider");
  xmlTextWriterWriteAttribute (writer, BAD_CAST "id", BAD_CAST domain);
  xmlTextWriterWriteElement (writer, BAD_CAST "domain", BAD_CAST domain);
  xmlTextWriterWriteElement (writer, BAD_CAST "displayName", BAD_CAST domain);
  xmlTextWriterWriteElement (writer, BAD_CAST "displayShortName", BAD_CAST domain);
  add_server (writer, "incomingServer", account->incoming, account);
  add_server (writer, "outgoingServer", account->outgoing, account);
  xmlTextWriterEndElement (writer);
  xmlTextWriterEndElement (writer);
}

char *
mbx_hand_over_write_autoconfig (const MbxHandOverFile *file, GError **error)
{
  const char *at = strrchr (file->account->address, '@');
  const char *domain = at != NULL ? at + 1 : file->account->address;
  g_autofree char *comment = records (file->account, domain);
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlTextWriter *writer = xmlNewTextWriterMemory (buffer, 0);
  char *text;

  xmlTextWriterSetIndent (writer, 1);
  xmlTextWriterStartDocument (writer, "1.0", "UTF-8", NULL);
  /* Two hyphens would end the comment; domains may hold them. */
  if (strstr (comment, "--") == NULL)
    xmlTextWriterWriteComment (writer, BAD_CAST comment);
  add_config (writer, file->account, domain);
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}
