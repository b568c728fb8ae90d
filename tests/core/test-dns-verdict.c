/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dns-verdict.h"

typedef struct
{
  MbxDnsKind kind;
  MbxDnsAnswer answer;
  const char *values[4];
  MbxState state;
  guint kept;
} Case;

static const Case cases[] = {
  { MBX_DNS_MX, MBX_DNS_FOUND, { "mx1.example.org", "mx2.example.org" }, MBX_STATE_PASSED, 2 },
  { MBX_DNS_MX, MBX_DNS_FOUND, { "." }, MBX_STATE_FAILED, 1 },
  { MBX_DNS_MX, MBX_DNS_FOUND, { "" }, MBX_STATE_FAILED, 1 },
  { MBX_DNS_MX, MBX_DNS_NOT_FOUND, { NULL }, MBX_STATE_WARNING, 0 },
  { MBX_DNS_MX, MBX_DNS_FAILED, { NULL }, MBX_STATE_FAILED, 0 },
  { MBX_DNS_ADDRESS, MBX_DNS_FOUND, { "192.0.2.1" }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_ADDRESS, MBX_DNS_NOT_FOUND, { NULL }, MBX_STATE_WARNING, 0 },
  { MBX_DNS_SPF, MBX_DNS_FOUND, { "x=1", "v=spf1 mx -all" }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_SPF, MBX_DNS_FOUND, { "v=spf10 mx", "V=SPF1" }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_SPF, MBX_DNS_FOUND, { "v=spf1 -all", "v=spf1 mx" }, MBX_STATE_FAILED, 2 },
  { MBX_DNS_SPF, MBX_DNS_FOUND, { "v=spf1 mx +all" }, MBX_STATE_WARNING, 1 },
  { MBX_DNS_SPF, MBX_DNS_FOUND, { "v=spf1 all" }, MBX_STATE_WARNING, 1 },
  { MBX_DNS_SPF, MBX_DNS_FOUND, { "other" }, MBX_STATE_WARNING, 0 },
  { MBX_DNS_DMARC, MBX_DNS_FOUND, { "v=DMARC1; p=none" }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_DMARC, MBX_DNS_FOUND, { "v=DMARC1;p= Reject ;rua=x" }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_DMARC, MBX_DNS_FOUND, { "v=DMARC1; sp=none" }, MBX_STATE_FAILED, 1 },
  { MBX_DNS_DMARC, MBX_DNS_FOUND, { "v=DMARC1; p=none", "v=DMARC1; p=none" }, MBX_STATE_FAILED, 2 },
  { MBX_DNS_DMARC, MBX_DNS_NOT_FOUND, { NULL }, MBX_STATE_WARNING, 0 },
  { MBX_DNS_SRV, MBX_DNS_FOUND, { "imap.example.org 993" }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_SRV, MBX_DNS_FOUND, { "." }, MBX_STATE_PASSED, 1 },
  { MBX_DNS_SRV, MBX_DNS_NOT_FOUND, { NULL }, MBX_STATE_SKIPPED, 0 },
  { MBX_DNS_AUTOCONFIG, MBX_DNS_NOT_FOUND, { NULL }, MBX_STATE_SKIPPED, 0 },
  { MBX_DNS_AUTOCONFIG, MBX_DNS_FOUND, { "192.0.2.1" }, MBX_STATE_PASSED, 1 },
};

static void
test_verdicts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbxDnsRow) row = mbx_dns_row_new (cases[i].kind, "example.org", cases[i].answer,
                                                   cases[i].values);

      g_test_message ("%" G_GSIZE_FORMAT " %s", i, row->sentence);
      g_assert_cmpint (row->state, ==, cases[i].state);
      g_assert_cmpuint (g_strv_length (row->values), ==, cases[i].kept);
      g_assert_true (g_str_has_suffix (row->sentence, "."));
    }
}

static void
test_includes (void)
{
  const char *const records[] = {
    "v=spf1 include:A.example ?include:b.example mx redirect=c.example "
    "-all",
    "other", NULL
  };
  const char *const two[] = { "v=spf1 include:a.example", "v=spf1 include:b.example", NULL };
  g_auto (GStrv) includes = mbx_spf_list_includes (records);
  g_auto (GStrv) none = mbx_spf_list_includes (two);
  const char *const expected[] = { "a.example", "b.example", "c.example", NULL };

  g_assert_true (g_strv_equal ((const char *const *) includes, expected));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-verdict/verdicts", test_verdicts);
  g_test_add_func ("/dns-verdict/includes", test_includes);
  return g_test_run ();
}
