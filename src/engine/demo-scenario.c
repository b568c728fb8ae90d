/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-scenario.h"

#define REPLIES(imap, pop3, smtp)                                                                  \
  .replies = { [MBX_PROTOCOL_IMAP] = imap, [MBX_PROTOCOL_POP3] = pop3, [MBX_PROTOCOL_SMTP] = smtp }

#define CERTIFICATE(code_, kind)                                                                   \
  {                                                                                                \
    .code = MBX_CODE_TLS_##code_, .fault = MBX_DEMO_FAULT_CERTIFICATE,                             \
    .certificate = MBX_DEMO_CERTIFICATE_##kind                                                     \
  }

#define SIGN_IN(code_, imap, pop3, smtp)                                                           \
  {                                                                                                \
    .code = MBX_CODE_##code_, .fault = MBX_DEMO_FAULT_SIGN_IN, REPLIES (imap, pop3, smtp)          \
  }

#define SENDER(code_, smtp)                                                                        \
  {                                                                                                \
    .code = MBX_CODE_##code_, .fault = MBX_DEMO_FAULT_SENDER, REPLIES (NULL, NULL, smtp)           \
  }

static const MbxDemoScenario scenarios[] = {
  { .code = MBX_CODE_NONE, .fault = MBX_DEMO_FAULT_NONE },

  { .code = MBX_CODE_OFFLINE, .fault = MBX_DEMO_FAULT_LOOKUP, .lookup = MBX_NET_OFFLINE },
  { .code = MBX_CODE_CAPTIVE_PORTAL, .fault = MBX_DEMO_FAULT_LOOKUP, .lookup = MBX_NET_PORTAL },
  { .code = MBX_CODE_DNS_NO_SUCH_HOST,
    .fault = MBX_DEMO_FAULT_LOOKUP,
    .lookup = MBX_NET_NO_SUCH_HOST },
  { .code = MBX_CODE_DNS_NO_ADDRESS, .fault = MBX_DEMO_FAULT_LOOKUP, .lookup = MBX_NET_NO_ADDRESS },
  { .code = MBX_CODE_DNS_SERVER_FAILURE,
    .fault = MBX_DEMO_FAULT_LOOKUP,
    .lookup = MBX_NET_DNS_FAILURE },
  { .code = MBX_CODE_DNS_TIMEOUT, .fault = MBX_DEMO_FAULT_LOOKUP, .lookup = MBX_NET_DNS_TIMEOUT },
  { .code = MBX_CODE_CONNECTION_REFUSED, .fault = MBX_DEMO_FAULT_REFUSED },
  { .code = MBX_CODE_CONNECTION_TIMEOUT, .fault = MBX_DEMO_FAULT_SILENT },
  { .code = MBX_CODE_PORT_BLOCKED, .fault = MBX_DEMO_FAULT_BLOCKED },
  { .code = MBX_CODE_CONNECTION_CLOSED, .fault = MBX_DEMO_FAULT_CLOSED },
  { .code = MBX_CODE_CONNECTION_RESET, .fault = MBX_DEMO_FAULT_RESET },
  { .code = MBX_CODE_RESPONSE_TIMEOUT, .fault = MBX_DEMO_FAULT_MUTE },

  CERTIFICATE (EXPIRED, EXPIRED),
  CERTIFICATE (NOT_YET_VALID, NOT_YET_VALID),
  CERTIFICATE (WRONG_HOST, WRONG_HOST),
  CERTIFICATE (SELF_SIGNED, SELF_SIGNED),
  CERTIFICATE (UNKNOWN_ISSUER, UNKNOWN_ISSUER),
  CERTIFICATE (MISSING_INTERMEDIATE, MISSING_INTERMEDIATE),
  CERTIFICATE (WEAK, WEAK),
  CERTIFICATE (INTERCEPTED, INTERCEPTED),
  { .code = MBX_CODE_TLS_VERSION_TOO_OLD, .fault = MBX_DEMO_FAULT_TLS_OLD },
  { .code = MBX_CODE_TLS_HANDSHAKE_FAILED, .fault = MBX_DEMO_FAULT_TLS_ALERT },
  { .code = MBX_CODE_TLS_CLIENT_CERTIFICATE_REQUIRED, .fault = MBX_DEMO_FAULT_TLS_CLIENT },
  { .code = MBX_CODE_PLAIN_ON_TLS_PORT, .fault = MBX_DEMO_FAULT_PLAIN },
  { .code = MBX_CODE_TLS_ON_PLAIN_PORT, .fault = MBX_DEMO_FAULT_TLS_FIRST, .starttls = TRUE },
  { .code = MBX_CODE_STARTTLS_NOT_OFFERED, .fault = MBX_DEMO_FAULT_NO_STARTTLS, .starttls = TRUE },
  { .code = MBX_CODE_STARTTLS_REFUSED,
    .fault = MBX_DEMO_FAULT_STARTTLS_REFUSED,
    .starttls = TRUE,
    REPLIES ("NO STARTTLS is not available now",
             "-ERR TLS is not available now",
             "454 4.7.0 TLS not available due to local problem") },
  { .code = MBX_CODE_STARTTLS_INJECTION,
    .fault = MBX_DEMO_FAULT_STARTTLS_INJECTION,
    .starttls = TRUE },

  { .code = MBX_CODE_WRONG_SERVICE,
    .fault = MBX_DEMO_FAULT_GREETING,
    REPLIES ("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3",
             "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3",
             "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3") },
  { .code = MBX_CODE_WRONG_MAIL_PROTOCOL,
    .fault = MBX_DEMO_FAULT_GREETING,
    REPLIES (
        "+OK Dovecot ready.", "* OK [CAPABILITY IMAP4rev1] Dovecot ready.", "+OK Dovecot ready.") },
  { .code = MBX_CODE_PROTOCOL_ERROR, .fault = MBX_DEMO_FAULT_GARBAGE },
  { .code = MBX_CODE_GREETING_REJECTED,
    .fault = MBX_DEMO_FAULT_GREETING,
    REPLIES ("* BYE Not here", "-ERR Not here", "554 5.3.2 No SMTP service here") },

  SIGN_IN (WRONG_PASSWORD,
           "NO [AUTHENTICATIONFAILED] Authentication failed.",
           "-ERR [AUTH] Authentication failed.",
           "535 5.7.8 Error: authentication failed: (reason unavailable)"),
  SIGN_IN (APP_PASSWORD_REQUIRED,
           "NO [ALERT] Application-specific password required: "
           "https://support.demo.example/app-passwords (Failure)",
           "-ERR [AUTH] Application-specific password required: "
           "https://support.demo.example/app-passwords",
           "534-5.7.9 Application-specific password required. For more information, go to\n"
           "534 5.7.9 https://support.demo.example/app-passwords"),
  SIGN_IN (OAUTH_REQUIRED,
           "NO [AUTHENTICATIONFAILED] Basic authentication is disabled. Use OAuth 2.0.",
           "-ERR [AUTH] Basic authentication is disabled. Use OAuth 2.0.",
           "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."),
  SIGN_IN (IMAP_DISABLED,
           "NO [ALERT] Your account is not enabled for IMAP use. Please visit your "
           "settings page to enable it. (Failure)",
           "-ERR [SYS/PERM] Your account is not enabled for POP access.",
           NULL),
  SIGN_IN (SMTP_AUTH_DISABLED,
           NULL,
           NULL,
           "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
           "Mailbox."),
  SIGN_IN (ACCOUNT_LOCKED,
           "NO [AUTHORIZATIONFAILED] Your account has been suspended.",
           "-ERR [SYS/PERM] Your account has been suspended.",
           "535 5.7.13 Your account has been suspended."),
  SIGN_IN (TOO_MANY_ATTEMPTS,
           "NO [LIMIT] Too many login failures, please try again later.",
           "-ERR [LOGIN-DELAY] Too many login failures, please try again later.",
           "454 4.7.0 Too many login attempts, please try again later."),
  SIGN_IN (TOO_MANY_CONNECTIONS,
           "NO [ALERT] Too many simultaneous connections. (Failure)",
           "-ERR [IN-USE] Too many simultaneous connections.",
           NULL),
  SIGN_IN (WEB_LOGIN_REQUIRED,
           "NO [WEBALERT https://accounts.demo.example/] Web login required.",
           "-ERR [WEBALERT] Web login required: https://accounts.demo.example/",
           "534-5.7.14 Please log in via your web browser and then try again.\n"
           "534 5.7.14 Learn more at https://support.demo.example/answer/78754"),
  SIGN_IN (TWO_FACTOR_REQUIRED,
           "NO [AUTHENTICATIONFAILED] Two-factor authentication is required for this account.",
           "-ERR [AUTH] Two-factor authentication is required for this account.",
           "535 5.7.8 Two-factor authentication is required for this account."),
  SIGN_IN (USERNAME_FORMAT,
           "NO [AUTHENTICATIONFAILED] Please use your full email address as the user name.",
           "-ERR [AUTH] Please use your full email address as the user name.",
           "535 5.7.8 Please use your full email address as the user name."),
  SIGN_IN (
      MAILBOX_NOT_PROVISIONED, "NO [AUTHORIZATIONFAILED] This user has no mailbox.", NULL, NULL),
  { .code = MBX_CODE_MAILBOX_FULL,
    .fault = MBX_DEMO_FAULT_OPEN,
    REPLIES ("NO [OVERQUOTA] Quota exceeded (mailbox for user is full)",
             "-ERR [SYS/PERM] Quota exceeded (mailbox for user is full)",
             NULL) },
  SIGN_IN (TLS_REQUIRED,
           "NO [PRIVACYREQUIRED] Encryption is required before signing in.",
           "-ERR [AUTH] Encryption required for requested authentication mechanism",
           "538 5.7.11 Encryption required for requested authentication mechanism"),
  { .code = MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, .fault = MBX_DEMO_FAULT_ODD_SIGN_IN },
  { .code = MBX_CODE_AUTH_NOT_OFFERED, .fault = MBX_DEMO_FAULT_NO_SIGN_IN },
  SIGN_IN (SERVER_UNAVAILABLE,
           "NO [UNAVAILABLE] Temporary authentication failure.",
           "-ERR [SYS/TEMP] Temporary authentication failure.",
           "454 4.7.0 Temporary authentication failure: Connection lost to authentication server"),
  SIGN_IN (SERVER_ERROR,
           "NO [SERVERBUG] Internal error occurred. Refer to server log.",
           "-ERR [SYS/PERM] Internal error occurred. Refer to server log.",
           "554 5.3.0 Internal server error"),
  { .code = MBX_CODE_IP_BLOCKED,
    .fault = MBX_DEMO_FAULT_GREETING,
    REPLIES ("* BYE Your IP address 192.0.2.7 is blocked",
             "-ERR Your IP address 192.0.2.7 is blocked",
             "554 5.7.1 Service unavailable; client host [192.0.2.7] blocked using a block list") },
  SIGN_IN (POLICY_BLOCKED,
           "NO [AUTHORIZATIONFAILED] Access has been blocked by Conditional Access policies.",
           "-ERR [SYS/PERM] Access has been blocked by Conditional Access policies.",
           "535 5.7.3 Access has been blocked by Conditional Access policies."),
  SIGN_IN (PASSWORD_EXPIRED,
           "NO [EXPIRED] Your password has expired.",
           "-ERR [AUTH] Your password has expired.",
           "535 5.7.8 Your password has expired."),
  SIGN_IN (PLAN_REQUIRED,
           "NO [AUTHORIZATIONFAILED] IMAP is available on paid plans only. "
           "Please upgrade your plan.",
           "-ERR [SYS/PERM] POP is available on paid plans only. Please upgrade your plan.",
           "535 5.7.8 SMTP is available on paid plans only. Please upgrade your plan."),

  SENDER (GREYLISTED,
          "450 4.2.0 <demo@demo.example>: Recipient address rejected: Greylisted, "
          "please try again in 300 seconds"),
  SENDER (SENDER_NOT_ALLOWED,
          "553 5.7.1 <demo@demo.example>: Sender address rejected: "
          "not owned by user demo@demo.example"),
  SENDER (RELAY_DENIED, "554 5.7.1 <demo@demo.example>: Relay access denied"),

  { .code = MBX_CODE_NO_SETTINGS_FOUND, .fault = MBX_DEMO_FAULT_SETTINGS },
  { .code = MBX_CODE_PROPRIETARY_PROTOCOL, .fault = MBX_DEMO_FAULT_SETTINGS },
  { .code = MBX_CODE_BRIDGE_NOT_RUNNING, .fault = MBX_DEMO_FAULT_REFUSED },
};

static MbxCode codes[G_N_ELEMENTS (scenarios)];

/**
 * mbx_demo_scenario_find:
 * @code: a cause, or %MBX_CODE_NONE for the demo in which all goes well
 *
 * Returns: (nullable): how the demo shows it, or %NULL where it cannot
 */
const MbxDemoScenario *
mbx_demo_scenario_find (MbxCode code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      if (scenarios[i].code == code)
        return &scenarios[i];
    }
  return NULL;
}

/**
 * mbx_demo_scenario_list:
 * @count: (out): how many
 *
 * Returns: (transfer none): the causes that the demo can show, in the order of the ways to them
 */
const MbxCode *
mbx_demo_scenario_list (guint *count)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (gsize i = 1; i < G_N_ELEMENTS (scenarios); i++)
        codes[i - 1] = scenarios[i].code;
      g_once_init_leave (&ready, 1);
    }
  *count = G_N_ELEMENTS (scenarios) - 1;
  return codes;
}
