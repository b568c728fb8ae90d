/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/runner.h"

#include <string.h>

#include "fixed-resolver.h"
#include "scripted-server.h"

#define PASSWORD "Correct-Horse-7"

static FixedResolver *resolver;

#define PLAIN_OF_ANNA "AGFubmEAQ29ycmVjdC1Ib3JzZS03"

static const char *const good_imap[] = {
  "TLS",
  "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello",
  "C: * AUTHENTICATE PLAIN " PLAIN_OF_ANNA,
  "S: a1 OK [CAPABILITY IMAP4rev1] in",
  "WAIT",
  NULL,
};

typedef struct
{
  gboolean done;
  gboolean good;
  GError *error;
  GString *steps;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_error (&outcome->error);
  g_string_free (outcome->steps, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
on_step (MbxRunner *runner, int step, int state, gint64 microseconds, Outcome *outcome)
{
  g_string_append_printf (outcome->steps, "%s %s, ", mbx_step_to_string ((MbxStep)step),
                          mbx_state_to_string ((MbxState)state));
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->good = mbx_runner_run_finish (MBX_RUNNER (source), result, &outcome->error);
  outcome->done = TRUE;
}

static void
run (MbxRunner *runner, GCancellable *cancellable, Outcome *outcome)
{
  if (outcome->steps == NULL)
    {
      outcome->steps = g_string_new (NULL);
      g_signal_connect (runner, "step", G_CALLBACK (on_step), outcome);
    }
  outcome->done = FALSE;
  mbx_runner_run_async (runner, cancellable, on_done, outcome);
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static MbxRunner *
make_runner (
    MbxContext *context, const char *host, guint port, MbxProtocol protocol, MbxSecurity security)
{
  g_autoptr (MbxServer) server = mbx_server_new (protocol, host, (guint16)port, security, "anna");
  MbxDialogueOptions options = { .server = server, .examine = FALSE };

  return mbx_runner_new (context, &options);
}

static void
test_name_is_absolute (void)
{
  g_autoptr (ScriptedServer) server = scripted_server_new (good_imap);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxRunner) runner =
      make_runner (context, SCRIPTED_HOST, scripted_server_get_port (server), MBX_PROTOCOL_IMAP,
                   MBX_SECURITY_TLS);
  g_auto (Outcome) outcome = { 0 };

  run (runner, NULL, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (mbx_runner_is_waiting (runner));
  g_assert_true (mbx_runner_is_alive (runner));
  g_assert_cmpstr (fixed_resolver_get_last_name (resolver), ==, SCRIPTED_HOST ".");
  g_assert_cmpstr (outcome.steps->str, ==,
                   "resolve running, resolve passed, connect running, connect passed, "
                   "encrypt running, encrypt passed, greet running, greet passed, ");
}

typedef struct
{
  const char *name;
  const char *host;
  MbxProtocol protocol;
  MbxSecurity security;
  MbxDemoCertificate certificate;
  const char *script[10];
  const char *priority;
  gboolean demands;
  gboolean closed_port;
  MbxStep step;
  MbxNetFault net;
  MbxTlsFault tls;
  guint flags;
  MbxDialogueFault fault;
} Case;

#define TLS_CASE(NAME, KIND, FLAGS)                                                                \
  {                                                                                                \
    .name = NAME, .security = MBX_SECURITY_TLS, .certificate = KIND, .script = { "TLS", "WAIT" },  \
    .step = MBX_STEP_ENCRYPT, .tls = MBX_TLS_CERTIFICATE, .flags = FLAGS                           \
  }

static const Case cases[] = {
  TLS_CASE ("expired", MBX_DEMO_CERTIFICATE_EXPIRED, MBX_CERT_EXPIRED),
  TLS_CASE ("not-yet-valid", MBX_DEMO_CERTIFICATE_NOT_YET_VALID, MBX_CERT_NOT_ACTIVATED),
  TLS_CASE ("wrong-host", MBX_DEMO_CERTIFICATE_WRONG_HOST, MBX_CERT_BAD_IDENTITY),
  TLS_CASE ("self-signed", MBX_DEMO_CERTIFICATE_SELF_SIGNED, MBX_CERT_UNKNOWN_CA),
  TLS_CASE ("unknown-issuer", MBX_DEMO_CERTIFICATE_UNKNOWN_ISSUER, MBX_CERT_UNKNOWN_CA),
  { .name = "no-such-host",
    .host = "no-such.example.com",
    .step = MBX_STEP_RESOLVE,
    .net = MBX_NET_DNS_NOT_FOUND },
  { .name = "broken-dns",
    .host = "broken.example.com",
    .step = MBX_STEP_RESOLVE,
    .net = MBX_NET_DNS_FAILURE },
  { .name = "silent-dns",
    .host = "silent.example.com",
    .step = MBX_STEP_RESOLVE,
    .net = MBX_NET_DNS_TIMEOUT },
  { .name = "refused", .closed_port = TRUE, .step = MBX_STEP_CONNECT, .net = MBX_NET_REFUSED },
  { .name = "silent",
    .security = MBX_SECURITY_STARTTLS,
    .script = { "WAIT" },
    .step = MBX_STEP_ENCRYPT,
    .net = MBX_NET_SILENT },
  { .name = "closed",
    .security = MBX_SECURITY_STARTTLS,
    .script = { NULL },
    .step = MBX_STEP_ENCRYPT,
    .fault = MBX_FAULT_CLOSED },
  { .name = "reset",
    .security = MBX_SECURITY_STARTTLS,
    .script = { "HOLD 20", "RESET" },
    .step = MBX_STEP_ENCRYPT,
    .net = MBX_NET_RESET },
  { .name = "plain-on-tls-port",
    .security = MBX_SECURITY_TLS,
    .script = { "S: * OK IMAP ready", "WAIT" },
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_NOT_TLS },
  { .name = "web-on-tls-port",
    .security = MBX_SECURITY_TLS,
    .script = { "HOLD 20", "S: HTTP/1.1 400 Bad Request\n", NULL },
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_NOT_TLS },
  { .name = "closed-in-handshake",
    .security = MBX_SECURITY_TLS,
    .script = { NULL },
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_CLOSED },
  { .name = "silent-handshake",
    .security = MBX_SECURITY_TLS,
    .script = { "WAIT" },
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_TIMEOUT },
  { .name = "old-version",
    .security = MBX_SECURITY_TLS,
    .script = { "TLS", "WAIT" },
    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:%COMPAT",
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_VERSION },
  { .name = "client-certificate-12",
    .security = MBX_SECURITY_TLS,
    .script = { "TLS", "WAIT" },
    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2",
    .demands = TRUE,
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_CLIENT_CERTIFICATE },
  { .name = "client-certificate-13",
    .security = MBX_SECURITY_TLS,
    .script = { "TLS", "WAIT" },
    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3",
    .demands = TRUE,
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_CLIENT_CERTIFICATE },
  { .name = "client-certificate-13-starttls",
    .security = MBX_SECURITY_STARTTLS,
    .protocol = MBX_PROTOCOL_SMTP,
    .script = { "S: 220 hello", "C: EHLO *", "S: 250-server\n250 STARTTLS", "C: STARTTLS",
                "S: 220 go", "TLS", "WAIT" },
    .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3",
    .demands = TRUE,
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_CLIENT_CERTIFICATE },
  { .name = "alert",
    .security = MBX_SECURITY_TLS,
    .script = { "TLS", "WAIT" },
    .priority = "NORMAL:-KX-ALL:+DHE-RSA:-VERS-ALL:+VERS-TLS1.2",
    .step = MBX_STEP_ENCRYPT,
    .tls = MBX_TLS_ALERT },
  { .name = "injection",
    .security = MBX_SECURITY_STARTTLS,
    .script = { "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello", "C: * STARTTLS",
                "S: a1 OK go\n* CAPABILITY IMAP4rev1 AUTH=PLAIN", "TLS", "WAIT" },
    .step = MBX_STEP_ENCRYPT,
    .fault = MBX_FAULT_STARTTLS_INJECTION },
  { .name = "starttls-missing",
    .security = MBX_SECURITY_STARTTLS,
    .script = { "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello", "WAIT" },
    .step = MBX_STEP_ENCRYPT,
    .fault = MBX_FAULT_STARTTLS_MISSING },
};

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (ScriptedServer) server = scripted_server_new (row->script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxRunner) runner = NULL;
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  g_autoptr (MbxCredentials) credentials =
      mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
  g_autofree char *received = NULL;
  g_auto (Outcome) outcome = { 0 };
  MbxLimits *limits = mbx_context_get_limits (context);
  MbxEvidence *evidence;

  limits->resolve = limits->greeting = limits->handshake = 300;
  scripted_server_set_certificate (server, row->certificate);
  scripted_server_set_priority (server, row->priority);
  if (row->demands)
    scripted_server_demand_certificate (server);
  runner =
      make_runner (context, row->host != NULL ? row->host : SCRIPTED_HOST,
                   row->closed_port ? scripted_free_port () : scripted_server_get_port (server),
                   row->protocol, row->security);
  mbx_runner_set_credentials (runner, credentials);
  run (runner, NULL, &outcome);
  g_test_message ("%s: %s", outcome.error != NULL ? outcome.error->message : "good",
                  outcome.steps->str);
  evidence = mbx_runner_get_evidence (runner);
  g_assert_false (outcome.good);
  g_assert_cmpstr (mbx_step_to_string (evidence->step), ==, mbx_step_to_string (row->step));
  g_assert_cmpint (evidence->tls, ==, row->tls);
  if (row->tls == MBX_TLS_OK)
    g_assert_cmpint (evidence->net, ==, row->net);
  g_assert_cmpint (evidence->cert_flags, ==, row->flags);
  g_assert_cmpint (evidence->fault, ==, row->fault);
  if (row->flags != 0)
    g_assert_cmpint (evidence->chain->len, >, 0);
  received = scripted_server_dup_received (server);
  g_assert_null (strstr (received, PLAIN_OF_ANNA));
}

static void
test_sign_in_after_waiting (void)
{
  g_autoptr (ScriptedServer) server = scripted_server_new (good_imap);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  g_autoptr (MbxCredentials) credentials =
      mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
  g_autoptr (MbxRunner) runner =
      make_runner (context, SCRIPTED_HOST, scripted_server_get_port (server), MBX_PROTOCOL_IMAP,
                   MBX_SECURITY_TLS);
  g_auto (Outcome) outcome = { 0 };

  run (runner, NULL, &outcome);
  g_assert_true (mbx_runner_is_waiting (runner));
  mbx_runner_set_credentials (runner, credentials);
  run (runner, NULL, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_false (mbx_runner_is_waiting (runner));
  g_assert_true (g_str_has_suffix (outcome.steps->str, "sign-in running, sign-in passed, "));
  g_assert_cmpuint (scripted_server_count (server), ==, 1);
  g_assert_cmpstr (mbx_runner_get_evidence (runner)->mechanism, ==, "PLAIN");
}

static void
test_first_bytes (void)
{
  static const char *const script[] = { "S: * OK IMAP4rev1 service ready", "WAIT", NULL };
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxRunner) runner =
      make_runner (context, SCRIPTED_HOST, scripted_server_get_port (server), MBX_PROTOCOL_IMAP,
                   MBX_SECURITY_TLS);
  g_auto (Outcome) outcome = { 0 };

  run (runner, NULL, &outcome);
  g_assert_cmpstr (mbx_runner_get_evidence (runner)->first_bytes, ==,
                   "* OK IMAP4rev1 service ready");
}

static gboolean
has_ipv6 (void)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);

  return socket != NULL && g_socket_bind (socket, address, FALSE, NULL);
}

static void
test_dead_ipv6 (void)
{
  g_autoptr (ScriptedServer) server = scripted_server_new (good_imap);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  g_autoptr (MbxCredentials) credentials =
      mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
  g_autoptr (MbxRunner) runner =
      make_runner (context, "dead-six.example.com", scripted_server_get_port (server),
                   MBX_PROTOCOL_IMAP, MBX_SECURITY_TLS);
  g_auto (Outcome) outcome = { 0 };

  mbx_runner_set_credentials (runner, credentials);
  run (runner, NULL, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (mbx_runner_get_evidence (runner)->addresses[0], ==, "::1");
  if (!has_ipv6 ())
    g_test_skip ("no IPv6 on this computer");
  else
    g_assert_true (mbx_runner_get_evidence (runner)->ipv6_failed);
}

static gboolean
cancel_now (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* At each moment: while the name is looked up, in the handshake, before the greeting, in a reply.
 */
static const Case pauses[] = {
  { .name = "resolve", .host = "silent.example.com" },
  { .name = "handshake", .security = MBX_SECURITY_TLS, .script = { "WAIT" } },
  { .name = "greeting", .security = MBX_SECURITY_STARTTLS, .script = { "WAIT" } },
  { .name = "sign-in",
    .security = MBX_SECURITY_TLS,
    .script = { "TLS", "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello", "WAIT" } },
};

static void
test_cancel (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (ScriptedServer) server = scripted_server_new (row->script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MbxSecret) secret = mbx_secret_new (PASSWORD);
  g_autoptr (MbxCredentials) credentials =
      mbx_credentials_new (MBX_CREDENTIAL_PASSWORD, "anna", secret);
  g_autoptr (MbxRunner) runner =
      make_runner (context, row->host != NULL ? row->host : SCRIPTED_HOST,
                   scripted_server_get_port (server), MBX_PROTOCOL_IMAP, row->security);
  g_auto (Outcome) outcome = { 0 };

  mbx_runner_set_credentials (runner, credentials);
  g_timeout_add (60, cancel_now, cancellable);
  run (runner, cancellable, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (mbx_runner_get_evidence (runner)->net, ==, MBX_NET_CANCELLED);
}

static void
test_hang_up_while_waiting (void)
{
  static const char *const script[] = {
    "TLS",
    "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello",
    "S: * BYE too long",
    NULL,
  };
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxRunner) runner =
      make_runner (context, SCRIPTED_HOST, scripted_server_get_port (server), MBX_PROTOCOL_IMAP,
                   MBX_SECURITY_TLS);
  g_auto (Outcome) outcome = { 0 };
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  run (runner, NULL, &outcome);
  while (mbx_runner_is_alive (runner) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (mbx_runner_is_alive (runner));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  resolver = fixed_resolver_install ();
  g_test_add_func ("/runner/name-is-absolute", test_name_is_absolute);
  g_test_add_func ("/runner/sign-in-after-waiting", test_sign_in_after_waiting);
  g_test_add_func ("/runner/first-bytes", test_first_bytes);
  g_test_add_func ("/runner/dead-ipv6", test_dead_ipv6);
  g_test_add_func ("/runner/hang-up-while-waiting", test_hang_up_while_waiting);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/runner/fault/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      g_autofree char *path = g_strconcat ("/runner/cancel/", pauses[i].name, NULL);

      g_test_add_data_func (path, &pauses[i], test_cancel);
    }
  return g_test_run ();
}
