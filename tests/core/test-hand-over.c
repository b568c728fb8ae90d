/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/hand-over-qr.h"
#include "core/hand-over.h"

static MbxServer in = { MBX_PROTOCOL_IMAP, (char *) "imap.example.org", 993, MBX_SECURITY_TLS,
                        (char *) "anna@example.org" };
static MbxServer out = { MBX_PROTOCOL_SMTP, (char *) "smtp.example.org", 587,
                         MBX_SECURITY_STARTTLS, (char *) "anna@example.org" };

static MbxAccount
make_account (void)
{
  return (MbxAccount){ .id = (char *) "1",
                       .address = (char *) "anna@example.org",
                       .name = (char *) "Anna O'Neill",
                       .incoming = &in,
                       .outgoing = &out };
}

typedef struct
{
  MbxHandOverTarget target;
  const char *parts[8];
} Expected;

static const Expected passwords[] = {
  { MBX_HAND_OVER_MSMTP,
    { "host smtp.example.org\nport 587\ntls on\ntls_starttls on\nauth on\n",
      "passwordeval \"secret-tool lookup protocol smtp server smtp.example.org "
      "user 'anna@example.org'\"\n" } },
  { MBX_HAND_OVER_MBSYNC,
    { "Host imap.example.org\nPort 993\nUser \"anna@example.org\"\n", "SSLType IMAPS\n",
      "PassCmd \"secret-tool lookup protocol imap server imap.example.org "
      "user 'anna@example.org'\"\n" } },
  { MBX_HAND_OVER_NEOMUTT,
    { "set folder=\"imaps://anna%40example.org@imap.example.org:993/\"\n",
      "set smtp_url=\"smtp://anna%40example.org@smtp.example.org:587\"\n",
      "set imap_pass=\"`secret-tool lookup protocol imap ", "set ssl_force_tls=yes\n",
      "set from=\"Anna O'Neill <anna@example.org>\"\n" } },
  { MBX_HAND_OVER_AERC,
    { "[anna]\nsource = imaps://anna%40example.org@imap.example.org:993\n",
      "outgoing = smtp://anna%40example.org@smtp.example.org:587\n",
      "source-cred-cmd = secret-tool lookup protocol imap " } },
  { MBX_HAND_OVER_HIMALAYA,
    { "[accounts.anna]\n", "backend.encryption.type = \"tls\"\n",
      "message.send.backend.encryption.type = \"start-tls\"\n",
      "display-name = \"Anna O'Neill\"\n" } },
  { MBX_HAND_OVER_MOBILECONFIG,
    { "<string>com.apple.mail.managed</string>", "<string>EmailTypeIMAP</string>",
      "<key>OutgoingPasswordSameAsIncomingPassword</key>\n", "<integer>587</integer>" } },
  { MBX_HAND_OVER_AUTOCONFIG,
    { "<username>%EMAILADDRESS%</username>", "<socketType>STARTTLS</socketType>",
      "_imaps._tcp.example.org. SRV 0 1 993 imap.example.org.",
      "_submission._tcp.example.org. SRV 0 1 587 smtp.example.org." } },
  { MBX_HAND_OVER_THUNDERBIRD,
    { "anna@example.org", "imap.example.org", "Port: 587", "STARTTLS" } },
};

static void
test_passwords (void)
{
  MbxAccount account = make_account ();

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = mbx_hand_over_write (passwords[i].target, &account, NULL, &error);

      g_assert_no_error (error);
      for (gsize part = 0; passwords[i].parts[part] != NULL; part++)
        {
          g_test_message ("%s", passwords[i].parts[part]);
          g_assert_nonnull (strstr (text, passwords[i].parts[part]));
        }
    }
}

static void
test_tokens (void)
{
  static const MbxHandOverTarget takes[] = { MBX_HAND_OVER_MSMTP, MBX_HAND_OVER_MBSYNC,
                                             MBX_HAND_OVER_NEOMUTT, MBX_HAND_OVER_AERC,
                                             MBX_HAND_OVER_HIMALAYA };
  static const MbxHandOverTarget refuses[] = { MBX_HAND_OVER_GOA, MBX_HAND_OVER_EVOLUTION,
                                               MBX_HAND_OVER_GEARY, MBX_HAND_OVER_MOBILECONFIG };
  MbxAccount account = make_account ();

  account.sign_in = MBX_SIGN_IN_OAUTH;
  for (gsize i = 0; i < G_N_ELEMENTS (takes); i++)
    {
      g_autofree char *text = mbx_hand_over_write (takes[i], &account, "TOKEN-COMMAND", NULL);

      g_assert_nonnull (strstr (text, "TOKEN-COMMAND"));
      g_assert_null (strstr (text, "secret-tool"));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refuses); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mbx_hand_over_check (refuses[i], &account, &error));
      g_assert_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_SIGN_IN);
    }
}

/* A name must not become a setting of its own, or a command. */
static void
test_characters (void)
{
  static const char *const names[] = { "a\nhost evil", "a`id`", "a\"b", "a\\b", "a\tb" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      MbxAccount account = make_account ();

      account.name = (char *) names[i];
      for (guint target = MBX_HAND_OVER_MSMTP; target <= MBX_HAND_OVER_HIMALAYA; target++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_false (mbx_hand_over_check ((MbxHandOverTarget) target, &account, &error));
          g_assert_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_CHARACTER);
        }
    }
}

/* The user name goes through a shell. */
static void
test_shell (void)
{
  MbxAccount account = make_account ();
  MbxServer odd = in;
  g_autofree char *text = NULL;

  odd.username = (char *) "o'neill; touch x $HOME";
  account.incoming = &odd;
  text = mbx_hand_over_write (MBX_HAND_OVER_AERC, &account, NULL, NULL);
  g_assert_null (text);
  odd.username = (char *) "o'neill$(x)";
  text = mbx_hand_over_write (MBX_HAND_OVER_AERC, &account, NULL, NULL);
  g_assert_null (text);
}

/* Without a shell in between, only control characters are refused. */
static void
test_apostrophe (void)
{
  MbxAccount account = make_account ();
  MbxServer odd = in;
  g_autofree char *text = NULL;

  odd.username = (char *) "o'neill&co@example.org";
  account.incoming = &odd;
  text = mbx_hand_over_write (MBX_HAND_OVER_MOBILECONFIG, &account, NULL, NULL);
  g_assert_nonnull (strstr (text, "o'neill&amp;co@example.org"));
  account.address = (char *) "a\nb@example.org";
  g_assert_false (mbx_hand_over_check (MBX_HAND_OVER_GOA, &account, NULL));
}

static void
test_pop3 (void)
{
  MbxAccount account = make_account ();
  MbxServer pop = in;
  g_autoptr (GError) error = NULL;

  pop.protocol = MBX_PROTOCOL_POP3;
  pop.port = 995;
  account.incoming = &pop;
  g_assert_false (mbx_hand_over_check (MBX_HAND_OVER_GOA, &account, &error));
  g_assert_error (error, MBX_HAND_OVER_ERROR, MBX_HAND_OVER_ERROR_SERVER);
  g_assert_true (mbx_hand_over_check (MBX_HAND_OVER_MOBILECONFIG, &account, NULL));
}

static void
test_qr (void)
{
  MbxAccount account = make_account ();
  g_autoptr (MbxSecret) password = mbx_secret_new ("s3cret");
  g_autoptr (MbxSecret) with = mbx_hand_over_write_qr (&account, password, NULL);
  g_autoptr (MbxSecret) without = mbx_hand_over_write_qr (&account, NULL, NULL);

  g_assert_cmpstr (mbx_secret_peek (without), ==,
                   "[1,[1,1],[0,\"imap.example.org\",993,3,1,\"anna@example.org\"],"
                   "[[[0,\"smtp.example.org\",587,2,1,\"anna@example.org\"],"
                   "[\"anna@example.org\",\"Anna O'Neill\"]]]]");
  g_assert_nonnull (strstr (mbx_secret_peek (with), "\"anna@example.org\",\"s3cret\"]"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hand-over/passwords", test_passwords);
  g_test_add_func ("/hand-over/tokens", test_tokens);
  g_test_add_func ("/hand-over/characters", test_characters);
  g_test_add_func ("/hand-over/shell", test_shell);
  g_test_add_func ("/hand-over/apostrophe", test_apostrophe);
  g_test_add_func ("/hand-over/pop3", test_pop3);
  g_test_add_func ("/hand-over/qr", test_qr);
  return g_test_run ();
}
