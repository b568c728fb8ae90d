/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/banner.h"
#include "core/finding.h"
#include "core/refusal.h"

#include <string.h>

/*
 * What comes before the encryption may be anybody's words. They may say that the server does not
 * want us now; they may not send the person to another page or have a password changed.
 */
static gboolean
may_be_said_in_the_open (MbxCode code)
{
  static const MbxCode harmless[] = {
    MBX_CODE_GREETING_REJECTED,    MBX_CODE_SERVER_UNAVAILABLE, MBX_CODE_SERVER_ERROR,
    MBX_CODE_TOO_MANY_CONNECTIONS, MBX_CODE_TOO_MANY_ATTEMPTS,  MBX_CODE_IP_BLOCKED,
    MBX_CODE_GREYLISTED,           MBX_CODE_POLICY_BLOCKED,     MBX_CODE_PROTOCOL_ERROR,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      if (harmless[i] == code)
        return TRUE;
    }
  return FALSE;
}

/* The token is good, but somebody else's: the browser had another account signed in. */
static gboolean
is_of_another (const MbxEvidence *evidence)
{
  return evidence->token_account != NULL && evidence->address != NULL &&
         g_ascii_strcasecmp (evidence->token_account, evidence->address) != 0;
}

static MbxFinding
diagnose_reply (const MbxEvidence *evidence, const MbxPhraseTable *phrases, MbxCode otherwise)
{
  MbxRefusal refusal = mbx_refusal_of_evidence (evidence);
  MbxFinding finding;

  if (evidence->reply == NULL)
    return mbx_likely (otherwise);
  finding = mbx_diagnose_refusal (&refusal, phrases);
  if (finding.code == MBX_CODE_NONE)
    return mbx_likely (otherwise);
  if (finding.code == MBX_CODE_OAUTH_TOKEN_REJECTED && is_of_another (evidence))
    return mbx_likely (MBX_CODE_OAUTH_WRONG_ACCOUNT);
  if (!evidence->reply->encrypted)
    {
      if (!may_be_said_in_the_open (finding.code))
        return mbx_likely (otherwise);
      finding.confidence = MIN (finding.confidence, MBX_CONFIDENCE_LIKELY);
    }
  return finding;
}

static MbxFinding
diagnose_greeting (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  MbxFinding finding = diagnose_reply (evidence, phrases, MBX_CODE_GREETING_REJECTED);

  /* Before anybody signed in there is no password that could be wrong. */
  if (finding.code == MBX_CODE_WRONG_PASSWORD || finding.code == MBX_CODE_SENDER_NOT_ALLOWED ||
      finding.code == MBX_CODE_RELAY_DENIED)
    return mbx_likely (MBX_CODE_GREETING_REJECTED);
  return finding;
}

static const char *
foreign_words (const MbxEvidence *evidence)
{
  if (evidence->first_bytes != NULL)
    return evidence->first_bytes;
  return evidence->reply != NULL ? evidence->reply->text : NULL;
}

static MbxFinding
diagnose_foreign (const MbxEvidence *evidence)
{
  MbxBanner banner = mbx_banner_classify (foreign_words (evidence));

  if (banner == MBX_BANNER_TLS)
    return mbx_certain (MBX_CODE_TLS_ON_PLAIN_PORT);
  if (mbx_banner_is_other_mail (banner, evidence->server))
    return mbx_certain (MBX_CODE_WRONG_MAIL_PROTOCOL);
  if (banner == MBX_BANNER_HTTP &&
      mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_PORTAL, TRUE) != NULL)
    return mbx_certain (MBX_CODE_CAPTIVE_PORTAL);
  return mbx_certain (MBX_CODE_WRONG_SERVICE);
}

/* Garbage instead of a greeting can still be a known service that the dialogue does not know. */
static MbxFinding
diagnose_broken (const MbxEvidence *evidence)
{
  MbxBanner banner = mbx_banner_classify (foreign_words (evidence));

  if (evidence->greeting == NULL && banner != MBX_BANNER_NONE && banner != MBX_BANNER_UNKNOWN &&
      !mbx_banner_is_mail (banner, evidence->server))
    return diagnose_foreign (evidence);
  return mbx_certain (MBX_CODE_PROTOCOL_ERROR);
}

static MbxFinding
diagnose_hang_up (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  if (evidence->reply != NULL && evidence->step >= MBX_STEP_GREET)
    {
      MbxFinding finding = diagnose_reply (evidence, phrases, MBX_CODE_CONNECTION_RESET);

      if (finding.confidence > MBX_CONFIDENCE_GUESS)
        return finding;
    }
  if (evidence->server != NULL && evidence->server->security == MBX_SECURITY_STARTTLS &&
      evidence->step == MBX_STEP_ENCRYPT && evidence->greeting != NULL)
    return mbx_certain (MBX_CODE_STARTTLS_REFUSED);
  if (evidence->greeting != NULL || evidence->step > MBX_STEP_GREET)
    return mbx_certain (MBX_CODE_CONNECTION_RESET);
  return mbx_certain (MBX_CODE_CONNECTION_CLOSED);
}

static gboolean
offers_part (const MbxEvidence *evidence, const char *part)
{
  for (char **capability = evidence->capabilities; capability != NULL && *capability != NULL;
       capability++)
    {
      g_autofree char *upper = g_ascii_strup (*capability, -1);

      if (strstr (upper, part) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Nothing of ours is offered. Where tokens are, the provider has given up passwords. */
static MbxFinding
diagnose_mechanisms (const MbxEvidence *evidence, MbxCode otherwise)
{
  gboolean browser = offers_part (evidence, "XOAUTH2") || offers_part (evidence, "OAUTHBEARER");

  if (browser && evidence->kind == MBX_CREDENTIAL_PASSWORD)
    return mbx_certain (MBX_CODE_OAUTH_REQUIRED);
  if (otherwise == MBX_CODE_AUTH_NOT_OFFERED && offers_part (evidence, "AUTH="))
    return mbx_certain (MBX_CODE_AUTH_MECHANISM_UNSUPPORTED);
  return mbx_certain (otherwise);
}

/* The server's answer decided; where the password was taken, a refused command is not about it. */
static MbxFinding
diagnose_command (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  if (evidence->step <= MBX_STEP_GREET)
    return diagnose_greeting (evidence, phrases);
  if (evidence->step == MBX_STEP_OPEN_MAILBOX)
    {
      MbxFinding finding = diagnose_reply (evidence, phrases, MBX_CODE_SERVER_ERROR);

      if (finding.code == MBX_CODE_WRONG_PASSWORD)
        finding = mbx_likely (MBX_CODE_SERVER_ERROR);
      return finding;
    }
  return diagnose_reply (evidence, phrases, MBX_CODE_SERVER_ERROR);
}

/**
 * mbx_diagnose_protocol:
 * @phrases: (nullable): the words of providers and server programs
 *
 * Returns: the cause where the dialogue stopped
 */
MbxFinding
mbx_diagnose_protocol (const MbxEvidence *evidence, const MbxPhraseTable *phrases)
{
  switch (evidence->fault)
    {
    case MBX_FAULT_NONE:
      return mbx_nothing ();
    case MBX_FAULT_GREETING_REFUSED:
      return diagnose_greeting (evidence, phrases);
    case MBX_FAULT_NOT_THIS_PROTOCOL:
      return diagnose_foreign (evidence);
    case MBX_FAULT_TLS_BYTES:
      return mbx_certain (MBX_CODE_TLS_ON_PLAIN_PORT);
    case MBX_FAULT_BROKEN:
    case MBX_FAULT_TOO_LONG:
      return diagnose_broken (evidence);
    case MBX_FAULT_CLOSED:
      return diagnose_hang_up (evidence, phrases);
    case MBX_FAULT_STARTTLS_MISSING:
      return mbx_certain (MBX_CODE_STARTTLS_NOT_OFFERED);
    case MBX_FAULT_STARTTLS_REFUSED:
      return mbx_certain (MBX_CODE_STARTTLS_REFUSED);
    case MBX_FAULT_STARTTLS_INJECTION:
    case MBX_FAULT_PREAUTH:
      return mbx_certain (MBX_CODE_STARTTLS_INJECTION);
    case MBX_FAULT_NO_COMMON_MECHANISM:
      return diagnose_mechanisms (evidence, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED);
    case MBX_FAULT_AUTH_NOT_OFFERED:
    case MBX_FAULT_LOGIN_DISABLED:
      return diagnose_mechanisms (evidence, MBX_CODE_AUTH_NOT_OFFERED);
    case MBX_FAULT_SERVER_SIGNATURE:
      return mbx_likely (MBX_CODE_PROTOCOL_ERROR);
    case MBX_FAULT_SIGN_IN_REFUSED:
    case MBX_FAULT_COMMAND_REFUSED:
      return diagnose_command (evidence, phrases);
    }
  return mbx_nothing ();
}
