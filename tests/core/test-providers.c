/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/provider-table.h"

#include <string.h>

#include "core/candidate.h"
#include "core/password-shape.h"

static MbxProviderTable *
load (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "providers.ini", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  MbxProviderTable *table = mbx_provider_table_new ();
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, &error));
  mbx_provider_table_add (table, data, length, NULL, &error);
  g_assert_no_error (error);
  return table;
}

/* Every name of every row must lead back to its row, with servers or with a reason. */
static void
test_rows (void)
{
  g_autoptr (MbxProviderTable) table = load ();
  guint domains = 0, patterns = 0;

  g_assert_cmpuint (mbx_provider_table_get_size (table), >=, 400);
  for (guint i = 0; i < mbx_provider_table_get_size (table); i++)
    {
      const MbxProvider *row = mbx_provider_table_get_nth (table, i);
      g_auto (GStrv) hints = mbx_provider_dup_hints (row);

      g_test_message ("%s", row->id);
      for (guint k = 0; row->domains != NULL && row->domains[k] != NULL; k++, domains++)
        g_assert_true (mbx_provider_table_find_domain (table, row->domains[k]) == row);
      for (guint k = 0; row->mx != NULL && row->mx[k] != NULL; k++, patterns++)
        {
          const char *host = row->mx[k];
          g_autofree char *below =
              *host == '*' ? g_strconcat ("mx0", host + 1, NULL) : g_strdup (host);

          g_assert_true (mbx_provider_table_find_mx (table, below) == row);
        }
      g_assert_cmpuint (row->imap->len + row->pop3->len + g_strv_length (hints), >, 0);
      g_assert_true (mbx_provider_table_find_id (table, row->id) == row);
    }
  g_assert_cmpuint (domains, >=, 1600);
  g_assert_cmpuint (patterns, >=, 190);
}

static void
check_servers (const GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const MbxServer *server = servers->pdata[i];
      g_autofree char *host = mbx_host_normalize (server->host);

      g_assert_cmpstr (host, ==, server->host);
      g_assert_nonnull (strchr (server->host, '.'));
      g_assert_null (server->username);
      for (guint k = 0; k < i; k++)
        g_assert_false (mbx_server_same_endpoint (server, servers->pdata[k]));
    }
}

static void
test_lint (void)
{
  g_autoptr (MbxProviderTable) table = load ();

  for (guint i = 0; i < mbx_provider_table_get_size (table); i++)
    {
      const MbxProvider *row = mbx_provider_table_get_nth (table, i);

      g_test_message ("%s", row->id);
      g_assert_true (g_utf8_validate (row->name, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (row->name, -1), <=, 60);
      check_servers (row->imap);
      check_servers (row->pop3);
      check_servers (row->smtp);
      g_assert_cmpint (row->oauth != NULL, ==, (row->auth & MBX_AUTH_OAUTH) != 0);
      g_assert_null (row->advice);
      if (row->kind != MBX_PROVIDER_MAIL)
        g_assert_cmpuint (row->pop3->len, ==, 0);
    }
}

static void
assert_domain (const MbxProviderTable *table, const char *domain, const char *id)
{
  const MbxProvider *row = mbx_provider_table_find_domain (table, domain);

  g_assert_cmpstr (row != NULL ? row->id : NULL, ==, id);
}

static void
assert_mx (const MbxProviderTable *table, const char *host, const char *id)
{
  const MbxProvider *row = mbx_provider_table_find_mx (table, host);

  g_assert_cmpstr (row != NULL ? row->id : NULL, ==, id);
}

static void
test_find (void)
{
  g_autoptr (MbxProviderTable) table = load ();

  assert_domain (table, "gmail.com", "gmail");
  assert_domain (table, "outlook.com", "outlook-com");
  assert_domain (table, "contoso.onmicrosoft.com", "microsoft-365");
  assert_domain (table, "maine.rr.com", "spectrum-roadrunner");
  assert_domain (table, "tampabay.rr.com", "brighthouse");
  assert_domain (table, "mail.gmail.com", NULL);
  assert_domain (table, "example.org", NULL);
  assert_domain (table, "proton.me", "proton-mail");
  assert_mx (table, "Example-Org.mail.protection.outlook.com.", "microsoft-365");
  assert_mx (table, "x.olc.protection.outlook.com", "outlook-com");
  assert_mx (table, "example-org.k-v1.mx.microsoft", "microsoft-365");
  assert_mx (table, "ASPMX.L.GOOGLE.COM", "google-workspace");
  assert_mx (table, "gmr-smtp-in.l.google.com", "google-domain-forwarding");
  assert_mx (table, "gmail-smtp-in.l.google.com", "gmail");
  assert_mx (table, "in1-smtp.messagingengine.com", "fastmail");
  assert_mx (table, "mx0a-1.pphosted.com", "proofpoint");
  assert_mx (table, "mail.protonmail.ch", "proton-mail");
  assert_mx (table, "mx.example.org", NULL);
  assert_mx (table, "", NULL);
  g_assert_cmpstr (mbx_provider_table_find_spf (table, "spf.protection.outlook.com")->id, ==,
                   "microsoft-365");
  g_assert_cmpstr (mbx_provider_table_find_host (table, "imap.gmail.com")->id, ==, "gmail");
}

static void
test_suggest (void)
{
  g_autoptr (MbxProviderTable) table = load ();
  const char *const cases[][2] = {
    { "gmial.com", "gmail.com" },  { "gmail.con", "gmail.com" },  { "gmai.com", "gmail.com" },
    { "hotmial.com", "hotmail.com" }, { "gmail", "gmail.com" },   { "yaho.com", "yahoo.com" },
    { "example.org", NULL },       { "a", NULL },                 { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (mbx_provider_table_suggest_domain (table, cases[i][0]), ==, cases[i][1]);
}

static void
test_organisation (void)
{
  static const char own[] =
      "[acme]\r\nname=Acme\r\ndomains=Acme.example;*.acme.example;gmail.com\r\n"
      "imap=imaps://mail.acme.example\r\nsmtp=smtps://mail.acme.example:1465\r\n"
      "username=%EMAILLOCALPART%\r\nphone=+1 555 0100\r\nadvice=Ask Jo.\r\n"
      "ca-file=/etc/ssl/acme.pem\r\n";
  g_autoptr (MbxProviderTable) table = load ();
  g_autoptr (GError) error = NULL;
  const MbxProvider *row;
  g_autofree char *advice = NULL;

  g_assert_true (mbx_provider_table_add (table, own, strlen (own), "/etc/x/acme.conf", &error));
  g_assert_no_error (error);
  assert_domain (table, "gmail.com", "acme");
  assert_domain (table, "eu.acme.example", "acme");
  row = mbx_provider_table_find_id (table, "acme");
  g_assert_cmpstr (row->origin, ==, "/etc/x/acme.conf");
  g_assert_cmpstr (row->phone, ==, "+1 555 0100");
  g_assert_cmpuint (((MbxServer *) row->smtp->pdata[0])->port, ==, 1465);
  advice = mbx_provider_dup_advice (row);
  g_assert_cmpstr (advice, ==, "Ask Jo.");
}

/* What the manual shows an administrator must work as it stands there. */
static void
test_manual (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "data", "mailbox-setup.conf.5", NULL);
  g_autoptr (MbxProviderTable) table = mbx_provider_table_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  parts =
      g_strsplit (strstr (text, ".SH EXAMPLE\n.nf\n") + strlen (".SH EXAMPLE\n.nf\n"), ".fi", 2);
  mbx_provider_table_add (table, parts[0], strlen (parts[0]), "acme.conf", &error);
  g_assert_no_error (error);
  assert_domain (table, "eu.acme.example", "acme");
}

typedef struct
{
  const char *text;
  MbxProviderTableError code;
} BadFile;

#define OK_SERVERS "imap=imaps://h.example\nsmtp=smtps://h.example\n"

static const BadFile bad_files[] = {
  { "name=x\n", MBX_PROVIDER_TABLE_ERROR_SYNTAX },
  { "\xff\xfe[a]\n", MBX_PROVIDER_TABLE_ERROR_SYNTAX },
  { "[a]\nname=A\nimapp=x\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_SYNTAX },
  { "[a]\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\nimap=imap://h.example\nsmtp=smtps://h.example\n",
    MBX_PROVIDER_TABLE_ERROR_UNENCRYPTED },
  { "[a]\nname=A\nimap=imaps://h_.example/x\nsmtp=smtps://h.example\n",
    MBX_PROVIDER_TABLE_ERROR_HOST },
  { "[a]\nname=A\nimap=imaps://h.example:0\nsmtp=smtps://h.example\n",
    MBX_PROVIDER_TABLE_ERROR_PORT },
  { "[a]\nname=A\nimap=smtps://h.example\nsmtp=smtps://h.example\n",
    MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\nimap=imaps://h.example\n", MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\ndomains=a..b\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_HOST },
  { "[a]\nname=A\ndomains=a.b;A.B\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_DUPLICATE },
  { "[a]\nname=A\nkind=good\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\nauth=magic\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\nusername=nickname\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\nhints=huh\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\nhelp=javascript:x\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
  { "[a]\nname=A\napp-password-shape=long\n" OK_SERVERS, MBX_PROVIDER_TABLE_ERROR_VALUE },
};

static void
test_bad_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autoptr (MbxProviderTable) table = mbx_provider_table_new ();
      g_autoptr (GError) error = NULL;
      gboolean good = mbx_provider_table_add (table, bad_files[i].text, strlen (bad_files[i].text),
                                              "x.conf", &error);

      g_test_message ("%" G_GSIZE_FORMAT " %s", i, error != NULL ? error->message : "accepted");
      g_assert_false (good);
      g_assert_error (error, MBX_PROVIDER_TABLE_ERROR, (int) bad_files[i].code);
      g_assert_cmpuint (mbx_provider_table_get_size (table), ==, 0);
    }
}

static void
test_password_shape (void)
{
  g_autoptr (MbxProviderTable) table = load ();
  const struct
  {
    const char *id;
    const char *typed;
    MbxPasswordDoubt doubt;
    const char *sent;
  } cases[] = {
    { "gmail", "abcd efgh ijkl mnop", MBX_PASSWORD_FINE, "abcdefghijklmnop" },
    { "gmail", "abcdefghijklmnop ", MBX_PASSWORD_FINE, "abcdefghijklmnop" },
    { "gmail", "correct horse", MBX_PASSWORD_NOT_APP_PASSWORD, "correct horse" },
    { "icloud", "abcd-efgh-ijkl-mnop", MBX_PASSWORD_FINE, "abcd-efgh-ijkl-mnop" },
    { "posteo", "with a blank ", MBX_PASSWORD_BLANK_AROUND, "with a blank " },
    { "posteo", "with a blank", MBX_PASSWORD_FINE, "with a blank" },
    { "posteo", "", MBX_PASSWORD_FINE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MbxProvider *row = mbx_provider_table_find_id (table, cases[i].id);
      g_autoptr (MbxSecret) typed = mbx_secret_new (cases[i].typed);
      g_autoptr (MbxSecret) tidy = mbx_provider_tidy_password (row, typed);

      g_assert_nonnull (row);
      g_assert_cmpint (mbx_provider_check_password_shape (row, typed), ==, cases[i].doubt);
      g_assert_cmpstr (mbx_secret_peek (tidy), ==, cases[i].sent);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/rows", test_rows);
  g_test_add_func ("/providers/lint", test_lint);
  g_test_add_func ("/providers/find", test_find);
  g_test_add_func ("/providers/suggest", test_suggest);
  g_test_add_func ("/providers/organisation", test_organisation);
  g_test_add_func ("/providers/manual", test_manual);
  g_test_add_func ("/providers/bad-files", test_bad_files);
  g_test_add_func ("/providers/password-shape", test_password_shape);
  return g_test_run ();
}
