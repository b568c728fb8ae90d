/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/browser.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "core/provider-table.h"
#include "engine/oauth-sign-in.h"

/* The page's address holds nothing that is worth hiding: the answer comes back to this computer. */
static void
on_open_url (MbxOauthFlow *flow, const char *url, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri (url, NULL, &error))
    fprintf (stderr, _ ("A page has opened in the browser. If not, open this address:\n%s\n"), url);
  else
    fprintf (stderr, _ ("Open this address in the browser of this computer:\n%s\n"), url);
}

static void
on_device_code (MbxOauthFlow *flow, const char *user_code, const char *url, gpointer data)
{
  /* Translators: an address, and a code on a line of its own */
  fprintf (stderr, _ ("On any device, open %s and type this code:\n\n    %s\n\n"), url, user_code);
}

static void
on_started (MbxOauthFlow *flow, gpointer data)
{
  g_signal_connect (flow, "open-url", G_CALLBACK (on_open_url), NULL);
  g_signal_connect (flow, "device-code", G_CALLBACK (on_device_code), NULL);
}

static const char *
service_of (const MbxCommand *command, const MbxRun *run, const char **issuer)
{
  const MbxCandidate *candidate = mbx_run_get_candidate (run);
  const MbxProvider *provider = NULL;

  *issuer = NULL;
  if (candidate == NULL)
    return NULL;
  if (candidate->secure && candidate->source != MBX_SOURCE_ISPDB)
    *issuer = candidate->issuer;
  if (candidate->provider != NULL)
    provider = mbx_provider_table_find_id (mbx_context_get_providers (command->context),
                                           candidate->provider);
  return provider != NULL ? provider->oauth : NULL;
}

/**
 * mbx_browser_sign_in:
 * @run: a mailbox whose settings are found
 * @error: an #MbxOauthError
 *
 * Signs in through the browser or on another device, as --sign-in says. What the person has to do
 * goes to standard error.
 *
 * Returns: (transfer full) (nullable): the access token
 */
MbxSecret *
mbx_browser_sign_in (MbxCommand *command, MbxRun *run, GError **error)
{
  const MbxOauthWay way = command->options->sign_in == MBX_CLI_SIGN_IN_DEVICE
                              ? MBX_OAUTH_WAY_DEVICE
                              : MBX_OAUTH_WAY_BROWSER;
  const char *issuer;
  const char *service = service_of (command, run, &issuer);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MbxOauthTokens) tokens = NULL;
  GAsyncResult *place = NULL;

  mbx_oauth_sign_in_async (command->context, service, issuer, mbx_run_get_address (run), way,
                           on_started, NULL, command->cancellable, mbx_command_on_done, &place);
  result = mbx_command_wait (command, &place);
  tokens = mbx_oauth_sign_in_finish (result, NULL, NULL, error);
  if (tokens == NULL)
    return NULL;
  run->token_account = g_strdup (tokens->account);
  return mbx_secret_ref (tokens->access);
}
