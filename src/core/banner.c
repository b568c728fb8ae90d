/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/banner.h"

#include "core/service.h"

#include <string.h>

/* What cleaned words still tell of each service; the table of beginnings is
 * mbx_service_from_bytes(). */
static const MbxBanner banners[] = {
  [MBX_SERVICE_UNKNOWN] = MBX_BANNER_UNKNOWN, [MBX_SERVICE_IMAP] = MBX_BANNER_IMAP,
  [MBX_SERVICE_POP3] = MBX_BANNER_POP3,       [MBX_SERVICE_SMTP] = MBX_BANNER_SMTP,
  [MBX_SERVICE_LMTP] = MBX_BANNER_OTHER,      [MBX_SERVICE_SIEVE] = MBX_BANNER_SIEVE,
  [MBX_SERVICE_NNTP] = MBX_BANNER_NNTP,       [MBX_SERVICE_HTTP] = MBX_BANNER_HTTP,
  [MBX_SERVICE_SSH] = MBX_BANNER_SSH,         [MBX_SERVICE_FTP] = MBX_BANNER_FTP,
  [MBX_SERVICE_MYSQL] = MBX_BANNER_DATABASE,  [MBX_SERVICE_TLS] = MBX_BANNER_TLS,
  [MBX_SERVICE_TELNET] = MBX_BANNER_OTHER,    [MBX_SERVICE_VNC] = MBX_BANNER_OTHER,
  [MBX_SERVICE_XMPP] = MBX_BANNER_OTHER,      [MBX_SERVICE_RSYNC] = MBX_BANNER_OTHER,
  [MBX_SERVICE_IRC] = MBX_BANNER_OTHER,
};

static gboolean
is_database (const char *lower)
{
  return strstr (lower, "mysql") != NULL || strstr (lower, "mariadb") != NULL ||
         g_str_has_prefix (lower, "-noauth") || g_str_has_prefix (lower, "redis");
}

/**
 * mbx_banner_classify:
 * @text: (nullable): the cleaned first bytes of a server
 *
 * Returns: whose words these are
 */
MbxBanner
mbx_banner_classify (const char *text)
{
  g_autofree char *lower = NULL;
  MbxBanner banner;

  if (text == NULL || *text == '\0')
    return MBX_BANNER_NONE;
  if ((guchar) *text == 0x15 || (guchar) *text == 0x16)
    return MBX_BANNER_TLS;
  lower = g_ascii_strdown (text, -1);
  g_strchug (lower);
  if (is_database (lower))
    return MBX_BANNER_DATABASE;
  banner = banners[mbx_service_from_bytes ((const guint8 *) lower, strlen (lower))];
  if (banner == MBX_BANNER_UNKNOWN &&
      (strstr (lower, "<html") != NULL || strstr (lower, "\nserver:") != NULL))
    return MBX_BANNER_HTTP;
  return banner;
}

static MbxBanner
expected (const MbxServer *server)
{
  switch (server->protocol)
    {
    case MBX_PROTOCOL_IMAP:
      return MBX_BANNER_IMAP;
    case MBX_PROTOCOL_POP3:
      return MBX_BANNER_POP3;
    case MBX_PROTOCOL_SMTP:
      return MBX_BANNER_SMTP;
    }
  return MBX_BANNER_UNKNOWN;
}

/**
 * mbx_banner_is_mail:
 * @server: (nullable): what was expected; %NULL for any mail protocol
 *
 * Returns: whether the banner is that of the expected protocol
 */
gboolean
mbx_banner_is_mail (MbxBanner banner, const MbxServer *server)
{
  if (server == NULL)
    return banner == MBX_BANNER_IMAP || banner == MBX_BANNER_POP3 || banner == MBX_BANNER_SMTP;
  return banner == expected (server);
}

/**
 * mbx_banner_is_other_mail:
 * @server: (nullable): what was expected
 *
 * Returns: whether the banner is that of another mail protocol. ManageSieve belongs to mail too.
 */
gboolean
mbx_banner_is_other_mail (MbxBanner banner, const MbxServer *server)
{
  if (server == NULL || mbx_banner_is_mail (banner, server))
    return FALSE;
  return mbx_banner_is_mail (banner, NULL) || banner == MBX_BANNER_SIEVE;
}

/**
 * mbx_banner_get_name:
 *
 * Returns: (nullable): the name of the service, untranslated, for instance "SSH"
 */
const char *
mbx_banner_get_name (MbxBanner banner)
{
  switch (banner)
    {
    case MBX_BANNER_IMAP:
      return "IMAP";
    case MBX_BANNER_POP3:
      return "POP3";
    case MBX_BANNER_SMTP:
      return "SMTP";
    case MBX_BANNER_SIEVE:
      return "ManageSieve";
    case MBX_BANNER_HTTP:
      return "HTTP";
    case MBX_BANNER_SSH:
      return "SSH";
    case MBX_BANNER_FTP:
      return "FTP";
    case MBX_BANNER_NNTP:
      return "NNTP";
    case MBX_BANNER_TLS:
      return "TLS";
    case MBX_BANNER_NONE:
    case MBX_BANNER_UNKNOWN:
    case MBX_BANNER_DATABASE:
    case MBX_BANNER_OTHER:
      return NULL;
    }
  return NULL;
}
