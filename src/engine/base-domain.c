/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/base-domain.h"

#include <libsoup/soup.h>

/**
 * mbx_base_domain:
 * @host: a host name
 *
 * Asks the public suffix list, which libsoup brings.
 *
 * Returns: (nullable): the registrable domain at the end of @host, a part of that string; %NULL for
 *   an IP address, a public suffix and a name that has none
 */
const char *
mbx_base_domain (const char *host)
{
  return host == NULL ? NULL : soup_tld_get_base_domain (host, NULL);
}
