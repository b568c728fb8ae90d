/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/faults.h"

#include <gnutls/x509.h>
#include <string.h>

#define MAXIMUM_CHAIN 10

static const struct
{
  int code;
  MbxNetFault fault;
} io_faults[] = {
  { G_IO_ERROR_CONNECTION_REFUSED, MBX_NET_REFUSED },
  { G_IO_ERROR_TIMED_OUT, MBX_NET_TIMEOUT },
  { G_IO_ERROR_NETWORK_UNREACHABLE, MBX_NET_UNREACHABLE },
  { G_IO_ERROR_HOST_UNREACHABLE, MBX_NET_UNREACHABLE },
  { G_IO_ERROR_CONNECTION_CLOSED, MBX_NET_RESET },
  { G_IO_ERROR_PROXY_FAILED, MBX_NET_PROXY },
  { G_IO_ERROR_PROXY_AUTH_FAILED, MBX_NET_PROXY },
  { G_IO_ERROR_PROXY_NEED_AUTH, MBX_NET_PROXY },
  { G_IO_ERROR_PROXY_NOT_ALLOWED, MBX_NET_PROXY },
  { G_IO_ERROR_CANCELLED, MBX_NET_CANCELLED },
};

/**
 * mbx_net_fault_from_error:
 * @error: what GIO said
 *
 * Returns: the same as evidence
 */
MbxNetFault
mbx_net_fault_from_error (const GError *error)
{
  if (error->domain != G_IO_ERROR)
    return MBX_NET_OTHER;
  for (gsize i = 0; i < G_N_ELEMENTS (io_faults); i++)
    {
      if (io_faults[i].code == error->code)
        return io_faults[i].fault;
    }
  return MBX_NET_OTHER;
}

/**
 * mbx_tls_fault_from_error:
 * @error: what a handshake of GIO said
 *
 * GIO hides the number of an alert and takes a hang-up for "not TLS"; only what it knows for sure
 * is told apart here. The rest is for a closer look.
 *
 * Returns: the same as evidence
 */
MbxTlsFault
mbx_tls_fault_from_error (const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return MBX_TLS_CERTIFICATE;
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return MBX_TLS_CLIENT_CERTIFICATE;
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS))
    return MBX_TLS_NOT_TLS;
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return MBX_TLS_CLOSED;
  return MBX_TLS_OTHER;
}

/**
 * mbx_tls_record_chain:
 * @certificate: (nullable): the server's own, with its issuers
 *
 * Keeps the chain in @evidence, in place of what was there.
 */
void
mbx_tls_record_chain (MbxEvidence *evidence, GTlsCertificate *certificate)
{
  g_ptr_array_set_size (evidence->chain, 0);
  for (; certificate != NULL && evidence->chain->len < MAXIMUM_CHAIN;
       certificate = g_tls_certificate_get_issuer (certificate))
    {
      g_autofree char *pem = NULL;
      MbxCertificate *read;

      g_object_get (certificate, "certificate-pem", &pem, NULL);
      read = pem != NULL ? mbx_certificate_new_from_pem (pem, NULL) : NULL;
      if (read == NULL)
        break;
      g_ptr_array_add (evidence->chain, read);
    }
}

/**
 * mbx_tls_has_weak_key:
 * @certificate: the server's own
 *
 * GIO takes what the library's lowest profile takes, RSA with 1024 bits among it. Other mail
 * programs of the same computer do not, and nobody may issue such a certificate since 2014.
 *
 * Returns: whether the key has less than 112 bits of strength (RSA: 2048 bits)
 */
gboolean
mbx_tls_has_weak_key (const MbxCertificate *certificate)
{
  gnutls_datum_t pem = { (unsigned char *)certificate->pem,
                         (unsigned int)strlen (certificate->pem) };
  gnutls_x509_crt_t crt = NULL;
  unsigned int bits = 0;
  gboolean weak = FALSE;

  if (gnutls_x509_crt_init (&crt) < 0)
    return FALSE;
  if (gnutls_x509_crt_import (crt, &pem, GNUTLS_X509_FMT_PEM) >= 0)
    {
      int algorithm = gnutls_x509_crt_get_pk_algorithm (crt, &bits);

      weak = algorithm > 0 && gnutls_pk_bits_to_sec_param ((gnutls_pk_algorithm_t)algorithm, bits) <
                                  GNUTLS_SEC_PARAM_MEDIUM;
    }
  gnutls_x509_crt_deinit (crt);
  return weak;
}
