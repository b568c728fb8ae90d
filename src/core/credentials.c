/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/credentials.h"

/**
 * mbx_credentials_new:
 * @username: what to sign in with, UTF-8
 * @secret: a reference is taken
 *
 * Returns: (transfer full): new credentials
 */
MbxCredentials *
mbx_credentials_new (MbxCredentialKind kind, const char *username, MbxSecret *secret)
{
  MbxCredentials *self;

  g_return_val_if_fail (username != NULL && secret != NULL, NULL);

  self = g_new0 (MbxCredentials, 1);
  self->kind = kind;
  self->username = g_strdup (username);
  self->secret = mbx_secret_ref (secret);
  return self;
}

MbxCredentials *
mbx_credentials_copy (const MbxCredentials *self)
{
  MbxCredentials *copy;

  if (self == NULL)
    return NULL;
  copy = mbx_credentials_new (self->kind, self->username, self->secret);
  copy->account = g_strdup (self->account);
  return copy;
}

void
mbx_credentials_free (MbxCredentials *self)
{
  if (self == NULL)
    return;
  g_free (self->username);
  g_free (self->account);
  mbx_secret_unref (self->secret);
  g_free (self);
}
