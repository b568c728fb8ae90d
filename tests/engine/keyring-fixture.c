/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "keyring-fixture.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define LIMIT_SECONDS 30

/**
 * keyring_fixture_can_run:
 *
 * To be called first: from here on this program knows nothing of the person who runs it.
 *
 * Returns: whether the programs are here; where not, the test says that it is skipped
 */
gboolean
keyring_fixture_can_run (void)
{
  static const char *const folders[] = { "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                         "XDG_CACHE_HOME", "XDG_RUNTIME_DIR" };
  g_autofree char *daemon = g_find_program_in_path ("gnome-keyring-daemon");
  g_autofree char *bus = g_find_program_in_path ("dbus-daemon");

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_setenv (folders[i], "/nonexistent", TRUE);

  if (daemon != NULL && bus != NULL)
    return TRUE;
  g_print ("1..0 # SKIP gnome-keyring-daemon or dbus-daemon is not installed\n");
  return FALSE;
}

/* In the child: whatever becomes of the test, nothing of it stays behind. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  signal (SIGXFSZ, SIG_IGN);
}

static gboolean
on_limit (gpointer data)
{
  g_error ("waited longer than %d seconds", LIMIT_SECONDS);
  return G_SOURCE_REMOVE;
}

static gboolean
has_owner (KeyringFixture *self)
{
  g_autoptr (GVariant) reply = NULL;
  gboolean owned;

  reply = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "NameHasOwner",
                                       g_variant_new ("(s)", "org.freedesktop.secrets"), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_variant_get (reply, "(b)", &owned);
  return owned;
}

static void
on_owner_changed (GDBusConnection *connection, const char *sender, const char *path,
                  const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
}

/* The signal only wakes the loop; the bus itself is asked what is true. */
static void
wait_for_owner (KeyringFixture *self, gboolean wanted)
{
  guint limit = g_timeout_add_seconds (LIMIT_SECONDS, on_limit, NULL);
  guint watch = g_dbus_connection_signal_subscribe (
    self->connection, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged", NULL,
    "org.freedesktop.secrets", G_DBUS_SIGNAL_FLAGS_NONE, on_owner_changed, NULL, NULL);

  while (has_owner (self) != wanted)
    g_main_context_iteration (NULL, TRUE);
  g_dbus_connection_signal_unsubscribe (self->connection, watch);
  g_source_remove (limit);
}

static gboolean
wake_up (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The daemon takes its name first and puts its objects on the bus a moment later. */
static gboolean
answers (KeyringFixture *self)
{
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (
    self->connection, "org.freedesktop.secrets", "/org/freedesktop/secrets",
    "org.freedesktop.Secret.Service", "ReadAlias", g_variant_new ("(s)", "default"),
    G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL);
  return reply != NULL;
}

static void
wait_for_answer (KeyringFixture *self)
{
  guint limit = g_timeout_add_seconds (LIMIT_SECONDS, on_limit, NULL);
  guint again = g_timeout_add (20, wake_up, NULL);

  while (!answers (self))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (again);
  g_source_remove (limit);
}

static void
make_folder (KeyringFixture *self, GSubprocessLauncher *launcher, const char *variable,
             const char *name)
{
  g_autofree char *path = g_build_filename (self->home, name, NULL);

  g_mkdir_with_parents (path, 0700);
  g_subprocess_launcher_setenv (launcher, variable, path, TRUE);
}

/**
 * keyring_fixture_start_keyring:
 *
 * Starts the daemon with the login keyring open, and waits until it answers.
 */
void
keyring_fixture_start_keyring (KeyringFixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  /* Our strictness is not the daemon's: it may warn, and go on. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_CHECK_");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  make_folder (self, launcher, "HOME", "home");
  make_folder (self, launcher, "XDG_DATA_HOME", "data");
  make_folder (self, launcher, "XDG_CONFIG_HOME", "config");
  make_folder (self, launcher, "XDG_CACHE_HOME", "cache");
  make_folder (self, launcher, "XDG_RUNTIME_DIR", "run");
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->keyring = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon",
                                               "--foreground", "--unlock", "--components=secrets",
                                               NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (self->keyring);
  g_output_stream_write_all (input, "fixture", 7, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, NULL);
  wait_for_owner (self, TRUE);
  wait_for_answer (self);
}

/**
 * keyring_fixture_stop_keyring:
 *
 * Kills the daemon, and waits until the bus knows.
 */
void
keyring_fixture_stop_keyring (KeyringFixture *self)
{
  if (self->keyring == NULL)
    return;
  g_subprocess_send_signal (self->keyring, SIGKILL);
  g_subprocess_wait (self->keyring, NULL, NULL);
  g_clear_object (&self->keyring);
  if (!g_dbus_connection_is_closed (self->connection))
    wait_for_owner (self, FALSE);
}

static const char bus_configuration[] =
  "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
  "<policy context='default'><allow send_destination='*' eavesdrop='true'/>"
  "<allow eavesdrop='true'/><allow own='*'/></policy></busconfig>";

/* Without any folder of services, so that nothing starts by itself. */
static void
start_bus (KeyringFixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *path = g_build_filename (self->home, "bus.conf", NULL);
  g_autofree char *option = g_strdup_printf ("--config-file=%s", path);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, bus_configuration, -1, NULL));
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", "--nofork",
                                           "--nosyslog", "--print-address=1", option, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->bus));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/*
 * The program's own connection is shared by all who ask for it, and must not live on to the next
 * bus. Answers that are still on their way hold it.
 */
static void
wait_for_connection (void)
{
  GDBusConnection *shared = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  guint limit;
  guint tick;

  if (shared == NULL)
    return;
  g_object_add_weak_pointer (G_OBJECT (shared), (gpointer *) &shared);
  g_dbus_connection_set_exit_on_close (shared, FALSE);
  g_object_unref (shared);
  limit = g_timeout_add_seconds (LIMIT_SECONDS, on_limit, NULL);
  tick = g_timeout_add (5, on_tick, NULL);
  while (g_atomic_pointer_get (&shared) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (limit);
}

/**
 * keyring_fixture_stop_bus:
 *
 * Kills the bus, and the keyring with it as far as anybody can reach it.
 */
void
keyring_fixture_stop_bus (KeyringFixture *self)
{
  if (self->bus == NULL)
    return;
  wait_for_connection ();
  g_subprocess_force_exit (self->bus);
  g_subprocess_wait (self->bus, NULL, NULL);
  g_clear_object (&self->bus);
}

void
keyring_fixture_start (KeyringFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->home = g_dir_make_tmp ("mailbox-setup-test-XXXXXX", &error);
  g_assert_no_error (error);
  start_bus (self);
  self->connection = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  keyring_fixture_start_keyring (self);
}

static void
delete_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      delete_tree (child);
    }
  g_remove (path);
}

void
keyring_fixture_stop (KeyringFixture *self)
{
  keyring_fixture_stop_keyring (self);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
  keyring_fixture_stop_bus (self);
  delete_tree (self->home);
  g_clear_pointer (&self->home, g_free);
}

static SecretService *
open_service (void)
{
  g_autoptr (GError) error = NULL;
  SecretService *service = secret_service_open_sync (
    SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION | SECRET_SERVICE_LOAD_COLLECTIONS, NULL,
    &error);

  g_assert_no_error (error);
  return service;
}

/**
 * keyring_fixture_lock:
 *
 * Locks all collections. Nobody is there to answer the prompt that opens them again.
 */
void
keyring_fixture_lock (void)
{
  g_autoptr (SecretService) service = open_service ();
  GList *collections = secret_service_get_collections (service);
  g_autoptr (GError) error = NULL;

  secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
  g_list_free_full (collections, g_object_unref);
}

/**
 * keyring_fixture_fill_disk:
 *
 * From now on the daemon can write no file.
 */
void
keyring_fixture_fill_disk (KeyringFixture *self)
{
  const struct rlimit none = { 0, 0 };
  pid_t daemon = atoi (g_subprocess_get_identifier (self->keyring));

  g_assert_cmpint (prlimit (daemon, RLIMIT_FSIZE, &none, NULL), ==, 0);
}

static void
append_item (GPtrArray *lines, SecretItem *item)
{
  g_autoptr (GHashTable) attributes = secret_item_get_attributes (item);
  SecretValue *value = secret_item_get_secret (item);
  const char *schema = g_hash_table_lookup (attributes, "xdg:schema");
  const char *protocol = g_hash_table_lookup (attributes, "protocol");

  if (protocol != NULL)
    g_ptr_array_add (
      lines, g_strdup_printf ("%s %s %s %s=%s", protocol,
                              (char *) g_hash_table_lookup (attributes, "server"),
                              (char *) g_hash_table_lookup (attributes, "user"),
                              (char *) g_hash_table_lookup (attributes, "address"),
                              secret_value_get_text (value)));
  else
    g_ptr_array_add (lines, g_strdup (schema));
  secret_value_unref (value);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/**
 * keyring_fixture_list:
 *
 * Returns: (transfer full): a line for each item of ours, "protocol server user address=secret", or
 *   its schema where it is of another kind; sorted
 */
char *
keyring_fixture_list (void)
{
  static const char *const schemas[] = { "io.github.mailbox_setup.Account",
                                         "io.github.mailbox_setup.Backup" };
  g_autoptr (SecretService) service = open_service ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      SecretSchema schema = { schemas[i], SECRET_SCHEMA_NONE, { { NULL, 0 } } };
      g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GError) error = NULL;
      GList *items = secret_service_search_sync (service, &schema, none,
                                                 SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS,
                                                 NULL, &error);

      g_assert_no_error (error);
      for (GList *at = items; at != NULL; at = at->next)
        append_item (lines, at->data);
      g_list_free_full (items, g_object_unref);
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

void
keyring_fixture_keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

/**
 * keyring_fixture_wait:
 *
 * Returns: the result, when it has come; owned by the variable
 */
GAsyncResult *
keyring_fixture_wait (GAsyncResult **result)
{
  guint limit = g_timeout_add_seconds (LIMIT_SECONDS, on_limit, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  return *result;
}
