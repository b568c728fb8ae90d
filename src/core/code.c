/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/code.h"

typedef struct
{
  const char *name;
  MbxLayer layer;
  MbxWho who;
} CodeInfo;

static const CodeInfo codes[MBX_CODE_LAST + 1] = {
  [MBX_CODE_NONE] = { "none", MBX_LAYER_ANY, MBX_WHO_YOU },
  [MBX_CODE_OFFLINE] = { "offline", MBX_LAYER_NETWORK, MBX_WHO_YOU },
  [MBX_CODE_CAPTIVE_PORTAL] = { "captive-portal", MBX_LAYER_NETWORK, MBX_WHO_YOU },
  [MBX_CODE_DNS_NO_SUCH_HOST] = { "dns-no-such-host", MBX_LAYER_NETWORK, MBX_WHO_YOU },
  [MBX_CODE_DNS_NO_ADDRESS] = { "dns-no-address", MBX_LAYER_NETWORK, MBX_WHO_PROVIDER },
  [MBX_CODE_DNS_SERVER_FAILURE] = { "dns-server-failure", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_DNS_TIMEOUT] = { "dns-timeout", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_CONNECTION_REFUSED] = { "connection-refused", MBX_LAYER_NETWORK, MBX_WHO_PROVIDER },
  [MBX_CODE_CONNECTION_TIMEOUT] = { "connection-timeout", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_PORT_BLOCKED] = { "port-blocked", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_HOST_UNREACHABLE] = { "host-unreachable", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_CONNECTION_CLOSED] = { "connection-closed", MBX_LAYER_NETWORK, MBX_WHO_PROVIDER },
  [MBX_CODE_CONNECTION_RESET] = { "connection-reset", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_RESPONSE_TIMEOUT] = { "response-timeout", MBX_LAYER_NETWORK, MBX_WHO_PROVIDER },
  [MBX_CODE_PROXY_FAILED] = { "proxy-failed", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_IPV6_BROKEN] = { "ipv6-broken", MBX_LAYER_NETWORK, MBX_WHO_NETWORK },
  [MBX_CODE_TLS_EXPIRED] = { "tls-expired", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_NOT_YET_VALID] = { "tls-not-yet-valid", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_CLOCK_WRONG] = { "clock-wrong", MBX_LAYER_TLS, MBX_WHO_YOU },
  [MBX_CODE_TLS_WRONG_HOST] = { "tls-wrong-host", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_SELF_SIGNED] = { "tls-self-signed", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_UNKNOWN_ISSUER] = { "tls-unknown-issuer", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_MISSING_INTERMEDIATE] = {
    "tls-missing-intermediate", MBX_LAYER_TLS, MBX_WHO_PROVIDER,
  },
  [MBX_CODE_TLS_REVOKED] = { "tls-revoked", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_WEAK] = { "tls-weak", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_VERSION_TOO_OLD] = { "tls-version-too-old", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_HANDSHAKE_FAILED] = { "tls-handshake-failed", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_TLS_INTERCEPTED] = { "tls-intercepted", MBX_LAYER_TLS, MBX_WHO_YOU },
  [MBX_CODE_TLS_CLIENT_CERTIFICATE_REQUIRED] = {
    "tls-client-certificate-required", MBX_LAYER_TLS, MBX_WHO_PROVIDER,
  },
  [MBX_CODE_PLAIN_ON_TLS_PORT] = { "plain-on-tls-port", MBX_LAYER_TLS, MBX_WHO_YOU },
  [MBX_CODE_TLS_ON_PLAIN_PORT] = { "tls-on-plain-port", MBX_LAYER_TLS, MBX_WHO_YOU },
  [MBX_CODE_STARTTLS_NOT_OFFERED] = { "starttls-not-offered", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_STARTTLS_REFUSED] = { "starttls-refused", MBX_LAYER_TLS, MBX_WHO_PROVIDER },
  [MBX_CODE_STARTTLS_INJECTION] = { "starttls-injection", MBX_LAYER_TLS, MBX_WHO_NETWORK },
  [MBX_CODE_WRONG_SERVICE] = { "wrong-service", MBX_LAYER_PROTOCOL, MBX_WHO_YOU },
  [MBX_CODE_WRONG_MAIL_PROTOCOL] = { "wrong-mail-protocol", MBX_LAYER_PROTOCOL, MBX_WHO_YOU },
  [MBX_CODE_PROTOCOL_ERROR] = { "protocol-error", MBX_LAYER_PROTOCOL, MBX_WHO_PROVIDER },
  [MBX_CODE_GREETING_REJECTED] = { "greeting-rejected", MBX_LAYER_PROTOCOL, MBX_WHO_PROVIDER },
  [MBX_CODE_WRONG_PASSWORD] = { "wrong-password", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_APP_PASSWORD_REQUIRED] = { "app-password-required", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_OAUTH_REQUIRED] = { "oauth-required", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_IMAP_DISABLED] = { "imap-disabled", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_SMTP_AUTH_DISABLED] = { "smtp-auth-disabled", MBX_LAYER_AUTH, MBX_WHO_ADMIN },
  [MBX_CODE_ACCOUNT_LOCKED] = { "account-locked", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_TOO_MANY_ATTEMPTS] = { "too-many-attempts", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_TOO_MANY_CONNECTIONS] = { "too-many-connections", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_WEB_LOGIN_REQUIRED] = { "web-login-required", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_TWO_FACTOR_REQUIRED] = { "two-factor-required", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_USERNAME_FORMAT] = { "username-format", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_MAILBOX_NOT_PROVISIONED] = { "mailbox-not-provisioned", MBX_LAYER_AUTH, MBX_WHO_ADMIN },
  [MBX_CODE_MAILBOX_FULL] = { "mailbox-full", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_TLS_REQUIRED] = { "tls-required", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_AUTH_MECHANISM_UNSUPPORTED] = {
    "auth-mechanism-unsupported", MBX_LAYER_AUTH, MBX_WHO_PROVIDER,
  },
  [MBX_CODE_AUTH_NOT_OFFERED] = { "auth-not-offered", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_SERVER_UNAVAILABLE] = { "server-unavailable", MBX_LAYER_AUTH, MBX_WHO_PROVIDER },
  [MBX_CODE_SERVER_ERROR] = { "server-error", MBX_LAYER_AUTH, MBX_WHO_PROVIDER },
  [MBX_CODE_IP_BLOCKED] = { "ip-blocked", MBX_LAYER_AUTH, MBX_WHO_NETWORK },
  [MBX_CODE_POLICY_BLOCKED] = { "policy-blocked", MBX_LAYER_AUTH, MBX_WHO_ADMIN },
  [MBX_CODE_PASSWORD_EXPIRED] = { "password-expired", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_PLAN_REQUIRED] = { "plan-required", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_GREYLISTED] = { "greylisted", MBX_LAYER_AUTH, MBX_WHO_PROVIDER },
  [MBX_CODE_OAUTH_CANCELLED] = { "oauth-cancelled", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_OAUTH_DENIED] = { "oauth-denied", MBX_LAYER_AUTH, MBX_WHO_ADMIN },
  [MBX_CODE_OAUTH_WRONG_ACCOUNT] = { "oauth-wrong-account", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_OAUTH_TOKEN_REJECTED] = { "oauth-token-rejected", MBX_LAYER_AUTH, MBX_WHO_YOU },
  [MBX_CODE_SENDER_NOT_ALLOWED] = { "sender-not-allowed", MBX_LAYER_MAILBOX, MBX_WHO_YOU },
  [MBX_CODE_RELAY_DENIED] = { "relay-denied", MBX_LAYER_MAILBOX, MBX_WHO_YOU },
  [MBX_CODE_NO_SETTINGS_FOUND] = { "no-settings-found", MBX_LAYER_DISCOVERY, MBX_WHO_YOU },
  [MBX_CODE_DOMAIN_TYPO] = { "domain-typo", MBX_LAYER_DISCOVERY, MBX_WHO_YOU },
  [MBX_CODE_DOMAIN_HAS_NO_MAIL] = { "domain-has-no-mail", MBX_LAYER_DISCOVERY, MBX_WHO_YOU },
  [MBX_CODE_PROPRIETARY_PROTOCOL] = { "proprietary-protocol", MBX_LAYER_DISCOVERY, MBX_WHO_YOU },
  [MBX_CODE_BRIDGE_NOT_RUNNING] = { "bridge-not-running", MBX_LAYER_DISCOVERY, MBX_WHO_YOU },
  [MBX_CODE_AUTOCONFIG_BROKEN] = { "autoconfig-broken", MBX_LAYER_DISCOVERY, MBX_WHO_PROVIDER },
  [MBX_CODE_ADDRESS_INVALID] = { "address-invalid", MBX_LAYER_INPUT, MBX_WHO_YOU },
  [MBX_CODE_KEYRING_UNAVAILABLE] = { "keyring-unavailable", MBX_LAYER_KEYRING, MBX_WHO_YOU },
  [MBX_CODE_KEYRING_LOCKED] = { "keyring-locked", MBX_LAYER_KEYRING, MBX_WHO_YOU },
  [MBX_CODE_KEYRING_REFUSED] = { "keyring-refused", MBX_LAYER_KEYRING, MBX_WHO_YOU },
  [MBX_CODE_UNKNOWN] = { "unknown", MBX_LAYER_ANY, MBX_WHO_PROVIDER },
};

/**
 * mbx_code_to_string:
 * @code: a code
 *
 * Returns: the stable spelling, for instance "tls-expired"; "none" for %MBX_CODE_NONE. Static.
 */
const char *
mbx_code_to_string (MbxCode code)
{
  g_return_val_if_fail ((guint) code <= MBX_CODE_LAST, "unknown");

  return codes[code].name;
}

/**
 * mbx_code_from_string:
 * @text: what somebody typed, upper or lower case
 * @code: (out): the code
 *
 * Returns: %FALSE where no code is spelled like that; @code is then left alone.
 */
gboolean
mbx_code_from_string (const char *text, MbxCode *code)
{
  for (guint i = MBX_CODE_NONE + 1; i <= MBX_CODE_LAST; i++)
    {
      if (g_ascii_strcasecmp (codes[i].name, text) == 0)
        {
          *code = (MbxCode) i;
          return TRUE;
        }
    }
  return FALSE;
}

MbxLayer
mbx_code_get_layer (MbxCode code)
{
  g_return_val_if_fail ((guint) code <= MBX_CODE_LAST, MBX_LAYER_ANY);

  return codes[code].layer;
}

/**
 * mbx_code_get_who:
 * @code: a code
 *
 * Returns: who has to act first.
 */
MbxWho
mbx_code_get_who (MbxCode code)
{
  g_return_val_if_fail ((guint) code <= MBX_CODE_LAST, MBX_WHO_YOU);

  return codes[code].who;
}

const char *
mbx_layer_to_string (MbxLayer layer)
{
  static const char *const names[] = {
    [MBX_LAYER_NETWORK] = "network", [MBX_LAYER_TLS] = "tls",
    [MBX_LAYER_PROTOCOL] = "protocol", [MBX_LAYER_AUTH] = "auth",
    [MBX_LAYER_MAILBOX] = "mailbox", [MBX_LAYER_DISCOVERY] = "discovery",
    [MBX_LAYER_INPUT] = "input", [MBX_LAYER_KEYRING] = "keyring",
    [MBX_LAYER_ANY] = "any",
  };

  return names[layer];
}

const char *
mbx_who_to_string (MbxWho who)
{
  static const char *const names[] = {
    [MBX_WHO_YOU] = "you", [MBX_WHO_PROVIDER] = "provider",
    [MBX_WHO_ADMIN] = "admin", [MBX_WHO_NETWORK] = "network",
  };

  return names[who];
}
