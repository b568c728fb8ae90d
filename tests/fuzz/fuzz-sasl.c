/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/sasl.h"

#include <string.h>

#include "fuzz.h"

static MbxSasl *
make_sasl (guint8 which)
{
  MbxMechanism mechanism = MBX_MECHANISM_PLAIN + which % MBX_MECHANISM_XOAUTH2;
  gboolean token = mechanism >= MBX_MECHANISM_OAUTHBEARER;
  g_autoptr (MbxSecret) secret = mbx_secret_new ("pencil");
  g_autoptr (MbxCredentials) credentials =
      mbx_credentials_new (token ? MBX_CREDENTIAL_TOKEN : MBX_CREDENTIAL_PASSWORD, "user", secret);
  g_autoptr (GBytes) binding = g_bytes_new_static ("0123456789abcdef", 16);
  MbxSaslOptions options = {
    .mechanism = mechanism == MBX_MECHANISM_COMMAND ? MBX_MECHANISM_LOGIN : mechanism,
    .credentials = credentials,
    .host = "mail.example.org",
    .port = 993,
    .nonce = "rOprNGfwEbeRWgbNEkqO",
    .binding_type = "tls-exporter",
    .binding = binding,
  };

  return mbx_sasl_new (&options);
}

/* The first byte chooses the mechanism, the lines that follow are challenges: as base64 when they
 * begin with "=", else plain, so that the fuzzer need not find out about base64. */
void
fuzz_one (const guint8 *data, gsize size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : NULL;
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", 8) : NULL;
  g_autoptr (MbxSasl) sasl = size > 0 ? make_sasl (data[0]) : NULL;
  g_autoptr (MbxSecret) initial = sasl != NULL ? mbx_sasl_make_initial (sasl) : NULL;

  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_autoptr (MbxSecret) answer = NULL;
      g_autofree char *challenge =
          lines[i][0] == '=' ? g_strdup (lines[i] + 1)
                             : g_base64_encode ((const guchar *) lines[i], strlen (lines[i]));

      if (mbx_sasl_answer (sasl, challenge, &answer) != MBX_SASL_ANSWER)
        return;
      g_assert_nonnull (answer);
      g_assert_null (strpbrk (mbx_secret_peek (answer), "\r\n"));
    }
}
