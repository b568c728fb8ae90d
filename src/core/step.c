/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/step.h"

const char *
mbx_side_to_string (MbxSide side)
{
  static const char *const names[] = { "network", "incoming", "outgoing", "keyring" };

  return names[side];
}

const char *
mbx_step_to_string (MbxStep step)
{
  static const char *const names[] = { "online", "find",    "resolve",      "connect", "encrypt",
                                       "greet",  "sign-in", "open-mailbox", "sender",  "store" };

  return names[step];
}

const char *
mbx_state_to_string (MbxState state)
{
  static const char *const names[] = { "waiting", "running", "passed",
                                       "warning", "failed",  "skipped" };

  return names[state];
}
