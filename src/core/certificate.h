/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The same values as GTlsCertificateFlags, which core cannot name. */
typedef enum
{
  MBX_CERT_UNKNOWN_CA = 1 << 0,
  MBX_CERT_BAD_IDENTITY = 1 << 1,
  MBX_CERT_NOT_ACTIVATED = 1 << 2,
  MBX_CERT_EXPIRED = 1 << 3,
  MBX_CERT_REVOKED = 1 << 4,
  MBX_CERT_INSECURE = 1 << 5,
  MBX_CERT_OTHER = 1 << 6,
} MbxCertFlags;

/**
 * MbxCertificate:
 * @pem: the certificate
 * @subject: distinguished name, cleaned
 * @issuer: distinguished name, cleaned
 * @names: the dNSName entries, lower case
 * @not_before: Unix time
 * @not_after: Unix time
 * @sha256: fingerprint, lower-case hexadecimal
 * @self_issued: subject equals issuer
 * @aia_url: (nullable): where the issuer's certificate may be had
 */
typedef struct
{
  char *pem;
  char *subject;
  char *issuer;
  char **names;
  gint64 not_before;
  gint64 not_after;
  char *sha256;
  gboolean self_issued;
  char *aia_url;
} MbxCertificate;

/**
 * MbxCertificateError:
 * @MBX_CERTIFICATE_ERROR_UNREADABLE: no certificate, or one that GnuTLS cannot read
 */
typedef enum
{
  MBX_CERTIFICATE_ERROR_UNREADABLE,
} MbxCertificateError;

#define MBX_CERTIFICATE_ERROR (mbx_certificate_error_quark ())
GQuark mbx_certificate_error_quark (void);

MbxCertificate *mbx_certificate_new_from_pem (const char *pem, GError **error);
void mbx_certificate_free (MbxCertificate *self);
char *mbx_certificate_readable_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxCertificate, mbx_certificate_free)

G_END_DECLS
