/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/mailbox-run.h"
#include "cli/terminal.h"

G_BEGIN_DECLS

void mbx_text_add_cause (MbxTerminal *terminal, MbxCode code, const MbxWords *words);
void mbx_text_add_state (MbxTerminal *terminal, MbxState state, guint columns);
void mbx_text_add_settings (MbxTerminal *terminal, const MbxRun *run);
void mbx_text_add_run (MbxTerminal *terminal, const MbxRun *run, gboolean without_password);

G_END_DECLS
