/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue-class.h"

G_BEGIN_DECLS

#define MBX_TYPE_SMTP_DIALOGUE (mbx_smtp_dialogue_get_type ())
G_DECLARE_FINAL_TYPE (MbxSmtpDialogue, mbx_smtp_dialogue, MBX, SMTP_DIALOGUE, MbxDialogue)

G_END_DECLS
