/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/sasl-mechanism.h"

/* The SASL names (RFC 4422 section 3.1); the protocol's own command has none. */
static const char *const names[] = {
  [MBX_MECHANISM_NONE] = NULL,
  [MBX_MECHANISM_PLAIN] = "PLAIN",
  [MBX_MECHANISM_SCRAM_SHA_256_PLUS] = "SCRAM-SHA-256-PLUS",
  [MBX_MECHANISM_SCRAM_SHA_1_PLUS] = "SCRAM-SHA-1-PLUS",
  [MBX_MECHANISM_SCRAM_SHA_256] = "SCRAM-SHA-256",
  [MBX_MECHANISM_SCRAM_SHA_1] = "SCRAM-SHA-1",
  [MBX_MECHANISM_LOGIN] = "LOGIN",
  [MBX_MECHANISM_COMMAND] = NULL,
  [MBX_MECHANISM_CRAM_MD5] = "CRAM-MD5",
  [MBX_MECHANISM_OAUTHBEARER] = "OAUTHBEARER",
  [MBX_MECHANISM_XOAUTH2] = "XOAUTH2",
};

/**
 * mbx_mechanism_from_name:
 * @name: a mechanism's name, in any case
 *
 * Returns: the mechanism, or %MBX_MECHANISM_NONE where it is not spoken here
 */
MbxMechanism
mbx_mechanism_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (names[i] != NULL && g_ascii_strcasecmp (names[i], name) == 0)
        return (MbxMechanism) i;
    }
  return MBX_MECHANISM_NONE;
}

/**
 * mbx_mechanism_to_name:
 *
 * Returns: (nullable): the registered name, or %NULL for what is no SASL mechanism
 */
const char *
mbx_mechanism_to_name (MbxMechanism mechanism)
{
  return names[mechanism];
}

/**
 * mbx_mechanism_set_parse:
 * @list: names separated by blanks, as SMTP and POP3 announce them (RFC 4954, RFC 5034)
 *
 * Returns: those of them that are spoken here
 */
MbxMechanismSet
mbx_mechanism_set_parse (const char *list)
{
  g_auto (GStrv) words = g_strsplit_set (list, " \t", -1);
  MbxMechanismSet set = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      MbxMechanism mechanism = mbx_mechanism_from_name (words[i]);

      if (mechanism != MBX_MECHANISM_NONE)
        set |= MBX_MECHANISM_BIT (mechanism);
    }
  return set;
}

/**
 * mbx_mechanism_uses_channel_binding:
 *
 * Returns: whether @mechanism ties the sign-in to the TLS connection (RFC 5802 section 6)
 */
gboolean
mbx_mechanism_uses_channel_binding (MbxMechanism mechanism)
{
  return mechanism == MBX_MECHANISM_SCRAM_SHA_256_PLUS ||
         mechanism == MBX_MECHANISM_SCRAM_SHA_1_PLUS;
}

/**
 * mbx_mechanism_choose:
 * @offered: what the server announces
 * @kind: what there is to sign in with
 * @channel_binding: whether the TLS connection can be bound
 *
 * One try is all that a password gets, so that no account is locked; the choice must be the one
 * most likely to work. Many servers announce mechanisms that cannot work with the hashes that they
 * store; PLAIN always can, mail programs use it, and it needs one round trip instead of two. It is
 * only ever sent inside verified TLS. Then SCRAM, those with channel binding first since a server
 * that offers binding refuses a client that could bind and does not (RFC 5802 section 6); then
 * LOGIN and the protocol's own command; CRAM-MD5 last, for it asks servers to keep the password
 * readable.
 *
 * For tokens the standard OAUTHBEARER (RFC 7628) comes before its draft XOAUTH2.
 *
 * Returns: the mechanism, or %MBX_MECHANISM_NONE
 */
MbxMechanism
mbx_mechanism_choose (MbxMechanismSet offered, MbxCredentialKind kind, gboolean channel_binding)
{
  guint first = kind == MBX_CREDENTIAL_TOKEN ? MBX_MECHANISM_OAUTHBEARER : MBX_MECHANISM_PLAIN;
  guint last = kind == MBX_CREDENTIAL_TOKEN ? MBX_MECHANISM_XOAUTH2 : MBX_MECHANISM_CRAM_MD5;

  for (guint i = first; i <= last; i++)
    {
      if ((offered & MBX_MECHANISM_BIT (i)) == 0)
        continue;
      if (channel_binding || !mbx_mechanism_uses_channel_binding ((MbxMechanism) i))
        return (MbxMechanism) i;
    }
  return MBX_MECHANISM_NONE;
}
