/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/credentials.h"
#include "core/sasl-mechanism.h"

G_BEGIN_DECLS

/**
 * MbxSaslOptions:
 * @mechanism: any but %MBX_MECHANISM_NONE and %MBX_MECHANISM_COMMAND
 * @credentials: what to sign in with
 * @host: the server's name, for OAUTHBEARER
 * @port: the server's port, for OAUTHBEARER
 * @nonce: (nullable): for tests only, the nonce of SCRAM
 * @binding_type: (nullable): type of the channel binding that there is
 * @binding: (nullable): its data
 */
typedef struct
{
  MbxMechanism mechanism;
  const MbxCredentials *credentials;
  const char *host;
  guint16 port;
  const char *nonce;
  const char *binding_type;
  GBytes *binding;
} MbxSaslOptions;

/**
 * MbxSaslResult:
 * @MBX_SASL_ANSWER: send the answer
 * @MBX_SASL_BROKEN: the server's challenge makes no sense here
 * @MBX_SASL_UNPROVEN: the server does not know the password itself
 */
typedef enum
{
  MBX_SASL_ANSWER,
  MBX_SASL_BROKEN,
  MBX_SASL_UNPROVEN,
} MbxSaslResult;

/**
 * MbxSasl:
 *
 * The client's side of one sign-in (RFC 4422), in the base64 that all three mail protocols wrap
 * around it.
 */
typedef struct _MbxSasl MbxSasl;

MbxSasl *mbx_sasl_new (const MbxSaslOptions *options);
void mbx_sasl_free (MbxSasl *self);
MbxSecret *mbx_sasl_make_initial (MbxSasl *self);
MbxSaslResult mbx_sasl_answer (MbxSasl *self, const char *challenge, MbxSecret **answer);
gboolean mbx_sasl_accepts_success (const MbxSasl *self);
const char *mbx_sasl_get_error (const MbxSasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxSasl, mbx_sasl_free)

G_END_DECLS
