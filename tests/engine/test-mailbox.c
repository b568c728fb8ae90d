/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/mailbox.h"

#include "engine/keyring.h"
#include "setup-fixture.h"

#include <string.h>

/* The demo's mailbox, set up, as the page "My mailboxes" finds it. */
static MbxMailbox *
set_up_mailbox (SetupFixture *fixture)
{
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;

  setup_fixture_set_up_demo (fixture);
  mailboxes = mbx_mailbox_list (fixture->context, fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mailboxes->len, ==, 1);
  return g_object_ref (g_ptr_array_index (mailboxes, 0));
}

static gboolean
check (MbxMailbox *mailbox, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mbx_mailbox_check_async (mailbox, NULL, keyring_fixture_keep_result, &result);
  return mbx_mailbox_check_finish (mailbox, keyring_fixture_wait (&result), error);
}

static gboolean
change_password (MbxMailbox *mailbox, const char *text, GError **error)
{
  g_autoptr (MbxSecret) password = mbx_secret_new (text);
  g_autoptr (GAsyncResult) result = NULL;

  mbx_mailbox_change_password_async (mailbox, password, NULL, NULL, keyring_fixture_keep_result,
                                     &result);
  return mbx_mailbox_change_password_finish (mailbox, keyring_fixture_wait (&result), error);
}

static gboolean
remove_mailbox (MbxMailbox *mailbox, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mbx_mailbox_remove_async (mailbox, NULL, keyring_fixture_keep_result, &result);
  return mbx_mailbox_remove_finish (mailbox, keyring_fixture_wait (&result), error);
}

static const MbxMailboxChange *
find_change (MbxMailbox *mailbox, MbxSide side, const char *fact)
{
  GPtrArray *changes = mbx_mailbox_get_changes (mailbox);

  for (guint i = 0; i < changes->len; i++)
    {
      const MbxMailboxChange *change = g_ptr_array_index (changes, i);

      if (change->side == side && strcmp (change->fact, fact) == 0)
        return change;
    }
  return NULL;
}

static void
test_same (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (check (mailbox, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mbx_check_get_verdict (mbx_mailbox_get_check (mailbox)).state, ==,
                   MBX_STATE_PASSED);
  g_assert_cmpuint (mbx_mailbox_get_changes (mailbox)->len, ==, 0);
}

/* The certificate is another one; when that works too it is the measure from then on. */
static void
test_new_certificate (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (mbx_demo_server_set_failure (fixture->server, MBX_CODE_TLS_EXPIRED));
  g_assert_true (check (mailbox, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mbx_check_get_verdict (mbx_mailbox_get_check (mailbox)).code, ==,
                   MBX_CODE_TLS_EXPIRED);
  g_assert_nonnull (find_change (mailbox, MBX_SIDE_INCOMING, "certificate"));
  g_assert_true (mbx_demo_server_set_failure (fixture->server, MBX_CODE_NONE));
  g_assert_true (check (mailbox, &error));
  g_assert_nonnull (find_change (mailbox, MBX_SIDE_INCOMING, "certificate"));
  g_assert_true (check (mailbox, &error));
  g_assert_null (find_change (mailbox, MBX_SIDE_INCOMING, "certificate"));
}

static void
test_refused_sign_in (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (mbx_demo_server_set_failure (fixture->server, MBX_CODE_WRONG_PASSWORD));
  g_assert_true (check (mailbox, &error));
  g_assert_cmpint (mbx_check_get_verdict (mbx_mailbox_get_check (mailbox)).code, ==,
                   MBX_CODE_WRONG_PASSWORD);
  /* What a server offers before the sign-in says nothing about what it offers after. */
  g_assert_null (find_change (mailbox, MBX_SIDE_INCOMING, "capabilities"));
}

static void
test_no_keyring (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autoptr (GError) error = NULL;

  keyring_fixture_stop_keyring (&fixture->keyring);
  g_assert_false (check (mailbox, &error));
  g_assert_cmpint (mbx_keyring_error_to_code (error), ==, MBX_CODE_KEYRING_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_false (remove_mailbox (mailbox, &error));
  g_assert_cmpint (mbx_keyring_error_to_code (error), ==, MBX_CODE_KEYRING_UNAVAILABLE);
  keyring_fixture_start_keyring (&fixture->keyring);
  g_clear_error (&error);
  g_assert_true (check (mailbox, &error));
}

/* A new password is tried before it is stored. */
static void
test_change_password (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autofree char *before = keyring_fixture_list ();
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (change_password (mailbox, "wrong", &error));
  g_assert_error (error, MBX_MAILBOX_ERROR, MBX_MAILBOX_ERROR_CHECK_FAILED);
  g_assert_cmpint (mbx_check_get_verdict (mbx_mailbox_get_check (mailbox)).code, ==,
                   MBX_CODE_WRONG_PASSWORD);
  after = keyring_fixture_list ();
  g_assert_cmpstr (after, ==, before);
}

static void
spoil_password (const MbxAccount *account)
{
  g_autoptr (MbxSecret) old = mbx_secret_new ("old");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mbx_keyring_store_async (account->incoming, account->address, old, NULL,
                           keyring_fixture_keep_result, &result);
  g_assert_true (mbx_keyring_store_finish (keyring_fixture_wait (&result), &error));
}

static void
test_mend_password (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autofree char *good = keyring_fixture_list ();
  g_autofree char *mended = NULL;
  g_autoptr (GError) error = NULL;

  spoil_password (mbx_mailbox_get_account (mailbox));
  g_assert_true (check (mailbox, &error));
  g_assert_cmpint (mbx_check_get_verdict (mbx_mailbox_get_check (mailbox)).code, ==,
                   MBX_CODE_WRONG_PASSWORD);
  g_assert_true (change_password (mailbox, MBX_DEMO_PASSWORD, &error));
  g_assert_no_error (error);
  mended = keyring_fixture_list ();
  g_assert_cmpstr (mended, ==, good);
}

static void
test_remove (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autoptr (GPtrArray) rest = NULL;
  g_autofree char *keyring = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (remove_mailbox (mailbox, &error));
  g_assert_no_error (error);
  rest = mbx_mailbox_list (fixture->context, fixture->store, &error);
  g_assert_cmpuint (rest->len, ==, 0);
  keyring = keyring_fixture_list ();
  g_assert_cmpstr (keyring, ==, "");
}

static void
test_one_at_a_time (SetupFixture *fixture, gconstpointer data)
{
  g_autoptr (MbxMailbox) mailbox = set_up_mailbox (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GError) error = NULL;

  mbx_mailbox_check_async (mailbox, cancellable, keyring_fixture_keep_result, &first);
  g_assert_false (remove_mailbox (mailbox, &error));
  g_assert_error (error, MBX_MAILBOX_ERROR, MBX_MAILBOX_ERROR_BUSY);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (mbx_mailbox_check_finish (mailbox, keyring_fixture_wait (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (check (mailbox, &error));
}

typedef void (*FixtureFunc) (SetupFixture *fixture, gconstpointer data);

static void
add (const char *path, FixtureFunc test)
{
  g_test_add (path, SetupFixture, NULL, setup_fixture_set_up, test, setup_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  if (!keyring_fixture_can_run ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  add ("/mailbox/same", test_same);
  add ("/mailbox/new-certificate", test_new_certificate);
  add ("/mailbox/refused-sign-in", test_refused_sign_in);
  add ("/mailbox/no-keyring", test_no_keyring);
  add ("/mailbox/change-password", test_change_password);
  add ("/mailbox/mend-password", test_mend_password);
  add ("/mailbox/remove", test_remove);
  add ("/mailbox/one-at-a-time", test_one_at_a_time);
  return g_test_run ();
}
