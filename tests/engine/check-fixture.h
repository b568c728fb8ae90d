/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/check.h"
#include "scripted-server.h"

G_BEGIN_DECLS

#define PASSWORD "Correct-Horse-7"
#define ADDRESS "anna@example.com"
#define PLAIN_OF_ANNA "AGFubmFAZXhhbXBsZS5jb20AQ29ycmVjdC1Ib3JzZS03"
#define PLAIN_OF_LOCAL_PART "AGFubmEAQ29ycmVjdC1Ib3JzZS03"

#define IMAP_HELLO "TLS", "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello"
#define SMTP_HELLO                                                                                 \
  "TLS", "S: 220 hello", "C: EHLO *", "S: 250-server\n250-PIPELINING\n250 AUTH PLAIN"

/* What the servers of a check do: all well, or no luck with the password. */
extern const char *const check_good_imap[];
extern const char *const check_good_smtp[];
extern const char *const check_refusing_imap[];

typedef struct
{
  MbxContext *context;
  ScriptedServer *imap;
  ScriptedServer *smtp;
  MbxAccount *account;
  MbxCheck *check;
  MbxCredentials *credentials;
  GHashTable *ports;
  gboolean done;
  GError *error;
  guint changes;
} Fixture;

void check_fixture_open_port (Fixture *fixture, guint16 port, ScriptedServer *server);
void check_fixture_set_up (Fixture *fixture, const char *const *imap, const char *const *smtp);
void check_fixture_tear_down (Fixture *fixture);
void check_fixture_make_check (Fixture *fixture);
void
check_fixture_run (Fixture *fixture, const MbxCredentials *credentials, GCancellable *cancellable);
void check_fixture_assert_state (
    Fixture *fixture, MbxSide side, MbxStep step, MbxState state, MbxCode code);
void check_fixture_assert_verdict (Fixture *fixture, MbxCode code, MbxSide side);
guint check_fixture_count_in (ScriptedServer *server, const char *needle);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, check_fixture_tear_down)

G_END_DECLS
