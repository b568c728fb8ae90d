/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue-class.h"

G_BEGIN_DECLS

#define MBX_TYPE_POP3_DIALOGUE (mbx_pop3_dialogue_get_type ())
G_DECLARE_FINAL_TYPE (MbxPop3Dialogue, mbx_pop3_dialogue, MBX, POP3_DIALOGUE, MbxDialogue)

G_END_DECLS
