/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/redact.h"

#include <string.h>

#include "fuzz.h"

#define SECRET "s3cretword"

/* The first half may be anything; the secret behind it has to be gone all the same. */
void
fuzz_one (const guint8 *data, gsize size)
{
  g_autofree char *noise = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (noise, -1);
  g_autofree char *text = g_strconcat (valid, " " SECRET " anna@example.org", NULL);
  g_autoptr (MbxSecret) secret = mbx_secret_new (SECRET);
  g_autoptr (MbxRedactor) redactor = mbx_redactor_new ();
  g_autofree char *clean = NULL;

  mbx_redactor_add_secret (redactor, secret);
  mbx_redactor_add_name (redactor, "anna@example.org", "a***@e***");
  clean = mbx_redactor_apply (redactor, text);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_null (strstr (clean, SECRET));
}
