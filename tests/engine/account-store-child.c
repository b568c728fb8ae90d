/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "account-store-child.h"

#include "engine/account-transaction.h"
#include "engine/keyring.h"
#include "keyring-fixture.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define ADDRESS "anna@example.org"

/**
 * scenario_account:
 *
 * Returns: (transfer full): an account with both servers under @host
 */
MbxAccount *
scenario_account (const char *host)
{
  MbxAccount *account = mbx_account_new (ADDRESS);
  g_autofree char *imap = g_strdup_printf ("imap.%s", host);
  g_autofree char *smtp = g_strdup_printf ("smtp.%s", host);

  account->incoming = mbx_server_new (MBX_PROTOCOL_IMAP, imap, 0, MBX_SECURITY_TLS, ADDRESS);
  account->outgoing = mbx_server_new (MBX_PROTOCOL_SMTP, smtp, 0, MBX_SECURITY_TLS, "anna");
  return account;
}

static gboolean
save (const char *folder, const MbxAccount *account, const char *password, const char *token,
      GCancellable *cancellable, GError **error)
{
  g_autoptr (MbxAccountStore) store = mbx_account_store_new (folder);
  g_autoptr (MbxSecret) incoming = password != NULL ? mbx_secret_new (password) : NULL;
  g_autofree char *other = g_strconcat (password != NULL ? password : "", " out", NULL);
  g_autoptr (MbxSecret) outgoing = password != NULL ? mbx_secret_new (other) : NULL;
  g_autoptr (MbxSecret) refresh = token != NULL ? mbx_secret_new (token) : NULL;
  g_autoptr (GAsyncResult) result = NULL;

  mbx_account_store_save_async (store, account, incoming, outgoing, refresh, cancellable,
                                keyring_fixture_keep_result, &result);
  return mbx_account_store_save_finish (store, keyring_fixture_wait (&result), error);
}

gboolean
scenario_save (const char *folder, const MbxAccount *account, const char *password,
               GCancellable *cancellable, GError **error)
{
  return save (folder, account, password, NULL, cancellable, error);
}

/**
 * scenario_prepare:
 *
 * Makes the state in which the scenario begins.
 */
void
scenario_prepare (Scenario scenario, const char *folder)
{
  g_autoptr (MbxAccount) account = scenario_account ("example.org");
  g_autoptr (GError) error = NULL;

  if (scenario != SCENARIO_FIRST)
    save (folder, account, "first", NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
remove_account (const char *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (MbxAccountStore) store = mbx_account_store_new (folder);
  g_autoptr (MbxAccount) account = mbx_account_new (ADDRESS);
  g_autoptr (GAsyncResult) result = NULL;

  mbx_account_store_remove_async (store, account->id, cancellable, keyring_fixture_keep_result,
                                  &result);
  return mbx_account_store_remove_finish (store, keyring_fixture_wait (&result), error);
}

gboolean
scenario_run (Scenario scenario, const char *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (MbxAccount) account =
    scenario_account (scenario == SCENARIO_SERVERS ? "elsewhere.example" : "example.org");

  switch (scenario)
    {
    case SCENARIO_FIRST:
      return save (folder, account, "first", NULL, cancellable, error);
    case SCENARIO_PASSWORD:
    case SCENARIO_SERVERS:
      return save (folder, account, "second", NULL, cancellable, error);
    case SCENARIO_BROWSER:
      account->sign_in = MBX_SIGN_IN_OAUTH;
      account->issuer = g_strdup ("https://login.example.org");
      return save (folder, account, NULL, "refresh", cancellable, error);
    case SCENARIO_REMOVE:
      return remove_account (folder, cancellable, error);
    }
  g_assert_not_reached ();
}

/**
 * scenario_wipe:
 *
 * Ends with an empty store.
 */
void
scenario_wipe (const char *folder)
{
  g_autoptr (GError) error = NULL;

  if (!remove_account (folder, NULL, &error))
    g_assert_error (error, MBX_ACCOUNT_STORE_ERROR, MBX_ACCOUNT_STORE_ERROR_NOT_FOUND);
}

gboolean
scenario_recover (const char *folder, GError **error)
{
  g_autoptr (MbxAccountStore) store = mbx_account_store_new (folder);
  g_autoptr (GAsyncResult) result = NULL;

  mbx_account_store_recover_async (store, NULL, keyring_fixture_keep_result, &result);
  return mbx_account_store_recover_finish (store, keyring_fixture_wait (&result), error);
}

static int changes_left;

static void
die_at_change (const char *change)
{
  if (--changes_left == 0)
    kill (getpid (), SIGKILL);
}

static gboolean
write_map (const char *path, guint id)
{
  g_autofree char *map = g_strdup_printf ("%u %u 1", id, id);
  int file = open (path, O_WRONLY | O_CLOEXEC);
  gboolean written = file >= 0 && write (file, map, strlen (map)) == (gssize) strlen (map);

  if (file >= 0)
    close (file);
  return written;
}

/* A small disk of this process's own. Before any thread is started. */
static gboolean
mount_disk (const char *folder)
{
  guint user = geteuid ();

  if (unshare (CLONE_NEWNS) != 0)
    {
      if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write_map ("/proc/self/uid_map", user))
        return FALSE;
    }
  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("none", folder, "tmpfs", 0, "size=16k,mode=700") == 0;
}

static void
fill_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "filler", NULL);
  int file = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  static const char block[512];

  while (write (file, block, sizeof block) > 0)
    continue;
  close (file);
}

static int
exit_status (gboolean done, const GError *error)
{
  if (done)
    return 0;
  g_test_message ("%s", error->message);
  if (error->domain == MBX_KEYRING_ERROR)
    return CHILD_KEYRING_ERROR + error->code;
  if (error->domain == MBX_ACCOUNT_STORE_ERROR)
    return CHILD_STORE_ERROR + error->code;
  return CHILD_OTHER_ERROR;
}

/**
 * account_store_child:
 *
 * The program's other life: "--child SCENARIO FOLDER CHANGE", killed before that change, or
 * "--child SCENARIO FOLDER full|read-only" on a disk of its own.
 *
 * Returns: the exit status
 */
int
account_store_child (int argc, char **argv)
{
  Scenario scenario = (Scenario) atoi (argv[2]);
  const char *folder = argv[3];
  gboolean full = strcmp (argv[4], "full") == 0;
  gboolean read_only = strcmp (argv[4], "read-only") == 0;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if ((full || read_only) && !mount_disk (folder))
    return CHILD_CANNOT_MOUNT;
  if (full)
    fill_disk (folder);
  if (read_only && mount ("none", folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
    return CHILD_CANNOT_MOUNT;
  changes_left = atoi (argv[4]);
  mbx_account_transaction_set_observer (die_at_change);
  done = scenario_run (scenario, folder, NULL, &error);
  return exit_status (done, error);
}
