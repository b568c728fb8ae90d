/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/hostname.h"

#include <string.h>

/* Cyrillic letters that nobody can tell from Latin ones. */
static const char latin_twins[] = "асеорхуѕіјԛԝһӏԁг";

/* Writing systems that one word of one language mixes (UTS 39, "highly restrictive"). */
static gboolean
may_mix (GUnicodeScript a, GUnicodeScript b)
{
  static const GUnicodeScript east[] = { G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HIRAGANA,
                                         G_UNICODE_SCRIPT_KATAKANA, G_UNICODE_SCRIPT_BOPOMOFO,
                                         G_UNICODE_SCRIPT_HANGUL, G_UNICODE_SCRIPT_LATIN };
  gboolean found_a = FALSE, found_b = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (east); i++)
    {
      found_a = found_a || a == east[i];
      found_b = found_b || b == east[i];
    }
  return a == b || (found_a && found_b);
}

static gboolean
label_is_safe (const char *label)
{
  GUnicodeScript script = G_UNICODE_SCRIPT_COMMON;
  gboolean only_twins = TRUE;

  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeScript own = g_unichar_get_script (c);

      if (own == G_UNICODE_SCRIPT_COMMON || own == G_UNICODE_SCRIPT_INHERITED)
        continue;
      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c))
        return FALSE;
      if (script != G_UNICODE_SCRIPT_COMMON && !may_mix (script, own))
        return FALSE;
      script = own;
      if (own != G_UNICODE_SCRIPT_CYRILLIC || g_utf8_strchr (latin_twins, -1, c) == NULL)
        only_twins = FALSE;
    }
  return script != G_UNICODE_SCRIPT_CYRILLIC || !only_twins;
}

/**
 * mbx_hostname_to_display:
 * @host: a host or domain in A-labels
 *
 * What a person is shown: international labels in their own letters, except where a label mixes
 * writing systems or only looks Latin (UTS 39); such a one stays in its A-label form, for a
 * look-alike name is how people are led to another server.
 *
 * Returns: (transfer full): the text
 */
char *
mbx_hostname_to_display (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *shown = g_hostname_to_unicode (labels[i]);

      if (shown == NULL || !label_is_safe (shown))
        continue;
      g_free (labels[i]);
      labels[i] = g_steal_pointer (&shown);
    }
  return g_strjoinv (".", labels);
}

/**
 * mbx_hostname_is_under:
 *
 * Returns: whether @host is @domain or one of its sub-domains; both in A-labels
 */
gboolean
mbx_hostname_is_under (const char *host, const char *domain)
{
  gsize host_length = strlen (host);
  gsize domain_length = strlen (domain);

  if (domain_length == 0 || host_length < domain_length)
    return FALSE;
  if (g_ascii_strcasecmp (host + host_length - domain_length, domain) != 0)
    return FALSE;
  return host_length == domain_length || host[host_length - domain_length - 1] == '.';
}
