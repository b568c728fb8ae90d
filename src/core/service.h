/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxService:
 *
 * What the first bytes of a connection tell about who answers. %MBX_SERVICE_UNKNOWN means that
 * they fit nothing that is known here.
 */
typedef enum
{
  MBX_SERVICE_UNKNOWN,
  MBX_SERVICE_IMAP,
  MBX_SERVICE_POP3,
  MBX_SERVICE_SMTP,
  MBX_SERVICE_LMTP,
  MBX_SERVICE_SIEVE,
  MBX_SERVICE_NNTP,
  MBX_SERVICE_HTTP,
  MBX_SERVICE_SSH,
  MBX_SERVICE_FTP,
  MBX_SERVICE_MYSQL,
  MBX_SERVICE_TLS,
  MBX_SERVICE_TELNET,
  MBX_SERVICE_VNC,
  MBX_SERVICE_XMPP,
  MBX_SERVICE_RSYNC,
  MBX_SERVICE_IRC,
} MbxService;

MbxService mbx_service_from_bytes (const guint8 *bytes, gsize length);
const char *mbx_service_to_string (MbxService service);

G_END_DECLS
