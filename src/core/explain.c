/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/explain.h"

#include "core/banner.h"
#include "core/finding.h"
#include "core/pasted-text.h"
#include "core/refusal.h"
#include "core/reply-parser.h"

#include <string.h>

typedef struct
{
  const char *words;
  const char *host;
} Fingerprint;

/* What providers leave in their replies, with the host whose rows then hold. */
static const Fingerprint fingerprints[] = {
  { ".prod.outlook.com", "smtp.office365.com" },
  { "gsmtp", "smtp.gmail.com" },
  { "support.google.com", "imap.gmail.com" },
  { "google.com/accounts", "imap.gmail.com" },
  { "help.mail.qq.com", "imap.qq.com" },
  { "service.mail.qq.com", "imap.qq.com" },
  { "kefu@188.com", "imap.163.com" },
  { "netease", "imap.163.com" },
  { "help.yahoo.com", "imap.mail.yahoo.com" },
  { "login.yahoo.com", "imap.mail.yahoo.com" },
  { "postmaster.gmx", "mail.gmx.net" },
  { "postmaster.web.de", "smtp.web.de" },
  { "yandex.com/support", "imap.yandex.com" },
  { "yandex.ru/support", "imap.yandex.com" },
  { "help.mail.ru", "imap.mail.ru" },
  { "support.apple.com", "imap.mail.me.com" },
  { "zoho.com", "imap.zoho.com" },
};

static const char *
find_fingerprint (const char *words)
{
  g_autofree char *lower = g_utf8_strdown (words, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (fingerprints); i++)
    {
      if (strstr (lower, fingerprints[i].words) != NULL)
        return fingerprints[i].host;
    }
  return NULL;
}

static MbxFinding
diagnose_at (const MbxPastedText *text, const char *words, int protocol, const char *host,
             const MbxPhraseTable *phrases)
{
  /* A server's own lines are not searched for what only programs say. */
  g_autoptr (MbxReply) reply = mbx_reply_parse (protocol, words, -1);
  MbxRefusal refusal = {
    .protocol = protocol,
    .step = -1,
    .host = host,
    .token = text->token,
    .program = words == text->words,
    .reply = reply,
  };

  return mbx_diagnose_refusal (&refusal, phrases);
}

/* A host that was named beats one that is guessed; the first that makes the words surer wins. */
static MbxFinding
diagnose_words (const MbxPastedText *text, const char *words, int protocol,
                const MbxExplainHints *hints, const MbxPhraseTable *phrases)
{
  const char *named = hints != NULL ? hints->host : NULL;
  MbxFinding best = diagnose_at (text, words, protocol, named, phrases);
  const char *fingerprint = find_fingerprint (text->words);

  if (named != NULL)
    return best;
  for (guint i = 0; text->hosts[i] != NULL; i++)
    {
      MbxFinding next = diagnose_at (text, words, protocol, text->hosts[i], phrases);

      if (next.code != best.code || next.confidence > best.confidence)
        return next;
    }
  if (fingerprint != NULL)
    return diagnose_at (text, words, protocol, fingerprint, phrases);
  return best;
}

/* No refusal at all: perhaps the greeting of something that was not expected there. */
static MbxFinding
diagnose_banner (const MbxPastedText *text, int protocol)
{
  MbxServer expected = { .protocol = protocol >= 0 ? (MbxProtocol) protocol : MBX_PROTOCOL_IMAP };
  MbxBanner banner = mbx_banner_classify (text->words);

  if (banner == MBX_BANNER_NONE || banner == MBX_BANNER_UNKNOWN || banner == MBX_BANNER_TLS)
    return mbx_nothing ();
  if (!mbx_banner_is_mail (banner, NULL) && banner != MBX_BANNER_SIEVE)
    return mbx_likely (MBX_CODE_WRONG_SERVICE);
  if (protocol >= 0 && mbx_banner_is_other_mail (banner, &expected))
    return mbx_likely (MBX_CODE_WRONG_MAIL_PROTOCOL);
  return mbx_nothing ();
}

static MbxFinding
diagnose_text (const MbxPastedText *text, const MbxExplainHints *hints,
               const MbxPhraseTable *phrases)
{
  int hinted = hints != NULL ? hints->protocol : -1;
  int protocol = hinted >= 0 ? hinted : text->protocol;
  MbxFinding finding = mbx_nothing ();

  /* A server's own line says more than the program's sentence around it. */
  if (*text->refusals != '\0')
    finding = diagnose_words (text, text->refusals, protocol, hints, phrases);
  if (finding.code == MBX_CODE_NONE || finding.confidence == MBX_CONFIDENCE_GUESS)
    {
      MbxFinding all = diagnose_words (text, text->words, protocol, hints, phrases);

      if (all.code != MBX_CODE_NONE && (finding.code == MBX_CODE_NONE ||
                                        all.confidence > finding.confidence))
        finding = all;
    }
  if (finding.code == MBX_CODE_NONE)
    finding = diagnose_banner (text, hinted);
  return finding;
}

/**
 * mbx_explain:
 * @text: anything that a mail program, a server, a log or a bounce said
 * @length: in bytes, or -1
 * @hints: (nullable): what the person knows about the server
 * @phrases: (nullable): the words of providers, server programs and mail programs
 *
 * Names the cause of a pasted error. Any input gives an answer; what says nothing is
 * %MBX_CODE_UNKNOWN, as a guess. Reads a bounded part of long input.
 *
 * Returns: (transfer full): the cause
 */
MbxDiagnosis *
mbx_explain (const char *text, gssize length, const MbxExplainHints *hints,
             const MbxPhraseTable *phrases)
{
  g_autoptr (MbxPastedText) pasted = mbx_pasted_text_new (text, length);
  MbxFinding finding = diagnose_text (pasted, hints, phrases);
  MbxDiagnosis *self = g_new0 (MbxDiagnosis, 1);

  if (finding.code == MBX_CODE_NONE)
    finding = mbx_guess (MBX_CODE_UNKNOWN);
  self->code = finding.code;
  self->confidence = finding.confidence;
  return self;
}
