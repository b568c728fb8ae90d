/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/banner.h"
#include "core/finding.h"
#include "core/interceptor.h"

#include <string.h>

/* No computer that runs this program was made before; an earlier clock has lost its battery. */
#define EARLIEST_CLOCK G_GINT64_CONSTANT (1735689600) /* 2025-01-01 */

/* TLS alerts, RFC 8446 section 6.2. */
enum
{
  ALERT_PROTOCOL_VERSION = 70,
  ALERT_INSUFFICIENT_SECURITY = 71,
  ALERT_INAPPROPRIATE_FALLBACK = 86,
  ALERT_CERTIFICATE_REQUIRED = 116,
};

static const MbxCertificate *
nth (const MbxEvidence *evidence, guint index)
{
  return index < evidence->chain->len ? g_ptr_array_index (evidence->chain, index) : NULL;
}

/*
 * Nobody known signed it. Three different faults look alike to a TLS library: signed by itself, a
 * certificate in between not sent, and an authority of somebody's own.
 */
static MbxFinding
diagnose_issuer (const MbxEvidence *evidence)
{
  const MbxCertificate *leaf = nth (evidence, 0);
  const MbxCertificate *last = nth (evidence, evidence->chain->len - 1);

  if (mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_CHAIN, TRUE) != NULL)
    return mbx_certain (MBX_CODE_TLS_MISSING_INTERMEDIATE);
  if (leaf == NULL)
    return mbx_likely (MBX_CODE_TLS_UNKNOWN_ISSUER);
  if (leaf->self_issued)
    return mbx_certain (MBX_CODE_TLS_SELF_SIGNED);
  if (last->self_issued ||
      mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_CHAIN, FALSE) != NULL)
    return mbx_certain (MBX_CODE_TLS_UNKNOWN_ISSUER);
  /* Public authorities say where the missing one can be had; private ones hardly ever do. */
  if (evidence->chain->len == 1 && leaf->aia_url != NULL)
    return mbx_likely (MBX_CODE_TLS_MISSING_INTERMEDIATE);
  return mbx_likely (MBX_CODE_TLS_UNKNOWN_ISSUER);
}

static gboolean
is_intercepted (const MbxEvidence *evidence)
{
  g_autofree char *product = mbx_interceptor_find_in_chain (evidence->chain);

  return product != NULL;
}

static MbxFinding
diagnose_clock (const MbxEvidence *evidence)
{
  if ((evidence->cert_flags & (MBX_CERT_EXPIRED | MBX_CERT_NOT_ACTIVATED)) == 0)
    return mbx_nothing ();
  if (mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_CLOCK, TRUE) != NULL)
    return mbx_certain (MBX_CODE_CLOCK_WRONG);
  if ((evidence->cert_flags & MBX_CERT_NOT_ACTIVATED) != 0 && evidence->clock > 0 &&
      evidence->clock < EARLIEST_CLOCK)
    return mbx_likely (MBX_CODE_CLOCK_WRONG);
  return mbx_nothing ();
}

/**
 * mbx_diagnose_certificate:
 *
 * The cause among the flags of a refused certificate. Where several are set, the one that explains
 * or outweighs the others: a certificate of somebody else is not to be renewed but to be replaced.
 */
MbxFinding
mbx_diagnose_certificate (const MbxEvidence *evidence)
{
  guint flags = evidence->cert_flags;
  MbxFinding clock = diagnose_clock (evidence);

  if (flags & MBX_CERT_REVOKED)
    return mbx_certain (MBX_CODE_TLS_REVOKED);
  if (clock.code != MBX_CODE_NONE)
    return clock;
  if ((flags & MBX_CERT_UNKNOWN_CA) && is_intercepted (evidence))
    return mbx_likely (MBX_CODE_TLS_INTERCEPTED);
  if (flags & MBX_CERT_UNKNOWN_CA)
    return diagnose_issuer (evidence);
  if (flags & MBX_CERT_BAD_IDENTITY)
    return mbx_certain (MBX_CODE_TLS_WRONG_HOST);
  if (flags & MBX_CERT_EXPIRED)
    return mbx_certain (MBX_CODE_TLS_EXPIRED);
  if (flags & MBX_CERT_NOT_ACTIVATED)
    return mbx_certain (MBX_CODE_TLS_NOT_YET_VALID);
  if (flags & MBX_CERT_INSECURE)
    return mbx_certain (MBX_CODE_TLS_WEAK);
  return mbx_likely (MBX_CODE_TLS_HANDSHAKE_FAILED);
}

static gboolean
uses_starttls (const MbxEvidence *evidence)
{
  return evidence->server != NULL && evidence->server->security == MBX_SECURITY_STARTTLS;
}

static gboolean
same_port_speaks_plain (const MbxEvidence *evidence)
{
  const MbxExperiment *other =
      mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_OTHER_PORT, TRUE);

  return other != NULL && other->server != NULL && evidence->server != NULL &&
         other->server->port == evidence->server->port &&
         other->server->security == MBX_SECURITY_STARTTLS;
}

/* Plain text came where TLS was expected: what the text is decides. */
static MbxFinding
diagnose_plain (const MbxEvidence *evidence)
{
  MbxBanner banner = mbx_banner_classify (evidence->first_bytes);

  if (uses_starttls (evidence))
    return mbx_certain (MBX_CODE_STARTTLS_REFUSED);
  if (mbx_banner_is_mail (banner, evidence->server))
    return mbx_certain (MBX_CODE_PLAIN_ON_TLS_PORT);
  if (mbx_banner_is_other_mail (banner, evidence->server))
    return mbx_certain (MBX_CODE_WRONG_MAIL_PROTOCOL);
  if (banner != MBX_BANNER_UNKNOWN && banner != MBX_BANNER_NONE && banner != MBX_BANNER_TLS)
    return mbx_certain (MBX_CODE_WRONG_SERVICE);
  if (same_port_speaks_plain (evidence))
    return mbx_certain (MBX_CODE_PLAIN_ON_TLS_PORT);
  if (banner == MBX_BANNER_UNKNOWN)
    return mbx_likely (MBX_CODE_WRONG_SERVICE);
  return mbx_likely (MBX_CODE_PLAIN_ON_TLS_PORT);
}

static MbxFinding
diagnose_alert (const MbxEvidence *evidence)
{
  switch (evidence->alert)
    {
    case ALERT_PROTOCOL_VERSION:
    case ALERT_INAPPROPRIATE_FALLBACK:
      return mbx_certain (MBX_CODE_TLS_VERSION_TOO_OLD);
    case ALERT_INSUFFICIENT_SECURITY:
      return mbx_certain (MBX_CODE_TLS_WEAK);
    case ALERT_CERTIFICATE_REQUIRED:
      return mbx_certain (MBX_CODE_TLS_CLIENT_CERTIFICATE_REQUIRED);
    default:
      return mbx_certain (MBX_CODE_TLS_HANDSHAKE_FAILED);
    }
}

/* Hung up in the handshake: after STARTTLS that breaks a promise, before it nothing was said. */
static MbxFinding
diagnose_closed (const MbxEvidence *evidence)
{
  if (uses_starttls (evidence))
    return mbx_certain (MBX_CODE_STARTTLS_REFUSED);
  if (same_port_speaks_plain (evidence))
    return mbx_certain (MBX_CODE_PLAIN_ON_TLS_PORT);
  if (evidence->net == MBX_NET_RESET)
    return mbx_certain (MBX_CODE_CONNECTION_RESET);
  return mbx_certain (MBX_CODE_CONNECTION_CLOSED);
}

static MbxFinding
diagnose_silent (const MbxEvidence *evidence)
{
  if (same_port_speaks_plain (evidence))
    return mbx_certain (MBX_CODE_PLAIN_ON_TLS_PORT);
  return mbx_certain (MBX_CODE_RESPONSE_TIMEOUT);
}

/**
 * mbx_diagnose_tls:
 *
 * Returns: the cause where the handshake or the certificate failed
 */
MbxFinding
mbx_diagnose_tls (const MbxEvidence *evidence)
{
  if (evidence->tls != MBX_TLS_OK &&
      mbx_evidence_find_experiment (evidence, MBX_EXPERIMENT_PORTAL, TRUE) != NULL)
    return mbx_certain (MBX_CODE_CAPTIVE_PORTAL);
  switch (evidence->tls)
    {
    case MBX_TLS_OK:
      return mbx_nothing ();
    case MBX_TLS_CERTIFICATE:
      return mbx_diagnose_certificate (evidence);
    case MBX_TLS_NOT_TLS:
      return diagnose_plain (evidence);
    case MBX_TLS_VERSION:
      return mbx_certain (MBX_CODE_TLS_VERSION_TOO_OLD);
    case MBX_TLS_WEAK:
      return mbx_certain (MBX_CODE_TLS_WEAK);
    case MBX_TLS_CLIENT_CERTIFICATE:
      return mbx_certain (MBX_CODE_TLS_CLIENT_CERTIFICATE_REQUIRED);
    case MBX_TLS_ALERT:
      return diagnose_alert (evidence);
    case MBX_TLS_CLOSED:
      return diagnose_closed (evidence);
    case MBX_TLS_TIMEOUT:
      return diagnose_silent (evidence);
    case MBX_TLS_OTHER:
      return mbx_likely (MBX_CODE_TLS_HANDSHAKE_FAILED);
    }
  return mbx_nothing ();
}
