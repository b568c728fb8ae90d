/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/server.h"

G_BEGIN_DECLS

/**
 * MbxBanner:
 *
 * Which service the first words of a server belong to.
 */
typedef enum
{
  MBX_BANNER_NONE,    /* no words at all */
  MBX_BANNER_UNKNOWN,
  MBX_BANNER_IMAP,
  MBX_BANNER_POP3,
  MBX_BANNER_SMTP,
  MBX_BANNER_SIEVE,
  MBX_BANNER_HTTP,
  MBX_BANNER_SSH,
  MBX_BANNER_FTP,
  MBX_BANNER_NNTP,
  MBX_BANNER_TLS,
  MBX_BANNER_DATABASE,
  MBX_BANNER_OTHER,   /* known, and no mail service */
} MbxBanner;

MbxBanner mbx_banner_classify (const char *text);
gboolean mbx_banner_is_mail (MbxBanner banner, const MbxServer *server);
gboolean mbx_banner_is_other_mail (MbxBanner banner, const MbxServer *server);
const char *mbx_banner_get_name (MbxBanner banner);

G_END_DECLS
