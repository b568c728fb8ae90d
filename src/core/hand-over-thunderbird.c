/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over-private.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "core/hand-over-qr.h"

/* Values of the numbers in the QR form of Thunderbird for Android, version 1. */
enum
{
  QR_VERSION = 1,
  QR_IMAP = 0,
  QR_POP3 = 1,
  QR_SMTP = 0,
  QR_STARTTLS = 2,
  QR_TLS = 3,
  QR_PASSWORD = 1,
  QR_OAUTH = 6,
};

static void
append_server (GString *text, const char *title, const MbxServer *server)
{
  g_autofree char *protocol = g_ascii_strup (mbx_protocol_to_string (server->protocol), -1);

  g_string_append_printf (text, "\n%s\n  %s %s\n  %s %s\n  %s %u\n  %s %s\n  %s %s\n", title,
                          _ ("Protocol:"), protocol, _ ("Server:"), server->host, _ ("Port:"),
                          server->port, _ ("Security:"),
                          server->security == MBX_SECURITY_TLS ? "SSL/TLS" : "STARTTLS",
                          _ ("User name:"), server->username);
}

/* Thunderbird takes no accounts from outside; what its own set-up asks for is written down here. */
char *
mbx_hand_over_write_thunderbird (const MbxHandOverFile *file, GError **error)
{
  const MbxAccount *account = file->account;
  gboolean token = account->sign_in == MBX_SIGN_IN_OAUTH;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n\n%s %s\n%s %s\n",
                          _ ("In Thunderbird, choose Account Settings, Add Mail Account."),
                          _ ("If it finds other settings than these, choose Configure Manually."),
                          _ ("Address:"), account->address, _ ("Sign-in:"),
                          token ? _ ("through the browser (OAuth2)") : _ ("normal password"));
  append_server (text, _ ("Receiving"), account->incoming);
  append_server (text, _ ("Sending"), account->outgoing);
  return g_string_free (text, FALSE);
}

static void
add_qr_server (JsonBuilder *builder, const MbxServer *server, gboolean token)
{
  json_builder_add_int_value (builder, server->protocol == MBX_PROTOCOL_POP3 ? QR_POP3 : QR_IMAP);
  json_builder_add_string_value (builder, server->host);
  json_builder_add_int_value (builder, server->port);
  json_builder_add_int_value (builder,
                              server->security == MBX_SECURITY_TLS ? QR_TLS : QR_STARTTLS);
  json_builder_add_int_value (builder, token ? QR_OAUTH : QR_PASSWORD);
  json_builder_add_string_value (builder, server->username);
}

static void
add_qr_incoming (JsonBuilder *builder, const MbxAccount *account, MbxSecret *password)
{
  json_builder_begin_array (builder);
  add_qr_server (builder, account->incoming, account->sign_in == MBX_SIGN_IN_OAUTH);
  if (password != NULL)
    {
      json_builder_add_string_value (builder, account->address);
      json_builder_add_string_value (builder, mbx_secret_peek (password));
    }
  json_builder_end_array (builder);
}

static void
add_qr_outgoing (JsonBuilder *builder, const MbxAccount *account, MbxSecret *password)
{
  json_builder_begin_array (builder);
  json_builder_begin_array (builder);
  json_builder_begin_array (builder);
  add_qr_server (builder, account->outgoing, account->sign_in == MBX_SIGN_IN_OAUTH);
  if (password != NULL)
    json_builder_add_string_value (builder, mbx_secret_peek (password));
  json_builder_end_array (builder);
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, account->address);
  json_builder_add_string_value (builder,
                                 account->name != NULL ? account->name : account->address);
  json_builder_end_array (builder);
  json_builder_end_array (builder);
  json_builder_end_array (builder);
}

/**
 * mbx_hand_over_write_qr:
 * @account: the mailbox; ASCII names only, since the reader takes no others
 * @password: (nullable): put in only where the person asked for it
 * @error: an #MbxHandOverError
 *
 * Returns: (transfer full) (nullable): the text to put into a QR code for Thunderbird on a phone
 */
MbxSecret *
mbx_hand_over_write_qr (const MbxAccount *account, MbxSecret *password, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  if (!mbx_hand_over_check (MBX_HAND_OVER_THUNDERBIRD, account, error))
    return NULL;
  if (!g_str_is_ascii (account->address))
    {
      g_set_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_CHARACTER,
                   _ ("Thunderbird on phones takes only addresses of plain Latin letters."));
      return NULL;
    }
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, QR_VERSION);
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, 1);
  json_builder_add_int_value (builder, 1);
  json_builder_end_array (builder);
  add_qr_incoming (builder, account, password);
  add_qr_outgoing (builder, account, password);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return mbx_secret_new_take (json_to_string (root, FALSE));
}
