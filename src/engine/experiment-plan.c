/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/experiment-plan.h"

#include <string.h>

typedef struct
{
  MbxProtocol protocol;
  guint16 port;
  MbxSecurity security;
} Place;

/* Where the protocols are found in the wild, best first (RFC 8314; 2525 is a usual way around). */
static const Place places[] = {
  { MBX_PROTOCOL_IMAP, 993, MBX_SECURITY_TLS },
  { MBX_PROTOCOL_IMAP, 143, MBX_SECURITY_STARTTLS },
  { MBX_PROTOCOL_POP3, 995, MBX_SECURITY_TLS },
  { MBX_PROTOCOL_POP3, 110, MBX_SECURITY_STARTTLS },
  { MBX_PROTOCOL_SMTP, 465, MBX_SECURITY_TLS },
  { MBX_PROTOCOL_SMTP, 587, MBX_SECURITY_STARTTLS },
  { MBX_PROTOCOL_SMTP, 2525, MBX_SECURITY_STARTTLS },
  { MBX_PROTOCOL_SMTP, 25, MBX_SECURITY_STARTTLS },
};

static gboolean
has_both_families (const MbxEvidence *evidence)
{
  gboolean four = FALSE;
  gboolean six = FALSE;

  for (char **address = evidence->addresses; address != NULL && *address != NULL; address++)
    {
      if (strchr (*address, ':') != NULL)
        six = TRUE;
      else
        four = TRUE;
    }
  return four && six;
}

/* Packets that get lost on the way break long answers first: the handshake, not the connection. */
static guint
plan_ipv4 (const MbxEvidence *evidence)
{
  return has_both_families (evidence) ? MBX_PLAN_IPV4 : 0;
}

static guint
plan_network (const MbxEvidence *evidence)
{
  switch (evidence->net)
    {
    case MBX_NET_REFUSED:
      return MBX_PLAN_PORTS | MBX_PLAN_PORTAL;
    case MBX_NET_TIMEOUT:
    case MBX_NET_UNREACHABLE:
      return MBX_PLAN_PORTS | MBX_PLAN_ANY_PORT | MBX_PLAN_OTHER_HOST | MBX_PLAN_PORTAL;
    case MBX_NET_NO_SUCH_HOST:
    case MBX_NET_NO_ADDRESS:
      return 0;
    case MBX_NET_DNS_FAILURE:
    case MBX_NET_DNS_TIMEOUT:
    case MBX_NET_DNS_NOT_FOUND:
      return MBX_PLAN_OTHER_HOST | MBX_PLAN_PORTAL;
    case MBX_NET_CLOSED:
    case MBX_NET_RESET:
    case MBX_NET_SILENT:
      return MBX_PLAN_PORTS | MBX_PLAN_PORTAL | plan_ipv4 (evidence);
    case MBX_NET_OK:
    case MBX_NET_OFFLINE:
    case MBX_NET_PORTAL:
    case MBX_NET_PROXY:
    case MBX_NET_CANCELLED:
    case MBX_NET_OTHER:
      return 0;
    }
  return 0;
}

static guint
plan_certificate (const MbxEvidence *evidence)
{
  guint plan = 0;

  if (evidence->cert_flags & (MBX_CERT_EXPIRED | MBX_CERT_NOT_ACTIVATED))
    plan |= MBX_PLAN_CLOCK;
  if (evidence->cert_flags & MBX_CERT_UNKNOWN_CA)
    plan |= MBX_PLAN_CHAIN | MBX_PLAN_PORTAL;
  if (evidence->cert_flags & MBX_CERT_BAD_IDENTITY)
    plan |= MBX_PLAN_NAMES | MBX_PLAN_PORTAL;
  return plan;
}

static guint
plan_tls (const MbxEvidence *evidence)
{
  switch (evidence->tls)
    {
    case MBX_TLS_CERTIFICATE:
      return plan_certificate (evidence);
    case MBX_TLS_NOT_TLS:
      return MBX_PLAN_PORTS | MBX_PLAN_PORTAL;
    case MBX_TLS_CLOSED:
    case MBX_TLS_TIMEOUT:
      return MBX_PLAN_PORTS | plan_ipv4 (evidence);
    case MBX_TLS_ALERT:
    case MBX_TLS_OTHER:
      return MBX_PLAN_PORTS;
    /* The same everywhere on a host: one library, one key. */
    case MBX_TLS_VERSION:
    case MBX_TLS_WEAK:
    case MBX_TLS_CLIENT_CERTIFICATE:
    case MBX_TLS_OK:
      return 0;
    }
  return 0;
}

static guint
plan_dialogue (const MbxEvidence *evidence)
{
  switch (evidence->fault)
    {
    case MBX_FAULT_NOT_THIS_PROTOCOL:
      return MBX_PLAN_PORTS | MBX_PLAN_PORTAL;
    case MBX_FAULT_TLS_BYTES:
    case MBX_FAULT_STARTTLS_MISSING:
    case MBX_FAULT_STARTTLS_REFUSED:
    case MBX_FAULT_STARTTLS_INJECTION:
    case MBX_FAULT_PREAUTH:
    case MBX_FAULT_AUTH_NOT_OFFERED:
    case MBX_FAULT_LOGIN_DISABLED:
      return MBX_PLAN_PORTS;
    case MBX_FAULT_CLOSED:
    case MBX_FAULT_BROKEN:
      return evidence->step <= MBX_STEP_GREET ? MBX_PLAN_PORTS : 0;
    case MBX_FAULT_NONE:
    case MBX_FAULT_GREETING_REFUSED:
    case MBX_FAULT_TOO_LONG:
    case MBX_FAULT_NO_COMMON_MECHANISM:
    case MBX_FAULT_SERVER_SIGNATURE:
    case MBX_FAULT_SIGN_IN_REFUSED:
    case MBX_FAULT_COMMAND_REFUSED:
      return 0;
    }
  return 0;
}

/**
 * mbx_experiment_plan:
 * @evidence: of a failure
 *
 * Returns: #MbxPlan: what is worth trying. Nothing after a sign-in that was refused.
 */
guint
mbx_experiment_plan (const MbxEvidence *evidence)
{
  if (evidence->tls != MBX_TLS_OK)
    return plan_tls (evidence);
  if (evidence->net != MBX_NET_OK)
    return evidence->step <= MBX_STEP_GREET ? plan_network (evidence) : 0;
  return plan_dialogue (evidence);
}

static void
add (GPtrArray *servers, const MbxServer *like, guint16 port, MbxSecurity security)
{
  g_autoptr (MbxServer) server =
      mbx_server_new (like->protocol, like->host, port, security, like->username);

  if (mbx_server_same_endpoint (server, like))
    return;
  for (guint i = 0; i < servers->len; i++)
    {
      if (mbx_server_same_endpoint (server, g_ptr_array_index (servers, i)))
        return;
    }
  g_ptr_array_add (servers, g_steal_pointer (&server));
}

static void
free_server (gpointer server)
{
  mbx_server_free (server);
}

/**
 * mbx_experiment_plan_ports:
 *
 * Returns: (transfer full) (element-type MbxServer): the same service elsewhere on the same host:
 *   its usual ports, and where something answers, this port with the other kind of encryption
 */
GPtrArray *
mbx_experiment_plan_ports (const MbxEvidence *evidence)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func (free_server);
  const MbxServer *server = evidence->server;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (places[i].protocol == server->protocol)
        add (servers, server, places[i].port, places[i].security);
    }
  if (evidence->step >= MBX_STEP_ENCRYPT)
    add (servers, server, server->port,
         server->security == MBX_SECURITY_TLS ? MBX_SECURITY_STARTTLS : MBX_SECURITY_TLS);
  return servers;
}
