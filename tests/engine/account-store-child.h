/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"
#include "engine/account-store.h"

/*
 * What the tests of the account store do, in this process or in one that is killed on the way or
 * lives on a disk of its own.
 */
typedef enum
{
  SCENARIO_FIRST,
  SCENARIO_PASSWORD,
  SCENARIO_SERVERS,
  SCENARIO_BROWSER,
  SCENARIO_REMOVE,
} Scenario;

#define SCENARIO_COUNT (SCENARIO_REMOVE + 1)

#define CHILD_CANNOT_MOUNT 77
#define CHILD_KEYRING_ERROR 30
#define CHILD_STORE_ERROR 40
#define CHILD_OTHER_ERROR 50

MbxAccount *scenario_account (const char *host);
gboolean scenario_save (const char *folder, const MbxAccount *account, const char *password,
                        GCancellable *cancellable, GError **error);
void scenario_prepare (Scenario scenario, const char *folder);
gboolean scenario_run (Scenario scenario, const char *folder, GCancellable *cancellable,
                       GError **error);
void scenario_wipe (const char *folder);
gboolean scenario_recover (const char *folder, GError **error);

int account_store_child (int argc, char **argv);
