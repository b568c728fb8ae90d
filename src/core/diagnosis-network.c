/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/finding.h"

#include <string.h>

/*
 * Causes below TLS: the network, names, the connection. An experiment counts only with the outcome
 * that was seen; one that was not made decides nothing.
 */

static const MbxExperiment *
worked (const MbxEvidence *evidence, MbxExperimentKind kind)
{
  return mbx_evidence_find_experiment (evidence, kind, TRUE);
}

/* A name that was resolved proves that some network is there. */
static gboolean
was_resolved (const MbxEvidence *evidence)
{
  return evidence->addresses != NULL && evidence->addresses[0] != NULL &&
         evidence->server != NULL && !g_hostname_is_ip_address (evidence->server->host);
}

static gboolean
nothing_reachable (const MbxEvidence *evidence)
{
  const MbxExperiment *other =
      mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_OTHER_HOST, FALSE);

  if (other == NULL)
    return FALSE;
  return other->net == MBX_NET_OFFLINE ||
         (other->net == MBX_NET_UNREACHABLE && !was_resolved (evidence));
}

static gboolean
is_loopback (const MbxServer *server)
{
  return g_str_has_prefix (server->host, "127.") || strcmp (server->host, "::1") == 0 ||
         strcmp (server->host, "localhost") == 0;
}

/* Bridge programs listen on this computer; their usual ports are far from the servers' ones. */
static gboolean
is_bridge (const MbxEvidence *evidence)
{
  if (evidence->server == NULL || !is_loopback (evidence->server))
    return FALSE;
  return evidence->server->port == 1143 || evidence->server->port == 1025 ||
         (evidence->provider != NULL && strstr (evidence->provider, "proton") != NULL);
}

static MbxFinding
diagnose_lookup (const MbxEvidence *evidence, MbxNetFault fault, MbxConfidence confidence)
{
  if (fault == MBX_NET_NO_SUCH_HOST)
    return mbx_finding (MBX_CODE_DNS_NO_SUCH_HOST, confidence);
  if (fault == MBX_NET_NO_ADDRESS)
    return mbx_finding (MBX_CODE_DNS_NO_ADDRESS, confidence);
  if (nothing_reachable (evidence))
    return mbx_likely (MBX_CODE_OFFLINE);
  if (fault == MBX_NET_DNS_FAILURE)
    return mbx_finding (MBX_CODE_DNS_SERVER_FAILURE, confidence);
  if (fault == MBX_NET_DNS_TIMEOUT)
    return mbx_finding (MBX_CODE_DNS_TIMEOUT, confidence);
  return mbx_likely (MBX_CODE_DNS_NO_SUCH_HOST);
}

/* The raw query tells what the system's resolver hides; it may itself have failed. */
static MbxFinding
diagnose_name (const MbxEvidence *evidence)
{
  for (guint i = 0; i < evidence->experiments->len; i++)
    {
      const MbxExperiment *experiment = g_ptr_array_index (evidence->experiments, i);

      if (experiment->kind == MBX_EXPERIMENT_LOOKUP && experiment->net != MBX_NET_OK &&
          experiment->net != MBX_NET_OTHER)
        return diagnose_lookup (evidence, experiment->net, MBX_CONFIDENCE_CERTAIN);
    }
  return diagnose_lookup (evidence, evidence->net, MBX_CONFIDENCE_CERTAIN);
}

static MbxFinding
diagnose_refused (const MbxEvidence *evidence)
{
  if (is_bridge (evidence))
    return mbx_certain (MBX_CODE_BRIDGE_NOT_RUNNING);
  if (worked (evidence, MBX_EXPERIMENT_OTHER_PORT) != NULL)
    return mbx_certain (MBX_CODE_PORT_BLOCKED);
  return mbx_certain (MBX_CODE_CONNECTION_REFUSED);
}

static MbxFinding
diagnose_timeout (const MbxEvidence *evidence)
{
  if (worked (evidence, MBX_EXPERIMENT_OTHER_PORT) != NULL)
    return mbx_certain (MBX_CODE_PORT_BLOCKED);
  if (worked (evidence, MBX_EXPERIMENT_ANY_PORT) != NULL)
    return mbx_likely (MBX_CODE_PORT_BLOCKED);
  if (nothing_reachable (evidence))
    return mbx_likely (MBX_CODE_OFFLINE);
  if (worked (evidence, MBX_EXPERIMENT_OTHER_HOST) != NULL)
    return mbx_certain (MBX_CODE_CONNECTION_TIMEOUT);
  return mbx_likely (MBX_CODE_CONNECTION_TIMEOUT);
}

static MbxFinding
diagnose_unreachable (const MbxEvidence *evidence)
{
  if (worked (evidence, MBX_EXPERIMENT_OTHER_HOST) != NULL || was_resolved (evidence))
    return mbx_certain (MBX_CODE_HOST_UNREACHABLE);
  if (nothing_reachable (evidence))
    return mbx_likely (MBX_CODE_OFFLINE);
  return mbx_likely (MBX_CODE_HOST_UNREACHABLE);
}

/* Whether the same port answers when the handshake comes first: the server waited for it. */
/* Several other ports may have worked; what counts here is this very port with TLS at once. */
static gboolean
worked_with_tls (const MbxEvidence *evidence)
{
  for (guint i = 0; i < evidence->experiments->len; i++)
    {
      const MbxExperiment *experiment = evidence->experiments->pdata[i];

      if (experiment->kind == MBX_EXPERIMENT_OTHER_PORT && experiment->worked &&
          experiment->server != NULL && experiment->server->port == evidence->server->port &&
          experiment->server->security == MBX_SECURITY_TLS)
        return TRUE;
    }
  return FALSE;
}

static gboolean
waits_for_tls (const MbxEvidence *evidence, MbxConfidence *confidence)
{
  const MbxServer *server = evidence->server;

  if (server == NULL || server->security != MBX_SECURITY_STARTTLS || evidence->greeting != NULL)
    return FALSE;
  if (worked_with_tls (evidence))
    {
      *confidence = MBX_CONFIDENCE_CERTAIN;
      return TRUE;
    }
  *confidence = MBX_CONFIDENCE_LIKELY;
  return server->port == 993 || server->port == 995 || server->port == 465;
}

static MbxFinding
diagnose_silent (const MbxEvidence *evidence)
{
  MbxConfidence confidence;

  if (waits_for_tls (evidence, &confidence))
    return mbx_finding (MBX_CODE_TLS_ON_PLAIN_PORT, confidence);
  return mbx_certain (MBX_CODE_RESPONSE_TIMEOUT);
}

static gboolean
breaks_starttls (const MbxEvidence *evidence)
{
  return evidence->server != NULL && evidence->server->security == MBX_SECURITY_STARTTLS &&
         evidence->step == MBX_STEP_ENCRYPT && evidence->greeting != NULL;
}

static MbxFinding
diagnose_closed (const MbxEvidence *evidence)
{
  if (breaks_starttls (evidence))
    return mbx_certain (MBX_CODE_STARTTLS_REFUSED);
  if (evidence->greeting != NULL || evidence->step > MBX_STEP_GREET)
    return mbx_certain (MBX_CODE_CONNECTION_RESET);
  return mbx_certain (MBX_CODE_CONNECTION_CLOSED);
}

/**
 * mbx_diagnose_network:
 *
 * Returns: the cause where it lies below TLS
 */
MbxFinding
mbx_diagnose_network (const MbxEvidence *evidence)
{
  if (evidence->net == MBX_NET_PORTAL ||
      (evidence->net != MBX_NET_OK && worked (evidence, MBX_EXPERIMENT_PORTAL) != NULL))
    return mbx_certain (MBX_CODE_CAPTIVE_PORTAL);
  switch (evidence->net)
    {
    case MBX_NET_OK:
    case MBX_NET_CANCELLED:
    case MBX_NET_OTHER:
    case MBX_NET_PORTAL:
      return mbx_nothing ();
    case MBX_NET_OFFLINE:
      return mbx_certain (MBX_CODE_OFFLINE);
    case MBX_NET_NO_SUCH_HOST:
    case MBX_NET_NO_ADDRESS:
    case MBX_NET_DNS_FAILURE:
    case MBX_NET_DNS_TIMEOUT:
    case MBX_NET_DNS_NOT_FOUND:
      return diagnose_name (evidence);
    case MBX_NET_REFUSED:
      return diagnose_refused (evidence);
    case MBX_NET_TIMEOUT:
      return diagnose_timeout (evidence);
    case MBX_NET_UNREACHABLE:
      return diagnose_unreachable (evidence);
    case MBX_NET_CLOSED:
      return diagnose_closed (evidence);
    case MBX_NET_RESET:
      return mbx_certain (MBX_CODE_CONNECTION_RESET);
    case MBX_NET_SILENT:
      return diagnose_silent (evidence);
    case MBX_NET_PROXY:
      return mbx_certain (MBX_CODE_PROXY_FAILED);
    }
  return mbx_nothing ();
}
