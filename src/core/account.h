/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/server.h"

G_BEGIN_DECLS

typedef enum
{
  MBX_SIGN_IN_PASSWORD,
  MBX_SIGN_IN_OAUTH,
} MbxSignIn;

/**
 * MbxAccount:
 * @id: stable id of the stored account, also its file's name
 * @address: the mail address
 * @name: (nullable): the person's name
 * @provider: (nullable): id of the provider table's row
 * @source: where the settings come from, one of the contract's words
 * @sign_in: password or browser sign-in
 * @incoming: (nullable): the server that receives
 * @outgoing: (nullable): the server that sends
 * @issuer: (nullable): the OAuth 2.0 issuer
 * @client_id: (nullable): the client id that was registered for this account
 * @facts: (nullable): what was seen when it last worked: "incoming-certificate", ...; see the check
 * @verified_at: Unix time of the last good check, or 0
 *
 * One mailbox, without any secret.
 */
typedef struct
{
  char *id;
  char *address;
  char *name;
  char *provider;
  char *source;
  MbxSignIn sign_in;
  MbxServer *incoming;
  MbxServer *outgoing;
  char *issuer;
  char *client_id;
  GHashTable *facts;
  gint64 verified_at;
} MbxAccount;

typedef enum
{
  MBX_ACCOUNT_ERROR_SYNTAX,
  MBX_ACCOUNT_ERROR_VERSION,
} MbxAccountError;

#define MBX_ACCOUNT_ERROR (mbx_account_error_quark ())
GQuark mbx_account_error_quark (void);

MbxAccount *mbx_account_new (const char *address);
MbxAccount *mbx_account_copy (const MbxAccount *self);
void mbx_account_free (MbxAccount *self);
char *mbx_account_to_data (const MbxAccount *self, gsize *length);
MbxAccount *mbx_account_new_from_data (const char *data, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxAccount, mbx_account_free)

G_END_DECLS
