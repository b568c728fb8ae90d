/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/credentials.h"
#include "core/dialogue.h"
#include "core/reply.h"
#include "core/server.h"
#include "core/step.h"

G_BEGIN_DECLS

/**
 * MbxNetFault:
 *
 * What the resolver, the socket, the proxy or the clock said. One value per thing that can be told
 * apart; what it means for the person is decided by mbx_diagnose().
 */
typedef enum
{
  MBX_NET_OK,
  MBX_NET_OFFLINE,          /* no route to anywhere */
  MBX_NET_PORTAL,           /* the network monitor or a probe saw a sign-in page */
  MBX_NET_NO_SUCH_HOST,     /* NXDOMAIN */
  MBX_NET_NO_ADDRESS,       /* the name exists without A and AAAA */
  MBX_NET_DNS_FAILURE,      /* SERVFAIL, REFUSED */
  MBX_NET_DNS_TIMEOUT,
  MBX_NET_DNS_NOT_FOUND,    /* not found, and NXDOMAIN could not be told from "no record" */
  MBX_NET_REFUSED,
  MBX_NET_TIMEOUT,          /* no answer to the connection request */
  MBX_NET_UNREACHABLE,
  MBX_NET_CLOSED,           /* closed by the peer */
  MBX_NET_RESET,
  MBX_NET_SILENT,           /* connected, then no byte within the limit */
  MBX_NET_PROXY,
  MBX_NET_CANCELLED,
  MBX_NET_OTHER,
} MbxNetFault;

/**
 * MbxTlsFault:
 *
 * What the handshake said, as far as GnuTLS can tell it.
 */
typedef enum
{
  MBX_TLS_OK,
  MBX_TLS_CERTIFICATE,        /* see certificate_flags */
  MBX_TLS_NOT_TLS,            /* plain text came; see first_bytes */
  MBX_TLS_VERSION,            /* only TLS 1.1 or older */
  MBX_TLS_WEAK,               /* small key, weak digest or cipher */
  MBX_TLS_CLIENT_CERTIFICATE, /* the server wants one */
  MBX_TLS_ALERT,              /* another alert */
  MBX_TLS_CLOSED,             /* hung up or reset in the handshake */
  MBX_TLS_TIMEOUT,
  MBX_TLS_OTHER,
} MbxTlsFault;

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
 * MbxExperimentKind:
 *
 * What was tried after a failure, because its outcome changes the answer.
 */
typedef enum
{
  MBX_EXPERIMENT_OTHER_PORT,     /* the same host and protocol, another port or security */
  MBX_EXPERIMENT_ANY_PORT,       /* some other port of the same host, to see whether it lives */
  MBX_EXPERIMENT_OTHER_HOST,     /* another host, to see whether the network lives */
  MBX_EXPERIMENT_OTHER_NAME,     /* a name of the certificate that leads to the same address */
  MBX_EXPERIMENT_PORTAL,         /* a page with known content over http */
  MBX_EXPERIMENT_CLOCK,          /* the Date of an https answer */
  MBX_EXPERIMENT_IPV4,           /* the same connection over IPv4 only */
  MBX_EXPERIMENT_CHAIN,          /* the chain completed from AIA or the system's store */
  MBX_EXPERIMENT_LOOKUP,         /* one raw DNS query */
} MbxExperimentKind;

/**
 * MbxExperiment:
 * @kind: what was tried
 * @worked: whether it answered as a healthy server would (for %MBX_EXPERIMENT_PORTAL: a portal was
 *   seen; for %MBX_EXPERIMENT_CLOCK: this computer's clock is wrong; for %MBX_EXPERIMENT_CHAIN: the
 *   chain became good)
 * @net: how the connection ended
 * @server: (nullable): what was connected to
 * @secure: for the two that are offered as a suggestion, whether TLS with a fitting certificate and
 *   the right greeting were seen
 * @value: seconds between the clocks for %MBX_EXPERIMENT_CLOCK
 */
typedef struct
{
  MbxExperimentKind kind;
  gboolean worked;
  MbxNetFault net;
  MbxServer *server;
  gboolean secure;
  gint64 value;
} MbxExperiment;

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
 * MbxEvidence:
 * @server: (nullable): what was tried
 * @provider: (nullable): id of the provider table's row
 * @address: (nullable): the mail address, to compare with the user name
 * @kind: whether a password or a token was used
 * @step: where it stopped
 * @net: what the network said
 * @tls: what the handshake said
 * @cert_flags: #MbxCertFlags, 0 for a good certificate
 * @chain: (element-type MbxCertificate): the chain as sent, the server's own first
 * @alert: TLS alert number, or -1
 * @first_bytes: (nullable): cleaned start of what came instead of the expected protocol
 * @fault: what the dialogue said
 * @reply: (nullable): the answer that decided
 * @greeting: (nullable): the greeting
 * @capabilities: (nullable): what was offered last
 * @mechanism: (nullable): what the sign-in used
 * @clock: this computer's time when the check ran, Unix time
 * @ipv6_failed: an IPv6 address failed and IPv4 worked
 * @over_quota: the mailbox opened and said that it is full
 * @experiments: (element-type MbxExperiment): what was tried afterwards
 * @addresses: (nullable): the addresses that the name led to, as text
 *
 * Everything that was seen of one server, and nothing that was concluded. Reference counted.
 */
typedef struct
{
  gatomicrefcount references;
  MbxServer *server;
  char *provider;
  char *address;
  MbxCredentialKind kind;
  MbxStep step;
  MbxNetFault net;
  MbxTlsFault tls;
  guint cert_flags;
  GPtrArray *chain;
  int alert;
  char *first_bytes;
  MbxDialogueFault fault;
  MbxReply *reply;
  MbxReply *greeting;
  char **capabilities;
  char *mechanism;
  gint64 clock;
  gboolean ipv6_failed;
  gboolean over_quota;
  GPtrArray *experiments;
  char **addresses;
} MbxEvidence;

MbxEvidence *mbx_evidence_new (const MbxServer *server);
MbxEvidence *mbx_evidence_ref (MbxEvidence *self);
void mbx_evidence_unref (MbxEvidence *self);
void mbx_evidence_take_dialogue (MbxEvidence *self, MbxDialogue *dialogue);
const MbxExperiment *mbx_evidence_find_experiment (const MbxEvidence *self, MbxExperimentKind kind,
                                                   gboolean worked);

MbxExperiment *mbx_experiment_new (MbxExperimentKind kind, const MbxServer *server);
void mbx_experiment_free (MbxExperiment *self);
MbxCertificate *mbx_certificate_new_from_pem (const char *pem, GError **error);
void mbx_certificate_free (MbxCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxEvidence, mbx_evidence_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxExperiment, mbx_experiment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxCertificate, mbx_certificate_free)

G_END_DECLS
