/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "search-fixture.h"

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Search *self = data;

  self->found = mbx_discovery_run_finish (self->discovery, result, &self->error);
  g_main_loop_quit (self->loop);
}

void
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

void
search_set_up (Search *self, gconstpointer data)
{
  self->world = world_new ();
  world_add_host (self->world, "imap.example.test");
  world_add_host (self->world, "smtp.example.test");
  world_add_host (self->world, "imap.other.test");
  world_add_host (self->world, "smtp.other.test");
  world_add (self->world, "MX", "example.test", "10 mx.example.test");
}

void
search_tear_down (Search *self, gconstpointer data)
{
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_error (&self->error);
  world_free (self->world);
}

void
search_add_file (Search *self, const char *url, const char *imap, const char *smtp)
{
  g_autofree char *text = world_make_autoconfig (self->world, imap, smtp);

  world_add_page (self->world, url, 200, text);
}

void
search_add_srv (Search *self, const char *imap, const char *smtp)
{
  g_autofree char *incoming = g_strdup_printf ("0 0 %u %s", self->world->imap, imap);
  g_autofree char *outgoing = g_strdup_printf ("0 0 %u %s", self->world->smtp, smtp);

  world_add (self->world, "SRV", "_imaps._tcp.example.test", incoming);
  world_add (self->world, "SRV", "_submissions._tcp.example.test", outgoing);
}

const MbxCandidate *
search_expect (Search *self, MbxSource source, const char *host, gboolean consent)
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

void
search_expect_nothing (Search *self, MbxCode code)
{
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->found->len, ==, 0);
  g_assert_cmpstr (mbx_code_to_string (mbx_discovery_get_code (self->discovery)), ==,
                   mbx_code_to_string (code));
}

const MbxSourceState *
search_get_state (Search *self, MbxSource source)
{
  GPtrArray *states = mbx_discovery_get_sources (self->discovery);

  for (guint i = 0; i < states->len; i++)
    {
      if (((MbxSourceState *) states->pdata[i])->source == source)
        return states->pdata[i];
    }
  g_error ("%s was never asked", mbx_source_to_string (source));
}

int
search_main (int argc, char **argv, const char *folder, const SearchCase *cases, gsize count)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_strconcat (folder, cases[i].name, NULL);

      g_test_add (path, Search, NULL, search_set_up, cases[i].function, search_tear_down);
    }
  return g_test_run ();
}
