/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/secret.h"

G_BEGIN_DECLS

typedef enum
{
  MBX_CREDENTIAL_PASSWORD,
  MBX_CREDENTIAL_TOKEN,
} MbxCredentialKind;

/**
 * MbxCredentials:
 * @kind: whether @secret is a password or an OAuth 2.0 access token
 * @username: what to sign in with
 * @secret: the password or the token
 * @account: (nullable): for a token, who signed in, as the sign-in service told it
 *
 * What a dialogue needs to sign in. Free with mbx_credentials_free().
 */
typedef struct
{
  MbxCredentialKind kind;
  char *username;
  MbxSecret *secret;
  char *account;
} MbxCredentials;

MbxCredentials *mbx_credentials_new (MbxCredentialKind kind, const char *username,
                                     MbxSecret *secret);
MbxCredentials *mbx_credentials_copy (const MbxCredentials *self);
void mbx_credentials_free (MbxCredentials *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxCredentials, mbx_credentials_free)

G_END_DECLS
