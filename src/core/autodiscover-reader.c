/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/autodiscover-reader.h"

#include <string.h>

#include "core/xml-document.h"

#define REQUEST_SCHEMA                                                                             \
  "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
#define RESPONSE_SCHEMA \
  "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

#define MAX_PROTOCOLS 32

static gboolean
equals (const char *a, const char *b)
{
  return a != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/**
 * mbx_autodiscover_request:
 *
 * Returns: (transfer full): the body of a request for the settings of @address ([MS-OXDSCLI],
 * "plain old XML")
 */
char *
mbx_autodiscover_request (const MbxAddress *address)
{
  g_autofree char *whole = mbx_address_to_ascii (address);

  return g_markup_printf_escaped ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                                  "<Autodiscover xmlns=\"%s\"><Request>"
                                  "<EMailAddress>%s</EMailAddress>"
                                  "<AcceptableResponseSchema>%s</AcceptableResponseSchema>"
                                  "</Request></Autodiscover>\n",
                                  REQUEST_SCHEMA, whole, RESPONSE_SCHEMA);
}

static gboolean
read_type (const xmlNode *node, MbxProtocol *protocol)
{
  g_autofree char *type = mbx_xml_child_text (node, "Type");

  return type != NULL && mbx_protocol_from_string (type, protocol);
}

/*
 * "Encryption" counts before "SSL", which is on where it is missing. "SSL" on a port that begins in
 * plain text means STARTTLS, for no server does the other thing there.
 */
static gboolean
read_security (const xmlNode *node, guint16 port, MbxSecurity *security)
{
  g_autofree char *encryption = mbx_xml_child_text (node, "Encryption");
  g_autofree char *ssl = mbx_xml_child_text (node, "SSL");
  gboolean plain_port = port == 143 || port == 110 || port == 587 || port == 25;

  if (equals (encryption, "None") || (encryption == NULL && equals (ssl, "off")))
    return FALSE;
  *security = MBX_SECURITY_TLS;
  if (equals (encryption, "TLS") || plain_port)
    *security = MBX_SECURITY_STARTTLS;
  if (equals (encryption, "SSL") && !plain_port)
    *security = MBX_SECURITY_TLS;
  return TRUE;
}

static char *
read_username (const xmlNode *node, const MbxAddress *address)
{
  g_autofree char *text = mbx_xml_child_text (node, "LoginName");
  g_autofree char *clean = mbx_document_clean_text (text, 255);

  return clean != NULL ? g_steal_pointer (&clean) : mbx_address_to_ascii (address);
}

static MbxServer *
read_server (const xmlNode *node, const MbxAddress *address)
{
  g_autofree char *name = mbx_xml_child_text (node, "Server");
  g_autofree char *port_text = mbx_xml_child_text (node, "Port");
  g_autofree char *host = mbx_host_normalize (name);
  g_autofree char *username = NULL;
  guint64 port = 0;
  MbxProtocol protocol;
  MbxSecurity security;

  if (host == NULL || !read_type (node, &protocol))
    return NULL;
  if (port_text != NULL && !g_ascii_string_to_unsigned (port_text, 10, 1, 65535, &port, NULL))
    return NULL;
  if (!read_security (node, (guint16) port, &security))
    return NULL;
  username = read_username (node, address);
  return mbx_server_new (protocol, host, (guint16) port, security, username);
}

static MbxCandidate *
read_settings (const xmlNode *account, const MbxAddress *address)
{
  MbxCandidate *self = mbx_candidate_new (MBX_SOURCE_AUTODISCOVER);
  guint count = 0;

  for (xmlNode *node = mbx_xml_child (account, "Protocol"); node != NULL && count < MAX_PROTOCOLS;
       node = mbx_xml_next (node->next, "Protocol"), count++)
    {
      MbxServer *server = read_server (node, address);

      if (server == NULL)
        continue;
      if (server->protocol == MBX_PROTOCOL_IMAP)
        g_ptr_array_insert (self->incoming, 0, server);
      else
        g_ptr_array_add (server->protocol == MBX_PROTOCOL_SMTP ? self->outgoing : self->incoming,
                         server);
    }
  return self;
}

static void
read_redirect (MbxAutodiscoverReply *self, const xmlNode *account)
{
  g_autofree char *url = mbx_xml_child_text (account, "RedirectUrl");

  if (url == NULL)
    url = mbx_xml_child_text (account, "RedirectURL");
  if (url != NULL && g_str_has_prefix (url, "https://") &&
      g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL))
    self->redirect_url = g_steal_pointer (&url);
  else
    self->redirect_address = mbx_xml_child_text (account, "RedirectAddr");
}

/**
 * mbx_autodiscover_read:
 * @data: the answer
 * @length: its bytes, at most %MBX_DOCUMENT_MAX_BYTES
 * @address: whose address stands in for a missing user name
 * @error: an #MbxDocumentError
 *
 * Takes IMAP, POP3 and SMTP over TLS out of an Autodiscover answer. Exchange's own protocols are no
 * servers for this program.
 *
 * Returns: (transfer full) (nullable): the servers, or where else to ask
 */
MbxAutodiscoverReply *
mbx_autodiscover_read (const char *data, gsize length, const MbxAddress *address, GError **error)
{
  g_autoptr (xmlDoc) doc = mbx_xml_parse (data, length, "Autodiscover", error);
  g_autoptr (MbxAutodiscoverReply) self = NULL;
  const xmlNode *response, *account;

  if (doc == NULL)
    return NULL;
  response = mbx_xml_child (xmlDocGetRootElement (doc), "Response");
  account = mbx_xml_child (response, "Account");
  if (account == NULL)
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_REFUSED);
      return NULL;
    }
  self = g_new0 (MbxAutodiscoverReply, 1);
  read_redirect (self, account);
  if (self->redirect_url != NULL || self->redirect_address != NULL)
    return g_steal_pointer (&self);
  self->candidate = read_settings (account, address);
  if (mbx_candidate_is_usable (self->candidate))
    return g_steal_pointer (&self);
  mbx_document_set_error (error, MBX_DOCUMENT_ERROR_NO_SERVERS);
  return NULL;
}

void
mbx_autodiscover_reply_free (MbxAutodiscoverReply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->candidate, mbx_candidate_free);
  g_free (self->redirect_url);
  g_free (self->redirect_address);
  g_free (self);
}
