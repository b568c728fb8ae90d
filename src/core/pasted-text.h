/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbxPastedText:
 * @words: what may name a failure, cleaned and bounded, without anything that only says that all is
 *   well
 * @refusals: only the lines of it that look like a server's refusal; may be empty
 * @hosts: host names that stand in it, lower case
 * @protocol: a #MbxProtocol where the words tell it, or -1
 * @token: whether a sign-in with a token is spoken of
 *
 * Something that a person copied from a mail program, a log or a bounce. Free with
 * mbx_pasted_text_free().
 */
typedef struct
{
  char *words;
  char *refusals;
  char **hosts;
  int protocol;
  gboolean token;
} MbxPastedText;

MbxPastedText *mbx_pasted_text_new (const char *text, gssize length);
void mbx_pasted_text_free (MbxPastedText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxPastedText, mbx_pasted_text_free)

G_END_DECLS
