/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/standard-cause.h"

#include <string.h>

/* In the column of steps: the rule holds for any step. */
#define ANY -1

typedef struct
{
  const char *name;
  int step;
  MbxCode code;
  MbxStandardWeight weight;
} Rule;

/* RFC 5530, RFC 3206, RFC 2449, RFC 9051 section 7.1; WEBALERT and THROTTLED are in wide use. */
static const Rule bracket_rules[] = {
  { "AUTHENTICATIONFAILED", ANY, MBX_CODE_WRONG_PASSWORD, MBX_STANDARD_USUAL },
  { "AUTH", ANY, MBX_CODE_WRONG_PASSWORD, MBX_STANDARD_USUAL },
  { "EXPIRED", ANY, MBX_CODE_PASSWORD_EXPIRED, MBX_STANDARD_DECIDES },
  { "PRIVACYREQUIRED", ANY, MBX_CODE_TLS_REQUIRED, MBX_STANDARD_DECIDES },
  { "OVERQUOTA", ANY, MBX_CODE_MAILBOX_FULL, MBX_STANDARD_USUAL },
  { "WEBALERT", ANY, MBX_CODE_WEB_LOGIN_REQUIRED, MBX_STANDARD_USUAL },
  { "UNAVAILABLE", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_USUAL },
  { "SYS/TEMP", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_USUAL },
  { "SYS/PERM", ANY, MBX_CODE_SERVER_ERROR, MBX_STANDARD_HINT },
  { "SERVERBUG", ANY, MBX_CODE_SERVER_ERROR, MBX_STANDARD_USUAL },
  { "CORRUPTION", ANY, MBX_CODE_SERVER_ERROR, MBX_STANDARD_USUAL },
  { "IN-USE", ANY, MBX_CODE_TOO_MANY_CONNECTIONS, MBX_STANDARD_DECIDES },
  { "INUSE", ANY, MBX_CODE_TOO_MANY_CONNECTIONS, MBX_STANDARD_DECIDES },
  { "LIMIT", ANY, MBX_CODE_TOO_MANY_CONNECTIONS, MBX_STANDARD_USUAL },
  { "LOGIN-DELAY", ANY, MBX_CODE_TOO_MANY_ATTEMPTS, MBX_STANDARD_DECIDES },
  { "THROTTLED", ANY, MBX_CODE_TOO_MANY_ATTEMPTS, MBX_STANDARD_USUAL },
  { "NONEXISTENT", ANY, MBX_CODE_MAILBOX_NOT_PROVISIONED, MBX_STANDARD_USUAL },
  { "AUTHORIZATIONFAILED", ANY, MBX_CODE_POLICY_BLOCKED, MBX_STANDARD_HINT },
  { "NOPERM", ANY, MBX_CODE_POLICY_BLOCKED, MBX_STANDARD_HINT },
  { "CONTACTADMIN", ANY, MBX_CODE_ACCOUNT_LOCKED, MBX_STANDARD_HINT },
  { "CANNOT", ANY, MBX_CODE_SERVER_ERROR, MBX_STANDARD_HINT },
  { "CLIENTBUG", ANY, MBX_CODE_PROTOCOL_ERROR, MBX_STANDARD_HINT },
};

/*
 * RFC 3463, 4954 section 6, 5248 and 7505; the numbers above 50 are Exchange's. The first digit is
 * left out where both classes mean the same.
 */
static const Rule enhanced_rules[] = {
  { "x.7.8", ANY, MBX_CODE_WRONG_PASSWORD, MBX_STANDARD_USUAL },
  { "5.7.9", ANY, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, MBX_STANDARD_HINT },
  { "5.7.10", ANY, MBX_CODE_TLS_REQUIRED, MBX_STANDARD_USUAL },
  { "5.7.11", ANY, MBX_CODE_TLS_REQUIRED, MBX_STANDARD_DECIDES },
  { "x.7.12", ANY, MBX_CODE_PASSWORD_EXPIRED, MBX_STANDARD_USUAL },
  { "x.7.13", ANY, MBX_CODE_ACCOUNT_LOCKED, MBX_STANDARD_USUAL },
  { "5.7.14", ANY, MBX_CODE_WEB_LOGIN_REQUIRED, MBX_STANDARD_HINT },
  { "5.7.139", ANY, MBX_CODE_OAUTH_REQUIRED, MBX_STANDARD_HINT },
  { "5.7.57", ANY, MBX_CODE_RELAY_DENIED, MBX_STANDARD_HINT },
  { "5.7.60", ANY, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_USUAL },
  { "5.7.61", ANY, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_HINT },
  { "5.2.252", ANY, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_USUAL },
  { "5.7.64", ANY, MBX_CODE_RELAY_DENIED, MBX_STANDARD_USUAL },
  { "5.7.54", ANY, MBX_CODE_RELAY_DENIED, MBX_STANDARD_USUAL },
  { "5.7.511", ANY, MBX_CODE_IP_BLOCKED, MBX_STANDARD_USUAL },
  { "5.7.606", ANY, MBX_CODE_IP_BLOCKED, MBX_STANDARD_USUAL },
  { "5.7.708", ANY, MBX_CODE_IP_BLOCKED, MBX_STANDARD_USUAL },
  { "5.7.705", ANY, MBX_CODE_POLICY_BLOCKED, MBX_STANDARD_USUAL },
  { "5.7.3", ANY, MBX_CODE_WRONG_PASSWORD, MBX_STANDARD_USUAL },
  { "5.7.4", ANY, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, MBX_STANDARD_USUAL },
  { "5.5.4", MBX_STEP_SIGN_IN, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, MBX_STANDARD_HINT },
  { "x.2.2", ANY, MBX_CODE_MAILBOX_FULL, MBX_STANDARD_DECIDES },
  { "x.2.1", ANY, MBX_CODE_ACCOUNT_LOCKED, MBX_STANDARD_HINT },
  { "5.1.1", ANY, MBX_CODE_MAILBOX_NOT_PROVISIONED, MBX_STANDARD_HINT },
  { "5.1.10", ANY, MBX_CODE_DOMAIN_HAS_NO_MAIL, MBX_STANDARD_USUAL },
  { "5.7.27", ANY, MBX_CODE_DOMAIN_HAS_NO_MAIL, MBX_STANDARD_USUAL },
  { "5.1.2", ANY, MBX_CODE_DOMAIN_HAS_NO_MAIL, MBX_STANDARD_HINT },
  { "5.1.7", ANY, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_HINT },
  { "5.1.8", ANY, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_HINT },
  { "x.3.2", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_USUAL },
  { "x.3.5", ANY, MBX_CODE_SERVER_ERROR, MBX_STANDARD_USUAL },
  { "4.7.1", MBX_STEP_SENDER, MBX_CODE_GREYLISTED, MBX_STANDARD_HINT },
  { "5.7.1", MBX_STEP_SENDER, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_HINT },
};

static const Rule status_rules[] = {
  { "421", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_HINT },
  { "432", ANY, MBX_CODE_PASSWORD_EXPIRED, MBX_STANDARD_USUAL },
  { "450", MBX_STEP_SENDER, MBX_CODE_GREYLISTED, MBX_STANDARD_HINT },
  { "451", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_HINT },
  { "452", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_HINT },
  { "454", ANY, MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_HINT },
  { "500", MBX_STEP_SIGN_IN, MBX_CODE_AUTH_NOT_OFFERED, MBX_STANDARD_HINT },
  { "502", MBX_STEP_SIGN_IN, MBX_CODE_AUTH_NOT_OFFERED, MBX_STANDARD_HINT },
  { "503", MBX_STEP_SIGN_IN, MBX_CODE_AUTH_NOT_OFFERED, MBX_STANDARD_HINT },
  { "504", ANY, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, MBX_STANDARD_USUAL },
  { "530", ANY, MBX_CODE_RELAY_DENIED, MBX_STANDARD_HINT },
  { "534", ANY, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, MBX_STANDARD_HINT },
  { "535", ANY, MBX_CODE_WRONG_PASSWORD, MBX_STANDARD_USUAL },
  { "538", ANY, MBX_CODE_TLS_REQUIRED, MBX_STANDARD_DECIDES },
  { "552", ANY, MBX_CODE_MAILBOX_FULL, MBX_STANDARD_HINT },
  { "553", MBX_STEP_SENDER, MBX_CODE_SENDER_NOT_ALLOWED, MBX_STANDARD_HINT },
  { "556", ANY, MBX_CODE_DOMAIN_HAS_NO_MAIL, MBX_STANDARD_USUAL },
};

static const MbxStandardCause nothing = { MBX_CODE_NONE, MBX_STANDARD_NONE };

static gboolean
same_name (const char *rule, const char *name)
{
  if (rule[0] == 'x' && (name[0] == '4' || name[0] == '5'))
    return strcmp (rule + 1, name + 1) == 0;
  return g_ascii_strcasecmp (rule, name) == 0;
}

/* An unknown step takes every rule: the person pasted one line and knows no more. */
static MbxStandardCause
look_up (const Rule *rules, gsize count, const char *name, int step)
{
  for (gsize i = 0; i < count; i++)
    {
      if (same_name (rules[i].name, name) &&
          (rules[i].step == ANY || step == ANY || rules[i].step == step))
        return (MbxStandardCause){ rules[i].code, rules[i].weight };
    }
  return nothing;
}

/* Exchange Online numbers its block lists 5.7.606 to 5.7.649. */
static gboolean
is_banned_address (const char *enhanced)
{
  gint64 detail;

  if (!g_str_has_prefix (enhanced, "5.7.6") || strlen (enhanced) != strlen ("5.7.606"))
    return FALSE;
  detail = g_ascii_strtoll (enhanced + strlen ("5.7."), NULL, 10);
  return detail >= 606 && detail <= 649;
}

/**
 * mbx_standard_cause_of_enhanced:
 * @enhanced: a code of RFC 3463, for instance "5.7.8"
 * @step: a #MbxStep, or -1 where it is not known
 *
 * Returns: what the standards, and where they end Exchange, mean with it
 */
MbxStandardCause
mbx_standard_cause_of_enhanced (const char *enhanced, int step)
{
  if (is_banned_address (enhanced))
    enhanced = "5.7.606";
  return look_up (enhanced_rules, G_N_ELEMENTS (enhanced_rules), enhanced, step);
}

/**
 * mbx_standard_cause:
 * @reply: a server's refusal
 * @step: a #MbxStep, or -1 where it is not known
 *
 * The bracketed code says more than the enhanced one, and that more than the three digits; but a
 * weak answer of one gives way to a stronger one of the next.
 *
 * Returns: the cause that the reply's codes stand for
 */
MbxStandardCause
mbx_standard_cause (const MbxReply *reply, int step)
{
  MbxStandardCause found[3] = { nothing, nothing, nothing };
  MbxStandardCause best = nothing;
  char status[12];

  if (reply->response_code != NULL)
    found[0] = look_up (bracket_rules, G_N_ELEMENTS (bracket_rules), reply->response_code, step);
  if (reply->enhanced != NULL)
    found[1] = mbx_standard_cause_of_enhanced (reply->enhanced, step);
  g_snprintf (status, sizeof status, "%u", reply->status);
  found[2] = look_up (status_rules, G_N_ELEMENTS (status_rules), status, step);
  /* A temporary refusal is never a wrong password, whatever its last digits say. */
  if (reply->enhanced != NULL && reply->enhanced[0] == '4' &&
      found[1].code == MBX_CODE_WRONG_PASSWORD)
    found[1] = (MbxStandardCause){ MBX_CODE_SERVER_UNAVAILABLE, MBX_STANDARD_HINT };
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    {
      if (found[i].weight > best.weight)
        best = found[i];
    }
  return best;
}
