/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MBX_TYPE_ANNOUNCER (mbx_announcer_get_type ())
G_DECLARE_FINAL_TYPE (MbxAnnouncer, mbx_announcer, MBX, ANNOUNCER, AdwBin)

void mbx_announcer_say (MbxAnnouncer *self, const char *words);
const char *mbx_announcer_get_words (MbxAnnouncer *self);

G_END_DECLS
