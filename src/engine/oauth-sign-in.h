/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"
#include "core/candidate.h"
#include "core/oauth-reply.h"
#include "engine/oauth-flow.h"

G_BEGIN_DECLS

/**
 * MbxOauthWay:
 * @MBX_OAUTH_WAY_BROWSER: the system's browser on this computer
 * @MBX_OAUTH_WAY_DEVICE: a code that is typed on any device
 */
typedef enum
{
  MBX_OAUTH_WAY_BROWSER,
  MBX_OAUTH_WAY_DEVICE,
} MbxOauthWay;

/*
 * From "this mailbox wants a browser sign-in" to its tokens: the service is found (in our table or
 * by its own metadata), the person signs in, and @account gets issuer and client id.
 *
 * mbx_oauth_can_sign_in() tells without asking anyone whether the way leads anywhere: a button that
 * cannot work is not shown.
 */
gboolean mbx_oauth_can_sign_in (const char *provider_oauth, const char *issuer);

typedef void (*MbxOauthStarted) (MbxOauthFlow *flow, gpointer data);

void mbx_oauth_sign_in_async (MbxContext *context, const char *provider_oauth,
                              const char *issuer, const char *address, MbxOauthWay way,
                              MbxOauthStarted started, gpointer started_data,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
MbxOauthTokens *mbx_oauth_sign_in_finish (GAsyncResult *result, char **issuer, char **client_id,
                                          GError **error);

/*
 * A fresh access token of a mailbox that was set up with browser sign-in. A refresh token that the
 * service replaced is in the keyring before this ends.
 */
void mbx_oauth_fresh_token_async (MbxContext *context, const MbxAccount *account,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
MbxSecret *mbx_oauth_fresh_token_finish (GAsyncResult *result, GError **error);

G_END_DECLS
