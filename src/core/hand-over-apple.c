/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over-private.h"

#include <libxml/xmlwriter.h>

/* A configuration profile for iPhone, iPad and Mac: payload com.apple.mail.managed. */

#define PLIST_PUBLIC_ID "-//Apple//DTD PLIST 1.0//EN"
#define PLIST_SYSTEM_ID "http://www.apple.com/DTDs/PropertyList-1.0.dtd"

static void
add_string (xmlTextWriter *writer, const char *key, const char *value)
{
  xmlTextWriterWriteElement (writer, BAD_CAST "key", BAD_CAST key);
  xmlTextWriterWriteElement (writer, BAD_CAST "string", BAD_CAST value);
}

static void
add_integer (xmlTextWriter *writer, const char *key, int value)
{
  xmlTextWriterWriteElement (writer, BAD_CAST "key", BAD_CAST key);
  xmlTextWriterWriteFormatElement (writer, BAD_CAST "integer", "%d", value);
}

static void
add_true (xmlTextWriter *writer, const char *key)
{
  xmlTextWriterWriteElement (writer, BAD_CAST "key", BAD_CAST key);
  xmlTextWriterWriteElement (writer, BAD_CAST "true", NULL);
}

/* Always the same for one mailbox, so that a profile installed again replaces the old one. */
static char *
stable_uuid (const MbxAccount *account, const char *purpose)
{
  g_autofree char *seed = g_strdup_printf ("mailbox-setup:%s:%s", purpose, account->address);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  g_autofree char *uuid = g_strdup_printf ("%.8s-%.4s-5%.3s-a%.3s-%.12s", hash, hash + 8,
                                           hash + 12, hash + 15, hash + 18);

  return g_ascii_strup (uuid, -1);
}

static void
add_head (xmlTextWriter *writer, const char *type, const char *identifier, const char *uuid)
{
  add_string (writer, "PayloadType", type);
  add_integer (writer, "PayloadVersion", 1);
  add_string (writer, "PayloadIdentifier", identifier);
  add_string (writer, "PayloadUUID", uuid);
}

/* "UseSSL" stands for both direct TLS and STARTTLS; the port decides which. */
static void
add_server (xmlTextWriter *writer, const char *direction, const MbxServer *server)
{
  g_autofree char *authentication = g_strdup_printf ("%sMailServerAuthentication", direction);
  g_autofree char *host = g_strdup_printf ("%sMailServerHostName", direction);
  g_autofree char *port = g_strdup_printf ("%sMailServerPortNumber", direction);
  g_autofree char *tls = g_strdup_printf ("%sMailServerUseSSL", direction);
  g_autofree char *user = g_strdup_printf ("%sMailServerUsername", direction);

  add_string (writer, authentication, "EmailAuthPassword");
  add_string (writer, host, server->host);
  add_integer (writer, port, server->port);
  add_true (writer, tls);
  add_string (writer, user, server->username);
}

static void
add_mail_payload (xmlTextWriter *writer, const MbxAccount *account)
{
  g_autofree char *uuid = stable_uuid (account, "mail");
  g_autofree char *identifier = g_strdup_printf ("%s.mail.%s", MBX_APP_ID, uuid);
  gboolean pop = account->incoming->protocol == MBX_PROTOCOL_POP3;

  xmlTextWriterStartElement (writer, BAD_CAST "dict");
  add_head (writer, "com.apple.mail.managed", identifier, uuid);
  add_string (writer, "EmailAccountType", pop ? "EmailTypePOP" : "EmailTypeIMAP");
  add_string (writer, "EmailAccountDescription", account->address);
  if (account->name != NULL && *account->name != '\0')
    add_string (writer, "EmailAccountName", account->name);
  add_string (writer, "EmailAddress", account->address);
  add_server (writer, "Incoming", account->incoming);
  add_server (writer, "Outgoing", account->outgoing);
  if (g_strcmp0 (account->incoming->username, account->outgoing->username) == 0)
    add_true (writer, "OutgoingPasswordSameAsIncomingPassword");
  xmlTextWriterEndElement (writer);
}

static void
add_profile (xmlTextWriter *writer, const MbxAccount *account)
{
  g_autofree char *uuid = stable_uuid (account, "profile");
  g_autofree char *identifier = g_strdup_printf ("%s.%s", MBX_APP_ID, uuid);

  xmlTextWriterStartElement (writer, BAD_CAST "dict");
  add_head (writer, "Configuration", identifier, uuid);
  add_string (writer, "PayloadDisplayName", account->address);
  xmlTextWriterWriteElement (writer, BAD_CAST "key", BAD_CAST "PayloadContent");
  xmlTextWriterStartElement (writer, BAD_CAST "array");
  add_mail_payload (writer, account);
  xmlTextWriterEndElement (writer);
  xmlTextWriterEndElement (writer);
}

/* The device asks for the password itself: an unencrypted profile is no place for one. */
char *
mbx_hand_over_write_mobileconfig (const MbxHandOverFile *file, GError **error)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlTextWriter *writer = xmlNewTextWriterMemory (buffer, 0);
  char *text;

  xmlTextWriterSetIndent (writer, 1);
  xmlTextWriterStartDocument (writer, "1.0", "UTF-8", NULL);
  xmlTextWriterWriteDTD (writer, BAD_CAST "plist", BAD_CAST PLIST_PUBLIC_ID,
                         BAD_CAST PLIST_SYSTEM_ID, NULL);
  xmlTextWriterStartElement (writer, BAD_CAST "plist");
  xmlTextWriterWriteAttribute (writer, BAD_CAST "version", BAD_CAST "1.0");
  add_profile (writer, file->account);
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}
