/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "cli/cli-error.h"

#include <stdio.h>

G_DEFINE_QUARK (mbx - cli - error - quark, mbx_cli_error)

/**
 * mbx_cli_error_to_exit:
 *
 * Returns: the exit status that the contract gives to @error; errors of other parts of the program
 *   are about what was typed, unless they come from the system
 */
MbxExit
mbx_cli_error_to_exit (const GError *error)
{
  if (g_error_matches (error, MBX_CLI_ERROR, MBX_CLI_ERROR_BROKEN) || error->domain == G_FILE_ERROR)
    return MBX_EXIT_BROKEN;
  if (g_error_matches (error, MBX_CLI_ERROR, MBX_CLI_ERROR_FAILED))
    return MBX_EXIT_FAILED;
  return MBX_EXIT_USAGE;
}

/**
 * mbx_complain:
 * @error: what is wrong
 *
 * Says it on standard error.
 *
 * Returns: the exit status
 */
MbxExit
mbx_complain (const GError *error)
{
  fprintf (stderr, "mailbox-check: %s\n", error->message);
  return mbx_cli_error_to_exit (error);
}
