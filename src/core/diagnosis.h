/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "core/evidence.h"
#include "core/phrase-table.h"

G_BEGIN_DECLS

typedef enum
{
  MBX_CONFIDENCE_GUESS,
  MBX_CONFIDENCE_LIKELY,
  MBX_CONFIDENCE_CERTAIN,
} MbxConfidence;

/**
 * MbxDiagnosis:
 * @code: the cause
 * @confidence: how sure that is
 * @warning: a warning only; the check goes on
 * @suggestion: (nullable): another setting that was itself seen to work
 */
typedef struct
{
  MbxCode code;
  MbxConfidence confidence;
  gboolean warning;
  MbxServer *suggestion;
} MbxDiagnosis;

MbxDiagnosis *mbx_diagnose (const MbxEvidence *evidence, const MbxPhraseTable *phrases);
MbxDiagnosis *mbx_diagnosis_copy (const MbxDiagnosis *self);
void mbx_diagnosis_free (MbxDiagnosis *self);
const char *mbx_confidence_to_string (MbxConfidence confidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxDiagnosis, mbx_diagnosis_free)

G_END_DECLS
