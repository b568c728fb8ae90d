/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/service.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *bytes;
  gsize length;
  MbxService service;
} Case;

#define BYTES(text) text, sizeof (text) - 1

static const Case cases[] = {
  { "imap", BYTES ("* OK Dovecot ready.\r\n"), MBX_SERVICE_IMAP },
  { "imap-lower-case", BYTES ("* ok hello"), MBX_SERVICE_IMAP },
  { "pop3", BYTES ("+OK ready\r\n"), MBX_SERVICE_POP3 },
  { "pop3-refusal", BYTES ("-ERR too many\r\n"), MBX_SERVICE_POP3 },
  { "smtp", BYTES ("220 mail.example.org ESMTP Postfix\r\n"), MBX_SERVICE_SMTP },
  { "smtp-no-word", BYTES ("220 mail.example.org\r\n"), MBX_SERVICE_SMTP },
  { "smtp-refusal", BYTES ("554 5.7.1 blocked\r\n"), MBX_SERVICE_SMTP },
  { "smtp-on-ftp-host", BYTES ("220 ftp.example.org ready\r\n"), MBX_SERVICE_SMTP },
  { "lmtp", BYTES ("220 mail.example.org LMTP ready\r\n"), MBX_SERVICE_LMTP },
  { "ftp", BYTES ("220 (vsFTPd 3.0.3)\r\n"), MBX_SERVICE_FTP },
  { "ftp-multi-line", BYTES ("220---------- Welcome to Pure-FTPd [privsep] ----------\r\n"),
    MBX_SERVICE_FTP },
  { "ftp-with-host", BYTES ("220 host.example.org FTP server ready\r\n"), MBX_SERVICE_FTP },
  { "ftp-by-program", BYTES ("220-FileZilla Server 1.8.0\r\n"), MBX_SERVICE_FTP },
  { "nntp", BYTES ("200 news.example.org ready\r\n"), MBX_SERVICE_NNTP },
  { "http", BYTES ("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n"), MBX_SERVICE_HTTP },
  { "html", BYTES ("<!doctype html><title>400</title>"), MBX_SERVICE_HTTP },
  { "ssh", BYTES ("SSH-2.0-OpenSSH_9.2\r\n"), MBX_SERVICE_SSH },
  { "mysql", BYTES ("J\0\0\0\n5.5.5-10.11.4-MariaDB\0"), MBX_SERVICE_MYSQL },
  { "mysql-refusal", BYTES ("E\0\0\0\377j\4Host is not allowed"), MBX_SERVICE_MYSQL },
  { "tls-alert", BYTES ("\25\3\1\0\2\2\n"), MBX_SERVICE_TLS },
  { "tls-handshake", BYTES ("\26\3\3\0\172"), MBX_SERVICE_TLS },
  { "sieve", BYTES ("\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"\r\n"), MBX_SERVICE_SIEVE },
  { "telnet", BYTES ("\377\375\30\377\375 "), MBX_SERVICE_TELNET },
  { "vnc", BYTES ("RFB 003.008\n"), MBX_SERVICE_VNC },
  { "xmpp", BYTES ("<?xml version='1.0'?><stream:stream>"), MBX_SERVICE_XMPP },
  { "rsync", BYTES ("@RSYNCD: 31.0\n"), MBX_SERVICE_RSYNC },
  { "irc", BYTES (":irc.example.org NOTICE * :*** Looking up your hostname\r\n"), MBX_SERVICE_IRC },
  { "prose", BYTES ("Hello.\r\n"), MBX_SERVICE_UNKNOWN },
  { "nothing", BYTES (""), MBX_SERVICE_UNKNOWN },
  { "zeros", BYTES ("\0\0\0\0\0\0"), MBX_SERVICE_UNKNOWN },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  MbxService service = mbx_service_from_bytes ((const guint8 *) expected->bytes, expected->length);

  g_assert_cmpstr (mbx_service_to_string (service), ==, mbx_service_to_string (expected->service));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/service/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
