/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/oauth-issuer.h"
#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxOauthRequest:
 * @issuer: the service
 * @redirect: the loopback address, with its port
 * @state: ties the answer to this request (RFC 6749 section 10.12)
 * @verifier: the secret of PKCE (RFC 7636)
 * @login_hint: (nullable): the mail address
 *
 * One authorization request. Free with mbx_oauth_request_free().
 */
typedef struct
{
  MbxOauthIssuer *issuer;
  char *redirect;
  char *state;
  MbxSecret *verifier;
  char *login_hint;
} MbxOauthRequest;

MbxOauthRequest *mbx_oauth_request_new (const MbxOauthIssuer *issuer, const char *redirect,
                                        GBytes *random, const char *login_hint);
void mbx_oauth_request_free (MbxOauthRequest *self);
char *mbx_oauth_request_get_url (const MbxOauthRequest *self);
MbxSecret *mbx_oauth_request_read_redirect (const MbxOauthRequest *self, const char *query,
                                            GError **error);
MbxSecret *mbx_oauth_request_get_token_form (const MbxOauthRequest *self, MbxSecret *code);

MbxSecret *mbx_oauth_refresh_form (const MbxOauthIssuer *issuer, MbxSecret *refresh_token);
char *mbx_oauth_device_form (const MbxOauthIssuer *issuer);
MbxSecret *mbx_oauth_device_token_form (const MbxOauthIssuer *issuer, MbxSecret *device_code);
char *mbx_oauth_registration_body (const MbxOauthIssuer *issuer, const char *redirect);

#define MBX_OAUTH_RANDOM_LENGTH 48

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxOauthRequest, mbx_oauth_request_free)

G_END_DECLS
