/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/autoconfig-reader.h"

#include <string.h>

#include "core/username.h"
#include "core/xml-document.h"

/* The longest file of Mozilla's list has 8 servers. */
#define MAX_SERVERS 16

/* What one server element says, and how it may be used. */
typedef struct
{
  MbxServer *server;
  gboolean plain;
} Entry;

static gboolean
equals (const char *a, const char *b)
{
  return a != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/* A missing socketType is read from the port, as RFC 8314 gives them out. */
static gboolean
read_security (const char *text, guint16 port, MbxSecurity *security, gboolean *plain)
{
  gboolean implicit = port == 993 || port == 995 || port == 465;

  *plain = equals (text, "plain") || equals (text, "none");
  *security = MBX_SECURITY_STARTTLS;
  if (equals (text, "SSL") || equals (text, "TLS") || equals (text, "SSL/TLS") ||
      (text == NULL && implicit))
    *security = MBX_SECURITY_TLS;
  else if (text != NULL && !*plain && !equals (text, "STARTTLS"))
    return FALSE;
  return TRUE;
}

static guint16
read_port (const xmlNode *node)
{
  g_autofree char *text = mbx_xml_child_text (node, "port");
  guint64 port;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
    return 0;
  return (guint16) port;
}

static char *
read_host (const xmlNode *node, const MbxAddress *address)
{
  g_autofree char *text = mbx_xml_child_text (node, "hostname");
  g_autofree char *filled = text != NULL ? mbx_username_fill (text, address) : NULL;

  return mbx_host_normalize (filled);
}

static char *
read_username (const xmlNode *node, const MbxAddress *address)
{
  g_autofree char *text = mbx_xml_child_text (node, "username");
  g_autofree char *filled = mbx_username_fill (text != NULL ? text : "%EMAILADDRESS%", address);
  g_autofree char *clean = mbx_document_clean_text (filled, 255);

  /* A name that does not survive the cleaning would never sign in. */
  if (clean == NULL || g_strcmp0 (clean, filled) != 0)
    return mbx_address_to_ascii (address);
  return g_steal_pointer (&clean);
}

static gboolean
read_server (const xmlNode *node, MbxProtocol protocol, const MbxAddress *address, Entry *entry)
{
  g_autofree char *host = read_host (node, address);
  g_autofree char *socket_type = mbx_xml_child_text (node, "socketType");
  g_autofree char *username = NULL;
  guint16 port = read_port (node);
  MbxSecurity security;

  if (host == NULL || port == 0 || !read_security (socket_type, port, &security, &entry->plain))
    return FALSE;
  username = read_username (node, address);
  entry->server = mbx_server_new (protocol, host, port, security, username);
  return TRUE;
}

static guint
read_auth (xmlNode *node)
{
  guint auth = 0;

  for (xmlNode *at = mbx_xml_child (node, "authentication"); at != NULL;
       at = mbx_xml_next (at->next, "authentication"))
    {
      g_autofree char *text = mbx_xml_text (at);

      if (equals (text, "OAuth2") || equals (text, "XOAUTH2") || equals (text, "OAUTHBEARER"))
        auth |= MBX_AUTH_OAUTH;
      else if (text != NULL && !equals (text, "GSSAPI") && !equals (text, "TLS-client-cert"))
        auth |= MBX_AUTH_PASSWORD;
    }
  return auth;
}

/* Adds the two encrypted ways to reach a server that the file only names without encryption. */
static void
add_upgraded (GPtrArray *servers, const MbxServer *plain)
{
  g_ptr_array_add (servers, mbx_server_new (plain->protocol, plain->host, 0, MBX_SECURITY_TLS,
                                            plain->username));
  g_ptr_array_add (servers, mbx_server_new (plain->protocol, plain->host, plain->port,
                                            MBX_SECURITY_STARTTLS, plain->username));
}

/* IMAP before POP3 and direct TLS before STARTTLS (RFC 8314), else the order of the file. */
static guint
server_rank (const MbxServer *server)
{
  return (server->protocol == MBX_PROTOCOL_POP3 ? 2 : 0) +
         (server->security == MBX_SECURITY_STARTTLS ? 1 : 0);
}

static void
add_server (GPtrArray *servers, MbxServer *server)
{
  guint at = servers->len;

  for (guint i = 0; i < servers->len; i++)
    {
      if (mbx_server_same_endpoint (servers->pdata[i], server))
        {
          mbx_server_free (server);
          return;
        }
    }
  while (at > 0 && server_rank (servers->pdata[at - 1]) > server_rank (server))
    at--;
  g_ptr_array_insert (servers, (int) at, server);
}

static void
add_entry (MbxCandidate *self, Entry *entry, GPtrArray *plain)
{
  if (entry->plain)
    g_ptr_array_add (plain, entry->server);
  else
    add_server (entry->server->protocol == MBX_PROTOCOL_SMTP ? self->outgoing : self->incoming,
                entry->server);
}

static void
read_servers (MbxCandidate *self, const xmlNode *provider, const char *element,
              const MbxAddress *address, GPtrArray *plain)
{
  guint count = 0;

  for (xmlNode *node = mbx_xml_child (provider, element); node != NULL && count < MAX_SERVERS;
       node = mbx_xml_next (node->next, element), count++)
    {
      g_autofree char *type = mbx_xml_attribute (node, "type");
      g_autofree char *lower = type != NULL ? g_ascii_strdown (type, -1) : NULL;
      gboolean outgoing = strcmp (element, "outgoingServer") == 0;
      MbxProtocol protocol;
      Entry entry;

      if (lower == NULL || !mbx_protocol_from_string (lower, &protocol) ||
          (protocol == MBX_PROTOCOL_SMTP) != outgoing ||
          !read_server (node, protocol, address, &entry))
        continue;
      if (!outgoing)
        self->auth |= read_auth (node);
      add_entry (self, &entry, plain);
    }
}

/* Only a side that has no encrypted server at all falls back on upgraded ones. */
static void
upgrade (MbxCandidate *self, GPtrArray *plain)
{
  gboolean incoming = self->incoming->len == 0;
  gboolean outgoing = self->outgoing->len == 0;

  for (guint i = 0; i < plain->len; i++)
    {
      const MbxServer *server = plain->pdata[i];
      gboolean sends = server->protocol == MBX_PROTOCOL_SMTP;

      if (sends ? !outgoing : !incoming)
        continue;
      add_upgraded (sends ? self->outgoing : self->incoming, server);
      self->upgraded = TRUE;
    }
}

static char *
read_page (const xmlNode *node, const char *attribute)
{
  g_autofree char *url = mbx_xml_attribute (node, attribute);
  g_autofree char *clean = mbx_document_clean_text (url, 1024);

  if (clean == NULL || strchr (clean, ' ') != NULL || !g_str_has_prefix (clean, "https://"))
    return NULL;
  return g_steal_pointer (&clean);
}

/* Old files hold a bare host name, new ones the issuer of RFC 8414. */
static char *
read_issuer (const xmlNode *root)
{
  g_autofree char *text = mbx_xml_child_text (mbx_xml_child (root, "oAuth2"), "issuer");
  g_autofree char *host = NULL;

  if (text == NULL)
    return NULL;
  if (g_str_has_prefix (text, "https://"))
    return g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL) ? g_steal_pointer (&text) : NULL;
  host = mbx_host_normalize (text);
  return host != NULL ? g_strconcat ("https://", host, NULL) : NULL;
}

static void
read_names (MbxCandidate *self, const xmlNode *root, const xmlNode *provider,
            const MbxAddress *address)
{
  g_autofree char *name = mbx_xml_child_text (provider, "displayName");
  g_autofree char *filled = name != NULL ? mbx_username_fill (name, address) : NULL;

  self->provider_name = mbx_document_clean_text (filled, 60);
  self->enable_page = read_page (mbx_xml_child (provider, "enable"), "visiturl");
  if (self->enable_page == NULL)
    self->enable_page = read_page (mbx_xml_child (root, "enable"), "visiturl");
  self->issuer = read_issuer (root);
}

/**
 * mbx_autoconfig_read:
 * @data: a settings file (draft-ietf-mailmaint-autoconfig) as it came from the network
 * @length: its bytes, at most %MBX_DOCUMENT_MAX_BYTES
 * @address: whose placeholders to fill in
 * @source: where it was got; whether that is safe is for the caller to say
 * @error: an #MbxDocumentError
 *
 * Servers of unknown kinds and with broken values are left out, as the draft asks. Servers without
 * encryption are never taken over: where a file names no other, the encrypted ways to the same host
 * stand in, and @upgraded says that they were not promised by anyone.
 *
 * Returns: (transfer full) (nullable): the settings
 */
MbxCandidate *
mbx_autoconfig_read (const char *data, gsize length, const MbxAddress *address, MbxSource source,
                     GError **error)
{
  g_autoptr (xmlDoc) doc = mbx_xml_parse (data, length, "clientConfig", error);
  g_autoptr (MbxCandidate) self = NULL;
  g_autoptr (GPtrArray) plain = NULL;
  const xmlNode *root, *provider;

  if (doc == NULL)
    return NULL;
  self = mbx_candidate_new (source);
  self->auth = 0;
  plain = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_server_free);
  root = xmlDocGetRootElement (doc);
  provider = mbx_xml_child (root, "emailProvider");
  read_servers (self, provider, "incomingServer", address, plain);
  read_servers (self, provider, "outgoingServer", address, plain);
  upgrade (self, plain);
  if (!mbx_candidate_is_usable (self))
    {
      mbx_document_set_error (error, MBX_DOCUMENT_ERROR_NO_SERVERS);
      return NULL;
    }
  read_names (self, root, provider, address);
  if (self->auth == 0)
    self->auth = MBX_AUTH_PASSWORD;
  return g_steal_pointer (&self);
}
