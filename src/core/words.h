/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "core/evidence.h"

G_BEGIN_DECLS

/**
 * MbxWords:
 * @title: a few words, for instance "Wrong password"
 * @summary: what happened and why, in one sentence, with names and numbers filled in
 * @fixes: what to do; the first one first
 * @link: (nullable): a page that helps
 * @text: (nullable): a text to send to the provider or the administrator, without secrets
 *
 * What a person reads about one cause, in the language of the locale. Free with mbx_words_free().
 */
typedef struct
{
  char *title;
  char *summary;
  char **fixes;
  char *link;
  char *text;
} MbxWords;

/**
 * MbxWordsContext:
 * @code: the cause
 * @evidence: (nullable): what was seen, for names and numbers; %NULL for the general words
 * @provider_name: (nullable): how the provider calls itself
 * @app_password_page: (nullable): where an app password is made
 * @enable_page: (nullable): where IMAP is switched on
 * @suggestion: (nullable): another setting that was seen to work
 */
typedef struct
{
  MbxCode code;
  const MbxEvidence *evidence;
  const char *provider_name;
  const char *app_password_page;
  const char *enable_page;
  const MbxServer *suggestion;
} MbxWordsContext;

MbxWords *mbx_words_new (const MbxWordsContext *context);
void mbx_words_free (MbxWords *self);
const char *mbx_who_to_words (MbxWho who);
const char *mbx_step_to_words (MbxStep step);
const char *mbx_side_to_words (MbxSide side);
const char *mbx_state_to_words (MbxState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxWords, mbx_words_free)

G_END_DECLS
