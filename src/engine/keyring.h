/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/code.h"
#include "core/secret.h"
#include "core/server.h"

G_BEGIN_DECLS

/**
 * MbxKeyringError:
 *
 * One value per code of the layer keyring.
 */
typedef enum
{
  MBX_KEYRING_ERROR_UNAVAILABLE,
  MBX_KEYRING_ERROR_LOCKED,
  MBX_KEYRING_ERROR_REFUSED,
  MBX_KEYRING_ERROR_NOT_FOUND,
} MbxKeyringError;

#define MBX_KEYRING_ERROR (mbx_keyring_error_quark ())
GQuark mbx_keyring_error_quark (void);

MbxCode mbx_keyring_error_to_code (const GError *error);

/* Whether a service is there, before a password is typed. Never prompts. */
void mbx_keyring_probe_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
gboolean mbx_keyring_probe_finish (GAsyncResult *result, GError **error);

/*
 * Items of schema "io.github.mailbox_setup.Account" with the attributes "protocol" (imap, pop3,
 * smtp, oauth), "server" (host, or issuer), "port", "user" and "address", so that
 * `secret-tool lookup protocol imap server HOST user USER` finds them. Always through the
 * SecretService class, never secret_password_*(), see vault.c.
 */
void mbx_keyring_store_async (const MbxServer *server, const char *address, MbxSecret *secret,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
gboolean mbx_keyring_store_finish (GAsyncResult *result, GError **error);
void mbx_keyring_lookup_async (const MbxServer *server, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
MbxSecret *mbx_keyring_lookup_finish (GAsyncResult *result, GError **error);
void mbx_keyring_clear_async (const MbxServer *server, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean mbx_keyring_clear_finish (GAsyncResult *result, GError **error);

/* The refresh token of a browser sign-in, under the issuer and the address. */
void mbx_keyring_store_token_async (const char *issuer, const char *address, MbxSecret *token,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data);
void mbx_keyring_lookup_token_async (const char *issuer, const char *address,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer data);
void mbx_keyring_clear_token_async (const char *issuer, const char *address,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data);

/* What the service is called and which collection takes the items, for the Done page. */
char *mbx_keyring_describe (void);
void mbx_keyring_take_description (char *text);

G_END_DECLS
