/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/demo-server.h"
#include "engine/setup.h"
#include "keyring-fixture.h"

/* The wizard, a mail server of the test's own, and a real keyring. */
typedef struct
{
  KeyringFixture keyring;
  char *folder;
  MbxDemoServer *server;
  MbxContext *context;
  MbxAccountStore *store;
  MbxSetup *setup;
  guint sign_ins[2];
} SetupFixture;

void setup_fixture_set_up (SetupFixture *self, gconstpointer data);
void setup_fixture_tear_down (SetupFixture *self, gconstpointer data);
void setup_fixture_wait (SetupFixture *self, MbxSetupState state);
void setup_fixture_go_on (SetupFixture *self);
void setup_fixture_reach_sign_in (SetupFixture *self, const char *address);
void setup_fixture_set_password (SetupFixture *self, const char *incoming, const char *outgoing);
void setup_fixture_set_up_demo (SetupFixture *self);
