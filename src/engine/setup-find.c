/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/base-domain.h"
#include "engine/setup-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* From an address to servers: the search, the choice among its answers, and consent. */

static MbxServer **
server_of (MbxAccount *account, guint side)
{
  return side == 0 ? &account->incoming : &account->outgoing;
}

void
mbx_setup_forget_found (MbxSetup *self)
{
  mbx_setup_forget_check (self);
  mbx_setup_forget_secrets (self);
  mbx_setup_forget_store_step (self);
  self->candidate = NULL;
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->account, mbx_account_free);
  g_clear_pointer (&self->address, mbx_address_free);
  memset (self->by_hand, 0, sizeof self->by_hand);
  self->consent = FALSE;
}

static MbxAccount *
new_account (MbxSetup *self)
{
  MbxAccount *account = mbx_account_new (self->address->text);
  const char *name = self->name != NULL && *self->name != '\0' ? self->name : self->address->name;

  account->name = g_strdup (name);
  return account;
}

static MbxServer *
first_server (GPtrArray *servers)
{
  if (servers == NULL || servers->len == 0)
    return NULL;
  return mbx_server_copy (g_ptr_array_index (servers, 0));
}

static void
choose (MbxSetup *self, const MbxCandidate *candidate)
{
  MbxAccount *account = new_account (self);
  const guint typed = MBX_AUTH_PASSWORD | MBX_AUTH_APP_PASSWORD | MBX_AUTH_AUTHORIZATION_CODE |
                      MBX_AUTH_BRIDGE;

  account->provider = g_strdup (candidate->provider);
  g_free (account->source);
  account->source = g_strdup (mbx_source_to_string (candidate->source));
  account->incoming = first_server (candidate->incoming);
  account->outgoing = first_server (candidate->outgoing);
  account->issuer = g_strdup (candidate->issuer);
  if ((candidate->auth & MBX_AUTH_OAUTH) != 0 && (candidate->auth & typed) == 0)
    account->sign_in = MBX_SIGN_IN_OAUTH;
  mbx_account_free (self->account);
  self->account = account;
  self->candidate = candidate;
  memset (self->by_hand, 0, sizeof self->by_hand);
  self->consent = FALSE;
  mbx_setup_renew_check (self);
}

static void
enter_sign_in (MbxSetup *self)
{
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  mbx_setup_probe_keyring (self);
  mbx_setup_set_state (self, MBX_SETUP_SIGN_IN);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) candidates =
    mbx_discovery_run_finish (MBX_DISCOVERY (source), result, &error);
  gboolean current;
  g_autoptr (MbxSetup) self = mbx_setup_call_end (data, &current);
  MbxCode code;

  if (!current)
    return;
  if (candidates != NULL && candidates->len > 0)
    {
      self->candidates = g_steal_pointer (&candidates);
      choose (self, g_ptr_array_index (self->candidates, 0));
      enter_sign_in (self);
      return;
    }
  code = mbx_discovery_get_code (self->discovery);
  mbx_setup_fail_with (self, code != MBX_CODE_NONE ? code : MBX_CODE_NO_SETTINGS_FOUND,
                       error != NULL ? error->message : NULL);
  mbx_setup_set_state (self, MBX_SETUP_NOT_FOUND);
}

static void
on_source_changed (MbxDiscovery *discovery, gpointer state, MbxSetup *self)
{
  if (discovery == self->discovery)
    g_signal_emit_by_name (self, "source-changed", state);
}

/* Begins with what was typed. FALSE where it is no address. */
static gboolean
take_address (MbxSetup *self, GError **error)
{
  const char *text = self->address_text != NULL ? self->address_text : "";

  mbx_setup_stop (self);
  mbx_setup_forget_found (self);
  self->address = mbx_address_parse (text, error);
  mbx_setup_fail_with (self, self->address != NULL ? MBX_CODE_NONE : MBX_CODE_ADDRESS_INVALID,
                       NULL);
  return self->address != NULL;
}

/**
 * mbx_setup_take_settings:
 * @candidate: (transfer full): settings that the person brought along, for instance in a file
 * @error: an #MbxAddressError where no address was typed yet
 *
 * From any page before the check to SIGN_IN with these servers. Where a file comes from nobody
 * knows, so servers outside the address's own domain are asked about as with any unsafe source.
 *
 * Returns: %FALSE where it stays
 */
gboolean
mbx_setup_take_settings (MbxSetup *self, MbxCandidate *candidate, GError **error)
{
  g_autoptr (MbxCandidate) taken = candidate;

  if (self->state > MBX_SETUP_SIGN_IN)
    {
      g_set_error_literal (error, MBX_SETUP_ERROR, MBX_SETUP_ERROR_STATE,
                           _ ("There is nothing to go on with here."));
      return FALSE;
    }
  if (!take_address (self, error))
    return FALSE;
  taken->secure = FALSE;
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mbx_candidate_free);
  g_ptr_array_add (self->candidates, g_steal_pointer (&taken));
  choose (self, g_ptr_array_index (self->candidates, 0));
  enter_sign_in (self);
  return TRUE;
}

/* Starts the search. FALSE where the address is none; the page then stays. */
gboolean
mbx_setup_find (MbxSetup *self, GError **error)
{
  if (!take_address (self, error))
    return FALSE;
  self->discovery = mbx_discovery_new (self->context, self->address);
  g_signal_connect_object (self->discovery, "source-changed", G_CALLBACK (on_source_changed), self,
                           0);
  mbx_setup_set_state (self, MBX_SETUP_FINDING);
  if (self->state == MBX_SETUP_FINDING)
    {
      MbxSetupCall *call = mbx_setup_call_begin (self);

      mbx_discovery_run_async (self->discovery, call->cancellable, on_found, call);
    }
  return TRUE;
}

/**
 * mbx_setup_enter_by_hand:
 *
 * From FINDING or NOT_FOUND to SIGN_IN without servers; mbx_setup_set_server() gives them.
 */
void
mbx_setup_enter_by_hand (MbxSetup *self)
{
  if (self->state != MBX_SETUP_FINDING && self->state != MBX_SETUP_NOT_FOUND)
    return;
  mbx_setup_stop (self);
  mbx_account_free (self->account);
  self->account = new_account (self);
  g_free (self->account->source);
  self->account->source = g_strdup (mbx_source_to_string (MBX_SOURCE_GIVEN));
  self->candidate = NULL;
  mbx_setup_renew_check (self);
  enter_sign_in (self);
}

/**
 * mbx_setup_use_candidate:
 * @nth: index into mbx_setup_get_candidates()
 *
 * Takes another of the answers. Servers typed before are dropped with it, and so is consent.
 */
void
mbx_setup_use_candidate (MbxSetup *self, guint nth)
{
  if (self->state != MBX_SETUP_SIGN_IN || self->candidates == NULL || nth >= self->candidates->len)
    return;
  choose (self, g_ptr_array_index (self->candidates, nth));
}

static gboolean
is_own_host (const MbxCandidate *candidate, guint side, const MbxServer *server)
{
  GPtrArray *servers = side == 0 ? candidate->incoming : candidate->outgoing;

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      const MbxServer *known = g_ptr_array_index (servers, i);

      if (strcmp (known->host, server->host) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
same_server (const MbxServer *a, const MbxServer *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return mbx_server_same_endpoint (a, b) && g_strcmp0 (a->username, b->username) == 0;
}

/**
 * mbx_setup_set_server:
 * @side: %MBX_SIDE_INCOMING or %MBX_SIDE_OUTGOING
 * @server: (nullable): what the person typed; a host in any case, with blanks around
 *
 * Changes one server. The same host with another port still is the source's host, so consent is
 * still asked for it; another host is the person's own choice.
 */
void
mbx_setup_set_server (MbxSetup *self, MbxSide side, const MbxServer *server)
{
  guint index = side == MBX_SIDE_OUTGOING ? 1 : 0;
  g_autoptr (MbxServer) copy = mbx_server_copy (server);
  MbxServer **slot;

  g_return_if_fail (side == MBX_SIDE_INCOMING || side == MBX_SIDE_OUTGOING);

  if (self->account == NULL)
    return;
  if (copy != NULL)
    {
      char *host = mbx_host_normalize (copy->host);

      g_return_if_fail (host != NULL);
      g_free (copy->host);
      copy->host = host;
    }
  slot = server_of (self->account, index);
  if (same_server (*slot, copy))
    return;
  self->by_hand[index] = copy == NULL || self->candidate == NULL ||
                         !is_own_host (self->candidate, index, copy);
  mbx_server_free (*slot);
  *slot = g_steal_pointer (&copy);
  g_free (self->account->source);
  self->account->source = g_strdup (mbx_source_to_string (MBX_SOURCE_GIVEN));
  if (self->check == NULL)
    mbx_setup_renew_check (self);
  else
    mbx_check_set_server (self->check, side, *slot);
  if (self->state == MBX_SETUP_SIGN_IN)
    mbx_check_prepare (self->check);
}

/**
 * mbx_setup_needs_consent:
 *
 * Returns: whether the person has to confirm the servers before a secret may go there: they come
 *   from a source that is not safe, and the person has neither typed nor confirmed them
 */
gboolean
mbx_setup_needs_consent (MbxSetup *self)
{
  g_autoptr (MbxCandidate) rest = NULL;

  if (self->candidate == NULL || self->consent || (self->by_hand[0] && self->by_hand[1]))
    return FALSE;
  rest = mbx_candidate_copy (self->candidate);
  g_ptr_array_set_size (rest->incoming, 0);
  g_ptr_array_set_size (rest->outgoing, 0);
  if (!self->by_hand[0] && self->account->incoming != NULL)
    g_ptr_array_add (rest->incoming, mbx_server_copy (self->account->incoming));
  if (!self->by_hand[1] && self->account->outgoing != NULL)
    g_ptr_array_add (rest->outgoing, mbx_server_copy (self->account->outgoing));
  return mbx_candidate_needs_consent (rest, self->address->domain, mbx_base_domain);
}

/**
 * mbx_setup_give_consent:
 *
 * The person has read the servers and agrees. It holds for these servers only.
 */
void
mbx_setup_give_consent (MbxSetup *self)
{
  self->consent = TRUE;
}

/**
 * mbx_setup_get_address:
 *
 * Returns: (nullable): the address that is set up, from FINDING on
 */
const MbxAddress *
mbx_setup_get_address (MbxSetup *self)
{
  return self->address;
}

MbxDiscovery *
mbx_setup_get_discovery (MbxSetup *self)
{
  return self->discovery;
}

/**
 * mbx_setup_get_candidates:
 *
 * Returns: (nullable) (element-type MbxCandidate): what was found, best first
 */
GPtrArray *
mbx_setup_get_candidates (MbxSetup *self)
{
  return self->candidates;
}

/**
 * mbx_setup_get_candidate:
 *
 * Returns: (nullable): the one in use, or %NULL where the servers are entered by hand
 */
const MbxCandidate *
mbx_setup_get_candidate (MbxSetup *self)
{
  return self->candidate;
}

/**
 * mbx_setup_get_account:
 *
 * Returns: (nullable): the account as it stands, from SIGN_IN on
 */
const MbxAccount *
mbx_setup_get_account (MbxSetup *self)
{
  return self->account;
}

/**
 * mbx_setup_get_provider:
 *
 * Returns: (nullable): the table's row for this address
 */
const MbxProvider *
mbx_setup_get_provider (MbxSetup *self)
{
  const MbxProviderTable *table = mbx_context_get_providers (self->context);

  if (self->candidate != NULL && self->candidate->provider != NULL && table != NULL)
    return mbx_provider_table_find_id (table, self->candidate->provider);
  return self->discovery != NULL ? mbx_discovery_get_provider (self->discovery) : NULL;
}
