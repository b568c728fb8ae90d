/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/interceptor.h"

#include <string.h>

typedef struct
{
  const char *pattern;
  const char *product; /* NULL: the name itself says what it is */
} Interceptor;

/* Parts of the issuer's name in lower case, the longer ones first where one holds another. */
static const Interceptor interceptors[] = {
  { "avast", "Avast" },
  { "avg web/mail shield", "AVG" },
  { "avg technologies", "AVG" },
  { "norton web/mail shield", "Norton" },
  { "web/mail shield", NULL },
  { "avira", "Avira" },
  { "eset ssl filter", "ESET" },
  { "eset, spol", "ESET" },
  { "kaspersky", "Kaspersky" },
  { "bitdefender", "Bitdefender" },
  { "adguard", "AdGuard" },
  { "mcafee", "McAfee" },
  { "skyhigh security", "Skyhigh Security" },
  { "sophos", "Sophos" },
  { "astaro", "Sophos" },
  { "cyberoam", "Sophos Cyberoam" },
  { "netskope", "Netskope" },
  { "goskope", "Netskope" },
  { "blue coat", "Blue Coat" },
  { "bluecoat", "Blue Coat" },
  { "symantec web security", "Symantec Web Security" },
  { "zscaler", "Zscaler" },
  { "fortigate", "FortiGate" },
  { "fortinet", "Fortinet" },
  { "cisco umbrella", "Cisco Umbrella" },
  { "cisco secure web", "Cisco Secure Web Appliance" },
  { "ironport", "Cisco IronPort" },
  { "palo alto", "Palo Alto Networks" },
  { "globalprotect", "Palo Alto GlobalProtect" },
  { "decryption trust", NULL },
  { "check point", "Check Point" },
  { "checkpoint", "Check Point" },
  { "sonicwall", "SonicWall" },
  { "watchguard", "WatchGuard" },
  { "fireware", "WatchGuard" },
  { "untangle", "Untangle" },
  { "smoothwall", "Smoothwall" },
  { "lightspeed systems", "Lightspeed" },
  { "securly", "Securly" },
  { "iboss", "iboss" },
  { "goguardian", "GoGuardian" },
  { "contentkeeper", "ContentKeeper" },
  { "linewize", "Linewize" },
  { "barracuda", "Barracuda" },
  { "menlo security", "Menlo Security" },
  { "forcepoint", "Forcepoint" },
  { "websense", "Websense" },
  { "trend micro", "Trend Micro" },
  { "gateway ca - cloudflare", "Cloudflare Gateway" },
  { "cloudflare for teams", "Cloudflare Gateway" },
  { "cato networks", "Cato Networks" },
  { "juniper networks ssl", "Juniper" },
  { "stormshield", "Stormshield" },
  { "securepoint", "Securepoint" },
  { "lancom", "LANCOM" },
  { "drweb", "Dr.Web" },
  { "dr.web", "Dr.Web" },
  { "doctor web", "Dr.Web" },
  { "g data", "G DATA" },
  { "qihoo", "Qihoo 360" },
  { "360 total security", "Qihoo 360" },
  { "bullguard", "BullGuard" },
  { "emsisoft", "Emsisoft" },
  { "f-secure", "F-Secure" },
  { "comodo internet security", "Comodo" },
  { "panda security", "Panda" },
  { "webroot", "Webroot" },
  { "k7 computing", "K7" },
  { "quick heal", "Quick Heal" },
  { "net nanny", "Net Nanny" },
  { "contentwatch", "Net Nanny" },
  { "qustodio", "Qustodio" },
  { "covenant eyes", "Covenant Eyes" },
  { "proxyman", "Proxyman" },
  { "do_not_trust_fiddler", "Fiddler" },
  { "fiddlerroot", "Fiddler" },
  { "portswigger", "Burp" },
  { "mitmproxy", "mitmproxy" },
  { "charles proxy", "Charles" },
  { "owasp zap", "ZAP" },
  { "owasp root ca", "ZAP" },
  { "zed attack proxy", "ZAP" },
  { "squid", "Squid" },
  { "pfsense", "pfSense" },
  { "opnsense", "OPNsense" },
  { "superfish", "Superfish" },
  { "edellroot", "eDellRoot" },
  { "komodia", "Komodia" },
  { "privdog", "PrivDog" },
  { "ssl filter", NULL },
  { "ssl/tls scanning", NULL },
  { "ssl scanning", NULL },
  { "ssl inspection", NULL },
  { "tls inspection", NULL },
  { "https inspection", NULL },
  { "ssl proxy", NULL },
  { "https proxy", NULL },
  { "proxy ca", NULL },
  { "web shield", NULL },
  { "mail shield", NULL },
  { "mail scanner", NULL },
  { "firewall ca", NULL },
  { "web gateway", NULL },
  { "webgateway", NULL },
  { "antivirus", NULL },
  { "anti-virus", NULL },
  { "internet security", NULL },
  { "personal root certificate", NULL },
  { "dpi-ssl", "SonicWall" },
};

/**
 * mbx_interceptor_find:
 * @name: a distinguished name of an issuer
 *
 * Knows the antivirus programs, firewalls and proxies that sign certificates of their own for every
 * server, by the names that they give themselves.
 *
 * Returns: (transfer full) (nullable): the product, or %NULL where @name is none of them
 */
char *
mbx_interceptor_find (const char *name)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (interceptors); i++)
    {
      if (strstr (lower, interceptors[i].pattern) == NULL)
        continue;
      if (interceptors[i].product != NULL)
        return g_strdup (interceptors[i].product);
      return mbx_certificate_readable_name (name);
    }
  return NULL;
}

/**
 * mbx_interceptor_find_in_chain:
 * @chain: (element-type MbxCertificate): a chain as sent
 *
 * Only issuers count: a maker of firewalls has mail servers of its own, whose subject names it.
 *
 * Returns: (transfer full) (nullable): the product
 */
char *
mbx_interceptor_find_in_chain (GPtrArray *chain)
{
  for (guint i = 0; i < chain->len; i++)
    {
      const MbxCertificate *certificate = g_ptr_array_index (chain, i);
      char *product = mbx_interceptor_find (certificate->issuer);

      if (product != NULL)
        return product;
    }
  return NULL;
}
