/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/service.h"

#include <string.h>

typedef struct
{
  const char *prefix;
  MbxService service;
} Prefix;

/* How each service begins to speak, or answers to bytes that it does not understand. */
static const Prefix prefixes[] = {
  { "* OK", MBX_SERVICE_IMAP },       { "* BYE", MBX_SERVICE_IMAP },
  { "* PREAUTH", MBX_SERVICE_IMAP },  { "* NO", MBX_SERVICE_IMAP },
  { "* BAD", MBX_SERVICE_IMAP },      { "+OK", MBX_SERVICE_POP3 },
  { "-ERR", MBX_SERVICE_POP3 },       { "\"IMPLEMENTATION\"", MBX_SERVICE_SIEVE },
  { "HTTP/", MBX_SERVICE_HTTP },      { "<!DOCTYPE", MBX_SERVICE_HTTP },
  { "<html", MBX_SERVICE_HTTP },      { "SSH-", MBX_SERVICE_SSH },
  { "RFB 0", MBX_SERVICE_VNC },       { "<?xml", MBX_SERVICE_XMPP },
  { "<stream:", MBX_SERVICE_XMPP },   { "@RSYNCD:", MBX_SERVICE_RSYNC },
  { ":", MBX_SERVICE_IRC },           { "NOTICE AUTH", MBX_SERVICE_IRC },
  { "\377\373", MBX_SERVICE_TELNET }, { "\377\375", MBX_SERVICE_TELNET },
};

/* Record types alert (21) and handshake (22), then the major version; RFC 8446 section 5.1. */
static gboolean
is_tls (const guint8 *bytes, gsize length)
{
  return length >= 2 && (bytes[0] == 21 || bytes[0] == 22) && bytes[1] == 3;
}

/* The first packet of MySQL and MariaDB: three bytes of length, number 0, protocol 10; or an error.
 */
static gboolean
is_mysql (const guint8 *bytes, gsize length)
{
  return length >= 5 && bytes[2] == 0 && bytes[3] == 0 && (bytes[4] == 10 || bytes[4] == 255);
}

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *upper = g_ascii_strup (text, -1);

  return strstr (upper, word) != NULL;
}

/* SMTP, LMTP, FTP and NNTP all begin with three digits; only their words differ. */
static MbxService
from_status_line (const char *line)
{
  const char *words = line + 3;

  if (strspn (line, "0123456789") != 3 || (line[3] != '\0' && strchr (" -", line[3]) == NULL))
    return MBX_SERVICE_UNKNOWN;
  if ((strncmp (line, "200", 3) == 0 || strncmp (line, "201", 3) == 0))
    return MBX_SERVICE_NNTP;
  if (strchr ("245", line[0]) == NULL)
    return MBX_SERVICE_UNKNOWN;
  if (contains (words, "LMTP"))
    return MBX_SERVICE_LMTP;
  if (contains (words, "SMTP"))
    return MBX_SERVICE_SMTP;
  /* A mail server may well live on a host whose name begins with ftp. */
  words += strspn (words, " -");
  if (strchr (words, ' ') != NULL && memchr (words, '.', strcspn (words, " ")) != NULL)
    words = strchr (words, ' ');
  return contains (words, "FTP") || contains (words, "FILEZILLA") ? MBX_SERVICE_FTP
                                                                  : MBX_SERVICE_SMTP;
}

/**
 * mbx_service_from_bytes:
 * @bytes: the first bytes that the other side sent; the whole first line where there is one
 * @length: in bytes
 *
 * Returns: who speaks like this
 */
MbxService
mbx_service_from_bytes (const guint8 *bytes, gsize length)
{
  g_autofree char *line = NULL;
  gsize size = 0;

  if (length == 0)
    return MBX_SERVICE_UNKNOWN;
  if (is_tls (bytes, length))
    return MBX_SERVICE_TLS;
  if (is_mysql (bytes, length))
    return MBX_SERVICE_MYSQL;
  while (size < length && size < 512 && bytes[size] != '\n' && bytes[size] != '\0')
    size++;
  line = g_strchomp (g_strndup ((const char *) bytes, size));
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_ascii_strncasecmp (line, prefixes[i].prefix, strlen (prefixes[i].prefix)) == 0)
        return prefixes[i].service;
    }
  return from_status_line (line);
}

/**
 * mbx_service_to_string:
 *
 * Returns: a word in lower case for programs, "imap", "http" ...; "unknown" where it is not known
 */
const char *
mbx_service_to_string (MbxService service)
{
  static const char *const names[] = { "unknown", "imap", "pop3", "smtp",  "lmtp",  "sieve",
                                       "nntp",    "http", "ssh",  "ftp",   "mysql", "tls",
                                       "telnet",  "vnc",  "xmpp", "rsync", "irc" };

  return names[service];
}
