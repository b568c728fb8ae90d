/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/pacc-reader.h"

#include <string.h>

#include "core/json-document.h"

#define SHA256_BYTES 32
#define MAX_RECORDS 16

/* Reads "v=UAAC1; a=sha256; d=..." with its tags in any order; %NULL where it is another record. */
static char *
get_digest_text (const char *record)
{
  g_auto (GStrv) tags = g_strsplit (record, ";", 16);
  gboolean version = FALSE, algorithm = FALSE;
  char *digest = NULL;

  for (guint i = 0; tags[i] != NULL; i++)
    {
      char *tag = g_strstrip (tags[i]);

      if (g_ascii_strcasecmp (tag, "v=UAAC1") == 0)
        version = TRUE;
      else if (g_ascii_strcasecmp (tag, "a=sha256") == 0)
        algorithm = TRUE;
      else if (g_ascii_strncasecmp (tag, "d=", 2) == 0 && digest == NULL)
        digest = g_strdup (tag + 2);
    }
  if (!version || !algorithm)
    g_clear_pointer (&digest, g_free);
  return digest;
}

/* Takes as long for the first byte as for the last, as the draft asks. */
static gboolean
same_bytes (const guint8 *a, const guint8 *b)
{
  guint8 difference = 0;

  for (gsize i = 0; i < SHA256_BYTES; i++)
    difference |= a[i] ^ b[i];
  return difference == 0;
}

/**
 * mbx_pacc_check_digest:
 * @records: the TXT records of _ua-auto-config.DOMAIN, each with its strings joined
 * @data: the body as it came, before it is parsed
 * @length: its bytes
 *
 * draft-ietf-mailmaint-pacc, "Integrity". Several records are there while a file is changed; one
 * that fits is enough. Records of other kinds do not count.
 */
MbxPaccDigest
mbx_pacc_check_digest (const char *const *records, const char *data, gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  MbxPaccDigest result = MBX_PACC_DIGEST_NONE;
  guint8 own[SHA256_BYTES];
  gsize own_length = sizeof own;

  g_checksum_update (checksum, (const guchar *) data, (gssize) length);
  g_checksum_get_digest (checksum, own, &own_length);
  for (guint i = 0; records != NULL && records[i] != NULL && i < MAX_RECORDS; i++)
    {
      g_autofree char *text = get_digest_text (records[i]);
      g_autofree guint8 *digest = NULL;
      gsize digest_length = 0;

      if (text == NULL)
        continue;
      digest = g_base64_decode (text, &digest_length);
      if (digest_length == SHA256_BYTES && same_bytes (own, digest))
        return MBX_PACC_DIGEST_MATCH;
      result = MBX_PACC_DIGEST_MISMATCH;
    }
  return result;
}

/* Only direct TLS on the usual port; the file cannot name another. */
static void
add_server (GPtrArray *servers, JsonObject *protocols, const char *member, MbxProtocol protocol,
            const char *username)
{
  JsonObject *object = mbx_json_get_object (protocols, member);
  g_autofree char *host = mbx_host_normalize (mbx_json_get_text (object, "host"));

  if (host != NULL)
    g_ptr_array_add (servers, mbx_server_new (protocol, host, 0, MBX_SECURITY_TLS, username));
}

static void
read_auth (MbxCandidate *self, JsonObject *root)
{
  JsonObject *authentication = mbx_json_get_object (root, "authentication");
  JsonObject *oauth = mbx_json_get_object (authentication, "oauth-public");
  const char *issuer = mbx_json_get_text (oauth, "issuer");
  JsonNode *password;

  if (authentication == NULL)
    return;
  password = json_object_get_member (authentication, "password");
  if (issuer != NULL && g_str_has_prefix (issuer, "https://") &&
      g_uri_is_valid (issuer, G_URI_FLAGS_NONE, NULL))
    {
      self->issuer = g_strdup (issuer);
      self->auth |= MBX_AUTH_OAUTH;
      if (password != NULL && JSON_NODE_HOLDS_VALUE (password) &&
          json_node_get_value_type (password) == G_TYPE_BOOLEAN &&
          !json_node_get_boolean (password))
        self->auth &= ~(guint) MBX_AUTH_PASSWORD;
    }
}

/**
 * mbx_pacc_read:
 * @data: a user-agent configuration (draft-ietf-mailmaint-pacc); check its digest first
 * @length: its bytes, at most %MBX_DOCUMENT_MAX_BYTES
 * @address: the address; it is the user name
 * @error: an #MbxDocumentError
 *
 * Sending is "smtp" up to version 02 of the draft and "submit" after it.
 *
 * Returns: (transfer full) (nullable): the settings
 */
MbxCandidate *
mbx_pacc_read (const char *data, gsize length, const MbxAddress *address, GError **error)
{
  g_autoptr (JsonNode) node = mbx_json_parse (data, length, error);
  g_autoptr (MbxCandidate) self = NULL;
  g_autofree char *username = NULL;
  JsonObject *root, *protocols, *provider;

  if (node == NULL)
    return NULL;
  root = json_node_get_object (node);
  protocols = mbx_json_get_object (root, "protocols");
  username = mbx_address_to_ascii (address);
  self = mbx_candidate_new (MBX_SOURCE_PACC);
  add_server (self->incoming, protocols, "imap", MBX_PROTOCOL_IMAP, username);
  add_server (self->incoming, protocols, "pop3", MBX_PROTOCOL_POP3, username);
  add_server (self->outgoing, protocols, "submit", MBX_PROTOCOL_SMTP, username);
  if (self->outgoing->len == 0)
    add_server (self->outgoing, protocols, "smtp", MBX_PROTOCOL_SMTP, username);
  if (!mbx_candidate_is_usable (self))
    {
      mbx_document_set_error (error, protocols == NULL ? MBX_DOCUMENT_ERROR_KIND
                                                       : MBX_DOCUMENT_ERROR_NO_SERVERS);
      return NULL;
    }
  provider = mbx_json_get_object (mbx_json_get_object (root, "info"), "provider");
  self->provider_name = mbx_document_clean_text (mbx_json_get_text (provider, "name"), 60);
  read_auth (self, root);
  return g_steal_pointer (&self);
}
