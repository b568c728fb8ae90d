/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/sasl.h"

#include "core/reply.h"
#include "core/scram.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define MAXIMUM_ERROR 4096

struct _MbxSasl
{
  MbxMechanism mechanism;
  MbxCredentials *credentials;
  char *host;
  guint16 port;
  MbxScram *scram;
  guint round; /* messages that were made so far */
  gboolean proven;
  char *error;
};

static MbxScram *
make_scram (const MbxSaslOptions *options)
{
  gboolean sha_256 = options->mechanism == MBX_MECHANISM_SCRAM_SHA_256 ||
                     options->mechanism == MBX_MECHANISM_SCRAM_SHA_256_PLUS;
  MbxScramOptions scram = {
    .hash = sha_256 ? MBX_SCRAM_SHA_256 : MBX_SCRAM_SHA_1,
    .username = options->credentials->username,
    .password = options->credentials->secret,
    .nonce = options->nonce,
    .binding_type = options->binding_type,
    .binding = options->binding,
    .bind = mbx_mechanism_uses_channel_binding (options->mechanism),
  };

  return mbx_scram_new (&scram);
}

static gboolean
is_scram (MbxMechanism mechanism)
{
  return mechanism >= MBX_MECHANISM_SCRAM_SHA_256_PLUS && mechanism <= MBX_MECHANISM_SCRAM_SHA_1;
}

/**
 * mbx_sasl_new:
 * @options: all copied
 *
 * Returns: (transfer full): a new exchange
 */
MbxSasl *
mbx_sasl_new (const MbxSaslOptions *options)
{
  MbxSasl *self = g_new0 (MbxSasl, 1);

  self->mechanism = options->mechanism;
  self->credentials = mbx_credentials_copy (options->credentials);
  self->host = g_strdup (options->host);
  self->port = options->port;
  if (is_scram (options->mechanism))
    self->scram = make_scram (options);
  return self;
}

void
mbx_sasl_free (MbxSasl *self)
{
  if (self == NULL)
    return;
  mbx_credentials_free (self->credentials);
  mbx_scram_free (self->scram);
  g_free (self->host);
  g_free (self->error);
  g_free (self);
}

static MbxSecret *
encode (const char *message, gsize length)
{
  return mbx_secret_new_take (g_base64_encode ((const guchar *) message, length));
}

static MbxSecret *
encode_take (char *message)
{
  MbxSecret *encoded = encode (message, strlen (message));

  mbx_wipe_string (message);
  return encoded;
}

/* RFC 4616: no authorization identity, NUL, name, NUL, password. */
static MbxSecret *
make_plain (const MbxSasl *self)
{
  gsize name = strlen (self->credentials->username);
  gsize secret = mbx_secret_get_length (self->credentials->secret);
  gsize length = name + secret + 2;
  char *message = g_malloc0 (length);
  MbxSecret *encoded;

  memcpy (message + 1, self->credentials->username, name);
  memcpy (message + name + 2, mbx_secret_peek (self->credentials->secret), secret);
  encoded = encode (message, length);
  mbx_wipe (message, length);
  g_free (message);
  return encoded;
}

/* RFC 7628 section 3.1, with the name escaped as RFC 5801 section 4 asks. */
static MbxSecret *
make_oauthbearer (const MbxSasl *self)
{
  g_autoptr (GString) name = g_string_new (self->credentials->username);
  g_autofree char *port = g_strdup_printf ("%u", self->port);

  g_string_replace (name, "=", "=3D", 0);
  g_string_replace (name, ",", "=2C", 0);
  return encode_take (g_strconcat ("n,a=", name->str, ",\001host=", self->host, "\001port=", port,
                                   "\001auth=Bearer ", mbx_secret_peek (self->credentials->secret),
                                   "\001\001", NULL));
}

/* Google's and Microsoft's description of XOAUTH2; there is no RFC. */
static MbxSecret *
make_xoauth2 (const MbxSasl *self)
{
  return encode_take (g_strconcat ("user=", self->credentials->username, "\001auth=Bearer ",
                                   mbx_secret_peek (self->credentials->secret), "\001\001", NULL));
}

/* The draft of LOGIN names two prompts; servers word them as they like, so only their order counts.
 */
static MbxSecret *
make_login (const MbxSasl *self)
{
  const char *part = self->round == 0   ? self->credentials->username
                     : self->round == 1 ? mbx_secret_peek (self->credentials->secret)
                                        : NULL;

  return part != NULL ? encode (part, strlen (part)) : NULL;
}

/* RFC 2195: the name and a keyed MD5 of the challenge. */
static MbxSecret *
make_cram_md5 (const MbxSasl *self, const guint8 *challenge, gsize length)
{
  guint8 digest[16];
  char hex[33];

  if (self->round > 0 || length == 0)
    return NULL;
  if (gnutls_hmac_fast (GNUTLS_MAC_MD5, mbx_secret_peek (self->credentials->secret),
                        mbx_secret_get_length (self->credentials->secret), challenge, length,
                        digest) < 0)
    return NULL;
  for (gsize i = 0; i < sizeof digest; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", digest[i]);
  return encode_take (g_strconcat (self->credentials->username, " ", hex, NULL));
}

/* What the client may say before the server asks. */
static MbxSecret *
make_first (MbxSasl *self)
{
  switch (self->mechanism)
    {
    case MBX_MECHANISM_PLAIN:
      return make_plain (self);
    case MBX_MECHANISM_OAUTHBEARER:
      return make_oauthbearer (self);
    case MBX_MECHANISM_XOAUTH2:
      return make_xoauth2 (self);
    case MBX_MECHANISM_SCRAM_SHA_256_PLUS:
    case MBX_MECHANISM_SCRAM_SHA_1_PLUS:
    case MBX_MECHANISM_SCRAM_SHA_256:
    case MBX_MECHANISM_SCRAM_SHA_1:
      return encode_take (mbx_scram_make_first (self->scram));
    case MBX_MECHANISM_NONE:
    case MBX_MECHANISM_LOGIN:
    case MBX_MECHANISM_COMMAND:
    case MBX_MECHANISM_CRAM_MD5:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

/**
 * mbx_sasl_make_initial:
 *
 * Returns: (transfer full) (nullable): the base64 of the initial response (RFC 4959, RFC 4954
 *   section 4), or %NULL where the server has to speak first
 */
MbxSecret *
mbx_sasl_make_initial (MbxSasl *self)
{
  MbxSecret *initial = make_first (self);

  if (initial != NULL)
    self->round = 1;
  return initial;
}

/* The server explains its refusal and waits for an answer before it refuses: RFC 7628 section 3.2.3
 * wants one byte 0x01, XOAUTH2 an empty line. */
static MbxSaslResult
answer_oauth_error (MbxSasl *self, const guint8 *challenge, gsize length, MbxSecret **answer)
{
  if (self->round > 1)
    return MBX_SASL_BROKEN;
  self->error = mbx_clean_text ((const char *) challenge, (gssize) length, MAXIMUM_ERROR);
  *answer = self->mechanism == MBX_MECHANISM_OAUTHBEARER ? encode ("\001", 1) : mbx_secret_new ("");
  return MBX_SASL_ANSWER;
}

/* "e=" is the server's own word for a refusal, which is going to follow. */
static MbxSaslResult
answer_scram (MbxSasl *self, const char *challenge, MbxSecret **answer)
{
  if (self->round == 1)
    {
      g_autoptr (MbxSecret) final = mbx_scram_make_final (self->scram, challenge);

      if (final == NULL)
        return MBX_SASL_BROKEN;
      *answer = encode (mbx_secret_peek (final), mbx_secret_get_length (final));
      return MBX_SASL_ANSWER;
    }
  if (self->round > 2)
    return MBX_SASL_BROKEN;
  self->proven = mbx_scram_verify (self->scram, challenge);
  if (!self->proven && !g_str_has_prefix (challenge, "e="))
    return MBX_SASL_UNPROVEN;
  *answer = mbx_secret_new ("");
  return MBX_SASL_ANSWER;
}

static MbxSaslResult
take_answer (MbxSecret *made, MbxSecret **answer)
{
  *answer = made;
  return made != NULL ? MBX_SASL_ANSWER : MBX_SASL_BROKEN;
}

static MbxSaslResult
answer_decoded (MbxSasl *self, const char *challenge, gsize length, MbxSecret **answer)
{
  if (self->mechanism == MBX_MECHANISM_LOGIN)
    return take_answer (make_login (self), answer);
  if (self->mechanism == MBX_MECHANISM_CRAM_MD5)
    return take_answer (make_cram_md5 (self, (const guint8 *) challenge, length), answer);
  if (self->round == 0)
    return take_answer (make_first (self), answer);
  if (self->scram != NULL)
    return answer_scram (self, challenge, answer);
  if (self->credentials->kind == MBX_CREDENTIAL_TOKEN)
    return answer_oauth_error (self, (const guint8 *) challenge, length, answer);
  return MBX_SASL_BROKEN;
}

/**
 * mbx_sasl_answer:
 * @challenge: the server's challenge in base64; before the first answer of a mechanism in which the
 *   client begins, servers may write there what they like
 * @answer: (out) (transfer full): the answer in base64, for %MBX_SASL_ANSWER only
 *
 * Returns: what to do
 */
MbxSaslResult
mbx_sasl_answer (MbxSasl *self, const char *challenge, MbxSecret **answer)
{
  gsize length = 0;
  g_autofree guchar *decoded = g_base64_decode (challenge, &length);
  g_autofree char *text = g_strndup ((const char *) decoded, length);
  MbxSaslResult result = answer_decoded (self, text, length, answer);

  if (result == MBX_SASL_ANSWER)
    self->round++;
  return result;
}

/**
 * mbx_sasl_accepts_success:
 *
 * Returns: whether the server may say now that the sign-in has worked. SCRAM's server has to prove
 *   before that it knows the password; without that anybody could say so.
 */
gboolean
mbx_sasl_accepts_success (const MbxSasl *self)
{
  return self->scram == NULL || self->proven;
}

/**
 * mbx_sasl_get_error:
 *
 * Returns: (nullable): the JSON with which the server explained the refusal of a token (RFC 7628
 *   section 3.2.2), cleaned; never to be trusted as to where to sign in
 */
const char *
mbx_sasl_get_error (const MbxSasl *self)
{
  return self->error;
}
