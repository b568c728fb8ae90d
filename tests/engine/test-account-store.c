/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/account-store.h"

#include "account-store-child.h"
#include "engine/account-transaction.h"
#include "engine/keyring.h"
#include "keyring-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MORE_THAN_ENOUGH 40

typedef struct
{
  KeyringFixture keyring;
  char *folder;
} Fixture;

static const char *program;

static void
append_file (GString *text, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *data = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  lines = g_strsplit (data, "\n", -1);
  g_string_append_printf (text, "%s\n", name);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] != '#')
        g_string_append_printf (text, "  %s\n", lines[i]);
    }
}

/* Everything that is stored, in the keyring and in files; two stores are the same if this is. */
static char *
snapshot (Fixture *fixture)
{
  GString *text = g_string_new (NULL);
  g_autofree char *keyring = keyring_fixture_list ();
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  g_string_append_printf (text, "%s\n", keyring);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (strcmp (name, ".lock") != 0)
        append_file (text, fixture->folder, name);
    }
  return g_string_free (text, FALSE);
}

static char *
outcome_of (Fixture *fixture, Scenario scenario)
{
  g_autoptr (GError) error = NULL;
  char *after;

  scenario_prepare (scenario, fixture->folder);
  g_assert_true (scenario_run (scenario, fixture->folder, NULL, &error));
  g_assert_no_error (error);
  after = snapshot (fixture);
  scenario_wipe (fixture->folder);
  return after;
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = outcome_of (fixture, SCENARIO_FIRST);
  g_autofree char *browser = outcome_of (fixture, SCENARIO_BROWSER);
  g_autofree char *servers = outcome_of (fixture, SCENARIO_SERVERS);
  g_autofree char *removed = outcome_of (fixture, SCENARIO_REMOVE);

  g_assert_true (g_str_has_prefix (
    first, "imap imap.example.org anna@example.org anna@example.org=first\n"
           "smtp smtp.example.org anna anna@example.org=first out\n"));
  g_assert_true (g_str_has_prefix (
    browser, "oauth https://login.example.org anna@example.org anna@example.org=refresh\n"));
  g_assert_null (strstr (browser, "=first"));
  g_assert_nonnull (strstr (servers, "imap imap.elsewhere.example"));
  g_assert_null (strstr (servers, "example.org anna@example.org anna"));
  g_assert_cmpstr (removed, ==, "\n");
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbxAccountStore) store = mbx_account_store_new (fixture->folder);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (MbxAccount) found = NULL;
  g_autofree char *broken = g_build_filename (fixture->folder, "broken.conf", NULL);
  g_autoptr (GError) error = NULL;

  none = mbx_account_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  scenario_prepare (SCENARIO_PASSWORD, fixture->folder);
  g_assert_true (g_file_set_contents (broken, "[mailbox]\nversion=9\n", -1, NULL));
  one = mbx_account_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (mbx_account_store_get_problems (store)->len, ==, 1);
  found = mbx_account_store_find (store, "ANNA@example.org", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->incoming->host, ==, "imap.example.org");
  g_assert_null (mbx_account_store_find (store, "bob@example.org", &error));
  g_assert_error (error, MBX_ACCOUNT_STORE_ERROR, MBX_ACCOUNT_STORE_ERROR_NOT_FOUND);
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  GStatBuf status;

  scenario_prepare (SCENARIO_PASSWORD, fixture->folder);
  g_assert_cmpint (g_stat (fixture->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    }
}

/* Saving new facts only needs no keyring, and leaves the passwords alone. */
static void
test_facts_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbxAccount) account = scenario_account ("example.org");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  scenario_prepare (SCENARIO_PASSWORD, fixture->folder);
  before = keyring_fixture_list ();
  account->verified_at = 5;
  keyring_fixture_stop_keyring (&fixture->keyring);
  g_assert_true (scenario_save (fixture->folder, account, NULL, NULL, &error));
  keyring_fixture_start_keyring (&fixture->keyring);
  after = keyring_fixture_list ();
  g_assert_cmpstr (after, ==, before);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, ".lock", NULL);
  g_autoptr (GError) error = NULL;
  int lock;

  scenario_prepare (SCENARIO_PASSWORD, fixture->folder);
  lock = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  g_assert_false (scenario_run (SCENARIO_PASSWORD, fixture->folder, NULL, &error));
  g_assert_error (error, MBX_ACCOUNT_STORE_ERROR, MBX_ACCOUNT_STORE_ERROR_BUSY);
  close (lock);
}

static int
run_child (Fixture *fixture, Scenario scenario, const char *mode, gboolean *killed)
{
  g_autofree char *number = g_strdup_printf ("%d", (int) scenario);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--child", number,
                      fixture->folder, mode, NULL);

  g_assert_no_error (error);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  *killed = g_subprocess_get_if_signaled (child);
  g_assert_true (!*killed || g_subprocess_get_term_sig (child) == SIGKILL);
  return *killed ? -1 : g_subprocess_get_exit_status (child);
}

static void
assert_all_or_nothing (const char *now, const char *before, const char *after)
{
  if (strcmp (now, before) != 0 && strcmp (now, after) != 0)
    g_error ("half a change:\n%s\nbefore:\n%s\nafter:\n%s", now, before, after);
}

/* kill -9 before each change; the next start finds all or nothing. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  Scenario scenario = (Scenario) GPOINTER_TO_INT (data);
  g_autofree char *after = outcome_of (fixture, scenario);
  gboolean killed = TRUE;
  guint kills = 0;

  for (guint change = 1; killed && change < MORE_THAN_ENOUGH; change++)
    {
      g_autofree char *mode = g_strdup_printf ("%u", change);
      g_autofree char *before = NULL;
      g_autofree char *now = NULL;
      g_autoptr (GError) error = NULL;

      scenario_prepare (scenario, fixture->folder);
      before = snapshot (fixture);
      run_child (fixture, scenario, mode, &killed);
      g_assert_true (scenario_recover (fixture->folder, &error));
      g_assert_no_error (error);
      now = snapshot (fixture);
      assert_all_or_nothing (now, before, after);
      kills += killed ? 1 : 0;
      scenario_wipe (fixture->folder);
    }
  g_test_message ("%u kills", kills);
  g_assert_cmpuint (kills, >=, 4);
  g_assert_false (killed);
}

static KeyringFixture *victim;
static GCancellable *cancelled;
static guint changes_left;

static void
kill_keyring_at_change (const char *change)
{
  if (--changes_left != 0)
    return;
  g_subprocess_send_signal (victim->keyring, SIGKILL);
  g_subprocess_wait (victim->keyring, NULL, NULL);
}

static void
fill_disk_at_change (const char *change)
{
  if (--changes_left == 0)
    keyring_fixture_fill_disk (victim);
}

/* The keyring fails from each change on: what is said is what is found when it works again. */
static void
break_keyring (Fixture *fixture, Scenario scenario, void (*observer) (const char *change),
               MbxKeyringError expected)
{
  g_autofree char *after = outcome_of (fixture, scenario);
  gboolean ended = FALSE;

  for (guint change = 1; !ended && change < MORE_THAN_ENOUGH; change++)
    {
      g_autofree char *before = NULL;
      g_autofree char *now = NULL;
      g_autoptr (GError) error = NULL;
      gboolean done;

      scenario_prepare (scenario, fixture->folder);
      before = snapshot (fixture);
      victim = &fixture->keyring;
      changes_left = change;
      mbx_account_transaction_set_observer (observer);
      done = scenario_run (scenario, fixture->folder, NULL, &error);
      mbx_account_transaction_set_observer (NULL);
      ended = changes_left > 0;
      if (!done)
        g_assert_error (error, MBX_KEYRING_ERROR, (int) expected);
      keyring_fixture_stop_keyring (&fixture->keyring);
      keyring_fixture_start_keyring (&fixture->keyring);
      g_clear_error (&error);
      g_assert_true (scenario_recover (fixture->folder, &error));
      now = snapshot (fixture);
      assert_all_or_nothing (now, before, after);
      if (scenario != SCENARIO_REMOVE)
        g_assert_cmpstr (now, ==, done ? after : before);
      scenario_wipe (fixture->folder);
    }
  g_assert_true (ended);
}

static void
test_keyring_dies (Fixture *fixture, gconstpointer data)
{
  break_keyring (fixture, (Scenario) GPOINTER_TO_INT (data), kill_keyring_at_change,
                 MBX_KEYRING_ERROR_UNAVAILABLE);
}

static void
test_keyring_refuses (Fixture *fixture, gconstpointer data)
{
  break_keyring (fixture, (Scenario) GPOINTER_TO_INT (data), fill_disk_at_change,
                 MBX_KEYRING_ERROR_REFUSED);
}

static void
cancel_at_change (const char *change)
{
  if (--changes_left == 0)
    g_cancellable_cancel (cancelled);
}

/* Cancelled before each change: either it was too late, or nothing has changed. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  Scenario scenario = (Scenario) GPOINTER_TO_INT (data);
  g_autofree char *after = outcome_of (fixture, scenario);
  gboolean ended = FALSE;

  for (guint change = 1; !ended && change < MORE_THAN_ENOUGH; change++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autofree char *before = NULL;
      g_autofree char *now = NULL;
      g_autoptr (GError) error = NULL;
      gboolean done;

      scenario_prepare (scenario, fixture->folder);
      before = snapshot (fixture);
      cancelled = cancellable;
      changes_left = change;
      mbx_account_transaction_set_observer (cancel_at_change);
      done = scenario_run (scenario, fixture->folder, cancellable, &error);
      mbx_account_transaction_set_observer (NULL);
      ended = changes_left > 0;
      if (!done)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      now = snapshot (fixture);
      g_assert_cmpstr (now, ==, done ? after : before);
      scenario_wipe (fixture->folder);
    }
  g_assert_true (ended);
}

static void
check_disk (Fixture *fixture, const char *mode, MbxAccountStoreError expected)
{
  gboolean killed;
  int status;
  g_autofree char *rest = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  status = run_child (fixture, SCENARIO_FIRST, mode, &killed);
  if (status == CHILD_CANNOT_MOUNT)
    {
      g_test_skip ("no permission to mount a disk");
      return;
    }
  g_assert_cmpint (status, ==, CHILD_STORE_ERROR + (int) expected);
  rest = keyring_fixture_list ();
  g_assert_cmpstr (rest, ==, "");
}

static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  check_disk (fixture, "full", MBX_ACCOUNT_STORE_ERROR_NO_SPACE);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  check_disk (fixture, "read-only", MBX_ACCOUNT_STORE_ERROR_READ_ONLY);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  keyring_fixture_lock ();
  g_assert_false (scenario_run (SCENARIO_FIRST, fixture->folder, NULL, &error));
  g_assert_error (error, MBX_KEYRING_ERROR, MBX_KEYRING_ERROR_LOCKED);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  keyring_fixture_start (&fixture->keyring);
  fixture->folder = g_build_filename (fixture->keyring.home, "accounts", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->folder);
  keyring_fixture_stop (&fixture->keyring);
}

typedef void (*FixtureFunc) (Fixture *fixture, gconstpointer data);

static void
add (const char *path, FixtureFunc test)
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static void
add_scenarios (const char *path, FixtureFunc test)
{
  static const char *const names[] = { "first", "password", "servers", "browser", "remove" };

  for (int i = 0; i < SCENARIO_COUNT; i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, names[i]);

      g_test_add (full, Fixture, GINT_TO_POINTER (i), set_up, test, tear_down);
    }
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc > 4 && strcmp (argv[1], "--child") == 0)
    return account_store_child (argc, argv);
  if (!keyring_fixture_can_run ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  add ("/account-store/save", test_save);
  add ("/account-store/list", test_list);
  add ("/account-store/modes", test_modes);
  add ("/account-store/facts-only", test_facts_only);
  add ("/account-store/busy", test_busy);
  add ("/account-store/locked", test_locked);
  add ("/account-store/disk-full", test_disk_full);
  add ("/account-store/read-only", test_read_only);
  add_scenarios ("/account-store/kill", test_kill);
  add_scenarios ("/account-store/keyring-dies", test_keyring_dies);
  add_scenarios ("/account-store/keyring-refuses", test_keyring_refuses);
  add_scenarios ("/account-store/cancel", test_cancel);
  return g_test_run ();
}
