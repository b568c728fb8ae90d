/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/account-folder.h"

#include "engine/account-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MAXIMUM_FILE (256 * 1024)
#define LOCK_NAME ".lock"

static char *
make_path (const char *folder, const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_build_filename (folder, name, NULL);
}

static MbxAccountStoreError
error_from_errno (int number)
{
  if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    return MBX_ACCOUNT_STORE_ERROR_NO_SPACE;
  if (number == EROFS)
    return MBX_ACCOUNT_STORE_ERROR_READ_ONLY;
  if (number == EACCES || number == EPERM)
    return MBX_ACCOUNT_STORE_ERROR_DENIED;
  if (number == ENOENT)
    return MBX_ACCOUNT_STORE_ERROR_NOT_FOUND;
  return MBX_ACCOUNT_STORE_ERROR_FAILED;
}

static gboolean
fail (GError **error, const char *path, int number)
{
  MbxAccountStoreError code = error_from_errno (number);

  switch (code)
    {
    case MBX_ACCOUNT_STORE_ERROR_NO_SPACE:
      g_set_error (error, MBX_ACCOUNT_STORE_ERROR, (int) code,
                   _ ("There is no space left to save the mailbox in “%s”."), path);
      break;
    case MBX_ACCOUNT_STORE_ERROR_READ_ONLY:
    case MBX_ACCOUNT_STORE_ERROR_DENIED:
      g_set_error (error, MBX_ACCOUNT_STORE_ERROR, (int) code,
                   _ ("This computer does not allow writing to “%s”."), path);
      break;
    case MBX_ACCOUNT_STORE_ERROR_NOT_FOUND:
    case MBX_ACCOUNT_STORE_ERROR_BUSY:
    case MBX_ACCOUNT_STORE_ERROR_FAILED:
      g_set_error (error, MBX_ACCOUNT_STORE_ERROR, (int) code,
                   /* Translators: a file, then what the system said about it */
                   _ ("The file “%s” could not be used: %s"), path, g_strerror (number));
      break;
    }
  return FALSE;
}

/* GFileError has no value for each errno; what it lacks is a failure like any other. */
static gboolean
fail_from_file_error (GError **error, const char *path, GError *cause)
{
  int number = EIO;

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    number = ENOSPC;
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    number = EROFS;
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
           g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM))
    number = EACCES;
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    number = ENOENT;
  g_debug ("account store: %s", cause->message);
  g_error_free (cause);
  return fail (error, path, number);
}

/**
 * mbx_account_folder_get_default:
 *
 * Returns: (transfer full): mailbox-setup/accounts in the person's configuration folder
 */
char *
mbx_account_folder_get_default (void)
{
  return g_build_filename (g_get_user_config_dir (), "mailbox-setup", "accounts", NULL);
}

/**
 * mbx_account_folder_make:
 *
 * Makes the folder, for its owner alone.
 */
gboolean
mbx_account_folder_make (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0)
    return fail (error, folder, errno);
  return TRUE;
}

/**
 * mbx_account_folder_lock:
 * @error: %MBX_ACCOUNT_STORE_ERROR_BUSY where another program is at it
 *
 * Keeps other programs from changing the same accounts; a lock ends with its holder.
 *
 * Returns: a file descriptor to close, or -1
 */
int
mbx_account_folder_lock (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_NAME, NULL);
  int descriptor = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (descriptor < 0)
    {
      fail (error, path, errno);
      return -1;
    }
  if (flock (descriptor, LOCK_EX | LOCK_NB) == 0)
    return descriptor;
  if (errno == EWOULDBLOCK)
    g_set_error_literal (error, MBX_ACCOUNT_STORE_ERROR, MBX_ACCOUNT_STORE_ERROR_BUSY,
                         _ ("Another window or program is saving a mailbox at this moment."));
  else
    fail (error, path, errno);
  close (descriptor);
  return -1;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/**
 * mbx_account_folder_list:
 * @suffix: ".conf" or ".journal"
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the ids, sorted; empty where there is no
 *   folder yet
 */
GPtrArray *
mbx_account_folder_list (const char *folder, const char *suffix, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  GError *cause = NULL;
  const char *name;

  dir = g_dir_open (folder, 0, &cause);
  if (dir == NULL)
    {
      if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        {
          g_error_free (cause);
          return g_steal_pointer (&ids);
        }
      fail_from_file_error (error, folder, cause);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (*name != '.' && g_str_has_suffix (name, suffix))
        g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (suffix)));
    }
  g_ptr_array_sort (ids, compare_ids);
  return g_steal_pointer (&ids);
}

static gboolean
is_leftover (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || strlen (dot) != 7)
    return FALSE;
  return (dot - name > 5 && strncmp (dot - 5, ".conf", 5) == 0) ||
         (dot - name > 8 && strncmp (dot - 8, ".journal", 8) == 0);
}

/**
 * mbx_account_folder_sweep:
 *
 * Deletes the half-written temporary files of a program that was killed. Only with the lock held.
 */
void
mbx_account_folder_sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_leftover (name))
        g_unlink (path);
    }
}

/**
 * mbx_account_folder_read:
 * @error: %MBX_ACCOUNT_STORE_ERROR_NOT_FOUND where there is no such file
 *
 * Returns: (transfer full) (nullable): the file's text
 */
char *
mbx_account_folder_read (const char *folder, const char *id, const char *suffix, GError **error)
{
  g_autofree char *path = make_path (folder, id, suffix);
  g_autofree char *data = NULL;
  GStatBuf status;
  gsize length;
  GError *cause = NULL;

  if (g_stat (path, &status) == 0 && status.st_size > MAXIMUM_FILE)
    {
      fail (error, path, EOVERFLOW);
      return NULL;
    }
  if (!g_file_get_contents (path, &data, &length, &cause))
    {
      fail_from_file_error (error, path, cause);
      return NULL;
    }
  /* Text ends at its first zero byte; a file with one is not ours and must not look like ours. */
  if (strlen (data) != length)
    {
      fail (error, path, EINVAL);
      return NULL;
    }
  return g_steal_pointer (&data);
}

/* A rename is on the disk only when the folder is. */
static void
sync_folder (const char *folder)
{
  int descriptor = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (descriptor < 0)
    return;
  if (fsync (descriptor) != 0)
    g_debug ("account store: fsync: %s", g_strerror (errno));
  close (descriptor);
}

/**
 * mbx_account_folder_write:
 *
 * Writes the file all or nothing, onto the disk, for its owner alone.
 */
gboolean
mbx_account_folder_write (const char *folder, const char *id, const char *suffix, const char *data,
                          GError **error)
{
  g_autofree char *path = make_path (folder, id, suffix);
  GError *cause = NULL;

  if (!g_file_set_contents_full (path, data, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &cause))
    return fail_from_file_error (error, path, cause);
  sync_folder (folder);
  return TRUE;
}

/**
 * mbx_account_folder_delete:
 *
 * Deletes the file. It is no error that there is none.
 */
gboolean
mbx_account_folder_delete (const char *folder, const char *id, const char *suffix, GError **error)
{
  g_autofree char *path = make_path (folder, id, suffix);

  if (g_unlink (path) != 0 && errno != ENOENT)
    return fail (error, path, errno);
  sync_folder (folder);
  return TRUE;
}
