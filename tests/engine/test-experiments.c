/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiments.h"

#include <string.h>

#include "engine/experiment-chain.h"
#include "engine/experiment-connect.h"
#include "engine/experiment-fetch.h"
#include "engine/experiment-name.h"
#include "engine/experiment-plan.h"
#include "fixed-resolver.h"
#include "scripted-server.h"

typedef struct
{
  const char *name;
  MbxStep step;
  MbxNetFault net;
  MbxTlsFault tls;
  guint flags;
  MbxDialogueFault fault;
  guint plan;
} Plan;

static const Plan plans[] = {
  { "refused", MBX_STEP_CONNECT, .net = MBX_NET_REFUSED, .plan = MBX_PLAN_PORTS | MBX_PLAN_PORTAL },
  { "silent port", MBX_STEP_CONNECT, .net = MBX_NET_TIMEOUT,
    .plan = MBX_PLAN_PORTS | MBX_PLAN_ANY_PORT | MBX_PLAN_OTHER_HOST | MBX_PLAN_PORTAL },
  { "no such name", MBX_STEP_RESOLVE, .net = MBX_NET_NO_SUCH_HOST },
  { "silent name server", MBX_STEP_RESOLVE, .net = MBX_NET_DNS_TIMEOUT,
    .plan = MBX_PLAN_OTHER_HOST | MBX_PLAN_PORTAL },
  { "expired", MBX_STEP_ENCRYPT, .tls = MBX_TLS_CERTIFICATE, .flags = MBX_CERT_EXPIRED,
    .plan = MBX_PLAN_CLOCK },
  { "wrong name", MBX_STEP_ENCRYPT, .tls = MBX_TLS_CERTIFICATE, .flags = MBX_CERT_BAD_IDENTITY,
    .plan = MBX_PLAN_NAMES | MBX_PLAN_PORTAL },
  { "unknown issuer", MBX_STEP_ENCRYPT, .tls = MBX_TLS_CERTIFICATE, .flags = MBX_CERT_UNKNOWN_CA,
    .plan = MBX_PLAN_CHAIN | MBX_PLAN_PORTAL },
  { "old TLS", MBX_STEP_ENCRYPT, .tls = MBX_TLS_VERSION },
  { "no STARTTLS", MBX_STEP_ENCRYPT, .fault = MBX_FAULT_STARTTLS_MISSING, .plan = MBX_PLAN_PORTS },
  { "wrong password", MBX_STEP_SIGN_IN, .fault = MBX_FAULT_SIGN_IN_REFUSED },
  { "cut in the sign-in", MBX_STEP_SIGN_IN, .net = MBX_NET_RESET },
  { "silent in the sign-in", MBX_STEP_SIGN_IN, .net = MBX_NET_SILENT },
  { "refused sender", MBX_STEP_SENDER, .fault = MBX_FAULT_COMMAND_REFUSED },
};

static MbxEvidence *
make_evidence (guint port)
{
  g_autoptr (MbxServer) server =
      mbx_server_new (MBX_PROTOCOL_IMAP, SCRIPTED_HOST, (guint16) port, MBX_SECURITY_TLS, NULL);

  return mbx_evidence_new (server);
}

static void
test_plan (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (MbxEvidence) evidence = make_evidence (993);

      g_test_message ("%s", plans[i].name);
      evidence->step = plans[i].step;
      evidence->net = plans[i].net;
      evidence->tls = plans[i].tls;
      evidence->cert_flags = plans[i].flags;
      evidence->fault = plans[i].fault;
      g_assert_cmpuint (mbx_experiment_plan (evidence), ==, plans[i].plan);
    }
}

static void
assert_ports (
    MbxProtocol protocol, guint16 port, MbxSecurity security, MbxStep step, const char *expected)
{
  g_autoptr (MbxServer) server = mbx_server_new (protocol, SCRIPTED_HOST, port, security, NULL);
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (server);
  g_autoptr (GPtrArray) servers = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  evidence->step = step;
  servers = mbx_experiment_plan_ports (evidence);
  for (guint i = 0; i < servers->len; i++)
    {
      const MbxServer *other = g_ptr_array_index (servers, i);

      g_string_append_printf (text, "%u%s ", other->port,
                              other->security == MBX_SECURITY_TLS ? "" : "s");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_ports (void)
{
  assert_ports (MBX_PROTOCOL_SMTP, 587, MBX_SECURITY_STARTTLS, MBX_STEP_CONNECT, "465 2525s 25s ");
  assert_ports (MBX_PROTOCOL_SMTP, 465, MBX_SECURITY_TLS, MBX_STEP_CONNECT, "587s 2525s 25s ");
  assert_ports (MBX_PROTOCOL_IMAP, 993, MBX_SECURITY_TLS, MBX_STEP_CONNECT, "143s ");
  assert_ports (MBX_PROTOCOL_IMAP, 993, MBX_SECURITY_TLS, MBX_STEP_ENCRYPT, "143s 993s ");
  assert_ports (MBX_PROTOCOL_IMAP, 143, MBX_SECURITY_STARTTLS, MBX_STEP_ENCRYPT, "993 143 ");
  assert_ports (MBX_PROTOCOL_POP3, 995, MBX_SECURITY_TLS, MBX_STEP_CONNECT, "110s ");
  assert_ports (MBX_PROTOCOL_IMAP, 9993, MBX_SECURITY_TLS, MBX_STEP_CONNECT, "993 143s ");
}

typedef struct
{
  gboolean done;
  gpointer value;
} Outcome;

static void
on_value (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->value = g_task_propagate_pointer (G_TASK (result), NULL);
  outcome->done = TRUE;
}

static gpointer
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
  return outcome->value;
}

static char *
url_of (ScriptedServer *server)
{
  return g_strdup_printf ("http://127.0.0.1:%u/page", scripted_server_get_port (server));
}

static MbxExperiment *
look_for_portal (const char *answer)
{
  const char *script[] = { "C: GET *", "C: *", answer, NULL };
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autofree char *url = url_of (server);
  Outcome outcome = { FALSE, NULL };

  mbx_context_set_probe_page (context, url);
  mbx_experiment_portal_async (context, NULL, on_value, &outcome);
  return wait_for (&outcome);
}

static void
test_portal (void)
{
  static const struct
  {
    const char *answer;
    gboolean portal;
  } answers[] = {
    { "S: HTTP/1.1 200 OK\nContent-Length: 25\n\nNetworkManager is online\n", FALSE },
    { "S: HTTP/1.1 302 Found\nLocation: http://hotel.example/\nContent-Length: 0\n", TRUE },
    { "S: HTTP/1.1 200 OK\nContent-Length: 20\n\n<html>Welcome</html>", TRUE },
    { "S: HTTP/1.1 511 Network Authentication Required\nContent-Length: 0\n", TRUE },
    { "S: HTTP/1.1 503 Busy\nContent-Length: 0\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (MbxExperiment) experiment = look_for_portal (answers[i].answer);

      g_test_message ("%s", answers[i].answer);
      g_assert_nonnull (experiment);
      g_assert_cmpint (experiment->worked, ==, answers[i].portal);
    }
}

/* What is no web server at all tells nothing about portals. */
static void
test_no_portal_page (void)
{
  g_autoptr (MbxExperiment) experiment = look_for_portal ("S: 220 mail");

  if (experiment != NULL)
    g_assert_false (experiment->worked);
}

static void
test_clock (void)
{
  static const char *const script[] = {
    "C: GET *",
    "S: HTTP/1.1 200 OK\nDate: Sun, 06 Nov 1994 08:49:37 GMT\nContent-Length: 0\n",
    NULL,
  };
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = NULL;
  g_autoptr (MbxServer) nowhere =
      mbx_server_new (MBX_PROTOCOL_IMAP, "no-such.example.com", 993, MBX_SECURITY_TLS, NULL);
  g_autofree char *url = url_of (server);
  Outcome outcome = { FALSE, NULL };
  g_autoptr (MbxExperiment) experiment = NULL;

  evidence = mbx_evidence_new (nowhere);
  mbx_context_set_probe_page (context, url);
  mbx_experiment_clock_async (context, evidence, NULL, on_value, &outcome);
  experiment = wait_for (&outcome);
  g_assert_nonnull (experiment);
  g_assert_true (experiment->worked);
  g_assert_cmpint (experiment->value, >, 86400);
}

static void
test_other_host (void)
{
  static const char *const script[] = { "WAIT", NULL };
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = make_evidence (993);
  g_autoptr (MbxServer) other =
      mbx_server_new (MBX_PROTOCOL_SMTP, "smtp.example.com", scripted_server_get_port (server),
                      MBX_SECURITY_TLS, NULL);
  Outcome outcome = { FALSE, NULL };
  g_autoptr (MbxExperiment) experiment = NULL;

  mbx_experiment_other_host_async (context, evidence, other, NULL, on_value, &outcome);
  experiment = wait_for (&outcome);
  g_assert_nonnull (experiment);
  g_assert_true (experiment->worked);
}

/* Third parties only come after the person's own; and with none allowed nobody is asked. */
static void
test_known_hosts (void)
{
  static const char *const script[] = { "WAIT", NULL };
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autofree char *known =
      g_strdup_printf ("known.example.com:%u", scripted_server_get_port (server));
  const char *hosts[] = { known, NULL };
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = make_evidence (993);
  Outcome first = { FALSE, NULL };
  Outcome second = { FALSE, NULL };
  g_autoptr (MbxExperiment) experiment = NULL;

  mbx_context_set_known_hosts (context, hosts);
  mbx_context_set_offline (context, TRUE);
  mbx_experiment_other_host_async (context, evidence, NULL, NULL, on_value, &first);
  g_assert_null (wait_for (&first));
  g_assert_cmpuint (scripted_server_count (server), ==, 0);
  mbx_context_set_offline (context, FALSE);
  mbx_experiment_other_host_async (context, evidence, NULL, NULL, on_value, &second);
  experiment = wait_for (&second);
  g_assert_true (experiment->worked);
}

static void
add_leaf (MbxEvidence *evidence, MbxDemoCertificate kind)
{
  g_autofree char *pem = scripted_server_issue (kind);
  MbxCertificate *leaf = mbx_certificate_new_from_pem (pem, NULL);
  const char *end = strstr (pem, "-----END CERTIFICATE-----");

  g_assert_nonnull (leaf);
  g_free (leaf->pem);
  leaf->pem = g_strndup (pem, (gsize) (end - pem) + strlen ("-----END CERTIFICATE-----\n"));
  g_ptr_array_add (evidence->chain, leaf);
}

static void
test_other_name (void)
{
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = make_evidence (993);
  g_autoptr (MbxServer) server = NULL;
  Outcome outcome = { FALSE, NULL };

  add_leaf (evidence, MBX_DEMO_CERTIFICATE_WRONG_HOST);
  evidence->addresses = g_strsplit ("127.0.0.1", " ", -1);
  mbx_experiment_name_async (context, evidence, NULL, on_value, &outcome);
  server = wait_for (&outcome);
  g_assert_nonnull (server);
  g_assert_true (g_str_has_suffix (server->host, ".other.example"));
}

/* A wildcard gives no name; the reverse record of the address may. */
static void
test_other_name_by_address (void)
{
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxServer) asked =
      mbx_server_new (MBX_PROTOCOL_IMAP, "mail.customer.example", 993, MBX_SECURITY_TLS, NULL);
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (asked);
  g_autoptr (MbxServer) server = NULL;
  Outcome outcome = { FALSE, NULL };

  add_leaf (evidence, MBX_DEMO_CERTIFICATE_GOOD);
  evidence->addresses = g_strsplit ("127.0.0.1", " ", -1);
  mbx_experiment_name_async (context, evidence, NULL, on_value, &outcome);
  server = wait_for (&outcome);
  g_assert_nonnull (server);
  g_assert_cmpstr (server->host, ==, SCRIPTED_HOST);
}

static void
test_other_name_elsewhere (void)
{
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = make_evidence (993);
  Outcome outcome = { FALSE, NULL };

  add_leaf (evidence, MBX_DEMO_CERTIFICATE_WRONG_HOST);
  evidence->addresses = g_strsplit ("127.9.9.9", " ", -1);
  mbx_experiment_name_async (context, evidence, NULL, on_value, &outcome);
  g_assert_null (wait_for (&outcome));
}

static MbxExperiment *
complete_chain (const char *const *script)
{
  g_autoptr (ScriptedServer) server = scripted_server_new (script);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = make_evidence (993);
  g_autofree char *url = url_of (server);
  Outcome outcome = { FALSE, NULL };

  scripted_server_set_issuer_url (url);
  add_leaf (evidence, MBX_DEMO_CERTIFICATE_MISSING_INTERMEDIATE);
  mbx_experiment_chain_async (context, evidence, NULL, on_value, &outcome);
  return wait_for (&outcome);
}

static void
test_chain (void)
{
  g_autofree char *pem = scripted_server_dup_intermediate ();
  g_autofree char *answer = g_strdup_printf (
      "R: HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (pem), pem);
  const char *good[] = { "C: GET *", answer, NULL };
  static const char *const gone[] = {
    "C: GET *",
    "S: HTTP/1.1 404 Not Found\nContent-Length: 0\n",
    NULL,
  };
  g_autoptr (MbxExperiment) found = complete_chain (good);
  g_autoptr (MbxExperiment) missing = complete_chain (gone);

  g_assert_nonnull (found);
  g_assert_true (found->worked);
  g_assert_null (missing);
}

static gboolean
cancel_now (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_all_done (GObject *source, GAsyncResult *result, gpointer data)
{
  mbx_experiments_finish (result);
  *(gboolean *) data = TRUE;
}

/* The host that is asked never answers; a cancelled group still ends at once. */
static void
test_cancel (void)
{
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (MbxEvidence) evidence = make_evidence (993);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MbxServer) other =
      mbx_server_new (MBX_PROTOCOL_SMTP, "silent.example.com", 465, MBX_SECURITY_TLS, NULL);
  gboolean done = FALSE;
  gint64 started = g_get_monotonic_time ();

  mbx_context_get_limits (context)->experiment = 60000;
  evidence->step = MBX_STEP_RESOLVE;
  evidence->net = MBX_NET_DNS_FAILURE;
  mbx_experiments_async (context, evidence, other, cancellable, on_all_done, &done);
  g_timeout_add (20, cancel_now, cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 30 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_autoptr (FixedResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = fixed_resolver_install ();
  g_test_add_func ("/experiments/plan", test_plan);
  g_test_add_func ("/experiments/ports", test_ports);
  g_test_add_func ("/experiments/portal", test_portal);
  g_test_add_func ("/experiments/no-portal-page", test_no_portal_page);
  g_test_add_func ("/experiments/clock", test_clock);
  g_test_add_func ("/experiments/other-host", test_other_host);
  g_test_add_func ("/experiments/known-hosts", test_known_hosts);
  g_test_add_func ("/experiments/other-name", test_other_name);
  g_test_add_func ("/experiments/other-name-by-address", test_other_name_by_address);
  g_test_add_func ("/experiments/other-name-elsewhere", test_other_name_elsewhere);
  g_test_add_func ("/experiments/chain", test_chain);
  g_test_add_func ("/experiments/cancel", test_cancel);
  return g_test_run ();
}
