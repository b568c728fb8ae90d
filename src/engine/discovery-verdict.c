/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/discovery-verdict.h"

#include <glib/gi18n.h>

#include "engine/discovery.h"

static const MbxProvider *
get_provider (const MbxDiscoveryFacts *facts)
{
  return facts->provider != NULL ? facts->provider : mbx_inquiry_get_provider (facts->inquiry);
}

/* No host takes mail, and the name itself leads nowhere either (RFC 5321 section 5.1, RFC 7505). */
static gboolean
takes_no_mail (MbxInquiry *inquiry)
{
  const MbxDnsRecords *mx = mbx_inquiry_get_mx (inquiry);
  const MbxDnsRecords *addresses = mbx_inquiry_get_addresses (inquiry);
  g_auto (GStrv) hosts = NULL;

  if (mx == NULL || mx->answer == MBX_DNS_FAILED)
    return FALSE;
  if (mx->answer == MBX_DNS_NOT_FOUND)
    return addresses != NULL && addresses->answer == MBX_DNS_NOT_FOUND;
  hosts = mbx_dns_records_to_strv (mx);
  return mbx_mx_is_null ((const char *const *) hosts);
}

/* The name servers gave no answer at all: is it them, or is there no network? */
static MbxCode
judge_network (MbxInquiry *inquiry)
{
  const MbxDnsRecords *mx = mbx_inquiry_get_mx (inquiry);
  const MbxDnsRecords *addresses = mbx_inquiry_get_addresses (inquiry);

  if ((mx != NULL && mx->answer != MBX_DNS_FAILED) ||
      (addresses != NULL && addresses->answer != MBX_DNS_FAILED))
    return MBX_CODE_NONE;
  if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    return MBX_CODE_OFFLINE;
  return mx == NULL ? MBX_CODE_DNS_TIMEOUT : MBX_CODE_DNS_SERVER_FAILURE;
}

static MbxCode
judge_provider (const MbxProvider *provider)
{
  switch (provider->kind)
    {
    case MBX_PROVIDER_PROPRIETARY:
      return (provider->auth & MBX_AUTH_BRIDGE) != 0 ? MBX_CODE_BRIDGE_NOT_RUNNING
                                                      : MBX_CODE_PROPRIETARY_PROTOCOL;
    case MBX_PROVIDER_FORWARDER:
      return MBX_CODE_PROPRIETARY_PROTOCOL;
    case MBX_PROVIDER_MAIL:
    case MBX_PROVIDER_GATEWAY:
    case MBX_PROVIDER_UNENCRYPTED:
      return MBX_CODE_NONE;
    }
  return MBX_CODE_NONE;
}

/**
 * mbx_discovery_judge:
 * @suggested: (out) (transfer none): for %MBX_CODE_DOMAIN_TYPO, the domain that may be meant
 *
 * Why there are no settings. A slip of the fingers is only thought of where the domain takes no
 * mail: nobody is told that their own small domain must be a big one.
 */
MbxCode
mbx_discovery_judge (const MbxDiscoveryFacts *facts, const char **suggested)
{
  const MbxProvider *provider = get_provider (facts);
  MbxCode code = provider != NULL ? judge_provider (provider) : MBX_CODE_NONE;

  if (code != MBX_CODE_NONE)
    return code;
  if (!facts->asked)
    return MBX_CODE_NO_SETTINGS_FOUND;
  if (facts->portal)
    return MBX_CODE_CAPTIVE_PORTAL;
  if (takes_no_mail (facts->inquiry))
    {
      *suggested = mbx_provider_table_suggest_domain (
          mbx_context_get_providers (mbx_inquiry_get_context (facts->inquiry)),
          mbx_inquiry_get_address (facts->inquiry)->domain);
      return *suggested != NULL ? MBX_CODE_DOMAIN_TYPO : MBX_CODE_DOMAIN_HAS_NO_MAIL;
    }
  code = judge_network (facts->inquiry);
  if (code != MBX_CODE_NONE)
    return code;
  return facts->broken ? MBX_CODE_AUTOCONFIG_BROKEN : MBX_CODE_NO_SETTINGS_FOUND;
}

/**
 * mbx_discovery_explain:
 *
 * Returns: (transfer full) (nullable): one more sentence where there is something to say beyond the
 *   code's own words
 */
char *
mbx_discovery_explain (const MbxDiscoveryFacts *facts, MbxCode code)
{
  const MbxProvider *provider = get_provider (facts);

  if (provider != NULL)
    return mbx_provider_dup_advice (provider);
  if (!facts->asked && code == MBX_CODE_NO_SETTINGS_FOUND)
    return g_strdup (_ ("This provider is not in the built-in list, and asking others is switched "
                        "off."));
  return NULL;
}

/**
 * mbx_source_to_words:
 *
 * Returns: what @source is called where it is shown
 */
const char *
mbx_source_to_words (MbxSource source)
{
  switch (source)
    {
    case MBX_SOURCE_GIVEN:
      return _ ("Typed in by hand");
    case MBX_SOURCE_PROVIDER_TABLE:
      return _ ("Built-in list");
    case MBX_SOURCE_PACC:
      return _ ("Your provider (PACC)");
    case MBX_SOURCE_ISP_AUTOCONFIG:
      return _ ("Your provider (autoconfig)");
    case MBX_SOURCE_ISPDB:
      return _ ("Mozilla's list");
    case MBX_SOURCE_SRV:
      return _ ("DNS, announced services");
    case MBX_SOURCE_MX:
      return _ ("DNS, mail hosts");
    case MBX_SOURCE_AUTODISCOVER:
      return _ ("Microsoft Autodiscover");
    case MBX_SOURCE_GUESS:
      return _ ("Usual names");
    case MBX_SOURCE_NONE:
      return _ ("Nowhere");
    }
  return "";
}

/**
 * mbx_discovery_name_asked:
 *
 * Returns: (transfer full): who is asked by @source, as names and not as prose
 */
char *
mbx_discovery_name_asked (MbxSource source, const MbxAddress *address)
{
  const char *domain = address->domain;

  switch (source)
    {
    case MBX_SOURCE_PACC:
      return g_strdup_printf ("ua-auto-config.%s", domain);
    case MBX_SOURCE_ISP_AUTOCONFIG:
      return g_strdup_printf ("autoconfig.%s, %s", domain, domain);
    case MBX_SOURCE_ISPDB:
      return g_strdup (MBX_ISPDB_HOST);
    case MBX_SOURCE_SRV:
    case MBX_SOURCE_MX:
      return g_strdup (_ ("your network's name server"));
    case MBX_SOURCE_AUTODISCOVER:
      return g_strdup_printf ("autodiscover.%s, %s", domain, domain);
    case MBX_SOURCE_GUESS:
      return g_strdup_printf ("imap.%s, mail.%s, smtp.%s, pop.%s, %s", domain, domain, domain,
                              domain, domain);
    case MBX_SOURCE_GIVEN:
    case MBX_SOURCE_PROVIDER_TABLE:
    case MBX_SOURCE_NONE:
      return g_strdup (_ ("nobody"));
    }
  return NULL;
}
