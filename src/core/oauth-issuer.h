/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxOauthIssuer:
 * @id: name in the provider table, or the issuer's address where a provider's own file named it
 * @name: how it is called on a button
 * @issuer: issuer identifier (RFC 8414 section 2)
 * @authorize: authorization endpoint
 * @token: token endpoint
 * @device: (nullable): device authorization endpoint (RFC 8628)
 * @registration: (nullable): client registration endpoint (RFC 7591)
 * @scopes: what is asked for
 * @redirect_host: "127.0.0.1" or "localhost"
 * @mechanisms: SASL mechanisms that take its tokens
 * @extra: (nullable): more parameters of the authorization request, form-encoded
 * @client_id: (nullable): who we are there; %NULL means that sign-in is not possible as it stands
 * @client_secret: (nullable): for services that give desktop programs one, which is no secret
 * @iss_required: the service always names itself in the answer (RFC 9207 section 2.3)
 *
 * One sign-in service. Free with mbx_oauth_issuer_free().
 */
typedef struct
{
  char *id;
  char *name;
  char *issuer;
  char *authorize;
  char *token;
  char *device;
  char *registration;
  char **scopes;
  char *redirect_host;
  char **mechanisms;
  char *extra;
  char *client_id;
  char *client_secret;
  gboolean iss_required;
} MbxOauthIssuer;

typedef enum
{
  MBX_OAUTH_ERROR_CANCELLED,
  MBX_OAUTH_ERROR_DENIED,
  MBX_OAUTH_ERROR_WRONG_ACCOUNT,
  MBX_OAUTH_ERROR_EXPIRED,      /* the refresh token was revoked or ran out: sign in again */
  MBX_OAUTH_ERROR_NO_CLIENT_ID,
  MBX_OAUTH_ERROR_PROTOCOL,     /* the service's answer breaks the protocol */
  MBX_OAUTH_ERROR_UNREACHABLE,
} MbxOauthError;

#define MBX_OAUTH_ERROR (mbx_oauth_error_quark ())
GQuark mbx_oauth_error_quark (void);

MbxOauthIssuer *mbx_oauth_issuer_new_from_key_file (GKeyFile *file, const char *id);
MbxOauthIssuer *mbx_oauth_issuer_new_from_metadata (const char *issuer, const char *json,
                                                    gsize length, GError **error);
MbxOauthIssuer *mbx_oauth_issuer_copy (const MbxOauthIssuer *self);
void mbx_oauth_issuer_free (MbxOauthIssuer *self);
void mbx_oauth_issuer_set_client (MbxOauthIssuer *self, const char *client_id,
                                  const char *client_secret, const char *tenant);
char *mbx_oauth_metadata_url (const char *issuer, gboolean openid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxOauthIssuer, mbx_oauth_issuer_free)

G_END_DECLS
