/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over-private.h"

#include <string.h>

/* Settings for programs of the terminal. Each asks a command for the password; none is written. */

static gboolean
uses_token (const MbxHandOverFile *file)
{
  return file->account->sign_in == MBX_SIGN_IN_OAUTH;
}

/* A short name for sections and folders, from the part before the @. */
static char *
short_name (const MbxAccount *account)
{
  g_autofree char *local = g_strndup (account->address, strcspn (account->address, "@"));

  return g_strdup (g_strcanon (local, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '-'));
}

static char *
sender (const MbxAccount *account)
{
  if (account->name == NULL || *account->name == '\0')
    return g_strdup (account->address);
  return g_strdup_printf ("%s <%s>", account->name, account->address);
}

static char *
server_url (const MbxServer *server, const char *scheme)
{
  g_autofree char *user = g_uri_escape_string (server->username, NULL, FALSE);
  gboolean six = strchr (server->host, ':') != NULL;

  return g_strdup_printf ("%s://%s@%s%s%s:%u", scheme, user, six ? "[" : "", server->host,
                          six ? "]" : "", server->port);
}

/* For ~/.config/msmtp/config; mode 0600 is not needed, since no secret is in it. */
char *
mbx_hand_over_write_msmtp (const MbxHandOverFile *file, GError **error)
{
  const MbxServer *out = file->account->outgoing;
  g_autofree char *name = short_name (file->account);

  return g_strdup_printf ("account %s\n"
                          "host %s\n"
                          "port %u\n"
                          "tls on\n"
                          "tls_starttls %s\n"
                          "auth %s\n"
                          "from %s\n"
                          "user \"%s\"\n"
                          "passwordeval \"%s\"\n"
                          "account default : %s\n",
                          name, out->host, out->port,
                          out->security == MBX_SECURITY_STARTTLS ? "on" : "off",
                          uses_token (file) ? "xoauth2" : "on", file->account->address,
                          out->username, file->outgoing_command, name);
}

/* For ~/.mbsyncrc. SSLType is the spelling that isync 1.4 and 1.5 both read. */
char *
mbx_hand_over_write_mbsync (const MbxHandOverFile *file, GError **error)
{
  const MbxServer *in = file->account->incoming;
  g_autofree char *name = short_name (file->account);

  return g_strdup_printf ("IMAPAccount %s\n"
                          "Host %s\n"
                          "Port %u\n"
                          "User \"%s\"\n"
                          "PassCmd \"%s\"\n"
                          "SSLType %s\n"
                          "%s"
                          "\n"
                          "IMAPStore %s-remote\n"
                          "Account %s\n"
                          "\n"
                          "MaildirStore %s-local\n"
                          "SubFolders Verbatim\n"
                          "Path ~/Mail/%s/\n"
                          "Inbox ~/Mail/%s/Inbox\n"
                          "\n"
                          "Channel %s\n"
                          "Far :%s-remote:\n"
                          "Near :%s-local:\n"
                          "Patterns *\n"
                          "Create Near\n"
                          "SyncState *\n",
                          name, in->host, in->port, in->username, file->incoming_command,
                          in->security == MBX_SECURITY_TLS ? "IMAPS" : "STARTTLS",
                          uses_token (file) ? "AuthMechs XOAUTH2\n" : "", name, name, name, name,
                          name, name, name, name);
}

static void
append_neomutt_token (GString *text, const MbxHandOverFile *file)
{
  g_string_append_printf (text,
                          "set imap_authenticators=\"xoauth2\"\n"
                          "set imap_oauth_refresh_command=\"%s\"\n"
                          "set smtp_authenticators=\"xoauth2\"\n"
                          "set smtp_oauth_refresh_command=\"%s\"\n",
                          file->incoming_command, file->outgoing_command);
}

static void
append_neomutt_passwords (GString *text, const MbxHandOverFile *file)
{
  g_string_append_printf (text, "set imap_pass=\"`%s`\"\nset smtp_pass=\"`%s`\"\n",
                          file->incoming_command, file->outgoing_command);
}

/* For ~/.config/neomutt/neomuttrc. */
char *
mbx_hand_over_write_neomutt (const MbxHandOverFile *file, GError **error)
{
  const MbxServer *in = file->account->incoming;
  const MbxServer *out = file->account->outgoing;
  gboolean in_tls = in->security == MBX_SECURITY_TLS;
  gboolean out_tls = out->security == MBX_SECURITY_TLS;
  g_autofree char *folder = server_url (in, in_tls ? "imaps" : "imap");
  g_autofree char *submission = server_url (out, out_tls ? "smtps" : "smtp");
  g_autofree char *from = sender (file->account);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "set imap_user=\"%s\"\n"
                          "set folder=\"%s/\"\n"
                          "set spool_file=\"+INBOX\"\n"
                          "set smtp_url=\"%s\"\n"
                          "set ssl_starttls=yes\n"
                          "set ssl_force_tls=yes\n"
                          "set from=\"%s\"\n"
                          "set use_from=yes\n",
                          in->username, folder, submission, from);
  if (uses_token (file))
    append_neomutt_token (text, file);
  else
    append_neomutt_passwords (text, file);
  return g_string_free (text, FALSE);
}

static const char *
aerc_scheme (const MbxServer *server, gboolean token)
{
  gboolean tls = server->security == MBX_SECURITY_TLS;

  if (server->protocol == MBX_PROTOCOL_IMAP)
    return token ? (tls ? "imaps+xoauth2" : "imap+xoauth2") : (tls ? "imaps" : "imap");
  return token ? (tls ? "smtps+xoauth2" : "smtp+xoauth2") : (tls ? "smtps" : "smtp");
}

/* For ~/.config/aerc/accounts.conf, which aerc wants at mode 0600. There, "imap" means STARTTLS. */
char *
mbx_hand_over_write_aerc (const MbxHandOverFile *file, GError **error)
{
  gboolean token = uses_token (file);
  const MbxServer *in = file->account->incoming;
  const MbxServer *out = file->account->outgoing;
  g_autofree char *name = short_name (file->account);
  g_autofree char *source = server_url (in, aerc_scheme (in, token));
  g_autofree char *outgoing = server_url (out, aerc_scheme (out, token));
  g_autofree char *from = sender (file->account);

  return g_strdup_printf ("[%s]\n"
                          "source = %s\n"
                          "source-cred-cmd = %s\n"
                          "outgoing = %s\n"
                          "outgoing-cred-cmd = %s\n"
                          "from = %s\n"
                          "default = INBOX\n"
                          "copy-to = Sent\n",
                          name, source, file->incoming_command, outgoing, file->outgoing_command,
                          from);
}

static void
append_himalaya_server (GString *text, const char *prefix, const MbxServer *server,
                        const char *command, gboolean token)
{
  g_string_append_printf (text,
                          "%s.type = \"%s\"\n"
                          "%s.host = \"%s\"\n"
                          "%s.port = %u\n"
                          "%s.encryption.type = \"%s\"\n"
                          "%s.login = \"%s\"\n",
                          prefix, mbx_protocol_to_string (server->protocol), prefix, server->host,
                          prefix, server->port, prefix,
                          server->security == MBX_SECURITY_TLS ? "tls" : "start-tls", prefix,
                          server->username);
  if (token)
    g_string_append_printf (text,
                            "%s.auth.type = \"oauth2\"\n"
                            "%s.auth.method = \"xoauth2\"\n"
                            "%s.auth.access-token.cmd = \"%s\"\n",
                            prefix, prefix, prefix, command);
  else
    g_string_append_printf (text, "%s.auth.type = \"password\"\n%s.auth.cmd = \"%s\"\n", prefix,
                            prefix, command);
}

/* For ~/.config/himalaya/config.toml, himalaya 1.x. */
char *
mbx_hand_over_write_himalaya (const MbxHandOverFile *file, GError **error)
{
  const MbxAccount *account = file->account;
  g_autofree char *name = short_name (account);
  GString *text = g_string_new (NULL);

  g_strdelimit (name, ".", '-');
  g_string_append_printf (text, "[accounts.%s]\ndefault = true\nemail = \"%s\"\n", name,
                          account->address);
  if (account->name != NULL && *account->name != '\0')
    g_string_append_printf (text, "display-name = \"%s\"\n", account->name);
  append_himalaya_server (text, "backend", account->incoming, file->incoming_command,
                          uses_token (file));
  append_himalaya_server (text, "message.send.backend", account->outgoing, file->outgoing_command,
                          uses_token (file));
  return g_string_free (text, FALSE);
}
