/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/credentials.h"

G_BEGIN_DECLS

/**
 * MbxMechanism:
 * @MBX_MECHANISM_COMMAND: the protocol's own command, IMAP LOGIN or POP3 USER and PASS
 *
 * The ways of signing in that are spoken here, in the order of preference within each kind of
 * credentials; mbx_mechanism_choose() says why.
 */
typedef enum
{
  MBX_MECHANISM_NONE,
  MBX_MECHANISM_PLAIN,
  MBX_MECHANISM_SCRAM_SHA_256_PLUS,
  MBX_MECHANISM_SCRAM_SHA_1_PLUS,
  MBX_MECHANISM_SCRAM_SHA_256,
  MBX_MECHANISM_SCRAM_SHA_1,
  MBX_MECHANISM_LOGIN,
  MBX_MECHANISM_COMMAND,
  MBX_MECHANISM_CRAM_MD5,
  MBX_MECHANISM_OAUTHBEARER,
  MBX_MECHANISM_XOAUTH2,
} MbxMechanism;

/* A set of mechanisms: one bit for each value. */
typedef guint MbxMechanismSet;

#define MBX_MECHANISM_BIT(mechanism) (1u << (mechanism))

MbxMechanism mbx_mechanism_from_name (const char *name);
const char *mbx_mechanism_to_name (MbxMechanism mechanism);
MbxMechanismSet mbx_mechanism_set_parse (const char *names);
MbxMechanism
mbx_mechanism_choose (MbxMechanismSet offered, MbxCredentialKind kind, gboolean channel_binding);
gboolean mbx_mechanism_uses_channel_binding (MbxMechanism mechanism);

G_END_DECLS
