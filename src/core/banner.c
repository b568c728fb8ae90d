/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/banner.h"

#include <string.h>

typedef struct
{
  const char *start;
  MbxBanner banner;
} Start;

/* Lower case, the longer one first where one begins like another. */
static const Start starts[] = {
  { "* ok", MBX_BANNER_IMAP },
  { "* bye", MBX_BANNER_IMAP },
  { "* preauth", MBX_BANNER_IMAP },
  { "+ok", MBX_BANNER_POP3 },
  { "-err", MBX_BANNER_POP3 },
  { "\"implementation\"", MBX_BANNER_SIEVE },
  { "http/", MBX_BANNER_HTTP },
  { "<!doctype", MBX_BANNER_HTTP },
  { "<html", MBX_BANNER_HTTP },
  { "<?xml", MBX_BANNER_HTTP },
  { "ssh-", MBX_BANNER_SSH },
  { "200 ", MBX_BANNER_NNTP },
  { "201 ", MBX_BANNER_NNTP },
  { "rfb 0", MBX_BANNER_OTHER },
  { "@rsyncd", MBX_BANNER_OTHER },
  { "<stream:", MBX_BANNER_OTHER },
  { "amqp", MBX_BANNER_OTHER },
  { "-noauth", MBX_BANNER_DATABASE },
  { "redis", MBX_BANNER_DATABASE },
};

/* SMTP, FTP and others greet alike; the words behind the number tell them apart. */
static MbxBanner
classify_number (const char *lower)
{
  if (strstr (lower, "ftp") != NULL && strstr (lower, "smtp") == NULL)
    return MBX_BANNER_FTP;
  if (strstr (lower, "filezilla") != NULL)
    return MBX_BANNER_FTP;
  if (strstr (lower, "nntp") != NULL || strstr (lower, "innd") != NULL)
    return MBX_BANNER_NNTP;
  return MBX_BANNER_SMTP;
}

static gboolean
is_database (const char *lower)
{
  return strstr (lower, "mysql") != NULL || strstr (lower, "mariadb") != NULL;
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

  if (text == NULL || *text == '\0')
    return MBX_BANNER_NONE;
  if ((guchar) *text == 0x15 || (guchar) *text == 0x16)
    return MBX_BANNER_TLS;
  lower = g_ascii_strdown (text, -1);
  g_strchug (lower);
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      if (g_str_has_prefix (lower, starts[i].start))
        return starts[i].banner;
    }
  if (is_database (lower))
    return MBX_BANNER_DATABASE;
  if (strspn (lower, "0123456789") == 3 && strchr ("245", lower[0]) != NULL &&
      (lower[3] == ' ' || lower[3] == '-' || lower[3] == '\0'))
    return classify_number (lower);
  if (strstr (lower, "<html") != NULL || strstr (lower, "\nserver:") != NULL)
    return MBX_BANNER_HTTP;
  return MBX_BANNER_UNKNOWN;
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
