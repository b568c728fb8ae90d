/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/command.h"
#include "cli/terminal.h"

G_BEGIN_DECLS

void mbx_help_add_overview (MbxTerminal *terminal);
void mbx_help_add_verb (MbxTerminal *terminal, const MbxVerb *verb);

G_END_DECLS
