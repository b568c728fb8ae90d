/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MBX_PROTOCOL_IMAP,
  MBX_PROTOCOL_POP3,
  MBX_PROTOCOL_SMTP,
} MbxProtocol;

/**
 * MbxSecurity:
 *
 * How a connection becomes encrypted. There is deliberately no value for "not at all".
 */
typedef enum
{
  MBX_SECURITY_TLS,
  MBX_SECURITY_STARTTLS,
} MbxSecurity;

/**
 * MbxServer:
 * @protocol: what is spoken
 * @host: lower case, A-labels (RFC 5891), no final dot; or an IP address
 * @port: 1 to 65535
 * @security: direct TLS or STARTTLS
 * @username: (nullable): what to sign in with; %NULL means not known yet
 *
 * One server of a mailbox. A plain value: copy it, compare it, free it.
 */
typedef struct
{
  MbxProtocol protocol;
  char *host;
  guint16 port;
  MbxSecurity security;
  char *username;
} MbxServer;

/**
 * MbxServerError:
 * @MBX_SERVER_ERROR_SCHEME: not one of the six schemes
 * @MBX_SERVER_ERROR_UNENCRYPTED: imap://, pop3:// or smtp://
 * @MBX_SERVER_ERROR_HOST: no valid host name
 * @MBX_SERVER_ERROR_PORT: no number from 1 to 65535
 * @MBX_SERVER_ERROR_EXTRA: a user, path or query, which has no place there
 */
typedef enum
{
  MBX_SERVER_ERROR_SCHEME,
  MBX_SERVER_ERROR_UNENCRYPTED,
  MBX_SERVER_ERROR_HOST,
  MBX_SERVER_ERROR_PORT,
  MBX_SERVER_ERROR_EXTRA,
} MbxServerError;

#define MBX_SERVER_ERROR (mbx_server_error_quark ())
GQuark mbx_server_error_quark (void);

MbxServer *mbx_server_new (MbxProtocol protocol, const char *host, guint16 port,
                           MbxSecurity security, const char *username);
MbxServer *mbx_server_new_from_uri (const char *uri, GError **error);
MbxServer *mbx_server_copy (const MbxServer *self);
void mbx_server_free (MbxServer *self);
gboolean mbx_server_same_endpoint (const MbxServer *a, const MbxServer *b);
char *mbx_server_to_uri (const MbxServer *self);

gboolean mbx_protocol_from_string (const char *text, MbxProtocol *protocol);
const char *mbx_protocol_to_string (MbxProtocol protocol);
const char *mbx_security_to_string (MbxSecurity security);
gboolean mbx_security_from_string (const char *text, MbxSecurity *security);
guint16 mbx_default_port (MbxProtocol protocol, MbxSecurity security);
char *mbx_host_normalize (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxServer, mbx_server_free)

G_END_DECLS
