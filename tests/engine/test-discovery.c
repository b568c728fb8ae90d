/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/step.h"
#include "engine/parking.h"
#include "search-fixture.h"

static void
test_table (Search *self, gconstpointer data)
{
  mbx_context_set_offline (self->world->context, TRUE);
  search_run (self, "anna@gmail.com", NULL);
  search_expect (self, MBX_SOURCE_PROVIDER_TABLE, "imap.gmail.com", FALSE);
  g_assert_cmpstr (mbx_discovery_get_provider (self->discovery)->id, ==, "gmail");
  g_assert_cmpuint (mbx_discovery_get_sources (self->discovery)->len, ==, 1);
  mbx_context_set_offline (self->world->context, FALSE);
  search_run (self, "anna@contoso.onmicrosoft.com", NULL);
  search_expect (self, MBX_SOURCE_PROVIDER_TABLE, "outlook.office365.com", FALSE);
  g_assert_cmpuint (self->world->asked->len, ==, 0);
}

static void
test_autoconfig (Search *self, gconstpointer data)
{
  const MbxCandidate *best;

  search_add_file (self, AUTOCONFIG, "imap.other.test", "smtp.other.test");
  search_run (self, "anna@example.test", NULL);
  best = search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.other.test", FALSE);
  g_assert_true (best->probed);
  g_assert_true (best->secure);
  g_assert_cmpstr (best->provider_name, ==, "Example");
  g_assert_nonnull (strstr (best->detail, "autoconfig.example.test"));
}

static void
test_well_known (Search *self, gconstpointer data)
{
  search_add_file (self, WELL_KNOWN, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
}

/* Some hosters need the address; it goes to hosts of its own domain and nowhere else. */
static void
test_address_needed (Search *self, gconstpointer data)
{
  search_add_file (self, AUTOCONFIG "?emailaddress=anna%40example.test", "imap.example.test",
            "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
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
  search_add_file (self, ISPDB, "imap.other.test", "smtp.other.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISPDB, "imap.other.test", FALSE);
}

static void
test_pacc (Search *self, gconstpointer data)
{
  /* The document can name no port: its servers do not answer here, and it is still the answer. */
  static const char file[] = "{\"protocols\":{\"imap\":{\"host\":\"imap.example.test\"},"
                             "\"submit\":{\"host\":\"smtp.example.test\"}}}";

  world_add_page (self->world, PACC, 200, file);
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_PACC, "imap.example.test", FALSE);
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
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_cmpint (search_get_state (self, MBX_SOURCE_PACC)->state, ==, MBX_STATE_FAILED);
}

static void
test_srv (Search *self, gconstpointer data)
{
  search_add_srv (self, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_SRV, "imap.example.test", FALSE);
}

/* The check that follows goes on with the connections of the search, each of them once. */
static void
test_connections_stay (Search *self, gconstpointer data)
{
  const MbxCandidate *best;
  const MbxServer *smtp;
  g_autoptr (MbxRunner) incoming = NULL;
  g_autoptr (MbxRunner) outgoing = NULL;

  search_add_srv (self, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  best = search_expect (self, MBX_SOURCE_SRV, "imap.example.test", FALSE);
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
  search_add_srv (self, "imap.other.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_SRV, "imap.other.test", TRUE);
}

static void
test_srv_not_offered (Search *self, gconstpointer data)
{
  world_add (self->world, "SRV", "_imaps._tcp.example.test", "0 0 0 .");
  world_add (self->world, "SRV", "_submissions._tcp.example.test", "0 0 0 .");
  search_run (self, "anna@example.test", NULL);
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
}

static void
test_mx_table (Search *self, gconstpointer data)
{
  const MbxCandidate *best;

  world_add (self->world, "MX", "hosted.test", "10 ASPMX.L.GOOGLE.COM.");
  search_run (self, "anna@hosted.test", NULL);
  best = search_expect (self, MBX_SOURCE_MX, "imap.gmail.com", FALSE);
  g_assert_cmpstr (best->provider, ==, "google-workspace");
  g_assert_cmpstr (((MbxServer *) best->incoming->pdata[0])->username, ==, "anna@hosted.test");
}

static void
test_mx_filter (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "hosted.test", "10 mx1.pphosted.com");
  world_add (self->world, "TXT", "hosted.test", "v=spf1 include:spf.protection.outlook.com -all");
  search_add_file (self, "https://autoconfig.thunderbird.net/v1.1/pphosted.com", "imap.other.test",
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
  search_add_file (self, "https://autoconfig.thunderbird.net/v1.1/other.test", "imap.other.test",
            "smtp.other.test");
  search_run (self, "anna@hosted.test", NULL);
  search_expect (self, MBX_SOURCE_MX, "imap.other.test", TRUE);
  g_assert_true (
    world_was_asked (self->world, "https://autoconfig.thunderbird.net/v1.1/in.other.test"));
}

static void
test_mx_proprietary (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "hosted.test", "10 mail.tutanota.de");
  search_run (self, "anna@hosted.test", NULL);
  search_expect_nothing (self, MBX_CODE_PROPRIETARY_PROTOCOL);
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
  search_expect (self, MBX_SOURCE_AUTODISCOVER, "imap.example.test", FALSE);
}

static void
test_autodiscover_strangers (Search *self, gconstpointer data)
{
  world_add_redirect (self->world, AUTODISCOVER, "https://www.other.test/x");
  world_add_page (self->world, "https://example.test/autodiscover/autodiscover.xml", 401, "");
  add_autodiscover (self, "https://www.other.test/x");
  search_run (self, "anna@example.test", NULL);
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_false (world_was_asked (self->world, "https://www.other.test/x"));
}

static void
test_http_is_last (Search *self, gconstpointer data)
{
  search_add_file (self, HTTP_AUTOCONFIG, "imap.other.test", "smtp.other.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.other.test", TRUE);
}

static void
test_http_own_servers (Search *self, gconstpointer data)
{
  search_add_file (self, HTTP_AUTOCONFIG, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
}

static void
test_conflict (Search *self, gconstpointer data)
{
  search_add_file (self, AUTOCONFIG, "imap.example.test", "smtp.example.test");
  search_add_file (self, ISPDB, "imap.other.test", "smtp.other.test");
  search_add_srv (self, "imap.other.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "imap.example.test", FALSE);
}

/* What must be confirmed never comes before what is safe, however good its source sounds. */
static void
test_safe_first (Search *self, gconstpointer data)
{
  search_add_file (self, HTTP_AUTOCONFIG, "imap.other.test", "smtp.other.test");
  search_add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
}

static void
test_dead_servers (Search *self, gconstpointer data)
{
  search_add_file (self, AUTOCONFIG, "gone.example.test", "gone.example.test");
  search_add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
}

/* A firewall may be what keeps the servers away: the check is to name it, so they are not lost. */
static void
test_all_dead (Search *self, gconstpointer data)
{
  search_add_file (self, AUTOCONFIG, "gone.example.test", "gone.example.test");
  search_run (self, "anna@example.test", NULL);
  g_assert_false (
    search_expect (self, MBX_SOURCE_ISP_AUTOCONFIG, "gone.example.test", FALSE)->probed);
}

static const SearchCase cases[] = {
  { "table", test_table },
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
};

int
main (int argc, char **argv)
{
  return search_main (argc, argv, "/discovery/", cases, G_N_ELEMENTS (cases));
}
