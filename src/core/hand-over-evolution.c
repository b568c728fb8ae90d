/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hand-over-evolution.h"

/* The names of groups and keys are those of evolution-data-server's own sources. */

static void
set_data_source (GKeyFile *file, const char *name, const char *parent)
{
  g_key_file_set_string (file, "Data Source", "DisplayName", name);
  g_key_file_set_string (file, "Data Source", "Enabled", "true");
  g_key_file_set_string (file, "Data Source", "Parent", parent);
}

static void
set_server (GKeyFile *file, const MbxServer *server)
{
  gboolean tls = server->security == MBX_SECURITY_TLS;

  g_key_file_set_string (file, "Authentication", "Host", server->host);
  g_key_file_set_integer (file, "Authentication", "Port", server->port);
  g_key_file_set_string (file, "Authentication", "User", server->username);
  g_key_file_set_string (file, "Authentication", "Method", "PLAIN");
  g_key_file_set_string (file, "Authentication", "ProxyUid", "system-proxy");
  g_key_file_set_string (file, "Authentication", "RememberPassword", "true");
  g_key_file_set_string (file, "Security", "Method",
                         tls ? "ssl-on-alternate-port" : "starttls-on-standard-port");
}

static char *
write_account (const MbxAccount *account, const char *identity_uid)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gboolean pop = account->incoming->protocol == MBX_PROTOCOL_POP3;

  set_data_source (file, account->address, "");
  g_key_file_set_string (file, "Mail Account", "BackendName", pop ? "pop" : "imapx");
  g_key_file_set_string (file, "Mail Account", "IdentityUid", identity_uid);
  g_key_file_set_string (file, "Mail Account", "NeedsInitialSetup", "true");
  set_server (file, account->incoming);
  g_key_file_set_string (file, "Refresh", "Enabled", "true");
  g_key_file_set_integer (file, "Refresh", "IntervalMinutes", 10);
  if (!pop)
    {
      g_key_file_set_string (file, "Imapx Backend", "UseIdle", "true");
      g_key_file_set_string (file, "Imapx Backend", "UseQresync", "true");
      g_key_file_set_string (file, "Imapx Backend", "SendClientId", "true");
    }
  return g_key_file_to_data (file, NULL, NULL);
}

static char *
write_identity (const MbxAccount *account, const char *account_uid, const char *transport_uid)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  set_data_source (file, account->address, account_uid);
  g_key_file_set_string (file, "Mail Identity", "Address", account->address);
  g_key_file_set_string (file, "Mail Identity", "Name", account->name != NULL ? account->name : "");
  g_key_file_set_string (file, "Mail Submission", "TransportUid", transport_uid);
  g_key_file_set_string (file, "Mail Submission", "UseSentFolder", "true");
  g_key_file_set_string (file, "Mail Composition", "DraftsFolder", "");
  return g_key_file_to_data (file, NULL, NULL);
}

static char *
write_transport (const MbxAccount *account, const char *account_uid)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  set_data_source (file, account->address, account_uid);
  g_key_file_set_string (file, "Mail Transport", "BackendName", "smtp");
  set_server (file, account->outgoing);
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * mbx_evolution_uid:
 * @account: only its address counts
 * @purpose: "account", "identity" or "transport"
 *
 * Follows from the address, so that handing over twice replaces and taking back finds it again.
 *
 * Returns: (transfer full): the identifier of one source
 */
char *
mbx_evolution_uid (const MbxAccount *account, const char *purpose)
{
  g_autofree char *folded = g_utf8_casefold (account->address, -1);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA1, folded, -1);

  return g_strdup_printf ("mailbox-setup-%s-%s", hash, purpose);
}

/**
 * mbx_evolution_sources_new:
 * @account: a mailbox with both servers and their user names
 *
 * Returns: (transfer full): the sources, without any secret
 */
MbxEvolutionSources *
mbx_evolution_sources_new (const MbxAccount *account)
{
  MbxEvolutionSources *self = g_new0 (MbxEvolutionSources, 1);

  self->account_uid = mbx_evolution_uid (account, "account");
  self->identity_uid = mbx_evolution_uid (account, "identity");
  self->transport_uid = mbx_evolution_uid (account, "transport");
  self->account = write_account (account, self->identity_uid);
  self->identity = write_identity (account, self->account_uid, self->transport_uid);
  self->transport = write_transport (account, self->account_uid);
  return self;
}

void
mbx_evolution_sources_free (MbxEvolutionSources *self)
{
  if (self == NULL)
    return;
  g_free (self->account_uid);
  g_free (self->identity_uid);
  g_free (self->transport_uid);
  g_free (self->account);
  g_free (self->identity);
  g_free (self->transport);
  g_free (self);
}
