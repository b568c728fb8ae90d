/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over-geary.h"

#include <string.h>

static void
set_server (GKeyFile *file, const char *group, const MbxServer *server)
{
  gboolean tls = server->security == MBX_SECURITY_TLS;

  g_key_file_set_string (file, group, "login", server->username);
  g_key_file_set_boolean (file, group, "remember_password", TRUE);
  g_key_file_set_string (file, group, "host", server->host);
  g_key_file_set_integer (file, group, "port", server->port);
  g_key_file_set_string (file, group, "transport_security", tls ? "transport" : "start-tls");
  g_key_file_set_string (file, group, "credentials", "custom");
}

/**
 * mbx_geary_write:
 * @account: a mailbox with IMAP and SMTP and their user names
 * @ordinal: its place in Geary's list, from 1 on
 *
 * Returns: (transfer full): the text of Geary's file geary.ini
 */
char *
mbx_geary_write (const MbxAccount *account, guint ordinal)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *mailbox = NULL;
  const char *mailboxes[2] = { NULL, NULL };

  mailbox = account->name != NULL && *account->name != '\0'
              ? g_strdup_printf ("%s <%s>", account->name, account->address)
              : g_strdup (account->address);
  mailboxes[0] = mailbox;
  g_key_file_set_integer (file, "Metadata", "version", 1);
  g_key_file_set_string (file, "Metadata", "status", "enabled");
  g_key_file_set_integer (file, "Account", "ordinal", (int) ordinal);
  g_key_file_set_string (file, "Account", "label", account->address);
  g_key_file_set_integer (file, "Account", "prefetch_days", 14);
  g_key_file_set_boolean (file, "Account", "save_drafts", TRUE);
  g_key_file_set_boolean (file, "Account", "save_sent", TRUE);
  g_key_file_set_boolean (file, "Account", "use_signature", FALSE);
  g_key_file_set_string (file, "Account", "signature", "");
  g_key_file_set_string_list (file, "Account", "sender_mailboxes", mailboxes, 1);
  g_key_file_set_string (file, "Account", "service_provider", "other");
  set_server (file, "Incoming", account->incoming);
  set_server (file, "Outgoing", account->outgoing);
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * mbx_geary_has_address:
 * @text: a geary.ini
 * @address: a mail address
 *
 * Returns: whether the first sender of the account is @address
 */
gboolean
mbx_geary_has_address (const char *text, const char *address)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) mailboxes = NULL;
  g_autofree char *bracketed = g_strdup_printf ("<%s>", address);
  gsize length;

  if (!g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL))
    return FALSE;
  mailboxes = g_key_file_get_string_list (file, "Account", "sender_mailboxes", NULL, NULL);
  if (mailboxes == NULL || mailboxes[0] == NULL)
    return FALSE;
  length = strlen (mailboxes[0]);
  return g_ascii_strcasecmp (mailboxes[0], address) == 0 ||
         (length > strlen (bracketed) &&
          g_ascii_strcasecmp (mailboxes[0] + length - strlen (bracketed), bracketed) == 0);
}
