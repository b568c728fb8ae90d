/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/credentials.h"

G_BEGIN_DECLS

/**
 * MbxImapLiteral:
 *
 * How a literal may be sent: waiting for the server's "+", or without (RFC 7888).
 */
typedef enum
{
  MBX_IMAP_LITERAL_WAIT,
  MBX_IMAP_LITERAL_MINUS,
  MBX_IMAP_LITERAL_PLUS,
} MbxImapLiteral;

/**
 * MbxImapLogin:
 *
 * The LOGIN command, in as many pieces as the server has to be waited for.
 */
typedef struct _MbxImapLogin MbxImapLogin;

MbxImapLogin *
mbx_imap_login_new (const char *tag, const MbxCredentials *credentials, MbxImapLiteral literal);
void mbx_imap_login_free (MbxImapLogin *self);
const MbxSecret *mbx_imap_login_next (MbxImapLogin *self);
gboolean mbx_imap_can_quote (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxImapLogin, mbx_imap_login_free)

G_END_DECLS
