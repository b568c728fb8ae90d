/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/apple-profile-reader.h"

#include <string.h>

#include "core/xml-document.h"

#define MAIL_PAYLOAD "com.apple.mail.managed"

/* The value that follows a key: in a property list they are siblings. */
static xmlNode *
find_value (xmlNode *dict, const char *key)
{
  for (xmlNode *node = xmlFirstElementChild (dict); node != NULL;
       node = xmlNextElementSibling (node))
    {
      xmlChar *text;
      gboolean same;

      if (strcmp ((const char *) node->name, "key") != 0)
        continue;
      text = xmlNodeGetContent (node);
      same = text != NULL && strcmp ((const char *) text, key) == 0;
      xmlFree (text);
      if (same)
        return xmlNextElementSibling (node);
    }
  return NULL;
}

static char *
get_text (xmlNode *dict, const char *side, const char *key)
{
  g_autofree char *name = g_strconcat (side, key, NULL);
  xmlNode *value = find_value (dict, name);
  xmlChar *text = value == NULL ? NULL : xmlNodeGetContent (value);
  char *copy = text == NULL ? NULL : g_strndup ((const char *) text, 1024);

  xmlFree (text);
  return copy;
}

static gboolean
get_flag (xmlNode *dict, const char *side, const char *key)
{
  g_autofree char *name = g_strconcat (side, key, NULL);
  xmlNode *value = find_value (dict, name);

  return value != NULL && strcmp ((const char *) value->name, "true") == 0;
}

static gboolean
is_mail (xmlNode *node)
{
  g_autofree char *type = get_text (node, "", "PayloadType");

  return strcmp ((const char *) node->name, "dict") == 0 && g_strcmp0 (type, MAIL_PAYLOAD) == 0;
}

static xmlNode *
find_mail (xmlNode *node, guint depth)
{
  if (node == NULL || depth > 16)
    return NULL;
  if (is_mail (node))
    return node;
  for (xmlNode *child = xmlFirstElementChild (node); child != NULL;
       child = xmlNextElementSibling (child))
    {
      xmlNode *found = find_mail (child, depth + 1);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A profile only says "SSL"; which kind that is follows from the port (RFC 8314). */
static MbxServer *
read_server (xmlNode *mail, const char *side, MbxProtocol protocol, const MbxAddress *address)
{
  g_autofree char *written = get_text (mail, side, "MailServerHostName");
  g_autofree char *host = mbx_host_normalize (written);
  g_autofree char *number = get_text (mail, side, "MailServerPortNumber");
  g_autofree char *user = get_text (mail, side, "MailServerUsername");
  guint64 port = 0;
  MbxSecurity security;

  if (host == NULL || !get_flag (mail, side, "MailServerUseSSL"))
    return NULL;
  if (number != NULL &&
      !g_ascii_string_to_unsigned (g_strstrip (number), 10, 1, G_MAXUINT16, &port, NULL))
    return NULL;
  security = port == 0 || port == mbx_default_port (protocol, MBX_SECURITY_TLS)
                 ? MBX_SECURITY_TLS
                 : MBX_SECURITY_STARTTLS;
  return mbx_server_new (protocol, host, (guint16) port, security,
                         user != NULL && *user != '\0' ? user : address->text);
}

/*
 * A signed profile has the same XML inside the signature's own encoding. The document type that
 * Apple writes on top is left out, since none is ever read.
 */
static xmlDoc *
parse (const char *data, gsize length, GError **error)
{
  const char *start = memmem (data, length, "<plist", 6);
  const gsize rest = start == NULL ? 0 : length - (gsize) (start - data);
  const char *end = start == NULL ? NULL : memmem (start, rest, "</plist>", 8);

  if (end == NULL)
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_KIND);
      return NULL;
    }
  return mbx_xml_parse (start, (gsize) (end - start) + strlen ("</plist>"), "plist", error);
}

/**
 * mbx_apple_profile_read:
 * @data: a .mobileconfig file, signed or not; the signature is not looked at
 * @length: its bytes
 * @address: whose mailbox it is for; stands in where the profile names no user
 * @error: an #MbxDocumentError
 *
 * Takes the first mail account of the profile. Servers without encryption are left out.
 *
 * Returns: (transfer full) (nullable): the settings
 */
MbxCandidate *
mbx_apple_profile_read (const char *data, gsize length, const MbxAddress *address, GError **error)
{
  g_autoptr (xmlDoc) document = NULL;
  g_autoptr (MbxCandidate) candidate = NULL;
  g_autofree char *kind = NULL;
  xmlNode *mail;
  MbxServer *incoming;
  MbxServer *outgoing;

  if (length > MBX_DOCUMENT_MAX_BYTES)
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_TOO_LARGE);
      return NULL;
    }
  document = parse (data, length, error);
  if (document == NULL)
    return NULL;
  mail = find_mail (xmlDocGetRootElement (document), 0);
  if (mail == NULL)
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_KIND);
      return NULL;
    }
  kind = get_text (mail, "", "EmailAccountType");
  incoming = read_server (
      mail, "Incoming",
      g_strcmp0 (kind, "EmailTypePOP") == 0 ? MBX_PROTOCOL_POP3 : MBX_PROTOCOL_IMAP, address);
  outgoing = read_server (mail, "Outgoing", MBX_PROTOCOL_SMTP, address);
  candidate = mbx_candidate_new (MBX_SOURCE_GIVEN);
  if (incoming != NULL)
    g_ptr_array_add (candidate->incoming, incoming);
  if (outgoing != NULL)
    g_ptr_array_add (candidate->outgoing, outgoing);
  if (incoming != NULL && outgoing != NULL)
    return g_steal_pointer (&candidate);
  mbx_document_set_error (error, MBX_DOCUMENT_ERROR_NO_SERVERS);
  return NULL;
}
