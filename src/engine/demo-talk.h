/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/demo-scenario.h"

G_BEGIN_DECLS

/**
 * MbxDemoNext:
 * @MBX_DEMO_NEXT_READ: write what is to be written, then wait for a line
 * @MBX_DEMO_NEXT_START_TLS: write it, then do the handshake and call mbx_demo_talk_encrypted()
 * @MBX_DEMO_NEXT_CLOSE: write it, then hang up
 * @MBX_DEMO_NEXT_RESET: cut the connection
 */
typedef enum
{
  MBX_DEMO_NEXT_READ,
  MBX_DEMO_NEXT_START_TLS,
  MBX_DEMO_NEXT_CLOSE,
  MBX_DEMO_NEXT_RESET,
} MbxDemoNext;

typedef enum
{
  MBX_DEMO_SASL_NONE,
  MBX_DEMO_SASL_PLAIN,
  MBX_DEMO_SASL_USER,
  MBX_DEMO_SASL_PASSWORD,
} MbxDemoSasl;

/**
 * MbxDemoTalk:
 * @protocol: what is spoken
 * @scenario: how it goes wrong
 * @encrypted: whether TLS is on
 * @signed_in: whether somebody has signed in
 * @next: what the caller has to do
 * @out: what the caller has to write; it empties it
 * @sasl: which line of a SASL exchange comes next
 * @tag: (nullable): the tag of the running IMAP command
 * @user: (nullable): the user name that came before the password
 *
 * The server's half of one mail dialogue: a line in, an answer out, no input or output of its own.
 */
typedef struct
{
  MbxProtocol protocol;
  const MbxDemoScenario *scenario;
  gboolean encrypted;
  gboolean signed_in;
  MbxDemoNext next;
  GString *out;
  MbxDemoSasl sasl;
  char *tag;
  char *user;
} MbxDemoTalk;

MbxDemoTalk *mbx_demo_talk_new (MbxProtocol protocol, const MbxDemoScenario *scenario);
void mbx_demo_talk_free (MbxDemoTalk *self);
void mbx_demo_talk_greet (MbxDemoTalk *self);
void mbx_demo_talk_line (MbxDemoTalk *self, const char *line);
void mbx_demo_talk_encrypted (MbxDemoTalk *self);

/* For the three dialogues. */
gboolean mbx_demo_talk_fails (const MbxDemoTalk *self, MbxDemoFault fault);
const char *mbx_demo_talk_get_reply (const MbxDemoTalk *self);
void mbx_demo_talk_say (MbxDemoTalk *self, const char *tag, const char *reply);
gboolean mbx_demo_talk_sasl_begin (MbxDemoTalk *self, const char *arguments, gboolean *good);
gboolean mbx_demo_talk_sasl_line (MbxDemoTalk *self, const char *line, gboolean *good);
gboolean mbx_demo_talk_verify (const char *user, const char *password);
void mbx_demo_imap_greet (MbxDemoTalk *self);
void mbx_demo_imap_line (MbxDemoTalk *self, const char *line);
void mbx_demo_pop3_greet (MbxDemoTalk *self);
void mbx_demo_pop3_line (MbxDemoTalk *self, const char *line);
void mbx_demo_smtp_greet (MbxDemoTalk *self);
void mbx_demo_smtp_line (MbxDemoTalk *self, const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxDemoTalk, mbx_demo_talk_free)

G_END_DECLS
