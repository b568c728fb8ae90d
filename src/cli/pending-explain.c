/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>

#include "cli/command.h"

MbxExit
mbx_verb_explain (MbxCommand *command, GError **error)
{
  g_set_error (error, MBX_CLI_ERROR, MBX_CLI_ERROR_BROKEN,
               _ ("This verb is not part of this build."));
  return MBX_EXIT_BROKEN;
}
