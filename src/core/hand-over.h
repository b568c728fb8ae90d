/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"

G_BEGIN_DECLS

/**
 * MbxHandOverTarget:
 *
 * The mail programs that a mailbox can be handed to. The spellings of
 * mbx_hand_over_target_to_string() are part of the command line's contract.
 */
typedef enum
{
  MBX_HAND_OVER_GOA,
  MBX_HAND_OVER_EVOLUTION,
  MBX_HAND_OVER_GEARY,
  MBX_HAND_OVER_THUNDERBIRD,
  MBX_HAND_OVER_MSMTP,
  MBX_HAND_OVER_MBSYNC,
  MBX_HAND_OVER_NEOMUTT,
  MBX_HAND_OVER_AERC,
  MBX_HAND_OVER_HIMALAYA,
  MBX_HAND_OVER_MOBILECONFIG,
  MBX_HAND_OVER_AUTOCONFIG,
} MbxHandOverTarget;

#define MBX_HAND_OVER_COUNT (MBX_HAND_OVER_AUTOCONFIG + 1)

/**
 * MbxHandOverError:
 * @MBX_HAND_OVER_ERROR_SERVER: the target needs a server that the mailbox lacks, or another kind
 * @MBX_HAND_OVER_ERROR_SIGN_IN: the target cannot use browser sign-in
 * @MBX_HAND_OVER_ERROR_CHARACTER: a name holds a character that the target's file cannot express
 * @MBX_HAND_OVER_ERROR_UNAVAILABLE: the program or its service is not on this computer
 * @MBX_HAND_OVER_ERROR_REFUSED: its service refused
 */
typedef enum
{
  MBX_HAND_OVER_ERROR_SERVER,
  MBX_HAND_OVER_ERROR_SIGN_IN,
  MBX_HAND_OVER_ERROR_CHARACTER,
  MBX_HAND_OVER_ERROR_UNAVAILABLE,
  MBX_HAND_OVER_ERROR_REFUSED,
} MbxHandOverError;

#define MBX_HAND_OVER_ERROR (mbx_hand_over_error_quark ())
GQuark mbx_hand_over_error_quark (void);

const char *mbx_hand_over_target_to_string (MbxHandOverTarget target);
gboolean mbx_hand_over_target_from_string (const char *text, MbxHandOverTarget *target);
gboolean mbx_hand_over_writes_file (MbxHandOverTarget target);
const char *mbx_hand_over_get_file_name (MbxHandOverTarget target);
gboolean mbx_hand_over_check (MbxHandOverTarget target, const MbxAccount *account,
                              GError **error);
char *mbx_hand_over_write (MbxHandOverTarget target, const MbxAccount *account,
                           const char *token_command, GError **error);

G_END_DECLS
