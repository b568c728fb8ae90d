/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/step.h"
#include "search-fixture.h"

static void
test_offline (Search *self, gconstpointer data)
{
  mbx_context_set_offline (self->world->context, TRUE);
  search_run (self, "anna@example.test", NULL);
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_nonnull (mbx_discovery_get_advice (self->discovery));
  g_assert_cmpuint (self->world->asked->len, ==, 0);
}

static void
test_proprietary (Search *self, gconstpointer data)
{
  search_run (self, "anna@tuta.com", NULL);
  search_expect_nothing (self, MBX_CODE_PROPRIETARY_PROTOCOL);
  g_assert_nonnull (strstr (mbx_discovery_get_advice (self->discovery), "Tuta"));
  search_run (self, "anna@duck.com", NULL);
  search_expect_nothing (self, MBX_CODE_PROPRIETARY_PROTOCOL);
  g_assert_nonnull (strstr (mbx_discovery_get_advice (self->discovery), "forwards"));
  g_assert_cmpuint (self->world->asked->len, ==, 0);
}

/* Puts a table of one row in place of the real one. */
static void
use_row (Search *self, const char *host, const char *more)
{
  MbxProviderTable *table = mbx_provider_table_new ();
  g_autofree char *text = g_strdup_printf (
      "[row]\nname=Row\ndomains=example.test\nimap=imap%s://%s:%u\nsmtp=smtps://%s:%u\n%s",
      strstr (more, "bridge") != NULL ? "+starttls" : "s", host, self->world->imap, host,
      self->world->smtp, more);
  g_autoptr (GError) error = NULL;

  mbx_provider_table_add (table, text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  mbx_context_set_providers (self->world->context, table);
}

static void
test_unsure_row (Search *self, gconstpointer data)
{
  use_row (self, "imap.example.test", "unsure=true\n");
  search_run (self, "anna@example.test", NULL);
  g_assert_true (
      search_expect (self, MBX_SOURCE_PROVIDER_TABLE, "imap.example.test", FALSE)->probed);
  g_assert_cmpuint (mbx_discovery_get_sources (self->discovery)->len, ==, 1);
}

/* Hearsay whose servers are gone makes way for those who know better, and is kept for the last. */
static void
test_wrong_row (Search *self, gconstpointer data)
{
  use_row (self, "gone.example.test", "unsure=true\n");
  search_add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
  g_assert_cmpuint (self->found->len, ==, 2);
}

static void
test_bridge (Search *self, gconstpointer data)
{
  use_row (self, "gone.example.test", "kind=proprietary\nauth=bridge\nhints=bridge\n");
  search_run (self, "anna@example.test", NULL);
  search_expect_nothing (self, MBX_CODE_BRIDGE_NOT_RUNNING);
  g_assert_nonnull (strstr (mbx_discovery_get_advice (self->discovery), "Bridge"));
  g_assert_false (world_was_asked (self->world, ISPDB));
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
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
}

static void
test_broken_file (Search *self, gconstpointer data)
{
  world_add_page (self->world, AUTOCONFIG, 200, "<clientConfig><emailProvider>");
  search_run (self, "anna@example.test", NULL);
  search_expect_nothing (self, MBX_CODE_AUTOCONFIG_BROKEN);
}

static void
test_parked (Search *self, gconstpointer data)
{
  world_add_page (self->world, AUTOCONFIG, 200, "<!DOCTYPE html><html><p>For sale</html>");
  world_add_page (self->world, WELL_KNOWN, 200, "<!DOCTYPE html><html><p>For sale</html>");
  search_run (self, "anna@example.test", NULL);
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
}

static void
test_typo (Search *self, gconstpointer data)
{
  search_run (self, "anna@gmial.com", NULL);
  search_expect_nothing (self, MBX_CODE_DOMAIN_TYPO);
  g_assert_cmpstr (mbx_discovery_get_suggested_domain (self->discovery), ==, "gmail.com");
}

static void
test_real_neighbour (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "gmaik.com", "10 mx.gmaik.com");
  search_run (self, "anna@gmaik.com", NULL);
  search_expect_nothing (self, MBX_CODE_NO_SETTINGS_FOUND);
  g_assert_null (mbx_discovery_get_suggested_domain (self->discovery));
}

static void
test_no_mail (Search *self, gconstpointer data)
{
  world_add (self->world, "MX", "null.test", "0 .");
  world_add_host (self->world, "null.test");
  search_run (self, "anna@null.test", NULL);
  search_expect_nothing (self, MBX_CODE_DOMAIN_HAS_NO_MAIL);
}

static void
test_missing_domain (Search *self, gconstpointer data)
{
  search_run (self, "anna@missing.test", NULL);
  search_expect_nothing (self, MBX_CODE_DOMAIN_HAS_NO_MAIL);
}

static void
test_silent_host (Search *self, gconstpointer data)
{
  world_add_silent_name (self->world, "autoconfig.example.test");
  world_add_silent_name (self->world, "autodiscover.example.test");
  search_add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  search_expect (self, MBX_SOURCE_ISPDB, "imap.example.test", FALSE);
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
  search_add_file (self, ISPDB, "imap.example.test", "smtp.example.test");
  search_run (self, "anna@example.test", NULL);
  g_assert_cmpint (search_get_state (self, MBX_SOURCE_PROVIDER_TABLE)->state, ==, MBX_STATE_FAILED);
  g_assert_cmpint (search_get_state (self, MBX_SOURCE_ISPDB)->state, ==, MBX_STATE_PASSED);
  g_assert_cmpstr (search_get_state (self, MBX_SOURCE_ISPDB)->asked, ==,
                   "autoconfig.thunderbird.net");
  for (guint i = 0; i < mbx_discovery_get_sources (self->discovery)->len; i++)
    {
      const MbxSourceState *state = mbx_discovery_get_sources (self->discovery)->pdata[i];

      g_assert_cmpint (state->state, !=, MBX_STATE_RUNNING);
      g_assert_nonnull (state->outcome);
      g_assert_nonnull (state->asked);
      g_assert_true (g_str_has_suffix (state->outcome, "."));
    }
}

static const SearchCase cases[] = {
  { "offline", test_offline },
  { "proprietary", test_proprietary },
  { "unsure-row", test_unsure_row },
  { "wrong-row", test_wrong_row },
  { "bridge", test_bridge },
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
  return search_main (argc, argv, "/discovery-verdict/", cases, G_N_ELEMENTS (cases));
}
