/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/finding.h"

G_BEGIN_DECLS

/**
 * MbxRefusal:
 * @protocol: a #MbxProtocol, or -1 where it is not known
 * @step: a #MbxStep, or -1 where it is not known
 * @host: (nullable): the server's host
 * @provider: (nullable): id of the provider table's row
 * @token: whether the sign-in used a token
 * @program: whether the words may also be those of a mail program or a log
 * @reply: what was said
 *
 * A refusal with all that changes its meaning.
 */
typedef struct
{
  int protocol;
  int step;
  const char *host;
  const char *provider;
  gboolean token;
  gboolean program;
  const MbxReply *reply;
} MbxRefusal;

MbxRefusal mbx_refusal_of_evidence (const MbxEvidence *evidence);
MbxFinding mbx_diagnose_refusal (const MbxRefusal *refusal, const MbxPhraseTable *phrases);

G_END_DECLS
