/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "cli/command.h"
#include "cli/mailbox-run.h"

G_BEGIN_DECLS

MbxSecret *mbx_browser_sign_in (MbxCommand *command, MbxRun *run, GError **error);

G_END_DECLS
