/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

#include "core/code.h"
#include "core/evidence.h"

G_BEGIN_DECLS

/**
 * MbxPhraseTable:
 *
 * The wordings of providers and server programs with the causes that they stand for
 * (data/phrases.tsv). Immutable once parsed; safe to share.
 */
typedef struct _MbxPhraseTable MbxPhraseTable;

typedef enum
{
  MBX_PHRASE_TABLE_ERROR_SYNTAX,
  MBX_PHRASE_TABLE_ERROR_CODE,
  MBX_PHRASE_TABLE_ERROR_PATTERN,
} MbxPhraseTableError;

#define MBX_PHRASE_TABLE_ERROR (mbx_phrase_table_error_quark ())
GQuark mbx_phrase_table_error_quark (void);

/**
 * MbxPhraseQuery:
 * @protocol: a #MbxProtocol, or -1 where it is not known
 * @host: (nullable): the server's host
 * @provider: (nullable): id of the provider table's row
 * @step: a #MbxStep, or -1 where it is not known
 * @program: whether @text may also hold the words of mail programs, libraries and logs
 * @text: the server's words
 */
typedef struct
{
  int protocol;
  const char *host;
  const char *provider;
  int step;
  gboolean program;
  const char *text;
} MbxPhraseQuery;

/**
 * MbxPhraseMatch:
 * @code: the cause that the words stand for
 * @specific: whether the row is one of this host or provider
 * @doubt: 0 where the words leave none, 1 where they can also mean something else, 2 where they
 *   only tell what did not work
 * @program: whether the words are those of a program, not of a server
 * @line: the line of the table
 */
typedef struct
{
  MbxCode code;
  gboolean specific;
  guint doubt;
  gboolean program;
  guint line;
} MbxPhraseMatch;

MbxPhraseTable *mbx_phrase_table_new_from_data (const char *data, gsize length, GError **error);
void mbx_phrase_table_free (MbxPhraseTable *self);
gboolean mbx_phrase_table_match (const MbxPhraseTable *self, const MbxPhraseQuery *query,
                                 MbxPhraseMatch *match);
gboolean mbx_phrase_table_compile (const MbxPhraseTable *self, GError **error);
guint mbx_phrase_table_get_size (const MbxPhraseTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxPhraseTable, mbx_phrase_table_free)

G_END_DECLS
