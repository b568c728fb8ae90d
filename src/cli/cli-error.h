/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxCliError:
 *
 * Why a command cannot go on; the value decides the exit status.
 */
typedef enum
{
  MBX_CLI_ERROR_USAGE,
  MBX_CLI_ERROR_INPUT,
  MBX_CLI_ERROR_BROKEN,
  MBX_CLI_ERROR_FAILED,
} MbxCliError;

/**
 * MbxExit:
 *
 * The exit statuses of the contract.
 */
typedef enum
{
  MBX_EXIT_PASSED = 0,
  MBX_EXIT_FAILED = 1,
  MBX_EXIT_USAGE = 2,
  MBX_EXIT_NOT_FOUND = 3,
  MBX_EXIT_BROKEN = 4,
} MbxExit;

#define MBX_CLI_ERROR (mbx_cli_error_quark ())
GQuark mbx_cli_error_quark (void);

MbxExit mbx_cli_error_to_exit (const GError *error);
MbxExit mbx_complain (const GError *error);

G_END_DECLS
