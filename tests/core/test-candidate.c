/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/candidate.h"

#include <string.h>

/* Stands in for the public suffix list: the last two labels. */
static const char *
base_domain (const char *host)
{
  const char *dot = strrchr (host, '.');

  if (dot == NULL)
    return NULL;
  while (dot > host && dot[-1] != '.')
    dot--;
  return dot;
}

static MbxCandidate *
make (MbxSource source, gboolean secure, const char *incoming, const char *outgoing)
{
  MbxCandidate *self = mbx_candidate_new (source);

  self->secure = secure;
  g_ptr_array_add (self->incoming,
                   mbx_server_new (MBX_PROTOCOL_IMAP, incoming, 0, MBX_SECURITY_TLS, "u"));
  g_ptr_array_add (self->outgoing,
                   mbx_server_new (MBX_PROTOCOL_SMTP, outgoing, 0, MBX_SECURITY_TLS, "u"));
  return self;
}

static void
test_consent (void)
{
  const struct
  {
    gboolean secure;
    const char *incoming;
    const char *outgoing;
    gboolean needs;
  } cases[] = {
    { TRUE, "imap.other.example", "smtp.other.example", FALSE },
    { FALSE, "imap.mine.example", "mine.example", FALSE },
    { FALSE, "IMAP.mine.example", "smtp.other.example", TRUE },
    { FALSE, "imap.other.example", "smtp.mine.example", TRUE },
    { FALSE, "mine.example.evil.test", "smtp.mine.example", TRUE },
    { FALSE, "localhost", "smtp.mine.example", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbxCandidate) candidate = make (MBX_SOURCE_SRV, cases[i].secure, cases[i].incoming,
                                                 cases[i].outgoing);

      g_assert_cmpint (mbx_candidate_needs_consent (candidate, "sub.mine.example", base_domain), ==,
                       cases[i].needs);
    }
}

static void
test_order (void)
{
  g_autoptr (MbxCandidate) ispdb = make (MBX_SOURCE_ISPDB, TRUE, "a.example", "a.example");
  g_autoptr (MbxCandidate) autoconfig =
      make (MBX_SOURCE_ISP_AUTOCONFIG, TRUE, "b.example", "b.example");
  g_autoptr (MbxCandidate) http = make (MBX_SOURCE_ISP_AUTOCONFIG, FALSE, "b.example", "b.example");

  g_assert_cmpint (mbx_candidate_compare (autoconfig, ispdb), <, 0);
  g_assert_cmpint (mbx_candidate_compare (http, ispdb), >, 0);
  g_assert_cmpint (mbx_candidate_compare (ispdb, ispdb), ==, 0);
  g_assert_true (mbx_candidate_same_servers (http, autoconfig));
  g_assert_false (mbx_candidate_same_servers (http, ispdb));
}

static void
test_copy (void)
{
  g_autoptr (MbxCandidate) original = make (MBX_SOURCE_PACC, TRUE, "a.example", "b.example");
  g_autoptr (MbxCandidate) copy = NULL;

  original->detail = g_strdup ("https://a.example/");
  copy = mbx_candidate_copy (original);
  g_assert_true (mbx_candidate_same_servers (original, copy));
  g_assert_cmpstr (copy->detail, ==, original->detail);
  g_assert_true (copy->detail != original->detail);
  g_assert_true (mbx_candidate_is_usable (copy));
  g_ptr_array_set_size (copy->outgoing, 0);
  g_assert_false (mbx_candidate_is_usable (copy));
}

static void
test_names (void)
{
  for (guint i = 0; i <= MBX_SOURCE_NONE; i++)
    {
      MbxSource source;

      g_assert_true (mbx_source_from_string (mbx_source_to_string ((MbxSource) i), &source));
      g_assert_cmpuint (source, ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/candidate/consent", test_consent);
  g_test_add_func ("/candidate/order", test_order);
  g_test_add_func ("/candidate/copy", test_copy);
  g_test_add_func ("/candidate/names", test_names);
  return g_test_run ();
}
