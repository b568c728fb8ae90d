/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/words.h"

G_BEGIN_DECLS

GHashTable *mbx_words_names_new (const MbxWordsContext *context);
char *mbx_words_fill (const char *sentence, GHashTable *names);
const char *mbx_words_family (const MbxWordsContext *context);

G_END_DECLS
