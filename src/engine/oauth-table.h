/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/oauth-issuer.h"
#include "engine/context.h"

G_BEGIN_DECLS

/*
 * The sign-in services that are known, with the client ids of this build and of the organisation's
 * files (/etc/mailbox-setup/ and the user's configuration folder, groups "[oauth ID]").
 */
MbxOauthIssuer *mbx_oauth_table_find (const char *id);

/* Fetches the metadata of an issuer that a provider's own file named, RFC 8414 first. */
void mbx_oauth_discover_async (MbxContext *context, const char *issuer, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
MbxOauthIssuer *mbx_oauth_discover_finish (GAsyncResult *result, GError **error);

G_END_DECLS
