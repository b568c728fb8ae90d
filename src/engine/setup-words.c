/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/report.h"
#include "engine/setup-private.h"

#include <glib/gi18n.h>

/* What the person reads about the page's failure, and the report. */

static MbxWords *
words_of_file_failure (MbxSetup *self)
{
  MbxWords *words = g_new0 (MbxWords, 1);

  words->title = g_strdup (_ ("The mailbox was not saved"));
  words->summary = g_strdup (self->failure);
  words->fixes = g_new0 (char *, 2);
  words->fixes[0] = g_strdup (_ ("Make sure that this folder can be written to, then try again."));
  return words;
}

static void
fill_in_check (MbxSetup *self, MbxWordsContext *context)
{
  MbxVerdict verdict;
  const MbxStepResult *failure;

  if (self->state != MBX_SETUP_CHECKED || self->check == NULL)
    return;
  verdict = mbx_check_get_verdict (self->check);
  if (verdict.state != MBX_STATE_FAILED || verdict.code != self->code)
    return;
  context->evidence = mbx_check_get_evidence (self->check, verdict.side);
  failure = mbx_check_get_first_failure (self->check, verdict.side);
  if (failure != NULL && failure->diagnosis != NULL)
    context->suggestion = failure->diagnosis->suggestion;
}

/**
 * mbx_setup_dup_words:
 *
 * Returns: (transfer full) (nullable): what the person reads about the page's failure, or %NULL
 *   where there is none
 */
MbxWords *
mbx_setup_dup_words (MbxSetup *self)
{
  const MbxProvider *provider = mbx_setup_get_provider (self);
  MbxWordsContext context = { .code = self->code };

  if (self->code == MBX_CODE_NONE)
    return NULL;
  if (self->code == MBX_CODE_UNKNOWN && self->failure != NULL)
    return words_of_file_failure (self);
  if (self->candidate != NULL)
    {
      context.provider_name = self->candidate->provider_name;
      context.enable_page = self->candidate->enable_page;
    }
  if (provider != NULL)
    {
      context.provider_name = provider->name;
      context.app_password_page = provider->app_password_page;
      context.enable_page = provider->enable_page;
    }
  fill_in_check (self, &context);
  return mbx_words_new (&context);
}

static char *
describe_system (void)
{
  g_autofree char *name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  gboolean sandbox = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);

  return g_strdup_printf (sandbox ? "%s, Flatpak" : "%s", name != NULL ? name : "unknown");
}

static void
add_sources (MbxSetup *self, MbxReport *report)
{
  GPtrArray *sources =
    self->discovery != NULL ? mbx_discovery_get_sources (self->discovery) : NULL;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const MbxSourceState *state = g_ptr_array_index (sources, i);

      mbx_report_add_asked (report, mbx_source_to_string (state->source), state->asked,
                            (MbxState) state->state, state->microseconds, state->outcome);
    }
}

static void
add_step (MbxReport *report, const MbxStepResult *result)
{
  const MbxReportStep step = {
    .side = result->side,
    .step = result->step,
    .state = result->state,
    .microseconds = result->microseconds,
    .code = result->diagnosis != NULL ? result->diagnosis->code : MBX_CODE_NONE,
    .summary = result->words != NULL ? result->words->summary : NULL,
    .said = result->said,
  };

  mbx_report_add_step (report, &step);
}

/* Before servers are known the address is all there is to hide. */
static MbxAccount *
account_for_report (MbxSetup *self)
{
  const char *text = self->address != NULL ? self->address->text : self->address_text;

  if (self->account != NULL)
    return mbx_account_copy (self->account);
  return mbx_account_new (text != NULL ? text : "");
}

static void
hide_secrets (MbxSetup *self, MbxReport *report)
{
  for (guint i = 0; i < MBX_SETUP_SIDES; i++)
    mbx_report_hide_secret (report, self->password[i]);
  mbx_report_hide_secret (report, self->access_token);
  mbx_report_hide_secret (report, self->refresh_token);
}

static MbxReport *
make_report (MbxSetup *self)
{
  g_autoptr (MbxAccount) account = account_for_report (self);
  MbxReport *report = mbx_report_new (account);
  GPtrArray *steps = self->check != NULL ? mbx_check_get_steps (self->check) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  g_autofree char *system = describe_system ();
  g_autoptr (MbxWords) words = mbx_setup_dup_words (self);

  hide_secrets (self, report);
  mbx_report_hide_name (report, self->name, "<name>");
  mbx_report_set_program (report, "Mailbox Setup " MBX_VERSION, system, time);
  add_sources (self, report);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    add_step (report, g_ptr_array_index (steps, i));
  if (self->store_step.state != MBX_STATE_WAITING)
    add_step (report, &self->store_step);
  mbx_report_set_letter (report, words != NULL ? words->text : NULL);
  return report;
}

/**
 * mbx_setup_dup_report:
 *
 * Returns: (transfer full): what a helpdesk needs to know of this attempt, redacted
 */
char *
mbx_setup_dup_report (MbxSetup *self)
{
  g_autoptr (MbxReport) report = make_report (self);

  return mbx_report_to_text (report);
}

/**
 * mbx_setup_dup_support_code:
 *
 * Returns: (transfer full): the report's short code, to read over the phone
 */
char *
mbx_setup_dup_support_code (MbxSetup *self)
{
  g_autoptr (MbxReport) report = make_report (self);

  return mbx_report_get_support_code (report);
}
