/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/diagnosis.h"

G_BEGIN_DECLS

/**
 * MbxExplainHints:
 * @protocol: a #MbxProtocol, or -1 where the person did not say
 * @host: (nullable): the server's host where the person knows it
 */
typedef struct
{
  int protocol;
  const char *host;
} MbxExplainHints;

MbxDiagnosis *mbx_explain (const char *text, gssize length, const MbxExplainHints *hints,
                           const MbxPhraseTable *phrases);

G_END_DECLS
