/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/certificate.h"

#include "core/reply.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

/* A certificate of a hoster can name hundreds of customers; nobody reads more. */
#define MAXIMUM_NAMES 256
#define MAXIMUM_TEXT 1024
#define MAXIMUM_PEM (64 * 1024)

G_DEFINE_QUARK (mbx-certificate-error-quark, mbx_certificate_error)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)

static char *
clean_and_free (gnutls_datum_t *datum)
{
  char *text = mbx_clean_text ((const char *) datum->data, (gssize) datum->size, MAXIMUM_TEXT);

  gnutls_free (datum->data);
  return text;
}

static char *
read_subject (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t datum = { NULL, 0 };

  if (gnutls_x509_crt_get_dn3 (certificate, &datum, 0) < 0)
    return g_strdup ("");
  return clean_and_free (&datum);
}

static char *
read_issuer (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t datum = { NULL, 0 };

  if (gnutls_x509_crt_get_issuer_dn3 (certificate, &datum, 0) < 0)
    return g_strdup ("");
  return clean_and_free (&datum);
}

static gboolean
same_names (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t subject = { NULL, 0 };
  gnutls_datum_t issuer = { NULL, 0 };
  gboolean same = FALSE;

  if (gnutls_x509_crt_get_raw_dn (certificate, &subject) == 0 &&
      gnutls_x509_crt_get_raw_issuer_dn (certificate, &issuer) == 0)
    same = subject.size == issuer.size && memcmp (subject.data, issuer.data, issuer.size) == 0;
  gnutls_free (subject.data);
  gnutls_free (issuer.data);
  return same;
}

/* What is longer than a DNS name can be is skipped, not cut: a cut one would be another name. */
static char **
read_names (gnutls_x509_crt_t certificate)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (unsigned int i = 0; i < MAXIMUM_NAMES; i++)
    {
      char name[256];
      size_t size = sizeof name;
      int type = gnutls_x509_crt_get_subject_alt_name (certificate, i, name, &size, NULL);

      if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        break;
      if (type == GNUTLS_SAN_DNSNAME)
        {
          g_autofree char *clean = mbx_clean_text (name, (gssize) strnlen (name, size), 255);
          g_autofree char *lower = g_utf8_strdown (clean, -1);

          g_strv_builder_add (names, lower);
        }
    }
  return g_strv_builder_end (names);
}

static char *
read_sha256 (gnutls_x509_crt_t certificate)
{
  guint8 digest[32];
  size_t size = sizeof digest;
  GString *text = g_string_new (NULL);

  if (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, digest, &size) == 0)
    {
      for (size_t i = 0; i < size; i++)
        g_string_append_printf (text, "%02x", digest[i]);
    }
  return g_string_free (text, FALSE);
}

/* RFC 5280 section 4.2.2.1. Only what can be fetched and shown comes back. */
static char *
read_aia_url (gnutls_x509_crt_t certificate)
{
  for (unsigned int i = 0; i < 8; i++)
    {
      gnutls_datum_t datum = { NULL, 0 };
      g_autofree char *url = NULL;
      int result = gnutls_x509_crt_get_authority_info_access (
          certificate, i, GNUTLS_IA_CAISSUERS_URI, &datum, NULL);

      if (result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        return NULL;
      if (result < 0)
        continue;
      url = clean_and_free (&datum);
      if (g_str_has_prefix (url, "http://") || g_str_has_prefix (url, "https://"))
        return g_steal_pointer (&url);
    }
  return NULL;
}

/**
 * mbx_certificate_new_from_pem:
 * @pem: a certificate, of which the first one is read
 * @error: return location for a #MbxCertificateError
 *
 * Reads what a person or a rule may want to know of a certificate (RFC 5280). Proves nothing.
 *
 * Returns: (transfer full) (nullable): the certificate
 */
MbxCertificate *
mbx_certificate_new_from_pem (const char *pem, GError **error)
{
  g_auto (gnutls_x509_crt_t) certificate = NULL;
  gsize length = strnlen (pem, MAXIMUM_PEM);
  gnutls_datum_t datum = { (unsigned char *) pem, (unsigned int) length };
  MbxCertificate *self;

  if (gnutls_x509_crt_init (&certificate) < 0 || length == MAXIMUM_PEM ||
      gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_PEM) < 0)
    {
      g_set_error_literal (error, MBX_CERTIFICATE_ERROR, MBX_CERTIFICATE_ERROR_UNREADABLE,
                           "not a readable certificate");
      return NULL;
    }
  self = g_new0 (MbxCertificate, 1);
  self->pem = g_strdup (pem);
  self->subject = read_subject (certificate);
  self->issuer = read_issuer (certificate);
  self->names = read_names (certificate);
  self->not_before = gnutls_x509_crt_get_activation_time (certificate);
  self->not_after = gnutls_x509_crt_get_expiration_time (certificate);
  self->sha256 = read_sha256 (certificate);
  self->self_issued = same_names (certificate);
  self->aia_url = read_aia_url (certificate);
  return self;
}

void
mbx_certificate_free (MbxCertificate *self)
{
  if (self == NULL)
    return;
  g_free (self->pem);
  g_free (self->subject);
  g_free (self->issuer);
  g_strfreev (self->names);
  g_free (self->sha256);
  g_free (self->aia_url);
  g_free (self);
}

/**
 * mbx_certificate_readable_name:
 * @name: a distinguished name as in #MbxCertificate
 *
 * Returns: (transfer full): the part that a person recognises: the organisation, else the common
 *   name, else all of it
 */
char *
mbx_certificate_readable_name (const char *name)
{
  static const char *const keys[] = { "O=", "CN=" };
  g_auto (GStrv) parts = g_strsplit (name, ",", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      for (char **part = parts; *part != NULL; part++)
        {
          g_strstrip (*part);
          if (g_str_has_prefix (*part, keys[i]))
            return g_strdup (*part + strlen (keys[i]));
        }
    }
  return g_strdup (name);
}
