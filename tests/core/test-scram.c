/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/scram.h"

#include <string.h>

/* RFC 5802 section 5 and RFC 7677 section 3. */
#define NONCE_1 "fyko+d2lbbFgONRv9qkxdawL"
#define NONCE_256 "rOprNGfwEbeRWgbNEkqO"

typedef struct
{
  const char *name;
  MbxScramHash hash;
  const char *nonce;
  const char *client_first;
  const char *server_first;
  const char *client_final;
  const char *server_final;
} Vector;

static const Vector vectors[] = {
  { "sha-1", MBX_SCRAM_SHA_1, NONCE_1, "n,,n=user,r=" NONCE_1,
    "r=" NONCE_1 "3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    "c=biws,r=" NONCE_1 "3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=" },
  { "sha-256", MBX_SCRAM_SHA_256, NONCE_256, "n,,n=user,r=" NONCE_256,
    "r=" NONCE_256 "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=" NONCE_256 "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=" },
};

static MbxScram *
make_scram (MbxScramHash hash, const char *nonce)
{
  g_autoptr (MbxSecret) password = mbx_secret_new ("pencil");
  MbxScramOptions options = {
    .hash = hash,
    .username = "user",
    .password = password,
    .nonce = nonce,
  };

  return mbx_scram_new (&options);
}

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (MbxScram) scram = make_scram (vector->hash, vector->nonce);
  g_autofree char *first = mbx_scram_make_first (scram);
  g_autoptr (MbxSecret) final = NULL;

  g_assert_cmpstr (first, ==, vector->client_first);
  g_assert_false (mbx_scram_verify (scram, vector->server_final));
  final = mbx_scram_make_final (scram, vector->server_first);
  g_assert_nonnull (final);
  g_assert_cmpstr (mbx_secret_peek (final), ==, vector->client_final);
  g_assert_true (mbx_scram_verify (scram, vector->server_final));
}

static const char *const bad_finals[] = {
  "",
  "v=",
  "v=rmF9pqV8S7suAoZWja4dJRkFsK",
  "v=rmF9pqV8S7suAoZWja4dJRkFsKA=",
  "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  "e=invalid-proof",
  "x=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
};

static void
test_bad_finals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_finals); i++)
    {
      g_autoptr (MbxScram) scram = make_scram (MBX_SCRAM_SHA_1, NONCE_1);
      g_autofree char *first = mbx_scram_make_first (scram);
      g_autoptr (MbxSecret) final = mbx_scram_make_final (scram, vectors[0].server_first);

      g_assert_nonnull (first);
      g_assert_nonnull (final);
      g_assert_false (mbx_scram_verify (scram, bad_finals[i]));
    }
}

static const char *const bad_firsts[] = {
  "",
  ",,,",
  "r=,s=,i=",
  "r=" NONCE_1 ",s=QSXCR+Q6sek8bf92,i=4096",
  "r=other,s=QSXCR+Q6sek8bf92,i=4096",
  "r=" NONCE_1 "x,s=,i=4096",
  "r=" NONCE_1 "x,s=!,i=4096",
  "r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=",
  "r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=0",
  "r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=4095",
  "r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=600001",
  "r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=-4096",
  "r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=99999999999999999999",
  "s=QSXCR+Q6sek8bf92,r=" NONCE_1 "x,i=4096",
  "m=ext,r=" NONCE_1 "x,s=QSXCR+Q6sek8bf92,i=4096",
};

static void
test_bad_firsts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_firsts); i++)
    {
      g_autoptr (MbxScram) scram = make_scram (MBX_SCRAM_SHA_1, NONCE_1);
      g_autofree char *first = mbx_scram_make_first (scram);

      g_test_message ("%s", bad_firsts[i]);
      g_assert_nonnull (first);
      g_assert_null (mbx_scram_make_final (scram, bad_firsts[i]));
    }
}

/* Whoever could foresee the nonce could prepare the answers. */
static void
test_random_nonce (void)
{
  g_autoptr (MbxScram) one = make_scram (MBX_SCRAM_SHA_256, NULL);
  g_autoptr (MbxScram) other = make_scram (MBX_SCRAM_SHA_256, NULL);
  g_autofree char *first = mbx_scram_make_first (one);
  g_autofree char *second = mbx_scram_make_first (other);

  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (strlen (first), ==, strlen ("n,,n=user,r=") + 24);
  g_assert_null (strchr (first + strlen ("n,,n=user,r="), ','));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/scram/vector/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_vector);
    }
  g_test_add_func ("/scram/bad-finals", test_bad_finals);
  g_test_add_func ("/scram/bad-firsts", test_bad_firsts);
  g_test_add_func ("/scram/random-nonce", test_random_nonce);
  return g_test_run ();
}
