/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

/*
 * A bus and a gnome-keyring-daemon of one test's own, with an own home folder, and nothing on the
 * bus that starts by itself.
 */
typedef struct
{
  char *home;
  GSubprocess *bus;
  GDBusConnection *connection;
  GSubprocess *keyring;
} KeyringFixture;

gboolean keyring_fixture_can_run (void);
void keyring_fixture_start (KeyringFixture *self);
void keyring_fixture_start_keyring (KeyringFixture *self);
void keyring_fixture_stop_keyring (KeyringFixture *self);
void keyring_fixture_stop_bus (KeyringFixture *self);
void keyring_fixture_fill_disk (KeyringFixture *self);
void keyring_fixture_lock (void);
char *keyring_fixture_list (void);
void keyring_fixture_stop (KeyringFixture *self);

/* An asynchronous call made to wait for: pass both to the call, then take the result. */
void keyring_fixture_keep_result (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *keyring_fixture_wait (GAsyncResult **result);
