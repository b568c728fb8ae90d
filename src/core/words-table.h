/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/words.h"

G_BEGIN_DECLS

/**
 * MbxFixWords:
 * @filled: (nullable): used where all of its names are known
 * @plain: (nullable): used otherwise
 */
typedef struct
{
  const char *filled;
  const char *plain;
} MbxFixWords;

/**
 * MbxWordsEntry:
 * @code: the cause
 * @family: (nullable): only for servers of this family; such entries stand before the general one
 * @title: a few words
 * @summary: one sentence for when nothing more is known
 * @seen: one sentence with names and numbers; the first one whose names are all known is used
 * @fixes: what to do, in order
 * @link: (nullable): a page that helps
 * @ask: (nullable): what the one who has to act is asked for in the letter
 *
 * The words about one cause, not yet translated. Names in braces, such as {host}, are filled in
 * after the translation; mbx_words_names_new() tells which there are.
 */
typedef struct
{
  MbxCode code;
  const char *family;
  const char *title;
  const char *summary;
  const char *seen[3];
  MbxFixWords fixes[5];
  const char *link;
  const char *ask;
} MbxWordsEntry;

/**
 * MbxWordsGroup:
 * @entries: the entries of some codes
 * @count: how many
 */
typedef struct
{
  const MbxWordsEntry *entries;
  gsize count;
} MbxWordsGroup;

extern const MbxWordsGroup mbx_words_network;
extern const MbxWordsGroup mbx_words_tls;
extern const MbxWordsGroup mbx_words_encryption;
extern const MbxWordsGroup mbx_words_protocol;
extern const MbxWordsGroup mbx_words_password;
extern const MbxWordsGroup mbx_words_account;
extern const MbxWordsGroup mbx_words_refusal;
extern const MbxWordsGroup mbx_words_browser;
extern const MbxWordsGroup mbx_words_discovery;
extern const MbxWordsGroup mbx_words_keyring;

char *mbx_words_letter (const MbxWordsContext *context, const char *summary, const char *ask);

G_END_DECLS
