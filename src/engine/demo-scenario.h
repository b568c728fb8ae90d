/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/code.h"
#include "core/evidence.h"
#include "engine/demo-authority.h"

G_BEGIN_DECLS

/**
 * MbxDemoFault:
 * @MBX_DEMO_FAULT_NONE: all goes well
 * @MBX_DEMO_FAULT_SETTINGS: the demo's domain itself is odd; the servers do not matter
 * @MBX_DEMO_FAULT_LOOKUP: the names do not resolve; @lookup says how
 * @MBX_DEMO_FAULT_REFUSED: no port of the hosts is open
 * @MBX_DEMO_FAULT_SILENT: connection requests are never answered, on any port
 * @MBX_DEMO_FAULT_BLOCKED: the usual ports stay silent, the other ones answer
 * @MBX_DEMO_FAULT_CLOSED: hangs up before the greeting
 * @MBX_DEMO_FAULT_RESET: cuts the connection after the greeting
 * @MBX_DEMO_FAULT_MUTE: takes the connection and then says nothing
 * @MBX_DEMO_FAULT_CERTIFICATE: shows @certificate
 * @MBX_DEMO_FAULT_TLS_OLD: speaks TLS 1.0 and 1.1 only
 * @MBX_DEMO_FAULT_TLS_ALERT: ends each handshake with an alert
 * @MBX_DEMO_FAULT_TLS_CLIENT: wants a client certificate
 * @MBX_DEMO_FAULT_PLAIN: speaks plain text on the ports for TLS
 * @MBX_DEMO_FAULT_TLS_FIRST: speaks TLS at once on the ports for STARTTLS
 * @MBX_DEMO_FAULT_NO_STARTTLS: does not offer STARTTLS
 * @MBX_DEMO_FAULT_STARTTLS_REFUSED: offers it and answers with a refusal
 * @MBX_DEMO_FAULT_STARTTLS_INJECTION: sends more behind its answer to STARTTLS
 * @MBX_DEMO_FAULT_GREETING: greets with the protocol's reply and hangs up
 * @MBX_DEMO_FAULT_GARBAGE: answers in no protocol at all
 * @MBX_DEMO_FAULT_NO_SIGN_IN: offers no way of signing in
 * @MBX_DEMO_FAULT_ODD_SIGN_IN: offers only ways that no program like this speaks
 * @MBX_DEMO_FAULT_SIGN_IN: answers the right password with the protocol's reply
 * @MBX_DEMO_FAULT_SENDER: answers the sender or the recipient with the protocol's reply
 * @MBX_DEMO_FAULT_OPEN: answers the opening of the mailbox with the protocol's reply
 *
 * Where the demo goes wrong.
 */
typedef enum
{
  MBX_DEMO_FAULT_NONE,
  MBX_DEMO_FAULT_SETTINGS,
  MBX_DEMO_FAULT_LOOKUP,
  MBX_DEMO_FAULT_REFUSED,
  MBX_DEMO_FAULT_SILENT,
  MBX_DEMO_FAULT_BLOCKED,
  MBX_DEMO_FAULT_CLOSED,
  MBX_DEMO_FAULT_RESET,
  MBX_DEMO_FAULT_MUTE,
  MBX_DEMO_FAULT_CERTIFICATE,
  MBX_DEMO_FAULT_TLS_OLD,
  MBX_DEMO_FAULT_TLS_ALERT,
  MBX_DEMO_FAULT_TLS_CLIENT,
  MBX_DEMO_FAULT_PLAIN,
  MBX_DEMO_FAULT_TLS_FIRST,
  MBX_DEMO_FAULT_NO_STARTTLS,
  MBX_DEMO_FAULT_STARTTLS_REFUSED,
  MBX_DEMO_FAULT_STARTTLS_INJECTION,
  MBX_DEMO_FAULT_GREETING,
  MBX_DEMO_FAULT_GARBAGE,
  MBX_DEMO_FAULT_NO_SIGN_IN,
  MBX_DEMO_FAULT_ODD_SIGN_IN,
  MBX_DEMO_FAULT_SIGN_IN,
  MBX_DEMO_FAULT_SENDER,
  MBX_DEMO_FAULT_OPEN,
} MbxDemoFault;

/**
 * MbxDemoScenario:
 * @code: the cause that a check of the demo's address must come to
 * @fault: where the demo goes wrong
 * @certificate: what the servers show
 * @lookup: for %MBX_DEMO_FAULT_LOOKUP, how looking up the names fails
 * @starttls: the demo's settings name the ports for STARTTLS
 * @replies: by #MbxProtocol, what the server says there, without tag; %NULL: this one is healthy
 *
 * One way in which the demo can fail. The replies follow the wording of real servers, so that the
 * demo shows what the program does with those.
 */
typedef struct
{
  MbxCode code;
  MbxDemoFault fault;
  MbxDemoCertificate certificate;
  MbxNetFault lookup;
  gboolean starttls;
  const char *replies[3];
} MbxDemoScenario;

const MbxDemoScenario *mbx_demo_scenario_find (MbxCode code);
const MbxCode *mbx_demo_scenario_list (guint *count);

G_END_DECLS
