/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxSide:
 *
 * Which group of the check a step belongs to.
 */
typedef enum
{
  MBX_SIDE_NETWORK,
  MBX_SIDE_INCOMING,
  MBX_SIDE_OUTGOING,
  MBX_SIDE_KEYRING,
} MbxSide;

/**
 * MbxStep:
 *
 * The steps of a check in their order. The spellings are part of the command line's contract.
 */
typedef enum
{
  MBX_STEP_ONLINE,
  MBX_STEP_FIND,
  MBX_STEP_RESOLVE,
  MBX_STEP_CONNECT,
  MBX_STEP_ENCRYPT,
  MBX_STEP_GREET,
  MBX_STEP_SIGN_IN,
  MBX_STEP_OPEN_MAILBOX,
  MBX_STEP_SENDER,
  MBX_STEP_STORE,
} MbxStep;

#define MBX_STEP_COUNT (MBX_STEP_STORE + 1)

typedef enum
{
  MBX_STATE_WAITING,
  MBX_STATE_RUNNING,
  MBX_STATE_PASSED,
  MBX_STATE_WARNING,
  MBX_STATE_FAILED,
  MBX_STATE_SKIPPED,
} MbxState;

const char *mbx_side_to_string (MbxSide side);
const char *mbx_step_to_string (MbxStep step);
const char *mbx_state_to_string (MbxState state);

G_END_DECLS
