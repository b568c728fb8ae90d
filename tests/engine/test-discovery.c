/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/discovery.h"

#include <string.h>

#include "core/step.h"
#include "engine/parking.h"
#include "web-fixture.h"

#define AUTOCONFIG "https://autoconfig.example.test/mail/config-v1.1.xml"
#define WELL_KNOWN "https://example.test/.well-known/autoconfig/mail/config-v1.1.xml"
#define HTTP_AUTOCONFIG "http://autoconfig.example.test/mail/config-v1.1.xml"
#define ISPDB "https://autoconfig.thunderbird.net/v1.1/example.test"
#define PACC "https://ua-auto-config.example.test/.well-known/user-agent-configuration.json"
#define AUTODISCOVER "https://autodiscover.example.test/autodiscover/autodiscover.xml"

typedef struct
{
  World *world;
  MbxDiscovery *discovery;
  GPtrArray *found;
  GError *error;
  GMainLoop *loop;
  gint64 milliseconds;
} Search;

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Search *self = data;

  self->found = mbx_discovery_run_finish (self->discovery, result, &self->error);
  g_main_loop_quit (self->loop);
}

static void
search_run (Search *self, const char *text, GCancellable *cancellable)
{
  g_autoptr (MbxAddress) address = mbx_address_parse (text, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gint64 start = g_get_monotonic_time ();

  g_clear_object (&self->discovery);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->loop = loop;
  self->discovery = mbx_discovery_new (self->world->context, address);
  mbx_discovery_set_web_ports (self->discovery, self->world->https, self->world->http);
  g_assert_cmpuint (self->world->asked->len, ==, 0);
  mbx_discovery_run_async (self->discovery, cancellable, on_run, self);
  g_main_loop_run (loop);
  self->milliseconds = (g_get_monotonic_time () - start) / 1000;
}

static void
set_up (Search *self, gconstpointer data)
{
  self->world = world_new ();
  world_add_host (self->world, "imap.example.test");
  world_add_host (self->world, "smtp.example.test");
  world_add_host (self->world, "imap.other.test");
  world_add_host (self->world, "smtp.other.test");
  world_add (self->world, "MX", "example.test", "10 mx.example.test");
}

static void
tear_down (Search *self, gconstpointer data)
{
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_error (&self->error);
  world_free (self->world);
}

static void
add_file (Search *self, const char *url, const char *imap, const char *smtp)
{
  g_autofree char *text = world_make_autoconfig (self->world, imap, smtp);

  world_add_page (self->world, url, 200, text);
}

static void
add_srv (Search *self, const char *imap, const char *smtp)
{
  g_autofree char *incoming = g_strdup_printf ("0 0 %u %s", self->world->imap, imap);
  g_autofree char *outgoing = g_strdup_printf ("0 0 %u %s", self->world->smtp, smtp);

  world_add (self->world, "SRV", "_imaps._tcp.example.test", incoming);
  world_add (self->world, "SRV", "_submissions._tcp.example.test", outgoing);
}

static const MbxCandidate *
expect_first (Search *self, MbxSource source, const char *host, gboolean consent)
{
  const MbxCandidate *best;

  g_assert_no_error (self->error);
  g_assert_cmpuint (self->found->len, >, 0);
  best = self->found->pdata[0];
  g_assert_cmpstr (mbx_source_to_string (best->source), ==, mbx_source_to_string (source));
  g_assert_cmpstr (((MbxServer *) best->incoming->pdata[0])->host, ==, host);
  g_assert_cmpint (mbx_discovery_needs_consent (self->discovery, best), ==, consent);
  g_assert_cmpint (mbx_discovery_get_code (self->discovery), ==, MBX_CODE_NONE);
  return best;
}

static void
expect_nothing (Search *self, MbxCode code)
{
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->found->len, ==, 0);
  g_assert_cmpstr (mbx_code_to_string (mbx_discovery_get_code (self->discovery)), ==,
                   mbx_code_to_string (code));
}

static const MbxSourceState *
get_state (Search *self, MbxSource source)
{
  GPtrArray *states = mbx_discovery_get_sources (self->discovery);

  for (guint i = 0; i < states->len; i++)
    {
      if (((MbxSourceState *) states->pdata[i])->source == source)
        return states->pdata[i];
    }
  g_error ("%s was never asked", mbx_source_to_string (source));
}

static void
test_table (Search *self, gconstpointer data)
{
  mbx_context_set_offline (self->world->context, TRUE);
  search_run (self, "anna@gmail.com", NULL);
  expect_first (self, MBX_SOURCE_PROVIDER_TABLE, "imap.gmail.com", FALSE);
  g_assert_cmpstr (mbx_discovery_get_provider (self->discovery)->id, ==, "gmail");
  g_assert_cmpuint (mbx_discovery_get_sources (self->discovery)->len, ==, 1);
  mbx_context_set_offline (self->world->context, FALSE);
  search_run (self, "anna@contoso.onmicrosoft.com", NULL);
  expect_first (self, MBX_SOURCE_PROVIDER_TABLE, "outlook.office365.com", FALSE);
  g_assert_cmpuint (self->world->asked->len, ==, 0);
}

static void
test_offline (Search *self, gconstpointer data)
{
  mbx_context_set_offline (self->world->context, TRUE);
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_nonnull (mbx_discovery_get_advice (self->discovery));
  g_assert_cmpuint (self->world->asked->len, ==, 0);
}

static void
test_proprietary (Search *self, gconstpointer data)
{
  search_run (self, "anna@tuta.com", NULL);
  expect_nothing (self, MBX_CODE_PROPRIETARY_PROTOCOL);
  g_assert_nonnull (strstr (mbx_discovery_get_advice (self->discovery), "Tuta"));
  search_run (self, "anna@duck.com", NULL);
  expect_nothing (self, MBX_CODE_PROPRIETARY_PROTOCOL);
  g_assert_nonnull (strstr (mbx_discovery_get_advice (self->discovery), "forwards"));
  g_assert_cmpuint (self->world->asked->len, ==, 0);
}

static void
test_autoconfig (Search *self, gconstpointer data)
{
  const MbxCandidate *best;

  add_file (self, AUTOCONFIG, "imap.other.test", "smtp.other.test");
  search_run (self, "anna@example.test", NULL);
  best = expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.other.test", FALSE);
  g_assert_true (best->probed);
  g_assert_true (best->secure);
  g_assert_cmpstr (best->provider_name, ==, "Example");
  g_assert_nonnull (strstr (best->detail, "autoconfig.example.test"));
}

static void
test_well_known (Search *self, gconstpointer data)
{
  add_file (self, WELL_KNOWN, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
}

/* Some hosters need the address; it goes to hosts of its own domain and nowhere else. */
static void
test_address_needed (Search *self, gconstpointer data)
{
  add_file (self, AUTOCONFIG "?emailaddress=anna%40example.test", "imap.example.test",
            "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
  g_assert_true (world_was_asked (self->world, AUTOCONFIG));
  for (guint i = 0; i < self->world->asked->len; i++)
    {
      const char *asked = self->world->asked->pdata[i];

      if (strstr (asked, "anna") != NULL)
        g_assert_true (g_str_has_prefix (asked, "https://autoconfig.example.test/") ||
                       g_str_has_prefix (asked, "https://example.test/"));
    }
}

static void
test_ispdb (Search *self, gconstpointer data)
{
  add_file (self, ISPDB, "imap.other.test", "smtp.other.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISPDB, "imap.other.test", FALSE);
}

static void
test_pacc (Search *self, gconstpointer data)
{
  /* The document can name no port: its servers do not answer here, and it is still the answer. */
  static const char file[] = "{\"protocols\":{\"imap\":{\"host\":\"imap.example.test\"},"
                             "\"submit\":{\"host\":\"smtp.example.test\"}}}";

  world_add_page (self->world, PACC, 200, file);
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_PACC, "imap.example.test", FALSE);
}

static void
test_pacc_digest (Search *self, gconstpointer data)
{
  static const char file[] = "{\"protocols\":{\"imap\":{\"host\":\"imap.example.test\"},"
                             "\"submit\":{\"host\":\"smtp.example.test\"}}}";

  world_add_page (self->world, PACC, 200, file);
  world_add (self->world, "TXT", "_ua-auto-config.example.test",
             "v=UAAC1; a=sha256; d=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_cmpint (get_state (self, MBX_SOURCE_PACC)->state, ==, MBX_STATE_FAILED);
}

static void
test_srv (Search *self, gconstpointer data)
{
  add_srv (self, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_SRV, "imap.example.test", FALSE);
}

/* The check that follows goes on with the connections of the search, each of them once. */
static void
test_connections_stay (Search *self, gconstpointer data)
{
  const MbxCandidate *best;
  const MbxServer *smtp;
  g_autoptr (MbxRunner) incoming = NULL;
  g_autoptr (MbxRunner) outgoing = NULL;

  add_srv (self, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  best = expect_first (self, MBX_SOURCE_SRV, "imap.example.test", FALSE);
  smtp = best->outgoing->pdata[0];
  incoming = mbx_parking_take (self->world->context, best->incoming->pdata[0], NULL);
  g_assert_null (mbx_parking_take (self->world->context, smtp, "bob@example.test"));
  outgoing = mbx_parking_take (self->world->context, smtp, "anna@example.test");
  g_assert_true (mbx_runner_is_alive (incoming));
  g_assert_true (mbx_runner_is_alive (outgoing));
  g_assert_null (mbx_parking_take (self->world->context, best->incoming->pdata[0], NULL));
}

static void
test_srv_elsewhere (Search *self, gconstpointer data)
{
  add_srv (self, "imap.other.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_SRV, "imap.other.test", TRUE);
}

static void
test_srv_not_offered (Search *self, gconstpointer data)
{
  world_add (self->world, "SRV", "_imaps._tcp.example.test", "0 0 0 .");
  world_add (self->world, "SRV", "_submissions._tcp.example.test", "0 0 0 .");
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
}

static void
test_mx_table (Search *self, gconstpointer data)
{
  const MbxCandidate *best;

  world_add (self->world, "MX", "hosted.test", "10 ASPMX.L.GOOGLE.COM.");
  search_run (self, "anna@hosted.test", NULL);
  best = expect_first (self, MBX_SOURCE_MX, "imap.gmail.com", FALSE);
  g_assert_cmpstr (best->provider, ==, "google-workspace");
  g_assert_cmpstr (((MbxServer *) best->incoming->pdata[0])->username, ==, "anna@hosted.test");
}

static void
test_mx_filter (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "hosted.test", "10 mx1.pphosted.com");
  world_add (self->world, "TXT", "hosted.test", "v=spf1 include:spf.protection.outlook.com -all");
  add_file (self, "https://autoconfig.thunderbird.net/v1.1/pphosted.com", "imap.other.test",
            "smtp.other.test");
  search_run (self, "anna@hosted.test", NULL);
  /* What the filter's own domain has is nobody's mailbox; SPF is a hint that must be confirmed. */
  for (guint i = 0; i < self->found->len; i++)
    g_assert_true (mbx_discovery_needs_consent (self->discovery, self->found->pdata[i]));
  g_assert_false (
    world_was_asked (self->world, "https://autoconfig.thunderbird.net/v1.1/pphosted.com"));
}

static void
test_mx_files (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "hosted.test", "10 mx1.in.other.test");
  add_file (self, "https://autoconfig.thunderbird.net/v1.1/other.test", "imap.other.test",
            "smtp.other.test");
  search_run (self, "anna@hosted.test", NULL);
  expect_first (self, MBX_SOURCE_MX, "imap.other.test", TRUE);
  g_assert_true (
    world_was_asked (self->world, "https://autoconfig.thunderbird.net/v1.1/in.other.test"));
}

static void
test_mx_proprietary (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "hosted.test", "10 mail.tutanota.de");
  search_run (self, "anna@hosted.test", NULL);
  expect_nothing (self, MBX_CODE_PROPRIETARY_PROTOCOL);
}

static void
add_autodiscover (Search *self, const char *url)
{
  g_autofree char *text = g_strdup_printf (
    "<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>imap.example.test</Server>"
    "<Port>%u</Port></Protocol><Protocol><Type>SMTP</Type><Server>smtp.example.test</Server>"
    "<Port>%u</Port></Protocol></Account></Response></Autodiscover>",
    self->world->imap, self->world->smtp);

  world_add_page (self->world, url, 200, text);
}

static void
test_autodiscover (Search *self, gconstpointer data)
{
  add_autodiscover (self, AUTODISCOVER);
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_AUTODISCOVER, "imap.example.test", FALSE);
}

static void
test_autodiscover_strangers (Search *self, gconstpointer data)
{
  world_add_redirect (self->world, AUTODISCOVER, "https://www.other.test/x");
  world_add_page (self->world, "https://example.test/autodiscover/autodiscover.xml", 401, "");
  add_autodiscover (self, "https://www.other.test/x");
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_false (world_was_asked (self->world, "https://www.other.test/x"));
}

static void
test_http_is_last (Search *self, gconstpointer data)
{
  add_file (self, HTTP_AUTOCONFIG, "imap.other.test", "smtp.other.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.other.test", TRUE);
}

static void
test_http_own_servers (Search *self, gconstpointer data)
{
  add_file (self, HTTP_AUTOCONFIG, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
}

static void
test_conflict (Search *self, gconstpointer data)
{
  add_file (self, AUTOCONFIG, "imap.example.test", "smtp.example.test");
  add_file (self, ISPDB, "imap.other.test", "smtp.other.test");
  add_srv (self, "imap.other.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
}

/* What must be confirmed never comes before what is safe, however good its source sounds. */
static void
test_safe_first (Search *self, gconstpointer data)
{
  add_file (self, HTTP_AUTOCONFIG, "imap.other.test", "smtp.other.test");
  add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
}

static void
test_dead_servers (Search *self, gconstpointer data)
{
  add_file (self, AUTOCONFIG, "gone.example.test", "gone.example.test");
  add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
}

/* A firewall may be what keeps the servers away: the check is to name it, so they are not lost. */
static void
test_all_dead (Search *self, gconstpointer data)
{
  add_file (self, AUTOCONFIG, "gone.example.test", "gone.example.test");
  search_run (self, "anna@example.test", NULL);
  g_assert_false (
    expect_first (self, MBX_SOURCE_ISP_AUTOCONFIG, "gone.example.test", FALSE)->probed);
}

static void
test_plain_only (Search *self, gconstpointer data)
{
  world_add_page (self->world, AUTOCONFIG, 200,
                  "<clientConfig><emailProvider><incomingServer type=\"imap\">"
                  "<hostname>imap.example.test</hostname><port>143</port>"
                  "<socketType>plain</socketType></incomingServer><outgoingServer type=\"smtp\">"
                  "<hostname>smtp.example.test</hostname><port>25</port>"
                  "<socketType>plain</socketType></outgoingServer></emailProvider></clientConfig>");
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
}

static void
test_broken_file (Search *self, gconstpointer data)
{
  world_add_page (self->world, AUTOCONFIG, 200, "<clientConfig><emailProvider>");
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_AUTOCONFIG_BROKEN);
}

static void
test_parked (Search *self, gconstpointer data)
{
  world_add_page (self->world, AUTOCONFIG, 200, "<!DOCTYPE html><html><p>For sale</html>");
  world_add_page (self->world, WELL_KNOWN, 200, "<!DOCTYPE html><html><p>For sale</html>");
  search_run (self, "anna@example.test", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
}

static void
test_typo (Search *self, gconstpointer data)
{
  search_run (self, "anna@gmial.com", NULL);
  expect_nothing (self, MBX_CODE_DOMAIN_TYPO);
  g_assert_cmpstr (mbx_discovery_get_suggested_domain (self->discovery), ==, "gmail.com");
}

static void
test_real_neighbour (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "gmaik.com", "10 mx.gmaik.com");
  search_run (self, "anna@gmaik.com", NULL);
  expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_null (mbx_discovery_get_suggested_domain (self->discovery));
}

static void
test_no_mail (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "null.test", "0 .");
  world_add_host (self->world, "null.test");
  search_run (self, "anna@null.test", NULL);
  expect_nothing (self, MBX_CODE_DOMAIN_HAS_NO_MAIL);
}

static void
test_missing_domain (Search *self, gconstpointer data)
{
  search_run (self, "anna@missing.test", NULL);
  expect_nothing (self, MBX_CODE_DOMAIN_HAS_NO_MAIL);
}

static void
test_silent_host (Search *self, gconstpointer data)
{
  world_add_silent_name (self->world, "autoconfig.example.test");
  world_add_silent_name (self->world, "autodiscover.example.test");
  add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  expect_first (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
  /* Long before the limit of one source. */
  g_assert_cmpint (self->milliseconds, <, 2500);
}

/* All sources keep silent: the budget ends it, and names the reason. */
static void
test_budget (Search *self, gconstpointer data)
{
  const char *const names[] = { "autoconfig.silent.test", "autodiscover.silent.test", "silent.test",
                                "ua-auto-config.silent.test", "autoconfig.thunderbird.net",
                                "_imaps._tcp.silent.test", "imap.silent.test" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    world_add_silent_name (self->world, names[i]);
  mbx_context_get_limits (self->world->context)->source = 400;
  mbx_context_get_limits (self->world->context)->discovery = 700;
  search_run (self, "anna@silent.test", NULL);
  g_assert_cmpuint (self->found->len, ==, 0);
  g_assert_cmpint (mbx_discovery_get_code (self->discovery), !=, MBX_CODE_NONE);
  g_assert_cmpint (mbx_discovery_get_code (self->discovery), !=, MBX_CODE_DOMAIN_HAS_NO_MAIL);
  g_assert_cmpint (self->milliseconds, <, 1500);
}

static gboolean
on_time_to_cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Search *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 end;

  world_add_silent_name (self->world, "autoconfig.example.test");
  world_add_silent_name (self->world, "autoconfig.thunderbird.net");
  g_timeout_add (50, on_time_to_cancel, cancellable);
  search_run (self, "anna@example.test", cancellable);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (self->milliseconds, <, 150 + 100);
  /* Late answers find nobody, and nothing falls over. */
  end = g_get_monotonic_time () + 200000;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_states (Search *self, gconstpointer data)
{
  add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  g_assert_cmpint (get_state (self, MBX_SOURCE_PROVIDER_TABLE)->state, ==, MBX_STATE_FAILED);
  g_assert_cmpint (get_state (self, MBX_SOURCE_ISPDB)->state, ==, MBX_STATE_PASSED);
  g_assert_cmpstr (get_state (self, MBX_SOURCE_ISPDB)->asked, ==, "autoconfig.thunderbird.net");
  for (guint i = 0; i < mbx_discovery_get_sources (self->discovery)->len; i++)
    {
      const MbxSourceState *state = mbx_discovery_get_sources (self->discovery)->pdata[i];

      g_assert_cmpint (state->state, !=, MBX_STATE_RUNNING);
      g_assert_nonnull (state->outcome);
      g_assert_nonnull (state->asked);
      g_assert_true (g_str_has_suffix (state->outcome, "."));
    }
}

typedef struct
{
  const char *name;
  void (*function) (Search *self, gconstpointer data);
} Case;

static const Case cases[] = {
  { "table", test_table },
  { "offline", test_offline },
  { "proprietary", test_proprietary },
  { "autoconfig", test_autoconfig },
  { "well-known", test_well_known },
  { "address-needed", test_address_needed },
  { "ispdb", test_ispdb },
  { "pacc", test_pacc },
  { "pacc-digest", test_pacc_digest },
  { "srv", test_srv },
  { "connections-stay", test_connections_stay },
  { "srv-elsewhere", test_srv_elsewhere },
  { "srv-not-offered", test_srv_not_offered },
  { "mx-table", test_mx_table },
  { "mx-filter", test_mx_filter },
  { "mx-files", test_mx_files },
  { "mx-proprietary", test_mx_proprietary },
  { "autodiscover", test_autodiscover },
  { "autodiscover-strangers", test_autodiscover_strangers },
  { "http-is-last", test_http_is_last },
  { "http-own-servers", test_http_own_servers },
  { "conflict", test_conflict },
  { "safe-first", test_safe_first },
  { "dead-servers", test_dead_servers },
  { "all-dead", test_all_dead },
  { "plain-only", test_plain_only },
  { "broken-file", test_broken_file },
  { "parked", test_parked },
  { "typo", test_typo },
  { "real-neighbour", test_real_neighbour },
  { "no-mail", test_no_mail },
  { "missing-domain", test_missing_domain },
  { "silent-host", test_silent_host },
  { "budget", test_budget },
  { "cancel", test_cancel },
  { "states", test_states },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/discovery/", cases[i].name, NULL);

      g_test_add (path, Search, NULL, set_up, cases[i].function, tear_down);
    }
  return g_test_run ();
}
