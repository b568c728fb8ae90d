/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/scram.h"

#include "core/saslprep.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define MAXIMUM_DIGEST 32
#define NONCE_BYTES 18

/* RFC 5802 section 5.1 asks for 4096 at least: fewer let whoever has listened guess passwords. More
 * than this would hold the computer for seconds at the word of a stranger. */
#define MINIMUM_ITERATIONS 4096
#define MAXIMUM_ITERATIONS 600000
#define MAXIMUM_SALT 1024

struct _MbxScram
{
  gnutls_mac_algorithm_t mac;
  gnutls_digest_algorithm_t digest;
  gsize size;
  char *username;
  MbxSecret *password;
  char *nonce;
  char *gs2_header;
  GBytes *binding;
  char *first_bare;
  guint8 server_signature[MAXIMUM_DIGEST];
  gboolean has_signature;
};

static char *
make_nonce (void)
{
  guint8 bytes[NONCE_BYTES];

  if (gnutls_rnd (GNUTLS_RND_NONCE, bytes, sizeof bytes) < 0)
    g_error ("No random numbers");
  return g_base64_encode (bytes, sizeof bytes);
}

/* RFC 5802 section 7: "n" without binding, "y" where only the server has none, "p" with. */
static char *
make_gs2_header (const MbxScramOptions *options)
{
  if (options->bind)
    return g_strconcat ("p=", options->binding_type, ",,", NULL);
  return g_strdup (options->binding != NULL ? "y,," : "n,,");
}

/**
 * mbx_scram_new:
 * @options: all copied or referenced
 *
 * Returns: (transfer full): a new exchange
 */
MbxScram *
mbx_scram_new (const MbxScramOptions *options)
{
  MbxScram *self;

  g_return_val_if_fail (!options->bind || options->binding != NULL, NULL);

  self = g_new0 (MbxScram, 1);
  self->mac = options->hash == MBX_SCRAM_SHA_256 ? GNUTLS_MAC_SHA256 : GNUTLS_MAC_SHA1;
  self->digest = options->hash == MBX_SCRAM_SHA_256 ? GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA1;
  self->size = gnutls_hash_get_len (self->digest);
  self->username = g_strdup (options->username);
  self->password = mbx_secret_ref (options->password);
  self->nonce = options->nonce != NULL ? g_strdup (options->nonce) : make_nonce ();
  self->gs2_header = make_gs2_header (options);
  if (options->bind)
    self->binding = g_bytes_ref (options->binding);
  return self;
}

void
mbx_scram_free (MbxScram *self)
{
  if (self == NULL)
    return;
  g_free (self->username);
  mbx_secret_unref (self->password);
  g_free (self->nonce);
  g_free (self->gs2_header);
  g_clear_pointer (&self->binding, g_bytes_unref);
  g_free (self->first_bare);
  mbx_wipe (self->server_signature, sizeof self->server_signature);
  g_free (self);
}

/* RFC 5802 section 5.1, attribute "n". */
static char *
escape_name (const char *name)
{
  g_autofree char *prepared = mbx_saslprep (name);
  g_autoptr (GString) escaped = g_string_new (prepared);

  g_string_replace (escaped, "=", "=3D", 0);
  g_string_replace (escaped, ",", "=2C", 0);
  return g_strdup (escaped->str);
}

/**
 * mbx_scram_make_first:
 *
 * Returns: (transfer full): the client's first message; it holds no secret
 */
char *
mbx_scram_make_first (MbxScram *self)
{
  g_autofree char *name = escape_name (self->username);

  g_free (self->first_bare);
  self->first_bare = g_strconcat ("n=", name, ",r=", self->nonce, NULL);
  return g_strconcat (self->gs2_header, self->first_bare, NULL);
}

typedef struct
{
  const char *nonce;
  guchar *salt;
  gsize salt_length;
  guint iterations;
} ServerFirst;

/* "r=NONCE,s=SALT,i=COUNT"; whatever follows is an extension that may be ignored. */
static gboolean
parse_server_first (const MbxScram *self, char **parts, ServerFirst *first)
{
  guint64 iterations;

  if (g_strv_length (parts) < 3 || !g_str_has_prefix (parts[0], "r=") ||
      !g_str_has_prefix (parts[1], "s=") || !g_str_has_prefix (parts[2], "i="))
    return FALSE;
  if (!g_str_has_prefix (parts[0] + 2, self->nonce) ||
      strlen (parts[0] + 2) <= strlen (self->nonce))
    return FALSE;
  if (!g_ascii_string_to_unsigned (parts[2] + 2, 10, MINIMUM_ITERATIONS, MAXIMUM_ITERATIONS,
                                   &iterations, NULL))
    return FALSE;
  if (parts[1][2] == '\0' || strlen (parts[1]) > MAXIMUM_SALT)
    return FALSE;
  first->nonce = parts[0] + 2;
  first->salt = g_base64_decode (parts[1] + 2, &first->salt_length);
  first->iterations = (guint) iterations;
  return first->salt_length > 0;
}

static void
hmac (const MbxScram *self, const guint8 *key, const char *text, guint8 *result)
{
  gnutls_hmac_fast (self->mac, key, self->size, text, strlen (text), result);
}

/* RFC 5802 section 3: SaltedPassword. */
static gboolean
salt_password (const MbxScram *self, const ServerFirst *first, guint8 *salted)
{
  char *prepared = mbx_saslprep (mbx_secret_peek (self->password));
  gnutls_datum_t key = { (unsigned char *) prepared, (unsigned int) strlen (prepared) };
  gnutls_datum_t salt = { first->salt, (unsigned int) first->salt_length };
  int result = gnutls_pbkdf2 (self->mac, &key, &salt, first->iterations, salted, self->size);

  mbx_wipe_string (prepared);
  return result == 0;
}

/* RFC 5802 section 3: ClientProof into @proof, ServerSignature kept for mbx_scram_verify(). */
static void
prove (MbxScram *self, const guint8 *salted, const char *message, guint8 *proof)
{
  guint8 key[MAXIMUM_DIGEST];
  guint8 stored[MAXIMUM_DIGEST];
  guint8 signature[MAXIMUM_DIGEST];

  hmac (self, salted, "Client Key", key);
  gnutls_hash_fast (self->digest, key, self->size, stored);
  hmac (self, stored, message, signature);
  for (gsize i = 0; i < self->size; i++)
    proof[i] = key[i] ^ signature[i];
  hmac (self, salted, "Server Key", key);
  hmac (self, key, message, self->server_signature);
  self->has_signature = TRUE;
  mbx_wipe (key, sizeof key);
  mbx_wipe (stored, sizeof stored);
  mbx_wipe (signature, sizeof signature);
}

static char *
make_without_proof (const MbxScram *self, const char *nonce)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autofree char *encoded = NULL;

  g_byte_array_append (input, (const guint8 *) self->gs2_header, (guint) strlen (self->gs2_header));
  if (self->binding != NULL)
    g_byte_array_append (input, g_bytes_get_data (self->binding, NULL),
                         (guint) g_bytes_get_size (self->binding));
  encoded = g_base64_encode (input->data, input->len);
  return g_strconcat ("c=", encoded, ",r=", nonce, NULL);
}

static MbxSecret *
make_final (MbxScram *self, const ServerFirst *first, const char *server_first)
{
  g_autofree char *without_proof = make_without_proof (self, first->nonce);
  g_autofree char *message =
      g_strconcat (self->first_bare, ",", server_first, ",", without_proof, NULL);
  guint8 salted[MAXIMUM_DIGEST];
  guint8 proof[MAXIMUM_DIGEST];
  char *encoded;
  char *final;

  if (!salt_password (self, first, salted))
    return NULL;
  prove (self, salted, message, proof);
  encoded = g_base64_encode (proof, self->size);
  final = g_strconcat (without_proof, ",p=", encoded, NULL);
  mbx_wipe (salted, sizeof salted);
  mbx_wipe (proof, sizeof proof);
  mbx_wipe_string (encoded);
  return mbx_secret_new_take (final);
}

/**
 * mbx_scram_make_final:
 * @server_first: the server's first message
 *
 * Returns: (transfer full) (nullable): the client's final message, or %NULL where the server's is
 *   malformed, does not continue the nonce, or asks for too few or too many iterations
 */
MbxSecret *
mbx_scram_make_final (MbxScram *self, const char *server_first)
{
  g_auto (GStrv) parts = g_strsplit (server_first, ",", 16);
  ServerFirst first = { 0 };
  MbxSecret *final = NULL;

  if (self->first_bare != NULL && parse_server_first (self, parts, &first))
    final = make_final (self, &first, server_first);
  g_free (first.salt);
  return final;
}

/**
 * mbx_scram_verify:
 * @server_final: the server's final message
 *
 * Returns: whether the server has proven that it knows the password (RFC 5802 section 5, "v")
 */
gboolean
mbx_scram_verify (MbxScram *self, const char *server_final)
{
  g_autofree guchar *signature = NULL;
  g_auto (GStrv) parts = g_strsplit (server_final, ",", 2);
  gsize length = 0;

  if (!self->has_signature || parts[0] == NULL || !g_str_has_prefix (parts[0], "v=") ||
      parts[0][2] == '\0')
    return FALSE;
  signature = g_base64_decode (parts[0] + 2, &length);
  return length == self->size && gnutls_memcmp (signature, self->server_signature, length) == 0;
}
