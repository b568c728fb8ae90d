/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/secret.h"
#include "engine/context.h"

G_BEGIN_DECLS

/*
 * One https request to a sign-in service. Redirects are not followed: a form with a code in it goes
 * nowhere but where it was meant for. The answer is bounded and given whatever its status, since
 * OAuth puts its errors into the body.
 */
void mbx_oauth_get_async (MbxContext *context, const char *url, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
void mbx_oauth_post_async (MbxContext *context, const char *url, const char *content_type,
                           MbxSecret *body, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
MbxSecret *mbx_oauth_http_finish (GAsyncResult *result, GError **error);

G_END_DECLS
