/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/diagnosis.h"

#include "core/finding.h"
#include "core/refusal.h"

static MbxFinding
diagnose_failure (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  MbxFinding finding = mbx_nothing ();

  /* The handshake knows more than the socket that it ran over. */
  if (evidence->tls != MBX_TLS_OK)
    finding = mbx_diagnose_tls (evidence);
  if (finding.code == MBX_CODE_NONE)
    finding = mbx_diagnose_network (evidence);
  if (finding.code == MBX_CODE_NONE)
    finding = mbx_diagnose_protocol (evidence, phrases);
  if (finding.code == MBX_CODE_NONE &&
      (evidence->net == MBX_NET_OTHER || evidence->net == MBX_NET_CANCELLED))
    finding = mbx_guess (MBX_CODE_UNKNOWN);
  return finding;
}

/* The dialogue went through, and the server refused something that is not needed for it. */
static MbxFinding
diagnose_warning (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  if (evidence->over_quota)
    return mbx_certain (MBX_CODE_MAILBOX_FULL);
  if (evidence->reply != NULL)
    {
      MbxRefusal refusal = mbx_refusal_of_evidence (evidence);
      MbxFinding finding = mbx_diagnose_refusal (&refusal, phrases);

      if (finding.code != MBX_CODE_NONE)
        return finding;
    }
  if (evidence->ipv6_failed)
    return mbx_certain (MBX_CODE_IPV6_BROKEN);
  return mbx_nothing ();
}

static gboolean
helps (MbxCode code, MbxExperimentKind kind)
{
  if (kind == MBX_EXPERIMENT_OTHER_NAME)
    return code == MBX_CODE_TLS_WRONG_HOST;
  return kind == MBX_EXPERIMENT_OTHER_PORT;
}

/* Where another port was seen to work, it helps against anything that is the fault of this one. */
static gboolean
lies_in_the_port (MbxCode code)
{
  MbxLayer layer = mbx_code_get_layer (code);

  return layer == MBX_LAYER_NETWORK || layer == MBX_LAYER_TLS || layer == MBX_LAYER_PROTOCOL ||
         code == MBX_CODE_AUTH_NOT_OFFERED || code == MBX_CODE_TLS_REQUIRED ||
         code == MBX_CODE_RELAY_DENIED;
}

static const MbxServer *
find_suggestion (const MbxEvidence *evidence, MbxCode code)
{
  if (!lies_in_the_port (code))
    return NULL;
  for (guint i = 0; i < evidence->experiments->len; i++)
    {
      const MbxExperiment *experiment = g_ptr_array_index (evidence->experiments, i);

      if (experiment->worked && experiment->secure && experiment->server != NULL &&
          helps (code, experiment->kind) &&
          (evidence->server == NULL ||
           !mbx_server_same_endpoint (experiment->server, evidence->server)))
        return experiment->server;
    }
  return NULL;
}

/**
 * mbx_diagnose:
 * @evidence: everything that was seen of one server
 * @phrases: (nullable): the words of providers and server programs
 *
 * Turns evidence into one named cause. Pure: the same evidence always gives the same answer. Lower
 * layers are asked first, since they explain the higher ones. Where nothing failed the answer may
 * still be a warning.
 *
 * Returns: (transfer full) (nullable): the cause, or %NULL where all is well
 */
MbxDiagnosis *
mbx_diagnose (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  MbxFinding finding = diagnose_failure (evidence, phrases);
  MbxDiagnosis *self;
  gboolean warning = FALSE;

  if (finding.code == MBX_CODE_NONE)
    {
      finding = diagnose_warning (evidence, phrases);
      warning = TRUE;
    }
  if (finding.code == MBX_CODE_NONE)
    return NULL;
  self = g_new0 (MbxDiagnosis, 1);
  self->code = finding.code;
  self->confidence = finding.confidence;
  self->warning = warning;
  self->suggestion = mbx_server_copy (find_suggestion (evidence, finding.code));
  return self;
}

MbxDiagnosis *
mbx_diagnosis_copy (const MbxDiagnosis *self)
{
  MbxDiagnosis *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (MbxDiagnosis, 1);
  copy->code = self->code;
  copy->confidence = self->confidence;
  copy->warning = self->warning;
  copy->suggestion = mbx_server_copy (self->suggestion);
  return copy;
}

void
mbx_diagnosis_free (MbxDiagnosis *self)
{
  if (self == NULL)
    return;
  mbx_server_free (self->suggestion);
  g_free (self);
}

/**
 * mbx_confidence_to_string:
 *
 * Returns: the spelling of the command line's contract
 */
const char *
mbx_confidence_to_string (MbxConfidence confidence)
{
  static const char *const names[] = {
    [MBX_CONFIDENCE_GUESS] = "guess",
    [MBX_CONFIDENCE_LIKELY] = "likely",
    [MBX_CONFIDENCE_CERTAIN] = "certain",
  };

  return names[confidence];
}
