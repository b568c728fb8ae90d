/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/ports.h"

#include "fixed-resolver.h"
#include "scripted-server.h"

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GPtrArray **results = data;
  g_autoptr (GError) error = NULL;

  *results = mbx_ports_finish (result, &error);
  g_assert_no_error (error);
}

static void
open_port (GHashTable *ports, guint16 port, ScriptedServer *server)
{
  g_hash_table_replace (ports, g_strdup_printf (SCRIPTED_HOST ":%u", port),
                        GUINT_TO_POINTER (scripted_server_get_port (server)));
}

static void
assert_port (GPtrArray *results, guint index, guint16 port, const char *state, const char *speaks)
{
  const MbxPortResult *result = g_ptr_array_index (results, index);

  g_assert_cmpuint (result->port, ==, port);
  g_assert_cmpstr (result->state, ==, state);
  g_assert_cmpstr (result->speaks, ==, speaks);
}

static void
test_side_by_side (void)
{
  static const char *const imaps[] = {
    "TLS",
    "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello",
    "WAIT",
    NULL,
  };
  static const char *const web[] = { "S: HTTP/1.1 400 Bad Request\n", NULL };
  static const char *const pop[] = { "S: +OK ready", "WAIT", NULL };
  static const char *const expired[] = { "TLS", "WAIT", NULL };
  g_autoptr (ScriptedServer) first = scripted_server_new (imaps);
  g_autoptr (ScriptedServer) second = scripted_server_new (web);
  g_autoptr (ScriptedServer) third = scripted_server_new (pop);
  g_autoptr (ScriptedServer) fourth = scripted_server_new (expired);
  g_autoptr (GHashTable) ports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (MbxContext) context = scripted_context_new ();
  g_autoptr (GPtrArray) results = NULL;
  const MbxPortResult *result;

  scripted_server_set_certificate (fourth, MBX_DEMO_CERTIFICATE_EXPIRED);
  open_port (ports, 993, first);
  open_port (ports, 587, second);
  open_port (ports, 143, third);
  open_port (ports, 465, fourth);
  mbx_context_set_hosts (context, ports);
  mbx_ports_async (context, SCRIPTED_HOST, NULL, on_done, &results);
  while (results == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (results->len, ==, 7);
  assert_port (results, 0, 25, "refused", NULL);
  assert_port (results, 1, 465, "open", NULL);
  assert_port (results, 2, 587, "open", "http");
  assert_port (results, 3, 143, "open", "pop3");
  assert_port (results, 4, 993, "open", "imap");
  assert_port (results, 6, 995, "refused", NULL);
  result = g_ptr_array_index (results, 1);
  g_assert_cmpint (result->certificate, ==, MBX_CODE_TLS_EXPIRED);
  result = g_ptr_array_index (results, 4);
  g_assert_cmpint (result->certificate, ==, MBX_CODE_NONE);
  g_assert_cmpstr (result->tls_version, ==, "TLS 1.3");
}

int
main (int argc, char **argv)
{
  g_autoptr (FixedResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = fixed_resolver_install ();
  g_test_add_func ("/ports/side-by-side", test_side_by_side);
  return g_test_run ();
}
