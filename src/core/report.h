/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"
#include "core/code.h"
#include "core/secret.h"
#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxReport:
 *
 * What a helpdesk needs to know of one attempt, and nothing that it must not see: the text can only
 * be had through the redactor, which knows the address, the user names and the secrets.
 */
typedef struct _MbxReport MbxReport;

/**
 * MbxReportStep:
 * @side: the group
 * @step: the step
 * @state: how it ended
 * @microseconds: how long it took
 * @code: the cause, or %MBX_CODE_NONE
 * @summary: (nullable): what the person read about it
 * @said: (nullable): the server's own words
 *
 * One step of the check; only borrowed while it is added.
 */
typedef struct
{
  MbxSide side;
  MbxStep step;
  MbxState state;
  gint64 microseconds;
  MbxCode code;
  const char *summary;
  const char *said;
} MbxReportStep;

MbxReport *mbx_report_new (const MbxAccount *account);
void mbx_report_free (MbxReport *self);
void mbx_report_hide_name (MbxReport *self, const char *name, const char *replacement);
void mbx_report_hide_secret (MbxReport *self, MbxSecret *secret);
void mbx_report_set_program (MbxReport *self, const char *version, const char *system,
                             const char *time);
void mbx_report_add_asked (MbxReport *self, const char *source, const char *asked, MbxState state,
                           gint64 microseconds, const char *outcome);
void mbx_report_add_step (MbxReport *self, const MbxReportStep *step);
void mbx_report_set_letter (MbxReport *self, const char *letter);
char *mbx_report_get_support_code (const MbxReport *self);
char *mbx_report_to_text (const MbxReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxReport, mbx_report_free)

G_END_DECLS
