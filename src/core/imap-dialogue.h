/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/dialogue-class.h"

G_BEGIN_DECLS

#define MBX_TYPE_IMAP_DIALOGUE (mbx_imap_dialogue_get_type ())
G_DECLARE_FINAL_TYPE (MbxImapDialogue, mbx_imap_dialogue, MBX, IMAP_DIALOGUE, MbxDialogue)

G_END_DECLS
