/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/address.h"

#include <string.h>

#include "core/edit-distance.h"
#include "core/hostname.h"
#include "core/username.h"

typedef struct
{
  const char *input;
  const char *local;
  const char *domain;
  const char *text;
  const char *name;
} Good;

static const Good good[] = {
  { "anna@example.org", "anna", "example.org", "anna@example.org", NULL },
  { "  anna@example.org\t\n", "anna", "example.org", "anna@example.org", NULL },
  { "\xc2\xa0"
    "anna@example.org\xe2\x80\x8b",
    "anna", "example.org", "anna@example.org", NULL },
  { "an\xe2\x80\x8bna@exam\xc2\xadple.org", "anna", "example.org", "anna@example.org", NULL },
  { "\xef\xbb\xbf"
    "anna@example.org",
    "anna", "example.org", "anna@example.org", NULL },
  { "\xe2\x80\xaa"
    "anna@example.org\xe2\x80\xac",
    "anna", "example.org", "anna@example.org", NULL },
  { "mailto:anna@example.org", "anna", "example.org", "anna@example.org", NULL },
  { "MAILTO:anna%40example.org?subject=Hi", "anna", "example.org", "anna@example.org", NULL },
  { "<mailto:anna@example.org>", "anna", "example.org", "anna@example.org", NULL },
  { "Anna Bee <anna@example.org>", "anna", "example.org", "anna@example.org", "Anna Bee" },
  { "\"Bee, Anna\" <anna@example.org>,", "anna", "example.org", "anna@example.org", "Bee, Anna" },
  { "<anna@example.org>;", "anna", "example.org", "anna@example.org", NULL },
  { "„anna@example.org“", "anna", "example.org", "anna@example.org", NULL },
  { "'anna@example.org'.", "anna", "example.org", "anna@example.org", NULL },
  { "anna＠example.org", "anna", "example.org", "anna@example.org", NULL },
  { "anna @ example.org", "anna", "example.org", "anna@example.org", NULL },
  { "anna@example.org.", "anna", "example.org", "anna@example.org", NULL },
  { "anna@example.org,", "anna", "example.org", "anna@example.org", NULL },
  { "Anna@EXAMPLE.Org", "Anna", "example.org", "Anna@example.org", NULL },
  { "anna@example。org", "anna", "example.org", "anna@example.org", NULL },
  { "anna@Bücher.example", "anna", "xn--bcher-kva.example", "anna@bücher.example", NULL },
  { "anna@xn--bcher-kva.example", "anna", "xn--bcher-kva.example", "anna@bücher.example", NULL },
  { "јörg@example.org", "јörg", "example.org", "јörg@example.org", NULL },
  { "jo\xcc\x88rg@example.org", "j\xc3\xb6rg", "example.org", "j\xc3\xb6rg@example.org", NULL },
  { "почта@пример.рф", "почта", "xn--e1afmkfd.xn--p1ai", "почта@пример.рф", NULL },
  { "a@b@example.org", "a@b", "example.org", "a@b@example.org", NULL },
  { "\"anna\"@example.org", "anna", "example.org", "anna@example.org", NULL },
  { "\"a b\"@example.org", "\"a b\"", "example.org", "\"a b\"@example.org", NULL },
  { "a..b.@docomo.ne.jp", "a..b.", "docomo.ne.jp", "a..b.@docomo.ne.jp", NULL },
  { "anna+shop@example.org", "anna+shop", "example.org", "anna+shop@example.org", NULL },
  { "anna@localhost", "anna", "localhost", "anna@localhost", NULL },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxAddress) address = mbx_address_parse (good[i].input, &error);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      g_assert_cmpstr (address->local, ==, good[i].local);
      g_assert_cmpstr (address->domain, ==, good[i].domain);
      g_assert_cmpstr (address->text, ==, good[i].text);
      g_assert_cmpstr (address->name, ==, good[i].name);
    }
}

typedef struct
{
  const char *input;
  MbxAddressError code;
} Bad;

static const Bad bad[] = {
  { NULL, MBX_ADDRESS_ERROR_EMPTY },
  { "", MBX_ADDRESS_ERROR_EMPTY },
  { " \xc2\xa0\xe2\x80\x8b ", MBX_ADDRESS_ERROR_EMPTY },
  { "mailto:", MBX_ADDRESS_ERROR_EMPTY },
  { "<>", MBX_ADDRESS_ERROR_EMPTY },
  { "anna", MBX_ADDRESS_ERROR_NO_AT },
  { "anna.example.org", MBX_ADDRESS_ERROR_NO_AT },
  { "@example.org", MBX_ADDRESS_ERROR_LOCAL },
  { "anna@", MBX_ADDRESS_ERROR_DOMAIN },
  { "@", MBX_ADDRESS_ERROR_LOCAL },
  { "anna@.", MBX_ADDRESS_ERROR_DOMAIN },
  { "anna@a..b", MBX_ADDRESS_ERROR_DOMAIN },
  { "anna@-a.example", MBX_ADDRESS_ERROR_DOMAIN },
  { "anna@[192.0.2.1]", MBX_ADDRESS_ERROR_DOMAIN },
  { "anna@192.0.2.1", MBX_ADDRESS_ERROR_DOMAIN },
  { "anna@exa/mple.org", MBX_ADDRESS_ERROR_DOMAIN },
  { "anna@exam ple.org", MBX_ADDRESS_ERROR_CHARACTER },
  { "an na@example.org", MBX_ADDRESS_ERROR_CHARACTER },
  { "an\x01na@example.org", MBX_ADDRESS_ERROR_CHARACTER },
  { "anna@example.org\r\nX: y", MBX_ADDRESS_ERROR_CHARACTER },
  { "an\x7fna@example.org", MBX_ADDRESS_ERROR_CHARACTER },
  { "an\xffna@example.org", MBX_ADDRESS_ERROR_CHARACTER },
  { "a,b@example.org", MBX_ADDRESS_ERROR_CHARACTER },
  { "\"a\"b\"@example.org", MBX_ADDRESS_ERROR_CHARACTER },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbxAddress) address = mbx_address_parse (bad[i].input, &error);

      g_test_message ("%" G_GSIZE_FORMAT " %s", i, error != NULL ? error->message : "accepted");
      g_assert_null (address);
      g_assert_error (error, MBX_ADDRESS_ERROR, (int) bad[i].code);
    }
}

static void
test_too_long (void)
{
  const gsize lengths[] = { 65, 300, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *local = g_strnfill (lengths[i], 'a');
      g_autofree char *text = g_strconcat (local, "@example.org", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (mbx_address_parse (text, &error));
      g_assert_error (error, MBX_ADDRESS_ERROR, MBX_ADDRESS_ERROR_TOO_LONG);
    }
}

static void
test_mask (void)
{
  const char *const cases[][2] = {
    { "anna@example.org", "a…@e…" }, { "ärzte@bücher.de", "ä…@b…" }, { "anna", "a…" },
    { "", "" }, { "@x", "@x…" },      { "a\xff@b", "a…@b…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = mbx_address_mask (cases[i][0]);

      g_assert_cmpstr (masked, ==, cases[i][1]);
    }
}

static void
test_display (void)
{
  const char *const cases[][2] = {
    { "imap.example.org", "imap.example.org" },
    { "xn--bcher-kva.example", "bücher.example" },
    { "xn--e1afmkfd.xn--p1ai", "пример.рф" },
    /* All-Cyrillic look-alike of apple, and "paypal" with one Cyrillic letter. */
    { "xn--80ak6aa92e.com", "xn--80ak6aa92e.com" },
    { "xn--pypal-4ve.com", "xn--pypal-4ve.com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = mbx_hostname_to_display (cases[i][0]);

      g_assert_cmpstr (shown, ==, cases[i][1]);
    }
  g_assert_true (mbx_hostname_is_under ("imap.example.org", "example.org"));
  g_assert_true (mbx_hostname_is_under ("Example.org", "example.org"));
  g_assert_false (mbx_hostname_is_under ("badexample.org", "example.org"));
  g_assert_false (mbx_hostname_is_under ("org", "example.org"));
}

static void
test_usernames (void)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);
  const struct
  {
    const char *form;
    MbxProtocol protocol;
    const char *username;
  } cases[] = {
    { NULL, MBX_PROTOCOL_IMAP, "anna@example.org" },
    { "address", MBX_PROTOCOL_IMAP, "anna@example.org" },
    { "localpart", MBX_PROTOCOL_SMTP, "anna" },
    { "localpart.domain", MBX_PROTOCOL_IMAP, "anna.example.org" },
    { "imap-localpart-smtp-address", MBX_PROTOCOL_IMAP, "anna" },
    { "imap-localpart-smtp-address", MBX_PROTOCOL_SMTP, "anna@example.org" },
    { "imap-address-smtp-localpart", MBX_PROTOCOL_IMAP, "anna@example.org" },
    { "imap-address-smtp-localpart", MBX_PROTOCOL_SMTP, "anna" },
    { "elsewhere", MBX_PROTOCOL_IMAP, "anna@example.org" },
    { "CORP\\%EMAILLOCALPART%", MBX_PROTOCOL_IMAP, "CORP\\anna" },
    { "%EMAILLOCALPART%.%EMAILDOMAIN%", MBX_PROTOCOL_IMAP, "anna.example.org" },
    { "%emailaddress%%EMAILADDRESS", MBX_PROTOCOL_IMAP, "anna@example.org%EMAILADDRESS" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = mbx_username_for (cases[i].form, address, cases[i].protocol);

      g_assert_cmpstr (name, ==, cases[i].username);
    }
}

static void
test_username_bounds (void)
{
  g_autoptr (MbxAddress) address = mbx_address_parse ("anna@example.org", NULL);
  GString *many = g_string_new (NULL);
  g_autofree char *other = mbx_username_other_form ("anna@example.org", address);
  g_autofree char *back = mbx_username_other_form ("anna", address);

  for (guint i = 0; i < 1000; i++)
    g_string_append (many, "%EMAILADDRESS%");
  g_assert_null (mbx_username_fill (many->str, address));
  g_string_free (many, TRUE);
  g_assert_cmpstr (other, ==, "anna");
  g_assert_cmpstr (back, ==, "anna@example.org");
}

static void
test_slips (void)
{
  g_assert_true (mbx_one_slip_apart ("gmial.com", "gmail.com"));
  g_assert_true (mbx_one_slip_apart ("gmai.com", "gmail.com"));
  g_assert_true (mbx_one_slip_apart ("gmaill.com", "gmail.com"));
  g_assert_true (mbx_one_slip_apart ("gnail.com", "gmail.com"));
  g_assert_true (mbx_one_slip_apart ("gmail.co", "gmail.com"));
  g_assert_true (mbx_one_slip_apart ("gmailcom", "gmail.com"));
  g_assert_false (mbx_one_slip_apart ("gmail.com", "gmail.com"));
  g_assert_false (mbx_one_slip_apart ("gmail.de", "gmail.com"));
  g_assert_false (mbx_one_slip_apart ("", "gm"));
  g_assert_true (mbx_one_slip_apart ("", "g"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/bad", test_bad);
  g_test_add_func ("/address/too-long", test_too_long);
  g_test_add_func ("/address/mask", test_mask);
  g_test_add_func ("/hostname/display", test_display);
  g_test_add_func ("/username/forms", test_usernames);
  g_test_add_func ("/username/bounds", test_username_bounds);
  g_test_add_func ("/edit-distance/slips", test_slips);
  return g_test_run ();
}
