/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/diagnosis.h"

G_BEGIN_DECLS

/**
 * MbxFinding:
 * @code: a cause, or %MBX_CODE_NONE where the rules say nothing
 * @confidence: how sure
 *
 * What one group of rules found. The groups are asked from the bottom of the network upwards, since
 * a lower failure explains every higher one.
 */
typedef struct
{
  MbxCode code;
  MbxConfidence confidence;
} MbxFinding;

static inline MbxFinding
mbx_finding (MbxCode code, MbxConfidence confidence)
{
  MbxFinding finding = { code, confidence };

  return finding;
}

static inline MbxFinding
mbx_certain (MbxCode code)
{
  return mbx_finding (code, MBX_CONFIDENCE_CERTAIN);
}

static inline MbxFinding
mbx_likely (MbxCode code)
{
  return mbx_finding (code, MBX_CONFIDENCE_LIKELY);
}

static inline MbxFinding
mbx_guess (MbxCode code)
{
  return mbx_finding (code, MBX_CONFIDENCE_GUESS);
}

static inline MbxFinding
mbx_nothing (void)
{
  return mbx_finding (MBX_CODE_NONE, MBX_CONFIDENCE_GUESS);
}

MbxFinding mbx_diagnose_network (const MbxEvidence *evidence);
MbxFinding mbx_diagnose_tls (const MbxEvidence *evidence);
MbxFinding mbx_diagnose_certificate (const MbxEvidence *evidence);
MbxFinding mbx_diagnose_protocol (const MbxEvidence *evidence, const MbxPhraseTable *phrases);

G_END_DECLS
