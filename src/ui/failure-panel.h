/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "core/code.h"
#include "core/words.h"

G_BEGIN_DECLS

/**
 * MbxFailure:
 * @code: the cause
 * @warning: a warning only
 * @words: what the person reads
 * @said: (nullable): the server's own words, redacted
 * @action: (nullable): the label of the button that does the first fix; the signal "act" follows
 * @helpdesk: (nullable): the phone number of the organisation's helpdesk
 *
 * What a failure panel shows. Nothing of it is kept.
 */
typedef struct
{
  MbxCode code;
  gboolean warning;
  const MbxWords *words;
  const char *said;
  const char *action;
  const char *helpdesk;
} MbxFailure;

#define MBX_TYPE_FAILURE_PANEL (mbx_failure_panel_get_type ())
G_DECLARE_FINAL_TYPE (MbxFailurePanel, mbx_failure_panel, MBX, FAILURE_PANEL, AdwBin)

/*
 * One cause: what happened and why, what to do first, what else, who acts, a button that does it,
 * and the details for a helpdesk. Signals: "act" (the button), "copy" (a string to copy).
 */
void mbx_failure_panel_set_failure (MbxFailurePanel *self, const MbxFailure *failure);
MbxCode mbx_failure_panel_get_code (MbxFailurePanel *self);

G_END_DECLS
