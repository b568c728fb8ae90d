/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/refusal.h"

#include "core/standard-cause.h"

#include <string.h>

/**
 * mbx_refusal_of_evidence:
 *
 * Returns: the refusal in @evidence; it borrows from @evidence and must not outlive it
 */
MbxRefusal
mbx_refusal_of_evidence (const MbxEvidence *evidence)
{
  MbxRefusal refusal = {
    .protocol = evidence->server != NULL ? (int) evidence->server->protocol : -1,
    .step = (int) evidence->step,
    .host = evidence->server != NULL ? evidence->server->host : NULL,
    .provider = evidence->provider,
    .token = evidence->kind == MBX_CREDENTIAL_TOKEN,
    .reply = evidence->reply,
  };

  return refusal;
}

/* Everything that was said in one line: codes in front, so that patterns can ask for them. */
static char *
all_words (const MbxReply *reply)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (reply->status != 0)
    g_string_append_printf (words, "%u ", reply->status);
  if (reply->enhanced != NULL)
    g_string_append_printf (words, "%s ", reply->enhanced);
  if (reply->response_code != NULL)
    g_string_append_printf (words, "[%s %s] ", reply->response_code,
                            reply->response_argument != NULL ? reply->response_argument : "");
  g_string_append (words, reply->text);
  if (reply->challenge != NULL)
    g_string_append_printf (words, " %s", reply->challenge);
  return g_strdup (words->str);
}

static gboolean
find_phrase (const MbxRefusal *refusal, const MbxPhraseTable *phrases, MbxPhraseMatch *match)
{
  g_autofree char *words = all_words (refusal->reply);
  MbxPhraseQuery query = {
    .protocol = refusal->protocol,
    .host = refusal->host,
    .provider = refusal->provider,
    .step = refusal->step,
    .program = refusal->program,
    .text = words,
  };

  return phrases != NULL && mbx_phrase_table_match (phrases, &query, match);
}

/* Words of a certain host, or words that say the same as a code, leave no doubt. */
static MbxFinding
from_phrase (const MbxPhraseMatch *match, const MbxStandardCause *standard)
{
  if (match->doubt > 0)
    return match->doubt > 1 ? mbx_guess (match->code) : mbx_likely (match->code);
  if (match->specific || match->code == standard->code)
    return mbx_certain (match->code);
  return mbx_likely (match->code);
}

static gboolean
is_temporary (const MbxReply *reply)
{
  return (reply->status >= 400 && reply->status < 500) ||
         (reply->enhanced != NULL && reply->enhanced[0] == '4');
}

/*
 * "Wrong password" is what servers say when they say nothing, and "sign in first" what they add to
 * anything: such words never outweigh a code. All others outweigh a code that only means as much.
 */
static gboolean
outweighs (const MbxPhraseMatch *match, const MbxStandardCause *standard)
{
  if (match->specific || standard->weight != MBX_STANDARD_USUAL)
    return TRUE;
  return match->code != MBX_CODE_WRONG_PASSWORD && match->code != MBX_CODE_RELAY_DENIED;
}

static MbxFinding
weigh (const MbxStandardCause *standard, const MbxPhraseMatch *match, const MbxReply *reply)
{
  if (match == NULL || !outweighs (match, standard))
    {
      if (standard->weight == MBX_STANDARD_USUAL)
        return mbx_certain (standard->code);
      return mbx_likely (standard->code);
    }
  /* A temporary refusal is no wrong password, whatever its words say. */
  if (match->code == MBX_CODE_WRONG_PASSWORD && !match->specific && is_temporary (reply))
    return mbx_likely (MBX_CODE_SERVER_UNAVAILABLE);
  return from_phrase (match, standard);
}

/* A refusal without any meaning of its own is only known by the question that it answers. */
static MbxFinding
from_step (const MbxRefusal *refusal)
{
  const MbxReply *reply = refusal->reply;
  gboolean bad = g_strcmp0 (reply->word, "BAD") == 0;

  if (is_temporary (reply))
    return mbx_likely (MBX_CODE_SERVER_UNAVAILABLE);
  if (bad)
    return mbx_guess (MBX_CODE_PROTOCOL_ERROR);
  if (refusal->step == MBX_STEP_GREET)
    return mbx_likely (MBX_CODE_GREETING_REJECTED);
  if (refusal->step == MBX_STEP_SIGN_IN)
    return mbx_guess (MBX_CODE_WRONG_PASSWORD);
  if (refusal->step == MBX_STEP_OPEN_MAILBOX)
    return mbx_likely (MBX_CODE_SERVER_ERROR);
  if (refusal->step == MBX_STEP_SENDER)
    return mbx_guess (MBX_CODE_SENDER_NOT_ALLOWED);
  return mbx_nothing ();
}

/* With a token there is no password that could be wrong, and no browser sign-in left to do. */
static MbxFinding
adapt_to_token (MbxFinding finding)
{
  if (finding.code == MBX_CODE_WRONG_PASSWORD || finding.code == MBX_CODE_OAUTH_REQUIRED ||
      finding.code == MBX_CODE_APP_PASSWORD_REQUIRED)
    finding.code = MBX_CODE_OAUTH_TOKEN_REJECTED;
  return finding;
}

/**
 * mbx_diagnose_refusal:
 * @phrases: (nullable): the words of providers and server programs
 *
 * Standard codes first (RFC 5530, RFC 3206, RFC 3463, RFC 4954), then the words, then the question
 * that was asked.
 *
 * Returns: the cause, with %MBX_CODE_NONE where nothing is known of the refusal
 */
MbxFinding
mbx_diagnose_refusal (const MbxRefusal *refusal, const MbxPhraseTable *phrases)
{
  MbxStandardCause standard = mbx_standard_cause (refusal->reply, refusal->step);
  MbxPhraseMatch match;
  gboolean known;
  MbxFinding finding;

  if (standard.weight == MBX_STANDARD_DECIDES)
    return mbx_certain (standard.code);
  known = find_phrase (refusal, phrases, &match);
  if (known || standard.weight != MBX_STANDARD_NONE)
    finding = weigh (&standard, known ? &match : NULL, refusal->reply);
  else
    finding = from_step (refusal);
  return refusal->token ? adapt_to_token (finding) : finding;
}
