/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/oauth-reply.h"
#include "engine/context.h"

G_BEGIN_DECLS

#define MBX_TYPE_OAUTH_FLOW (mbx_oauth_flow_get_type ())
G_DECLARE_FINAL_TYPE (MbxOauthFlow, mbx_oauth_flow, MBX, OAUTH_FLOW, GObject)

/*
 * One sign-in of a person, through the browser (RFC 8252) or on another device (RFC 8628). Where
 * the service hands out client ids and we have none, we register first (RFC 7591).
 *
 * Signals: "open-url" (const char *url): the browser has to open it; "device-code"
 * (const char *user_code, const char *url): the person types the code there.
 *
 * mbx_oauth_flow_paste() takes the address from the browser where the loopback cannot be reached.
 */
MbxOauthFlow *mbx_oauth_flow_new (MbxContext *context, const MbxOauthIssuer *issuer,
                                  const char *address);
void mbx_oauth_flow_run_browser_async (MbxOauthFlow *self, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
void mbx_oauth_flow_run_device_async (MbxOauthFlow *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
MbxOauthTokens *mbx_oauth_flow_run_finish (MbxOauthFlow *self, GAsyncResult *result,
                                           GError **error);
gboolean mbx_oauth_flow_paste (MbxOauthFlow *self, const char *url);
void mbx_oauth_flow_open_again (MbxOauthFlow *self);
const char *mbx_oauth_flow_get_client_id (MbxOauthFlow *self);

/* A fresh access token; a rotated refresh token comes along and has to be stored at once. */
void mbx_oauth_refresh_async (MbxContext *context, const MbxOauthIssuer *issuer,
                              MbxSecret *refresh_token, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
MbxOauthTokens *mbx_oauth_refresh_finish (GAsyncResult *result, GError **error);

G_END_DECLS
