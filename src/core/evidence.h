/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/certificate.h"
#include "core/credentials.h"
#include "core/dialogue.h"
#include "core/experiment.h"
#include "core/reply.h"
#include "core/server.h"
#include "core/step.h"

G_BEGIN_DECLS

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

/**
 * MbxEvidence:
 * @server: (nullable): what was tried
 * @provider: (nullable): id of the provider table's row
 * @address: (nullable): the mail address, to compare with the user name
 * @kind: whether a password or a token was used
 * @token_account: (nullable): whom the sign-in service gave the token
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
  char *token_account;
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxEvidence, mbx_evidence_unref)

G_END_DECLS
