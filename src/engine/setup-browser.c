/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-reply.h"
#include "engine/oauth-sign-in.h"
#include "engine/setup-private.h"

/* The wizard's browser sign-in: from SIGN_IN over BROWSER to CHECKING, or back with a cause. */

static const char *
provider_oauth (MbxSetup *self)
{
  const MbxProvider *provider = mbx_setup_get_provider (self);

  return provider != NULL ? provider->oauth : NULL;
}

/* Only the provider's own https file is believed: a wrong issuer would show a wrong page. */
static const char *
named_issuer (MbxSetup *self)
{
  const MbxCandidate *candidate = self->candidate;

  if (candidate == NULL || !candidate->secure || candidate->source == MBX_SOURCE_ISPDB)
    return NULL;
  return candidate->issuer;
}

/**
 * mbx_setup_can_use_browser:
 *
 * Returns: whether a button for the browser sign-in leads anywhere
 */
gboolean
mbx_setup_can_use_browser (MbxSetup *self)
{
  return self->candidate != NULL && (self->candidate->auth & MBX_AUTH_OAUTH) != 0 &&
         mbx_oauth_can_sign_in (provider_oauth (self), named_issuer (self));
}

static void
open_url_cb (MbxOauthFlow *flow, const char *url, gpointer data)
{
  g_signal_emit_by_name (data, "open-url", url);
}

static void
started_cb (MbxOauthFlow *flow, gpointer data)
{
  MbxSetup *self = data;

  g_set_object (&self->flow, flow);
  g_signal_connect_object (flow, "open-url", G_CALLBACK (open_url_cb), self, 0);
}

static void
take_tokens (MbxSetup *self, MbxOauthTokens *tokens, char *issuer, char *client_id)
{
  g_free (self->account->issuer);
  self->account->issuer = issuer;
  g_free (self->account->client_id);
  self->account->client_id = client_id;
  g_free (self->token_account);
  self->token_account = g_strdup (tokens->account);
  mbx_setup_set_token (self, tokens->access, tokens->refresh);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  gboolean current;
  g_autoptr (MbxSetup) self = mbx_setup_call_end (data, &current);
  g_autoptr (GError) error = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *client_id = NULL;
  g_autoptr (MbxOauthTokens) tokens = NULL;

  tokens = mbx_oauth_sign_in_finish (result, &issuer, &client_id, &error);
  if (!current || self->state != MBX_SETUP_BROWSER)
    return;
  g_clear_object (&self->flow);
  if (tokens != NULL)
    take_tokens (self, tokens, g_steal_pointer (&issuer), g_steal_pointer (&client_id));
  else
    {
      mbx_setup_fail_with (self, mbx_oauth_error_to_code (error), error->message);
      mbx_setup_set_state (self, MBX_SETUP_SIGN_IN);
    }
}

/**
 * mbx_setup_use_browser:
 *
 * From SIGN_IN to BROWSER: the signal "open-url" (const char *url) asks for the system's browser;
 * what comes back there goes on to CHECKING by itself, or returns to SIGN_IN with a code.
 */
void
mbx_setup_use_browser (MbxSetup *self)
{
  MbxSetupCall *call;

  if (self->state != MBX_SETUP_SIGN_IN || !mbx_setup_can_use_browser (self))
    return;
  call = mbx_setup_call_begin (self);
  mbx_setup_fail_with (self, MBX_CODE_NONE, NULL);
  mbx_setup_set_state (self, MBX_SETUP_BROWSER);
  mbx_oauth_sign_in_async (self->context, provider_oauth (self), named_issuer (self),
                           self->address->text, MBX_OAUTH_WAY_BROWSER, started_cb, self,
                           call->cancellable, signed_in_cb, call);
}

/**
 * mbx_setup_open_browser_again:
 *
 * On BROWSER: emits "open-url" once more, for a page that was closed too early.
 */
void
mbx_setup_open_browser_again (MbxSetup *self)
{
  if (self->state == MBX_SETUP_BROWSER && self->flow != NULL)
    mbx_oauth_flow_open_again (self->flow);
}

/**
 * mbx_setup_paste_answer:
 * @url: the address that the browser ended at
 *
 * On BROWSER: for browsers that cannot reach this computer's loopback address.
 *
 * Returns: whether @url belongs to this sign-in
 */
gboolean
mbx_setup_paste_answer (MbxSetup *self, const char *url)
{
  return self->state == MBX_SETUP_BROWSER && self->flow != NULL &&
         mbx_oauth_flow_paste (self->flow, url);
}
