/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/fetcher.h"

#include <string.h>

#include "core/document.h"
#include "web-fixture.h"

typedef struct
{
  GMainLoop *loop;
  MbxFetched *fetched;
  GError *error;
} Outcome;

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->fetched = mbx_fetcher_fetch_finish (MBX_FETCHER (source), result, &outcome->error);
  g_main_loop_quit (outcome->loop);
}

static void
fetch (World *world, gboolean secure, const char *host_and_path, const char *within,
       guint milliseconds, Outcome *outcome)
{
  g_autoptr (MbxFetcher) fetcher = mbx_fetcher_new (world->context);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_auto (GStrv) parts = g_strsplit (host_and_path, "/", 2);
  g_autofree char *url =
      g_strdup_printf ("%s://%s:%u/%s", secure ? "https" : "http", parts[0],
                       secure ? world->https : world->http, parts[1]);
  const MbxRequest request = { url, NULL, within };

  memset (outcome, 0, sizeof *outcome);
  outcome->loop = loop;
  mbx_fetcher_fetch_async (fetcher, &request, milliseconds, NULL, on_fetched, outcome);
  g_main_loop_run (loop);
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->fetched, mbx_fetched_free);
  g_clear_error (&outcome->error);
}

static void
test_good (void)
{
  g_autoptr (World) world = world_new ();
  Outcome outcome;

  world_add_page (world, "https://www.example.test/a", 200, "hello");
  fetch (world, TRUE, "www.example.test/a", NULL, 5000, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.fetched->secure);
  g_assert_cmpmem (g_bytes_get_data (outcome.fetched->body, NULL),
                   g_bytes_get_size (outcome.fetched->body), "hello", 5);
  outcome_clear (&outcome);
}

static void
test_plain_is_insecure (void)
{
  g_autoptr (World) world = world_new ();
  Outcome outcome;

  world_add_page (world, "https://www.example.test/b", 200, "hello");
  world_add_redirect (world, "http://www.example.test/a", "https://www.example.test/b");
  fetch (world, FALSE, "www.example.test/a", NULL, 5000, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_false (outcome.fetched->secure);
  outcome_clear (&outcome);
}

static void
add_loop (World *world)
{
  world_add_redirect (world, "https://www.example.test/loop", "https://www.example.test/loop2");
  world_add_redirect (world, "https://www.example.test/loop2", "https://www.example.test/loop");
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *from = g_strdup_printf ("https://www.example.test/far%u", i);
      g_autofree char *to = g_strdup_printf ("https://www.example.test/far%u", i + 1);

      world_add_redirect (world, from, to);
    }
}

static void
test_failures (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *huge = g_strnfill (MBX_DOCUMENT_MAX_BYTES + 1, 'x');
  const struct
  {
    const char *url;
    const char *within;
    MbxFetchError code;
  } cases[] = {
    { "nobody.example.test/", NULL, MBX_FETCH_ERROR_NO_HOST },
    { "www.example.test/missing", NULL, MBX_FETCH_ERROR_NOT_THERE },
    { "www.example.test/password", NULL, MBX_FETCH_ERROR_PASSWORD },
    { "www.example.test/fault", NULL, MBX_FETCH_ERROR_SERVER },
    { "www.example.test/huge", NULL, MBX_FETCH_ERROR_TOO_LARGE },
    { "www.example.test/silent", NULL, MBX_FETCH_ERROR_TIMEOUT },
    { "www.example.test/loop", NULL, MBX_FETCH_ERROR_REDIRECT },
    { "www.example.test/far0", NULL, MBX_FETCH_ERROR_REDIRECT },
    { "www.example.test/down", NULL, MBX_FETCH_ERROR_REDIRECT },
    { "www.example.test/away", "example.test", MBX_FETCH_ERROR_REDIRECT },
    { "wrong.name.test/", NULL, MBX_FETCH_ERROR_TLS },
  };

  world_add_page (world, "https://www.example.test/password", 401, "");
  world_add_page (world, "https://www.example.test/fault", 500, "");
  world_add_page (world, "https://www.example.test/huge", 200, huge);
  world_add_silent_page (world, "https://www.example.test/silent");
  add_loop (world);
  world_add_redirect (world, "https://www.example.test/down", "http://www.example.test/x");
  world_add_redirect (world, "https://www.example.test/away", "https://www.other.test/x");
  world_add_page (world, "https://www.other.test/x", 200, "hello");
  world_add_host (world, "wrong.name.test");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome;

      fetch (world, TRUE, cases[i].url, cases[i].within, 1000, &outcome);
      g_test_message ("%s", cases[i].url);
      g_assert_null (outcome.fetched);
      g_assert_error (outcome.error, MBX_FETCH_ERROR, (int) cases[i].code);
      outcome_clear (&outcome);
    }
  g_assert_false (world_was_asked (world, "https://www.other.test/x"));
  g_assert_false (world_was_asked (world, "http://www.example.test/x"));
}

static void
test_redirect (void)
{
  g_autoptr (World) world = world_new ();
  Outcome outcome;

  world_add_redirect (world, "https://www.example.test/a", "https://www.other.test/b");
  world_add_page (world, "https://www.other.test/b", 200, "hello");
  fetch (world, TRUE, "www.example.test/a", NULL, 5000, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.fetched->secure);
  g_assert_true (g_str_has_suffix (outcome.fetched->url, "/b"));
  outcome_clear (&outcome);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetcher/good", test_good);
  g_test_add_func ("/fetcher/plain-is-insecure", test_plain_is_insecure);
  g_test_add_func ("/fetcher/failures", test_failures);
  g_test_add_func ("/fetcher/redirect", test_redirect);
  return g_test_run ();
}
