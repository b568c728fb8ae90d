/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/account.h"

#include <string.h>

static MbxAccount *
full_account (void)
{
  MbxAccount *account = mbx_account_new ("Anna.Müller@example.org");

  account->name = g_strdup ("Anna \"die\" Müller; = [x]\n#\x07");
  account->provider = g_strdup ("example");
  g_free (account->source);
  account->source = g_strdup ("isp-autoconfig");
  account->sign_in = MBX_SIGN_IN_OAUTH;
  account->incoming = mbx_server_new (MBX_PROTOCOL_IMAP, "imap.example.org", 0, MBX_SECURITY_TLS,
                                      " user with blanks ");
  account->outgoing = mbx_server_new (MBX_PROTOCOL_SMTP, "::1", 2587, MBX_SECURITY_STARTTLS, NULL);
  account->issuer = g_strdup ("https://login.example.org");
  account->client_id = g_strdup ("abc");
  account->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (account->facts, g_strdup ("incoming-certificate"), g_strdup ("00ff"));
  g_hash_table_insert (account->facts, g_strdup ("addresses"), g_strdup ("::1, 127.0.0.1"));
  account->verified_at = G_GINT64_CONSTANT (1790000000);
  return account;
}

static void
assert_same_server (const MbxServer *a, const MbxServer *b)
{
  g_assert_true (mbx_server_same_endpoint (a, b));
  g_assert_cmpstr (a->username, ==, b->username);
}

static void
assert_same (const MbxAccount *a, const MbxAccount *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->address, ==, b->address);
  g_assert_cmpstr (a->provider, ==, b->provider);
  g_assert_cmpstr (a->source, ==, b->source);
  g_assert_cmpint (a->sign_in, ==, b->sign_in);
  assert_same_server (a->incoming, b->incoming);
  assert_same_server (a->outgoing, b->outgoing);
  g_assert_cmpstr (a->issuer, ==, b->issuer);
  g_assert_cmpstr (a->client_id, ==, b->client_id);
  g_assert_cmpint (a->verified_at, ==, b->verified_at);
  g_assert_cmpuint (g_hash_table_size (a->facts), ==, g_hash_table_size (b->facts));
  g_assert_cmpstr (g_hash_table_lookup (a->facts, "addresses"), ==,
                   g_hash_table_lookup (b->facts, "addresses"));
}

static void
test_round_trip (void)
{
  g_autoptr (MbxAccount) account = full_account ();
  g_autoptr (MbxAccount) copy = mbx_account_copy (account);
  g_autoptr (MbxAccount) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *again = NULL;
  gsize length;

  data = mbx_account_to_data (account, &length);
  back = mbx_account_new_from_data (data, length, &error);
  g_assert_no_error (error);
  assert_same (account, back);
  assert_same (account, copy);
  g_assert_cmpstr (back->name, ==, "Anna \"die\" Müller; = [x] #");
  again = mbx_account_to_data (back, NULL);
  g_assert_cmpstr (again, ==, data);
}

static void
test_id (void)
{
  g_autoptr (MbxAccount) lower = mbx_account_new ("anna@example.org");
  g_autoptr (MbxAccount) upper = mbx_account_new ("Anna@example.org");
  g_autoptr (MbxAccount) other = mbx_account_new ("bob@example.org");

  g_assert_cmpstr (lower->id, ==, upper->id);
  g_assert_cmpstr (lower->id, !=, other->id);
  g_assert_cmpuint (strlen (lower->id), ==, 32);
  g_assert_null (strstr (lower->id, "anna"));
}

typedef struct
{
  const char *name;
  const char *data;
  MbxAccountError code;
} BadFile;

#define HEAD "[mailbox]\nversion=1\nid=a1\naddress=a@b.example\n"
#define SERVER(p, h, n, s)                                                                         \
  "[incoming]\nprotocol=" p "\nhost=" h "\nport=" n "\nsecurity=" s "\n"

static const BadFile bad_files[] = {
  { "empty", "", MBX_ACCOUNT_ERROR_SYNTAX },
  { "no key file", "hello", MBX_ACCOUNT_ERROR_SYNTAX },
  { "not UTF-8", "[mailbox]\nversion=1\naddress=\xff@b.example\n", MBX_ACCOUNT_ERROR_SYNTAX },
  { "no version", "[mailbox]\naddress=a@b.example\n", MBX_ACCOUNT_ERROR_SYNTAX },
  { "version 0", "[mailbox]\nversion=0\naddress=a@b.example\n", MBX_ACCOUNT_ERROR_SYNTAX },
  { "newer", "[mailbox]\nversion=2\naddress=a@b.example\n", MBX_ACCOUNT_ERROR_VERSION },
  { "no address", "[mailbox]\nversion=1\nid=a\n", MBX_ACCOUNT_ERROR_SYNTAX },
  { "empty address", "[mailbox]\nversion=1\nid=a\naddress=\n", MBX_ACCOUNT_ERROR_SYNTAX },
  { "control character", "[mailbox]\nversion=1\naddress=a\\n@b.example\n",
    MBX_ACCOUNT_ERROR_SYNTAX },
  { "id with a path", "[mailbox]\nversion=1\nid=../x\naddress=a@b.example\n",
    MBX_ACCOUNT_ERROR_SYNTAX },
  { "sign-in", HEAD "sign-in=magic\n", MBX_ACCOUNT_ERROR_SYNTAX },
  { "protocol", HEAD SERVER ("gopher", "h.example", "993", "tls"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "SMTP receives", HEAD SERVER ("smtp", "h.example", "465", "tls"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "host", HEAD SERVER ("imap", "a b", "993", "tls"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "port 0", HEAD SERVER ("imap", "h.example", "0", "tls"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "port word", HEAD SERVER ("imap", "h.example", "x", "tls"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "port too large", HEAD SERVER ("imap", "h.example", "65536", "tls"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "no encryption", HEAD SERVER ("imap", "h.example", "143", "none"), MBX_ACCOUNT_ERROR_SYNTAX },
  { "fact's name", HEAD "[facts]\nA b=c\n", MBX_ACCOUNT_ERROR_SYNTAX },
};

static void
test_bad_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxAccount) account = mbx_account_new_from_data (
        bad_files[i].data, strlen (bad_files[i].data), &error);

      g_test_message ("%s", bad_files[i].name);
      g_assert_null (account);
      g_assert_error (error, MBX_ACCOUNT_ERROR, (int) bad_files[i].code);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_bounds (void)
{
  g_autofree char *filler = g_strnfill (70000, 'x');
  g_autofree char *large = g_strdup_printf (HEAD "name=%s\n", filler);
  static const char nul[] = HEAD "\0name=x\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (mbx_account_new_from_data (large, strlen (large), &error));
  g_assert_error (error, MBX_ACCOUNT_ERROR, MBX_ACCOUNT_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (mbx_account_new_from_data (nul, sizeof nul - 1, &error));
  g_assert_error (error, MBX_ACCOUNT_ERROR, MBX_ACCOUNT_ERROR_SYNTAX);
}

/* Files that somebody edited: upper case, no id, no servers. */
static void
test_lenient (void)
{
  static const char data[] = "[mailbox]\nversion=1\naddress=a@b.example\n" SERVER (
    "IMAP", "Imap.B.Example.", "993", "TLS");
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxAccount) account = mbx_account_new_from_data (data, strlen (data), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (account->incoming->host, ==, "imap.b.example");
  g_assert_cmpuint (strlen (account->id), ==, 32);
  g_assert_null (account->outgoing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/round-trip", test_round_trip);
  g_test_add_func ("/account/id", test_id);
  g_test_add_func ("/account/bad-files", test_bad_files);
  g_test_add_func ("/account/bounds", test_bounds);
  g_test_add_func ("/account/lenient", test_lenient);
  return g_test_run ();
}
