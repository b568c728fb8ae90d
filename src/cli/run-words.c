/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/run-words.h"

#include <glib/gi18n.h>

/* What the search itself has to say comes before the general fixes. */
static void
add_advice (const MbxRun *run, MbxWords *words)
{
  const char *advice = run->discovery != NULL ? mbx_discovery_get_advice (run->discovery) : NULL;
  g_autoptr (GStrvBuilder) fixes = NULL;

  if (advice == NULL)
    return;
  fixes = g_strv_builder_new ();
  g_strv_builder_add (fixes, advice);
  g_strv_builder_addv (fixes, (const char **) words->fixes);
  g_strfreev (words->fixes);
  words->fixes = g_strv_builder_end (fixes);
}

/**
 * mbx_run_words_new:
 * @code: why there are no settings
 *
 * Returns: (transfer full): what the person reads about it
 */
MbxWords *
mbx_run_words_new (const MbxRun *run, MbxCode code)
{
  const MbxProvider *provider =
      run->discovery != NULL ? mbx_discovery_get_provider (run->discovery) : NULL;
  MbxWordsContext context = { .code = code };
  MbxWords *words;
  const char *suggested;

  if (provider != NULL)
    {
      context.provider_name = provider->name;
      context.app_password_page = provider->app_password_page;
      context.enable_page = provider->enable_page;
    }
  words = mbx_words_new (&context);
  suggested = run->discovery != NULL ? mbx_discovery_get_suggested_domain (run->discovery) : NULL;
  if (code == MBX_CODE_DOMAIN_TYPO && suggested != NULL)
    {
      g_free (words->summary);
      words->summary =
          g_strdup_printf (_ ("%s has no mail. Did you mean %s?"), run->address->domain, suggested);
    }
  add_advice (run, words);
  return words;
}

/**
 * mbx_run_dup_consent_sentence:
 *
 * Returns: (transfer full): which servers have to be confirmed, and why
 */
char *
mbx_run_dup_consent_sentence (const MbxRun *run)
{
  g_autofree char *names = mbx_run_dup_server_names (run);

  /* Translators: %s is one or two servers with their ports */
  return g_strdup_printf (_ ("The servers %s come from a source that is not safe and have to be "
                             "confirmed before anything secret is sent to them."),
                          names);
}

static const char *
passed_to_words (MbxStep step)
{
  switch (step)
    {
    case MBX_STEP_ONLINE:
      return _ ("This computer is online.");
    case MBX_STEP_FIND:
      return _ ("The settings were found.");
    case MBX_STEP_RESOLVE:
      return _ ("The server's name leads to an address.");
    case MBX_STEP_CONNECT:
      return _ ("The server answers.");
    case MBX_STEP_ENCRYPT:
      return _ ("The connection is encrypted and the certificate is good.");
    case MBX_STEP_GREET:
      return _ ("The mail server greets.");
    case MBX_STEP_SIGN_IN:
      return _ ("The server accepts user name and password.");
    case MBX_STEP_OPEN_MAILBOX:
      return _ ("The mailbox opens.");
    case MBX_STEP_SENDER:
      return _ ("The server accepts the address as sender.");
    case MBX_STEP_STORE:
      return _ ("The password is in the keyring.");
    }
  return "";
}

static const char *
skipped_to_words (const MbxRun *run, MbxSide side)
{
  if (run->check != NULL && mbx_run_get_server (run, side) == NULL)
    return _ ("There is no server to test this with.");
  if (run->check != NULL && mbx_check_get_first_failure (run->check, side) == NULL)
    return _ ("This was not tested, since no password was given.");
  return _ ("This was not tested, since a step before it failed.");
}

/**
 * mbx_step_dup_summary:
 * @step: a step that has ended
 *
 * Returns: (transfer full): one sentence on what came of it
 */
char *
mbx_step_dup_summary (const MbxRun *run, const MbxStepResult *step)
{
  if (step->words != NULL)
    return g_strdup (step->words->summary);
  switch (step->state)
    {
    case MBX_STATE_PASSED:
    case MBX_STATE_WARNING:
      return g_strdup (passed_to_words (step->step));
    case MBX_STATE_SKIPPED:
    case MBX_STATE_WAITING:
    case MBX_STATE_RUNNING:
      return g_strdup (skipped_to_words (run, step->side));
    case MBX_STATE_FAILED:
      break;
    }
  return g_strdup (_ ("This step failed."));
}
