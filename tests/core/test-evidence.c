/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/evidence.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

#define NOT_BEFORE 1700000000
#define NOT_AFTER 1800000000

static gnutls_x509_privkey_t
make_key (void)
{
  gnutls_x509_privkey_t key;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (
                       key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                   ==, 0);
  return key;
}

static void
add_aia (gnutls_x509_crt_t certificate, const char *url)
{
  gnutls_datum_t datum = { (unsigned char *) url, (unsigned int) strlen (url) };

  g_assert_cmpint (gnutls_x509_crt_set_authority_info_access (certificate, GNUTLS_IA_CAISSUERS_URI,
                                                              &datum),
                   ==, 0);
}

/* Signed by itself; the names are separated by a blank. */
static char *
make_pem (const char *dn, const char *names, const char *aia)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  gnutls_x509_privkey_t key = make_key ();
  gnutls_x509_crt_t certificate;
  gnutls_datum_t pem;
  char *text;

  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, "\x01", 1);
  gnutls_x509_crt_set_dn (certificate, dn, NULL);
  gnutls_x509_crt_set_key (certificate, key);
  gnutls_x509_crt_set_activation_time (certificate, NOT_BEFORE);
  gnutls_x509_crt_set_expiration_time (certificate, NOT_AFTER);
  for (char **name = list; *name != NULL; name++)
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, *name,
                                          (unsigned int) strlen (*name), GNUTLS_FSAN_APPEND);
  if (aia != NULL)
    add_aia (certificate, aia);
  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0),
                   ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return text;
}

static void
test_certificate (void)
{
  g_autofree char *pem = make_pem ("CN=mail.example,O=Example", "Mail.Example www.mail.example",
                                   "http://ca.example/ca.der");
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxCertificate) certificate = mbx_certificate_new_from_pem (pem, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (certificate->subject, "CN=mail.example"));
  g_assert_cmpstr (certificate->subject, ==, certificate->issuer);
  g_assert_true (certificate->self_issued);
  g_assert_cmpuint (g_strv_length (certificate->names), ==, 2);
  g_assert_cmpstr (certificate->names[0], ==, "mail.example");
  g_assert_cmpint (certificate->not_before, ==, NOT_BEFORE);
  g_assert_cmpint (certificate->not_after, ==, NOT_AFTER);
  g_assert_cmpuint (strlen (certificate->sha256), ==, 64);
  g_assert_cmpstr (certificate->aia_url, ==, "http://ca.example/ca.der");
}

static void
test_odd_certificates (void)
{
  g_autofree char *ldap = make_pem ("CN=x", "a.example", "ldap://ca.example/x");
  g_autofree char *evil = make_pem ("CN=a\\0Ab", "a.example", NULL);
  g_autoptr (MbxCertificate) first = mbx_certificate_new_from_pem (ldap, NULL);
  g_autoptr (MbxCertificate) second = mbx_certificate_new_from_pem (evil, NULL);

  g_assert_null (first->aia_url);
  g_assert_null (strchr (second->subject, '\r'));
  g_assert_true (g_utf8_validate (second->subject, -1, NULL));
}

static void
test_unreadable (void)
{
  static const char *const bad[] = {
    "", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  };
  g_autofree char *huge = g_strnfill (1024 * 1024, 'A');
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (mbx_certificate_new_from_pem (bad[i], &error));
      g_assert_error (error, MBX_CERTIFICATE_ERROR, MBX_CERTIFICATE_ERROR_UNREADABLE);
      g_clear_error (&error);
    }
  g_assert_null (mbx_certificate_new_from_pem (huge, NULL));
}

static void
test_evidence (void)
{
  g_autoptr (MbxServer) server = mbx_server_new_from_uri ("imaps://h.example", NULL);
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (server);
  g_autoptr (MbxEvidence) other = mbx_evidence_ref (evidence);
  MbxExperiment *experiment = mbx_experiment_new (MBX_EXPERIMENT_CLOCK, server);

  g_assert_true (mbx_server_same_endpoint (evidence->server, server));
  g_assert_cmpint (evidence->alert, ==, -1);
  g_assert_null (mbx_evidence_find_experiment (other, MBX_EXPERIMENT_CLOCK, FALSE));
  g_ptr_array_add (evidence->experiments, experiment);
  g_assert_true (mbx_evidence_find_experiment (other, MBX_EXPERIMENT_CLOCK, FALSE) == experiment);
  g_assert_null (mbx_evidence_find_experiment (other, MBX_EXPERIMENT_CLOCK, TRUE));
  g_assert_null (mbx_evidence_find_experiment (other, MBX_EXPERIMENT_PORTAL, FALSE));
}

static MbxDialogue *
make_dialogue (const MbxServer *server, const char *bytes)
{
  MbxDialogueOptions options = { .server = server, .client_name = "test", .examine = TRUE };
  MbxDialogue *dialogue = mbx_dialogue_new (&options);
  MbxAction action;

  mbx_dialogue_next (dialogue, &action);
  if (action.kind == MBX_ACTION_START_TLS)
    {
      mbx_dialogue_tls_started (dialogue);
      mbx_dialogue_next (dialogue, &action);
    }
  mbx_dialogue_receive (dialogue, (const guint8 *) bytes, strlen (bytes));
  mbx_dialogue_next (dialogue, &action);
  return dialogue;
}

static void
test_take_dialogue (void)
{
  g_autoptr (MbxServer) server = mbx_server_new_from_uri ("imaps://h.example", NULL);
  g_autoptr (MbxEvidence) evidence = mbx_evidence_new (server);
  g_autoptr (MbxDialogue) refused = make_dialogue (server, "* BYE [UNAVAILABLE] go away\r\n");
  g_autoptr (MbxDialogue) fine = make_dialogue (server, "* OK [CAPABILITY IMAP4rev1] hi\r\n");

  mbx_evidence_take_dialogue (evidence, refused);
  g_assert_cmpint (evidence->fault, ==, MBX_FAULT_GREETING_REFUSED);
  g_assert_cmpint (evidence->step, ==, MBX_STEP_GREET);
  g_assert_cmpstr (evidence->reply->text, ==, "go away");
  g_assert_cmpstr (evidence->reply->response_code, ==, "UNAVAILABLE");
  /* What a second dialogue saw replaces what the first one saw. */
  mbx_evidence_take_dialogue (evidence, fine);
  g_assert_cmpint (evidence->fault, ==, MBX_FAULT_NONE);
  g_assert_null (evidence->reply);
  g_assert_nonnull (evidence->greeting);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence/certificate", test_certificate);
  g_test_add_func ("/evidence/odd-certificates", test_odd_certificates);
  g_test_add_func ("/evidence/unreadable", test_unreadable);
  g_test_add_func ("/evidence/evidence", test_evidence);
  g_test_add_func ("/evidence/take-dialogue", test_take_dialogue);
  return g_test_run ();
}
