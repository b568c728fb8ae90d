/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/base-domain.h"

#include <libsoup/soup.h>
#include <string.h>

/* The list's rule for endings that it does not have, such as those of internal networks: "*". */
static const char *
last_two_labels (const char *host)
{
  const char *dot = strrchr (host, '.');

  if (dot == NULL || dot == host || dot[1] == '\0')
    return NULL;
  while (dot > host && dot[-1] != '.')
    dot--;
  return *dot != '.' ? dot : NULL;
}

/**
 * mbx_base_domain:
 * @host: (nullable): a host name in A-labels
 *
 * Asks the public suffix list, which libsoup brings: "example.co.uk" for "imap.example.co.uk".
 *
 * Returns: (nullable): the registrable domain at the end of @host, a part of that string; %NULL for
 *   an IP address, a public suffix and a name of one label
 */
const char *
mbx_base_domain (const char *host)
{
  g_autoptr (GError) error = NULL;
  const char *base;

  if (host == NULL)
    return NULL;
  base = soup_tld_get_base_domain (host, &error);
  if (base == NULL && g_error_matches (error, SOUP_TLD_ERROR, SOUP_TLD_ERROR_NO_BASE_DOMAIN))
    return last_two_labels (host);
  return base;
}
