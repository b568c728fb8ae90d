/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "core/oauth-issuer.h"
#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxOauthTokens:
 * @access: the access token
 * @refresh: (nullable): the refresh token; a new one replaces the old one at once
 * @lifetime: seconds that @access lasts, 0 where the service did not say
 * @account: (nullable): the address that signed in, as far as the service told it
 *
 * What a token endpoint gave. Free with mbx_oauth_tokens_free().
 */
typedef struct
{
  MbxSecret *access;
  MbxSecret *refresh;
  gint64 lifetime;
  char *account;
} MbxOauthTokens;

/**
 * MbxOauthDevice:
 * @code: what the program polls with
 * @user_code: what the person types
 * @url: where
 * @complete_url: (nullable): the same with the code in it
 * @lifetime: seconds
 * @interval: seconds between polls
 *
 * A device sign-in that waits for the person (RFC 8628 section 3.2).
 */
typedef struct
{
  MbxSecret *code;
  char *user_code;
  char *url;
  char *complete_url;
  gint64 lifetime;
  gint64 interval;
} MbxOauthDevice;

MbxOauthTokens *mbx_oauth_tokens_new_from_json (const char *json, gsize length, GError **error);
void mbx_oauth_tokens_free (MbxOauthTokens *self);
MbxOauthDevice *mbx_oauth_device_new_from_json (const char *json, gsize length, GError **error);
void mbx_oauth_device_free (MbxOauthDevice *self);
char *mbx_oauth_read_registration (const char *json, gsize length, GError **error);

gboolean mbx_oauth_is_pending (const char *json, gsize length, gboolean *slow_down);
void mbx_oauth_set_error (GError **error, const char *name, const char *description);
MbxCode mbx_oauth_error_to_code (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxOauthTokens, mbx_oauth_tokens_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxOauthDevice, mbx_oauth_device_free)

G_END_DECLS
