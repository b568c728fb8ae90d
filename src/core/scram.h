/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxScramHash:
 *
 * The digest that SCRAM is used with.
 */
typedef enum
{
  MBX_SCRAM_SHA_1,
  MBX_SCRAM_SHA_256,
} MbxScramHash;

/**
 * MbxScramOptions:
 * @hash: the digest
 * @username: UTF-8
 * @password: UTF-8
 * @nonce: (nullable): for tests only; %NULL means random
 * @binding_type: (nullable): "tls-exporter", "tls-server-end-point" or "tls-unique" where the TLS
 *   connection can be bound
 * @binding: (nullable): the data of the binding
 * @bind: whether the mechanism's name ends with -PLUS
 */
typedef struct
{
  MbxScramHash hash;
  const char *username;
  MbxSecret *password;
  const char *nonce;
  const char *binding_type;
  GBytes *binding;
  gboolean bind;
} MbxScramOptions;

/**
 * MbxScram:
 *
 * The client's side of SCRAM (RFC 5802, RFC 7677).
 */
typedef struct _MbxScram MbxScram;

MbxScram *mbx_scram_new (const MbxScramOptions *options);
void mbx_scram_free (MbxScram *self);
char *mbx_scram_make_first (MbxScram *self);
MbxSecret *mbx_scram_make_final (MbxScram *self, const char *server_first);
gboolean mbx_scram_verify (MbxScram *self, const char *server_final);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxScram, mbx_scram_free)

G_END_DECLS
