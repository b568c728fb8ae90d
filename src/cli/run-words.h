/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/mailbox-run.h"

G_BEGIN_DECLS

MbxWords *mbx_run_words_new (const MbxRun *run, MbxCode code);
char *mbx_run_dup_consent_sentence (const MbxRun *run);
char *mbx_step_dup_summary (const MbxRun *run, const MbxStepResult *step);

G_END_DECLS
