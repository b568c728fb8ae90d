/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-authority.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DAY (24 * 60 * 60)

/*
 * Issuer:
 * @crt: its certificate
 * @key: its private key
 *
 * Somebody who signs: the root, the one in between, or a stranger.
 */
typedef struct
{
  gnutls_x509_crt_t crt;
  gnutls_x509_privkey_t key;
} Issuer;

struct _MbxDemoAuthority
{
  Issuer root;
  Issuer between;
  char *intermediate_url;
};

typedef struct
{
  const char *organisation;
  const char *common_name;
  const char *const *names;
  const char *aia;
  gint64 begins;
  gint64 ends;
  gboolean authority;
  gnutls_digest_algorithm_t digest;
} Subject;

static const char *const other_names[] = { "mail.other.example", "www.other.example", NULL };

static gboolean
check (int result, GError **error)
{
  if (result >= 0)
    return TRUE;
  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "%s", gnutls_strerror (result));
  return FALSE;
}

static void
issuer_clear (Issuer *self)
{
  if (self->crt != NULL)
    gnutls_x509_crt_deinit (self->crt);
  if (self->key != NULL)
    gnutls_x509_privkey_deinit (self->key);
  memset (self, 0, sizeof *self);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Issuer, issuer_clear)

/* P-256: made in under a millisecond, where an RSA key takes a noticeable time. */
static int
make_key (Issuer *self)
{
  int result = gnutls_x509_privkey_init (&self->key);

  if (result < 0)
    return result;
  return gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
}

static int
fill_names (gnutls_x509_crt_t crt, const Subject *subject)
{
  int result = 0;

  if (subject->organisation != NULL)
    result = gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_ORGANIZATION_NAME, 0,
                                            subject->organisation,
                                            (unsigned) strlen (subject->organisation));
  if (result >= 0)
    result =
        gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, subject->common_name,
                                       (unsigned) strlen (subject->common_name));
  for (guint i = 0; result >= 0 && subject->names != NULL && subject->names[i] != NULL; i++)
    result = gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, subject->names[i],
                                                   (unsigned) strlen (subject->names[i]),
                                                   i == 0 ? GNUTLS_FSAN_SET : GNUTLS_FSAN_APPEND);
  if (result >= 0 && subject->aia != NULL)
    {
      gnutls_datum_t url = { (unsigned char *) subject->aia, (unsigned) strlen (subject->aia) };

      result = gnutls_x509_crt_set_authority_info_access (crt, GNUTLS_IA_CAISSUERS_URI, &url);
    }
  return result;
}

static int
fill_usage (gnutls_x509_crt_t crt, const Subject *subject)
{
  guint8 serial[12];
  int result = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);

  /* RFC 5280 section 4.1.2.2: positive and not zero. */
  serial[0] = (serial[0] & 0x3f) | 0x40;
  if (result >= 0)
    result = gnutls_x509_crt_set_serial (crt, serial, sizeof serial);
  if (result >= 0)
    result = gnutls_x509_crt_set_basic_constraints (crt, subject->authority, -1);
  if (result >= 0)
    result = gnutls_x509_crt_set_key_usage (crt, subject->authority ? GNUTLS_KEY_KEY_CERT_SIGN
                                                                    : GNUTLS_KEY_DIGITAL_SIGNATURE);
  if (result >= 0 && !subject->authority)
    result = gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
  return result;
}

static int
fill_times (gnutls_x509_crt_t crt, const Subject *subject)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  int result = gnutls_x509_crt_set_version (crt, 3);

  if (result >= 0)
    result = gnutls_x509_crt_set_activation_time (crt, (time_t) (now + subject->begins));
  if (result >= 0)
    result = gnutls_x509_crt_set_expiration_time (crt, (time_t) (now + subject->ends));
  return result;
}

/* Makes a key and a certificate for it; without @signer it is signed with itself. */
static gboolean
issue (Issuer *self, const Subject *subject, const Issuer *signer, GError **error)
{
  const Issuer *by = signer != NULL ? signer : self;
  int result = make_key (self);

  if (result >= 0)
    result = gnutls_x509_crt_init (&self->crt);
  if (result >= 0)
    result = gnutls_x509_crt_set_key (self->crt, self->key);
  if (result >= 0)
    result = fill_times (self->crt, subject);
  if (result >= 0)
    result = fill_names (self->crt, subject);
  if (result >= 0)
    result = fill_usage (self->crt, subject);
  if (result >= 0)
    result = gnutls_x509_crt_sign2 (self->crt, by->crt, by->key, subject->digest, 0);
  return check (result, error);
}

static Subject
authority_named (const char *organisation, const char *common_name)
{
  return (Subject){ .organisation = organisation,
                    .common_name = common_name,
                    .begins = -30 * DAY,
                    .ends = 365 * DAY,
                    .authority = TRUE,
                    .digest = GNUTLS_DIG_SHA256 };
}

/**
 * mbx_demo_authority_new:
 * @error: G_TLS_ERROR where the computer has no randomness
 *
 * Makes a root and an intermediate authority with fresh keys; they live as long as the object.
 *
 * Returns: (transfer full) (nullable): the authority
 */
MbxDemoAuthority *
mbx_demo_authority_new (GError **error)
{
  g_autoptr (MbxDemoAuthority) self = g_new0 (MbxDemoAuthority, 1);
  /* Two runs' roots with one name would be taken for each other's forgeries. */
  g_autofree char *root_name = g_strdup_printf ("Demo root %08x", g_random_int ());
  g_autofree char *between_name = g_strdup_printf ("Demo issuer %08x", g_random_int ());
  Subject root = authority_named ("Mailbox Setup", root_name);
  Subject between = authority_named ("Mailbox Setup", between_name);

  if (!issue (&self->root, &root, NULL, error) ||
      !issue (&self->between, &between, &self->root, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mbx_demo_authority_free (MbxDemoAuthority *self)
{
  if (self == NULL)
    return;
  issuer_clear (&self->root);
  issuer_clear (&self->between);
  g_free (self->intermediate_url);
  g_free (self);
}

/**
 * mbx_demo_authority_set_intermediate_url:
 * @url: where the intermediate certificate can be had over http
 *
 * Certificates issued from now on name @url in their authority information access (RFC 5280
 * section 4.2.2.1).
 */
void
mbx_demo_authority_set_intermediate_url (MbxDemoAuthority *self, const char *url)
{
  g_free (self->intermediate_url);
  self->intermediate_url = g_strdup (url);
}

/**
 * mbx_demo_authority_dup_intermediate:
 *
 * Returns: (transfer full) (nullable): the intermediate certificate in DER
 */
GBytes *
mbx_demo_authority_dup_intermediate (MbxDemoAuthority *self, GError **error)
{
  gnutls_datum_t der = { NULL, 0 };
  GBytes *bytes;

  if (!check (gnutls_x509_crt_export2 (self->between.crt, GNUTLS_X509_FMT_DER, &der), error))
    return NULL;
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  return bytes;
}

static gboolean
append_crt (GString *pem, gnutls_x509_crt_t crt, GError **error)
{
  gnutls_datum_t text = { NULL, 0 };

  if (!check (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &text), error))
    return FALSE;
  g_string_append_len (pem, (const char *) text.data, text.size);
  gnutls_free (text.data);
  return TRUE;
}

static gboolean
append_key (GString *pem, gnutls_x509_privkey_t key, GError **error)
{
  gnutls_datum_t text = { NULL, 0 };

  if (!check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                 &text),
              error))
    return FALSE;
  g_string_append_len (pem, (const char *) text.data, text.size);
  gnutls_free (text.data);
  return TRUE;
}

static void
close_file (gpointer data)
{
  close (GPOINTER_TO_INT (data));
}

/**
 * mbx_demo_authority_create_trust:
 *
 * GIO reads authorities only from a file, and again for each connection. An anonymous one in memory
 * leaves nothing behind on disk that another program could be talked into trusting.
 *
 * Returns: (transfer full) (nullable): a database that trusts this authority and nobody else
 */
GTlsDatabase *
mbx_demo_authority_create_trust (MbxDemoAuthority *self, GError **error)
{
  g_autoptr (GString) pem = g_string_new (NULL);
  g_autofree char *path = NULL;
  GTlsDatabase *trust = NULL;
  int fd;

  if (!append_crt (pem, self->root.crt, error))
    return NULL;
  fd = memfd_create ("demo-root", MFD_CLOEXEC);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  if (fd >= 0 && write (fd, pem->str, pem->len) == (gssize) pem->len)
    trust = g_tls_file_database_new (path, error);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, g_strerror (errno));
  if (trust != NULL)
    g_object_set_data_full (G_OBJECT (trust), "file", GINT_TO_POINTER (fd), close_file);
  else if (fd >= 0)
    close (fd);
  return trust;
}

static Subject
subject_for (MbxDemoAuthority *self, MbxDemoCertificate kind, const char *const *names)
{
  const char *const *shown = kind == MBX_DEMO_CERTIFICATE_WRONG_HOST ? other_names : names;
  Subject subject = { .common_name = shown[0],
                      .names = shown,
                      .begins = -7 * DAY,
                      .ends = 90 * DAY,
                      .digest = GNUTLS_DIG_SHA256 };

  if (kind == MBX_DEMO_CERTIFICATE_EXPIRED)
    {
      subject.begins = -97 * DAY;
      subject.ends = -7 * DAY;
    }
  else if (kind == MBX_DEMO_CERTIFICATE_NOT_YET_VALID)
    subject.begins = 7 * DAY;
  else if (kind == MBX_DEMO_CERTIFICATE_WEAK)
    subject.digest = GNUTLS_DIG_SHA1;
  else if (kind == MBX_DEMO_CERTIFICATE_MISSING_INTERMEDIATE)
    subject.aia = self->intermediate_url;
  return subject;
}

/* A root that nobody trusts: a stranger's, or the one that a firewall makes for itself. */
static gboolean
make_stranger (Issuer *stranger, MbxDemoCertificate kind, GError **error)
{
  Subject subject = kind == MBX_DEMO_CERTIFICATE_INTERCEPTED
                        ? authority_named ("Fortinet", "FortiGate CA")
                        : authority_named ("Unknown Company", "Unknown Company Root");

  return issue (stranger, &subject, NULL, error);
}

/**
 * mbx_demo_authority_issue:
 * @kind: with which flaw
 * @names: the host names; the first is the subject's common name
 * @error: G_TLS_ERROR
 *
 * Returns: (transfer full) (nullable): the chain as the server sends it and the private key, in PEM
 */
char *
mbx_demo_authority_issue (MbxDemoAuthority *self,
                          MbxDemoCertificate kind,
                          const char *const *names,
                          GError **error)
{
  g_auto (Issuer) stranger = { NULL, NULL };
  g_auto (Issuer) server = { NULL, NULL };
  g_autoptr (GString) pem = g_string_new (NULL);
  Subject subject = subject_for (self, kind, names);
  const Issuer *signer = &self->between;
  gboolean complete = kind != MBX_DEMO_CERTIFICATE_MISSING_INTERMEDIATE;

  if (kind == MBX_DEMO_CERTIFICATE_UNKNOWN_ISSUER || kind == MBX_DEMO_CERTIFICATE_INTERCEPTED)
    {
      if (!make_stranger (&stranger, kind, error))
        return NULL;
      signer = &stranger;
    }
  else if (kind == MBX_DEMO_CERTIFICATE_SELF_SIGNED)
    signer = NULL;
  if (!issue (&server, &subject, signer, error) || !append_crt (pem, server.crt, error) ||
      (signer != NULL && complete && !append_crt (pem, signer->crt, error)) ||
      !append_key (pem, server.key, error))
    return NULL;
  return g_string_free (g_steal_pointer (&pem), FALSE);
}
