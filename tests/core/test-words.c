/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words.h"

#include <string.h>

static MbxWords *
general (MbxCode code)
{
  MbxWordsContext context = { .code = code };

  return mbx_words_new (&context);
}

static void
check_sentence (const char *sentence)
{
  g_assert_nonnull (sentence);
  g_assert_null (strchr (sentence, '!'));
  g_assert_null (strchr (sentence, '{'));
  g_assert_null (strstr (sentence, "  "));
  g_assert_true (g_str_has_suffix (sentence, "."));
  g_assert_true (g_unichar_isupper (g_utf8_get_char (sentence)) || g_ascii_islower (*sentence));
}

static gboolean
one_sentence (const char *text)
{
  return strstr (text, ". ") == NULL;
}

static void
check_words (MbxCode code, const MbxWords *words)
{
  guint fixes = g_strv_length (words->fixes);

  g_test_message ("%s: %s", mbx_code_to_string (code), words->summary);
  g_assert_cmpuint (strlen (words->title), >, 4);
  g_assert_cmpuint (g_utf8_strlen (words->title, -1), <, 40);
  g_assert_false (g_str_has_suffix (words->title, "."));
  check_sentence (words->summary);
  g_assert_true (one_sentence (words->summary));
  g_assert_cmpuint (fixes, >=, 2);
  g_assert_cmpuint (fixes, <=, 4);
  for (guint i = 0; i < fixes; i++)
    check_sentence (words->fixes[i]);
  if (mbx_code_get_who (code) != MBX_WHO_YOU)
    g_assert_nonnull (words->text);
  if (words->text != NULL)
    {
      g_assert_null (strchr (words->text, '{'));
      g_assert_null (strchr (words->text, '!'));
      g_assert_nonnull (strstr (words->text, mbx_code_to_string (code)));
    }
  if (words->link != NULL)
    g_assert_true (g_str_has_prefix (words->link, "https://") ||
                   g_str_has_prefix (words->link, "http://nmcheck."));
}

static void
test_every_code (void)
{
  for (guint code = MBX_CODE_NONE + 1; code <= MBX_CODE_LAST; code++)
    {
      g_autoptr (MbxWords) words = general ((MbxCode) code);

      check_words ((MbxCode) code, words);
    }
}

/* No two causes may read alike: a helper could not tell them apart on the phone. */
static void
test_no_twins (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint code = MBX_CODE_NONE + 1; code <= MBX_CODE_LAST; code++)
    {
      g_autoptr (MbxWords) words = general ((MbxCode) code);

      g_assert_true (g_hash_table_add (seen, g_strdup (words->title)));
      g_assert_true (g_hash_table_add (seen, g_strdup (words->summary)));
    }
}

static MbxEvidence *
full_evidence (const char *uri)
{
  static const char *const names[] = { "a.hoster.example", "b.example", "c.example", "d.example",
                                       NULL };
  static const char *const offered[] = { "AUTH=GSSAPI", "AUTH NTLM", "IDLE", NULL };
  g_autoptr (MbxServer) server = mbx_server_new_from_uri (uri, NULL);
  MbxEvidence *evidence = mbx_evidence_new (server);
  MbxCertificate *certificate = g_new0 (MbxCertificate, 1);

  certificate->subject = g_strdup ("CN=a.hoster.example");
  certificate->issuer = g_strdup ("CN=ESET SSL Filter CA,O=ESET\\, spol. s r. o.");
  certificate->names = g_strdupv ((char **) names);
  certificate->not_before = 1700000000;
  certificate->not_after = 1750000000;
  g_ptr_array_add (evidence->chain, certificate);
  evidence->clock = 1760000000;
  evidence->capabilities = g_strdupv ((char **) offered);
  evidence->address = g_strdup ("anna@mail.example");
  evidence->server->username = g_strdup ("anna.secretuser");
  evidence->reply = mbx_reply_new ("Sorry anna.secretuser, anna@mail.example is refused", -1);
  evidence->first_bytes = g_strdup ("SSH-2.0-x");
  return evidence;
}

static void
check_filled (const char *uri)
{
  g_autoptr (MbxEvidence) evidence = full_evidence (uri);
  g_autoptr (MbxServer) other = mbx_server_new_from_uri ("smtps://a.hoster.example", NULL);

  for (guint code = MBX_CODE_NONE + 1; code <= MBX_CODE_LAST; code++)
    {
      MbxWordsContext context = {
        .code = (MbxCode) code, .evidence = evidence, .provider_name = "Example Mail",
        .app_password_page = "https://mail.example/app", .suggestion = other,
        .enable_page = "https://mail.example/imap",
      };
      g_autoptr (MbxWords) words = mbx_words_new (&context);

      check_words ((MbxCode) code, words);
      if (words->text != NULL)
        {
          g_assert_null (strstr (words->text, "anna"));
          g_assert_nonnull (strstr (words->text, evidence->server->host));
        }
    }
}

static void
test_filled (void)
{
  check_filled ("imaps://mail.example");
  check_filled ("smtp+starttls://smtp.office365.com");
  check_filled ("imaps://imap.gmail.com");
}

typedef struct
{
  MbxCode code;
  const char *uri;
  const char *part;
} Part;

static const Part parts[] = {
  { MBX_CODE_TLS_EXPIRED, "imaps://mail.example", "15 June 2025" },
  { MBX_CODE_TLS_WRONG_HOST, "imaps://mail.example", "a.hoster.example, b.example, c.example." },
  { MBX_CODE_TLS_INTERCEPTED, "imaps://mail.example", "ESET opens" },
  { MBX_CODE_CONNECTION_REFUSED, "imaps://mail.example", "mail.example" },
  { MBX_CODE_CONNECTION_REFUSED, "imaps://mail.example", "993" },
  { MBX_CODE_WRONG_SERVICE, "imaps://mail.example", "SSH" },
  { MBX_CODE_AUTH_MECHANISM_UNSUPPORTED, "imaps://mail.example", "GSSAPI, NTLM" },
  { MBX_CODE_OAUTH_REQUIRED, "imaps://outlook.office365.com", "Microsoft" },
  { MBX_CODE_WRONG_PASSWORD, "imaps://imap.gmail.com", "Google" },
};

static void
test_parts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (MbxEvidence) evidence = full_evidence (parts[i].uri);
      MbxWordsContext context = { .code = parts[i].code, .evidence = evidence };
      g_autoptr (MbxWords) words = mbx_words_new (&context);

      g_test_message ("%s", words->summary);
      g_assert_nonnull (strstr (words->summary, parts[i].part));
    }
}

/* A button and its sentence come first where another setting was seen to work. */
static void
test_suggestion_first (void)
{
  static const MbxCode codes[] = {
    MBX_CODE_PORT_BLOCKED, MBX_CODE_CONNECTION_REFUSED, MBX_CODE_PLAIN_ON_TLS_PORT,
    MBX_CODE_TLS_ON_PLAIN_PORT, MBX_CODE_STARTTLS_NOT_OFFERED, MBX_CODE_AUTH_NOT_OFFERED,
  };
  g_autoptr (MbxEvidence) evidence = full_evidence ("smtp+starttls://mail.example");
  g_autoptr (MbxServer) other = mbx_server_new_from_uri ("smtps://mail.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      MbxWordsContext context = { .code = codes[i], .evidence = evidence, .suggestion = other };
      g_autoptr (MbxWords) words = mbx_words_new (&context);

      g_assert_nonnull (strstr (words->fixes[0], "465"));
    }
}

static void
test_small_words (void)
{
  for (guint who = MBX_WHO_YOU; who <= MBX_WHO_NETWORK; who++)
    g_assert_cmpuint (strlen (mbx_who_to_words ((MbxWho) who)), >, 2);
  for (guint step = 0; step < MBX_STEP_COUNT; step++)
    g_assert_cmpuint (strlen (mbx_step_to_words ((MbxStep) step)), >, 4);
  for (guint side = MBX_SIDE_NETWORK; side <= MBX_SIDE_KEYRING; side++)
    g_assert_cmpuint (strlen (mbx_side_to_words ((MbxSide) side)), >, 4);
  for (guint state = MBX_STATE_WAITING; state <= MBX_STATE_SKIPPED; state++)
    g_assert_cmpuint (strlen (mbx_state_to_words ((MbxState) state)), >, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/every-code", test_every_code);
  g_test_add_func ("/words/no-twins", test_no_twins);
  g_test_add_func ("/words/filled", test_filled);
  g_test_add_func ("/words/parts", test_parts);
  g_test_add_func ("/words/suggestion-first", test_suggestion_first);
  g_test_add_func ("/words/small-words", test_small_words);
  return g_test_run ();
}
