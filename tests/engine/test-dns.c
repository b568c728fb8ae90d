/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "engine/base-domain.h"
#include "engine/dns-report.h"
#include "web-fixture.h"

typedef struct
{
  GMainLoop *loop;
  GPtrArray *rows;
  GError *error;
} Outcome;

static void
on_report (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->rows = mbx_dns_report_finish (result, &outcome->error);
  g_main_loop_quit (outcome->loop);
}

static void
report (World *world, const char *domain, Outcome *outcome)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  memset (outcome, 0, sizeof *outcome);
  outcome->loop = loop;
  mbx_dns_report_async (world->context, domain, NULL, on_report, outcome);
  g_main_loop_run (loop);
}

static const MbxDnsRow *
find_row (const Outcome *outcome, const char *name, MbxDnsKind kind)
{
  for (guint i = 0; i < outcome->rows->len; i++)
    {
      const MbxDnsRow *row = outcome->rows->pdata[i];

      if (row->kind == kind && strcmp (row->name, name) == 0)
        return row;
    }
  g_error ("no row for %s", name);
}

static void
check_row (const Outcome *outcome, const char *name, MbxDnsKind kind, MbxState state,
           const char *value)
{
  const MbxDnsRow *row = find_row (outcome, name, kind);

  g_assert_cmpstr (mbx_state_to_string (row->state), ==, mbx_state_to_string (state));
  g_assert_cmpstr (row->values[0], ==, value);
}

static void
test_good (void)
{
  g_autoptr (World) world = world_new ();
  Outcome outcome;

  world_add (world, "MX", "www.example.test", "20 mx2.example.test");
  world_add (world, "MX", "www.example.test", "10 mx1.example.test");
  world_add (world, "A", "www.example.test", "192.0.2.1");
  world_add (world, "A", "mx1.example.test", "192.0.2.2");
  world_add (world, "TXT", "www.example.test", "v=spf1 mx -all");
  world_add (world, "TXT", "_dmarc.example.test", "v=DMARC1; p=reject");
  world_add (world, "SRV", "_imaps._tcp.www.example.test", "0 0 993 imap.example.test");
  world_add (world, "SRV", "_pop3s._tcp.www.example.test", "0 0 0 .");
  report (world, "WWW.example.test.", &outcome);
  g_assert_no_error (outcome.error);
  check_row (&outcome, "www.example.test", MBX_DNS_MX, MBX_STATE_PASSED, "mx1.example.test");
  check_row (&outcome, "mx1.example.test", MBX_DNS_ADDRESS, MBX_STATE_PASSED, "192.0.2.2");
  check_row (&outcome, "mx2.example.test", MBX_DNS_ADDRESS, MBX_STATE_FAILED, NULL);
  check_row (&outcome, "www.example.test", MBX_DNS_SPF, MBX_STATE_PASSED, "v=spf1 mx -all");
  check_row (&outcome, "_dmarc.example.test", MBX_DNS_DMARC, MBX_STATE_PASSED,
             "v=DMARC1; p=reject");
  check_row (&outcome, "_imaps._tcp.www.example.test", MBX_DNS_SRV, MBX_STATE_PASSED,
             "imap.example.test 993");
  check_row (&outcome, "_pop3s._tcp.www.example.test", MBX_DNS_SRV, MBX_STATE_PASSED, ".");
  check_row (&outcome, "autoconfig.www.example.test", MBX_DNS_AUTOCONFIG, MBX_STATE_SKIPPED, NULL);
  g_ptr_array_unref (outcome.rows);
}

static void
test_bad (void)
{
  g_autoptr (World) world = world_new ();
  Outcome outcome;

  world_add_failing_name (world, "broken.test");
  world_add_silent_name (world, "_dmarc.broken.test");
  mbx_context_get_limits (world->context)->source = 200;
  report (world, "broken.test", &outcome);
  g_assert_no_error (outcome.error);
  check_row (&outcome, "broken.test", MBX_DNS_MX, MBX_STATE_FAILED, NULL);
  check_row (&outcome, "_dmarc.broken.test", MBX_DNS_DMARC, MBX_STATE_FAILED, NULL);
  g_ptr_array_unref (outcome.rows);
}

static void
test_missing (void)
{
  g_autoptr (World) world = world_new ();
  Outcome outcome;

  report (world, "missing.test", &outcome);
  g_assert_no_error (outcome.error);
  check_row (&outcome, "missing.test", MBX_DNS_MX, MBX_STATE_FAILED, NULL);
  check_row (&outcome, "missing.test", MBX_DNS_SPF, MBX_STATE_WARNING, NULL);
  g_ptr_array_unref (outcome.rows);
}

static void
test_refused (void)
{
  g_autoptr (World) world = world_new ();
  const char *const names[] = { "", "a b", "192.0.2.1", "::1", "a..b" };
  Outcome outcome;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      report (world, names[i], &outcome);
      g_assert_null (outcome.rows);
      g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&outcome.error);
    }
  mbx_context_set_offline (world->context, TRUE);
  report (world, "example.test", &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&outcome.error);
  g_assert_cmpuint (world->asked->len, ==, 0);
}

static void
test_base_domain (void)
{
  const char *const cases[][2] = {
    { "imap.example.org", "example.org" }, { "example.org", "example.org" },
    { "a.b.example.co.uk", "example.co.uk" }, { "co.uk", NULL },
    { "mail.office.corp.test", "corp.test" }, { "localhost", NULL },
    { "192.0.2.1", NULL }, { "::1", NULL },
    { "evil.github.io", "evil.github.io" }, { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (mbx_base_domain (cases[i][0]), ==, cases[i][1]);
  g_assert_null (mbx_base_domain (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base-domain", test_base_domain);
  g_test_add_func ("/dns-report/good", test_good);
  g_test_add_func ("/dns-report/bad", test_bad);
  g_test_add_func ("/dns-report/missing", test_missing);
  g_test_add_func ("/dns-report/refused", test_refused);
  return g_test_run ();
}
