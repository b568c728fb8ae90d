/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/server.h"

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

MbxExperiment *mbx_experiment_new (MbxExperimentKind kind, const MbxServer *server);
void mbx_experiment_free (MbxExperiment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxExperiment, mbx_experiment_free)

G_END_DECLS
