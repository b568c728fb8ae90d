/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/diagnosis.h"

typedef struct
{
  const char *name;
  const char *uri;
  MbxStep step;
  MbxNetFault net;
  MbxTlsFault tls;
  guint flags;
  int alert;
  const char *first_bytes;
  const char *issuer; /* of a chain of one */
  gboolean self_issued;
  const char *aia;
  gint64 clock;
  gboolean resolved;
  gboolean greeted;
  MbxDialogueFault fault;
  MbxExperimentKind kind;
  int outcome; /* of the experiment: 0 none made, 1 worked, -1 did not */
  MbxNetFault other_net;
  const char *other_uri;
  MbxCode code;
  MbxConfidence confidence;
  const char *suggestion;
} Case;

#define IMAPS "imaps://mail.example"
#define IMAP "imap+starttls://mail.example"
#define SMTPS "smtps://mail.example"
#define SMTP "smtp+starttls://mail.example"
#define GUESS MBX_CONFIDENCE_GUESS
#define LIKELY MBX_CONFIDENCE_LIKELY
#define CERTAIN MBX_CONFIDENCE_CERTAIN

static const Case network_cases[] = {
  { .name = "offline", .net = MBX_NET_OFFLINE, .code = MBX_CODE_OFFLINE, .confidence = CERTAIN },
  { .name = "portal", .net = MBX_NET_PORTAL, .code = MBX_CODE_CAPTIVE_PORTAL,
    .confidence = CERTAIN },
  { .name = "portal that refuses", .net = MBX_NET_REFUSED, .kind = MBX_EXPERIMENT_PORTAL,
    .outcome = 1, .code = MBX_CODE_CAPTIVE_PORTAL, .confidence = CERTAIN },
  { .name = "portal that stays silent", .net = MBX_NET_TIMEOUT, .kind = MBX_EXPERIMENT_PORTAL,
    .outcome = 1, .code = MBX_CODE_CAPTIVE_PORTAL, .confidence = CERTAIN },
  { .name = "portal behind a certificate", .tls = MBX_TLS_CERTIFICATE,
    .flags = MBX_CERT_BAD_IDENTITY, .kind = MBX_EXPERIMENT_PORTAL, .outcome = 1,
    .code = MBX_CODE_CAPTIVE_PORTAL, .confidence = CERTAIN },
  { .name = "nxdomain", .net = MBX_NET_NO_SUCH_HOST, .code = MBX_CODE_DNS_NO_SUCH_HOST,
    .confidence = CERTAIN },
  { .name = "no address", .net = MBX_NET_NO_ADDRESS, .code = MBX_CODE_DNS_NO_ADDRESS,
    .confidence = CERTAIN },
  { .name = "not found", .net = MBX_NET_DNS_NOT_FOUND, .code = MBX_CODE_DNS_NO_SUCH_HOST,
    .confidence = LIKELY },
  { .name = "not found, raw query says no record", .net = MBX_NET_DNS_NOT_FOUND,
    .kind = MBX_EXPERIMENT_LOOKUP, .outcome = -1, .other_net = MBX_NET_NO_ADDRESS,
    .code = MBX_CODE_DNS_NO_ADDRESS, .confidence = CERTAIN },
  { .name = "servfail", .net = MBX_NET_DNS_FAILURE, .code = MBX_CODE_DNS_SERVER_FAILURE,
    .confidence = CERTAIN },
  { .name = "dns silent", .net = MBX_NET_DNS_TIMEOUT, .code = MBX_CODE_DNS_TIMEOUT,
    .confidence = CERTAIN },
  { .name = "dns silent without a network", .net = MBX_NET_DNS_TIMEOUT,
    .kind = MBX_EXPERIMENT_OTHER_HOST, .outcome = -1, .other_net = MBX_NET_UNREACHABLE,
    .code = MBX_CODE_OFFLINE, .confidence = LIKELY },
  { .name = "refused", .net = MBX_NET_REFUSED, .code = MBX_CODE_CONNECTION_REFUSED,
    .confidence = CERTAIN },
  { .name = "refused, other port works", .uri = SMTP, .net = MBX_NET_REFUSED,
    .kind = MBX_EXPERIMENT_OTHER_PORT, .outcome = 1, .other_uri = SMTPS,
    .code = MBX_CODE_PORT_BLOCKED, .confidence = CERTAIN, .suggestion = SMTPS ":465" },
  { .name = "bridge", .uri = "imap+starttls://127.0.0.1:1143", .net = MBX_NET_REFUSED,
    .code = MBX_CODE_BRIDGE_NOT_RUNNING, .confidence = CERTAIN },
  { .name = "silent", .net = MBX_NET_TIMEOUT, .code = MBX_CODE_CONNECTION_TIMEOUT,
    .confidence = LIKELY },
  { .name = "silent, network lives", .net = MBX_NET_TIMEOUT, .kind = MBX_EXPERIMENT_OTHER_HOST,
    .outcome = 1, .code = MBX_CODE_CONNECTION_TIMEOUT, .confidence = CERTAIN },
  { .name = "silent, other port works", .net = MBX_NET_TIMEOUT,
    .kind = MBX_EXPERIMENT_OTHER_PORT, .outcome = 1, .other_uri = IMAP,
    .code = MBX_CODE_PORT_BLOCKED, .confidence = CERTAIN, .suggestion = IMAP ":143" },
  { .name = "silent, host lives", .net = MBX_NET_TIMEOUT, .kind = MBX_EXPERIMENT_ANY_PORT,
    .outcome = 1, .code = MBX_CODE_PORT_BLOCKED, .confidence = LIKELY },
  { .name = "silent in a closed network", .net = MBX_NET_TIMEOUT, .resolved = TRUE,
    .kind = MBX_EXPERIMENT_OTHER_HOST, .outcome = -1, .other_net = MBX_NET_UNREACHABLE,
    .code = MBX_CODE_CONNECTION_TIMEOUT, .confidence = LIKELY },
  { .name = "unreachable", .net = MBX_NET_UNREACHABLE, .resolved = TRUE,
    .code = MBX_CODE_HOST_UNREACHABLE, .confidence = CERTAIN },
  { .name = "nothing reachable", .net = MBX_NET_UNREACHABLE, .kind = MBX_EXPERIMENT_OTHER_HOST,
    .outcome = -1, .other_net = MBX_NET_OFFLINE, .code = MBX_CODE_OFFLINE, .confidence = LIKELY },
  { .name = "closed", .net = MBX_NET_CLOSED, .code = MBX_CODE_CONNECTION_CLOSED,
    .step = MBX_STEP_GREET, .confidence = CERTAIN },
  { .name = "closed in the middle", .net = MBX_NET_CLOSED, .greeted = TRUE,
    .step = MBX_STEP_SIGN_IN, .code = MBX_CODE_CONNECTION_RESET, .confidence = CERTAIN },
  { .name = "reset", .net = MBX_NET_RESET, .code = MBX_CODE_CONNECTION_RESET,
    .confidence = CERTAIN },
  { .name = "no greeting", .net = MBX_NET_SILENT, .step = MBX_STEP_GREET,
    .code = MBX_CODE_RESPONSE_TIMEOUT, .confidence = CERTAIN },
  { .name = "waits for TLS", .uri = IMAP, .net = MBX_NET_SILENT, .step = MBX_STEP_GREET,
    .kind = MBX_EXPERIMENT_OTHER_PORT, .outcome = 1, .other_uri = IMAPS ":143",
    .code = MBX_CODE_TLS_ON_PLAIN_PORT, .confidence = CERTAIN, .suggestion = IMAPS ":143" },
  { .name = "usual TLS port", .uri = IMAP ":993", .net = MBX_NET_SILENT, .step = MBX_STEP_GREET,
    .code = MBX_CODE_TLS_ON_PLAIN_PORT, .confidence = LIKELY },
  { .name = "proxy", .net = MBX_NET_PROXY, .code = MBX_CODE_PROXY_FAILED, .confidence = CERTAIN },
  { .name = "something else", .net = MBX_NET_OTHER, .code = MBX_CODE_UNKNOWN,
    .confidence = GUESS },
};

static const Case tls_cases[] = {
  { .name = "expired", .flags = MBX_CERT_EXPIRED, .code = MBX_CODE_TLS_EXPIRED,
    .confidence = CERTAIN },
  { .name = "expired and unlike", .flags = MBX_CERT_EXPIRED | MBX_CERT_BAD_IDENTITY,
    .code = MBX_CODE_TLS_WRONG_HOST, .confidence = CERTAIN },
  { .name = "too new", .flags = MBX_CERT_NOT_ACTIVATED, .code = MBX_CODE_TLS_NOT_YET_VALID,
    .clock = 1800000000, .confidence = CERTAIN },
  { .name = "clock seen wrong", .flags = MBX_CERT_EXPIRED, .kind = MBX_EXPERIMENT_CLOCK,
    .outcome = 1, .code = MBX_CODE_CLOCK_WRONG, .confidence = CERTAIN },
  { .name = "clock seen right", .flags = MBX_CERT_EXPIRED, .kind = MBX_EXPERIMENT_CLOCK,
    .outcome = -1, .code = MBX_CODE_TLS_EXPIRED, .confidence = CERTAIN },
  { .name = "clock from 1970", .flags = MBX_CERT_NOT_ACTIVATED, .clock = 86400,
    .code = MBX_CODE_CLOCK_WRONG, .confidence = LIKELY },
  { .name = "wrong name", .flags = MBX_CERT_BAD_IDENTITY, .code = MBX_CODE_TLS_WRONG_HOST,
    .confidence = CERTAIN },
  { .name = "other name fits", .flags = MBX_CERT_BAD_IDENTITY, .kind = MBX_EXPERIMENT_OTHER_NAME,
    .outcome = 1, .other_uri = "imaps://s7.hoster.example", .code = MBX_CODE_TLS_WRONG_HOST,
    .confidence = CERTAIN, .suggestion = "imaps://s7.hoster.example:993" },
  { .name = "self-signed", .flags = MBX_CERT_UNKNOWN_CA | MBX_CERT_BAD_IDENTITY,
    .issuer = "CN=localhost", .self_issued = TRUE, .code = MBX_CODE_TLS_SELF_SIGNED,
    .confidence = CERTAIN },
  { .name = "own authority", .flags = MBX_CERT_UNKNOWN_CA, .issuer = "CN=Example CA",
    .kind = MBX_EXPERIMENT_CHAIN, .outcome = -1, .code = MBX_CODE_TLS_UNKNOWN_ISSUER,
    .confidence = CERTAIN },
  { .name = "gap in the chain", .flags = MBX_CERT_UNKNOWN_CA, .issuer = "CN=R11",
    .kind = MBX_EXPERIMENT_CHAIN, .outcome = 1, .code = MBX_CODE_TLS_MISSING_INTERMEDIATE,
    .confidence = CERTAIN },
  { .name = "perhaps a gap", .flags = MBX_CERT_UNKNOWN_CA, .issuer = "CN=R11",
    .aia = "http://r11.example", .code = MBX_CODE_TLS_MISSING_INTERMEDIATE,
    .confidence = LIKELY },
  { .name = "antivirus", .flags = MBX_CERT_UNKNOWN_CA,
    .issuer = "O=Avast Web/Mail Shield,CN=Avast Web/Mail Shield Root",
    .code = MBX_CODE_TLS_INTERCEPTED, .confidence = LIKELY },
  { .name = "revoked", .flags = MBX_CERT_REVOKED | MBX_CERT_EXPIRED,
    .code = MBX_CODE_TLS_REVOKED, .confidence = CERTAIN },
  { .name = "weak certificate", .flags = MBX_CERT_INSECURE, .code = MBX_CODE_TLS_WEAK,
    .confidence = CERTAIN },
};

static const Case handshake_cases[] = {
  { .name = "weak", .tls = MBX_TLS_WEAK, .code = MBX_CODE_TLS_WEAK, .confidence = CERTAIN },
  { .name = "old", .tls = MBX_TLS_VERSION, .code = MBX_CODE_TLS_VERSION_TOO_OLD,
    .confidence = CERTAIN },
  { .name = "old by alert", .tls = MBX_TLS_ALERT, .alert = 70,
    .code = MBX_CODE_TLS_VERSION_TOO_OLD, .confidence = CERTAIN },
  { .name = "alert", .tls = MBX_TLS_ALERT, .alert = 40, .code = MBX_CODE_TLS_HANDSHAKE_FAILED,
    .confidence = CERTAIN },
  { .name = "client certificate", .tls = MBX_TLS_CLIENT_CERTIFICATE,
    .code = MBX_CODE_TLS_CLIENT_CERTIFICATE_REQUIRED, .confidence = CERTAIN },
  { .name = "closed", .tls = MBX_TLS_CLOSED, .code = MBX_CODE_CONNECTION_CLOSED,
    .confidence = CERTAIN },
  { .name = "cut", .tls = MBX_TLS_CLOSED, .net = MBX_NET_RESET,
    .code = MBX_CODE_CONNECTION_RESET, .confidence = CERTAIN },
  { .name = "closed after STARTTLS", .uri = IMAP, .tls = MBX_TLS_CLOSED,
    .code = MBX_CODE_STARTTLS_REFUSED, .confidence = CERTAIN },
  { .name = "silent", .tls = MBX_TLS_TIMEOUT, .code = MBX_CODE_RESPONSE_TIMEOUT,
    .confidence = CERTAIN },
  { .name = "plain", .uri = IMAPS ":143", .tls = MBX_TLS_NOT_TLS, .first_bytes = "* OK ready",
    .kind = MBX_EXPERIMENT_OTHER_PORT, .outcome = 1, .other_uri = IMAP,
    .code = MBX_CODE_PLAIN_ON_TLS_PORT, .confidence = CERTAIN, .suggestion = IMAP ":143" },
  { .name = "plain POP3", .tls = MBX_TLS_NOT_TLS, .first_bytes = "+OK Dovecot ready.",
    .code = MBX_CODE_WRONG_MAIL_PROTOCOL, .confidence = CERTAIN },
  { .name = "web", .tls = MBX_TLS_NOT_TLS, .first_bytes = "HTTP/1.1 400 Bad Request",
    .code = MBX_CODE_WRONG_SERVICE, .confidence = CERTAIN },
  { .name = "ftp", .uri = SMTPS, .tls = MBX_TLS_NOT_TLS, .first_bytes = "220 ProFTPD ready",
    .code = MBX_CODE_WRONG_SERVICE, .confidence = CERTAIN },
  { .name = "other", .tls = MBX_TLS_OTHER, .code = MBX_CODE_TLS_HANDSHAKE_FAILED,
    .confidence = LIKELY },
};

static const Case protocol_cases[] = {
  { .name = "ssh", .fault = MBX_FAULT_NOT_THIS_PROTOCOL, .first_bytes = "SSH-2.0-OpenSSH_9.2",
    .code = MBX_CODE_WRONG_SERVICE, .confidence = CERTAIN },
  { .name = "smtp on imap", .fault = MBX_FAULT_NOT_THIS_PROTOCOL, .first_bytes = "220 mx ESMTP",
    .code = MBX_CODE_WRONG_MAIL_PROTOCOL, .confidence = CERTAIN },
  { .name = "tls on plain", .uri = SMTP, .fault = MBX_FAULT_TLS_BYTES,
    .code = MBX_CODE_TLS_ON_PLAIN_PORT, .confidence = CERTAIN },
  { .name = "broken", .fault = MBX_FAULT_BROKEN, .code = MBX_CODE_PROTOCOL_ERROR,
    .confidence = CERTAIN },
  { .name = "endless", .fault = MBX_FAULT_TOO_LONG, .greeted = TRUE,
    .code = MBX_CODE_PROTOCOL_ERROR, .confidence = CERTAIN },
  { .name = "hung up", .fault = MBX_FAULT_CLOSED, .step = MBX_STEP_GREET,
    .code = MBX_CODE_CONNECTION_CLOSED, .confidence = CERTAIN },
  { .name = "hung up later", .fault = MBX_FAULT_CLOSED, .step = MBX_STEP_SIGN_IN,
    .greeted = TRUE, .code = MBX_CODE_CONNECTION_RESET, .confidence = CERTAIN },
  { .name = "no starttls", .uri = IMAP, .fault = MBX_FAULT_STARTTLS_MISSING,
    .code = MBX_CODE_STARTTLS_NOT_OFFERED, .confidence = CERTAIN },
  { .name = "starttls refused", .uri = IMAP, .fault = MBX_FAULT_STARTTLS_REFUSED,
    .code = MBX_CODE_STARTTLS_REFUSED, .confidence = CERTAIN },
  { .name = "injection", .uri = IMAP, .fault = MBX_FAULT_STARTTLS_INJECTION,
    .code = MBX_CODE_STARTTLS_INJECTION, .confidence = CERTAIN },
  { .name = "preauth", .uri = IMAP, .fault = MBX_FAULT_PREAUTH,
    .code = MBX_CODE_STARTTLS_INJECTION, .confidence = CERTAIN },
  { .name = "no mechanism", .fault = MBX_FAULT_NO_COMMON_MECHANISM,
    .code = MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, .confidence = CERTAIN },
  { .name = "no auth", .uri = SMTP, .fault = MBX_FAULT_AUTH_NOT_OFFERED,
    .code = MBX_CODE_AUTH_NOT_OFFERED, .confidence = CERTAIN },
  { .name = "greeting", .fault = MBX_FAULT_GREETING_REFUSED, .step = MBX_STEP_GREET,
    .code = MBX_CODE_GREETING_REJECTED, .confidence = LIKELY },
};

static void
add_certificate (MbxEvidence *evidence, const Case *test)
{
  MbxCertificate *certificate = g_new0 (MbxCertificate, 1);

  certificate->subject = g_strdup ("CN=mail.example");
  certificate->issuer = g_strdup (test->issuer);
  certificate->self_issued = test->self_issued;
  certificate->aia_url = g_strdup (test->aia);
  g_ptr_array_add (evidence->chain, certificate);
}

static void
add_experiment (MbxEvidence *evidence, const Case *test)
{
  g_autoptr (MbxServer) server =
      test->other_uri != NULL ? mbx_server_new_from_uri (test->other_uri, NULL) : NULL;
  MbxExperiment *experiment = mbx_experiment_new (test->kind, server);

  experiment->worked = test->outcome > 0;
  experiment->secure = experiment->worked;
  experiment->net = test->other_net;
  g_ptr_array_add (evidence->experiments, experiment);
}

static MbxEvidence *
make_evidence (const Case *test)
{
  static const char *const addresses[] = { "192.0.2.1", NULL };
  g_autoptr (MbxServer) server =
      mbx_server_new_from_uri (test->uri != NULL ? test->uri : IMAPS, NULL);
  MbxEvidence *evidence = mbx_evidence_new (server);

  evidence->step = test->step;
  evidence->net = test->net;
  evidence->tls = test->flags != 0 ? MBX_TLS_CERTIFICATE : test->tls;
  evidence->cert_flags = test->flags;
  evidence->alert = test->alert;
  evidence->first_bytes = g_strdup (test->first_bytes);
  evidence->clock = test->clock;
  evidence->fault = test->fault;
  if (test->resolved)
    evidence->addresses = g_strdupv ((char **) addresses);
  if (test->greeted)
    evidence->greeting = mbx_reply_new ("ready", -1);
  if (test->issuer != NULL)
    add_certificate (evidence, test);
  if (test->outcome != 0)
    add_experiment (evidence, test);
  return evidence;
}

static void
check_cases (const Case *cases, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autoptr (MbxEvidence) evidence = make_evidence (&cases[i]);
      g_autoptr (MbxDiagnosis) diagnosis = mbx_diagnose (evidence, NULL);
      g_autofree char *suggestion = NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_nonnull (diagnosis);
      g_assert_cmpstr (mbx_code_to_string (diagnosis->code), ==,
                       mbx_code_to_string (cases[i].code));
      g_assert_cmpint (diagnosis->confidence, ==, cases[i].confidence);
      g_assert_false (diagnosis->warning);
      if (diagnosis->suggestion != NULL)
        suggestion = mbx_server_to_uri (diagnosis->suggestion);
      g_assert_cmpstr (suggestion, ==, cases[i].suggestion);
    }
}

static void
test_network (void)
{
  check_cases (network_cases, G_N_ELEMENTS (network_cases));
}

static void
test_tls (void)
{
  check_cases (tls_cases, G_N_ELEMENTS (tls_cases));
  check_cases (handshake_cases, G_N_ELEMENTS (handshake_cases));
}

static void
test_protocol (void)
{
  check_cases (protocol_cases, G_N_ELEMENTS (protocol_cases));
}

static void
test_warnings (void)
{
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (NULL);
  g_autoptr (MbxDiagnosis) ipv6 = NULL;
  g_autoptr (MbxDiagnosis) full = NULL;
  g_autoptr (MbxDiagnosis) failed = NULL;

  g_assert_null (mbx_diagnose (evidence, NULL));
  evidence->ipv6_failed = TRUE;
  ipv6 = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (ipv6->code, ==, MBX_CODE_IPV6_BROKEN);
  g_assert_true (ipv6->warning);
  evidence->over_quota = TRUE;
  full = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (full->code, ==, MBX_CODE_MAILBOX_FULL);
  g_assert_true (full->warning);
  evidence->net = MBX_NET_RESET;
  failed = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (failed->code, ==, MBX_CODE_CONNECTION_RESET);
  g_assert_false (failed->warning);
}

/* Words from before the encryption may not make the person do anything with a password. */
static void
test_words_in_the_open (void)
{
  g_autoptr (MbxServer) server = mbx_server_new_from_uri (IMAP, NULL);
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (server);
  g_autoptr (MbxDiagnosis) open = NULL;
  g_autoptr (MbxDiagnosis) inside = NULL;

  evidence->fault = MBX_FAULT_GREETING_REFUSED;
  evidence->step = MBX_STEP_GREET;
  evidence->reply = mbx_reply_new ("Your password expired", -1);
  evidence->reply->response_code = g_strdup ("EXPIRED");
  open = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (open->code, ==, MBX_CODE_GREETING_REJECTED);
  evidence->reply->encrypted = TRUE;
  inside = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (inside->code, ==, MBX_CODE_PASSWORD_EXPIRED);
}

static void
test_browser_only (void)
{
  static const char *const offered[] = { "IMAP4REV1", "AUTH=XOAUTH2", "SASL-IR", NULL };
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (NULL);
  g_autoptr (MbxDiagnosis) password = NULL;
  g_autoptr (MbxDiagnosis) token = NULL;

  evidence->fault = MBX_FAULT_NO_COMMON_MECHANISM;
  evidence->step = MBX_STEP_SIGN_IN;
  evidence->capabilities = g_strdupv ((char **) offered);
  password = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (password->code, ==, MBX_CODE_OAUTH_REQUIRED);
  evidence->kind = MBX_CREDENTIAL_TOKEN;
  token = mbx_diagnose (evidence, NULL);
  g_assert_cmpint (token->code, ==, MBX_CODE_AUTH_MECHANISM_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/network", test_network);
  g_test_add_func ("/diagnosis/tls", test_tls);
  g_test_add_func ("/diagnosis/protocol", test_protocol);
  g_test_add_func ("/diagnosis/warnings", test_warnings);
  g_test_add_func ("/diagnosis/words-in-the-open", test_words_in_the_open);
  g_test_add_func ("/diagnosis/browser-only", test_browser_only);
  return g_test_run ();
}
