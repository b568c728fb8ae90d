/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/account-transaction.h"

#include "engine/account-folder.h"
#include "engine/account-store.h"
#include "engine/keyring.h"
#include "engine/vault.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/*
 * The order of saving, and why a kill at any moment leaves all or nothing:
 *
 *   1. read the secrets that are about to be replaced;
 *   2. write the journal: what was, what shall be, which secrets get a backup;
 *   3. store the backups, then the new secrets;
 *   4. write the account's file. This rename is the moment at which the new state counts: each
 *      saved file carries a mark of its own, so that afterwards it can be seen whether it happened;
 *   5. clear what is no longer needed, the journal last.
 *
 * A journal that is found later is undone when 4 did not happen and completed when it did.
 */
typedef struct
{
  const char *folder;
  GCancellable *cancellable;
  MbxVault *vault;
  int lock;
} Transaction;

typedef struct
{
  MbxVaultItem *items[MBX_SLOT_COUNT];
} Items;

#define CONF ".conf"
#define JOURNAL ".journal"

G_LOCK_DEFINE_STATIC (transaction);
static void (*observe) (const char *change);

void
mbx_account_transaction_set_observer (void (*observer) (const char *change))
{
  observe = observer;
}

static void
before (const char *change)
{
  if (observe != NULL)
    observe (change);
}

static void
items_clear (Items *self)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    g_clear_pointer (&self->items[i], mbx_vault_item_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Items, items_clear)

/* Which items of the keyring an account has. */
static Items
items_of_account (const MbxAccount *account)
{
  const MbxServer *incoming = account != NULL ? account->incoming : NULL;
  const MbxServer *outgoing = account != NULL ? account->outgoing : NULL;
  Items items = { { NULL } };

  if (account == NULL)
    return items;
  if (account->sign_in == MBX_SIGN_IN_OAUTH)
    {
      if (account->issuer != NULL)
        items.items[MBX_SLOT_TOKEN] = mbx_vault_item_new_token (account->issuer, account->address);
      return items;
    }
  if (incoming != NULL)
    items.items[MBX_SLOT_INCOMING] = mbx_vault_item_new_server (incoming, account->address);
  if (outgoing != NULL)
    items.items[MBX_SLOT_OUTGOING] = mbx_vault_item_new_server (outgoing, account->address);
  return items;
}

static Items
items_of_data (const char *data)
{
  g_autoptr (MbxAccount) account = NULL;

  if (data != NULL)
    account = mbx_account_new_from_data (data, strlen (data), NULL);
  return items_of_account (account);
}

static gboolean
holds (const Items *items, const MbxVaultItem *item)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (items->items[i] != NULL && mbx_vault_item_equal (items->items[i], item))
        return TRUE;
    }
  return FALSE;
}

static gboolean
any_to_clear (const Items *before_items, const Items *after_items)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (before_items->items[i] != NULL && !holds (after_items, before_items->items[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
open_vault (Transaction *self, GError **error)
{
  if (self->vault != NULL)
    return TRUE;
  self->vault = mbx_vault_open (self->cancellable, error);
  if (self->vault == NULL)
    return FALSE;
  return mbx_vault_unlock (self->vault, self->cancellable, error);
}

static gboolean
clear_backups (Transaction *self, const MbxAccountJournal *journal, GError **error)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      g_autoptr (MbxVaultItem) backup =
        mbx_vault_item_new_backup (journal->id, mbx_slot_to_string ((MbxSlot) i));

      if (!journal->backed_up[i])
        continue;
      before ("clear backup");
      if (!mbx_vault_clear (self->vault, backup, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Step 5. Nothing here can be cancelled: what is left over is completed by the next call. */
static gboolean
complete (Transaction *self, const MbxAccountJournal *journal, GError **error)
{
  g_auto (Items) old = items_of_data (journal->before);
  g_auto (Items) new = items_of_data (journal->after);

  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (old.items[i] == NULL || holds (&new, old.items[i]))
        continue;
      before ("clear old secret");
      if (!open_vault (self, error) ||
          !mbx_vault_clear (self->vault, old.items[i], NULL, error))
        return FALSE;
    }
  if (!clear_backups (self, journal, error))
    return FALSE;
  if (journal->removing)
    {
      before ("delete file");
      if (!mbx_account_folder_delete (self->folder, journal->id, CONF, error))
        return FALSE;
    }
  before ("delete journal");
  return mbx_account_folder_delete (self->folder, journal->id, JOURNAL, error);
}

static gboolean
undo_slot (Transaction *self, const MbxAccountJournal *journal, MbxSlot slot,
           const MbxVaultItem *item, GError **error)
{
  g_autoptr (MbxVaultItem) backup =
    mbx_vault_item_new_backup (journal->id, mbx_slot_to_string (slot));
  g_autoptr (MbxSecret) former = NULL;

  before ("undo");
  if (!journal->backed_up[slot])
    return mbx_vault_clear (self->vault, item, NULL, error);
  if (!mbx_vault_lookup (self->vault, backup, &former, NULL, error))
    return FALSE;
  /* No backup yet: the item was not touched either. */
  return former == NULL || mbx_vault_store (self->vault, item, former, NULL, error);
}

static gboolean
undo (Transaction *self, const MbxAccountJournal *journal, GError **error)
{
  g_auto (Items) items = items_of_data (journal->after);

  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (journal->stored[i] && items.items[i] != NULL &&
          !undo_slot (self, journal, (MbxSlot) i, items.items[i], error))
        return FALSE;
    }
  if (!clear_backups (self, journal, error))
    return FALSE;
  before ("delete journal");
  return mbx_account_folder_delete (self->folder, journal->id, JOURNAL, error);
}

static gboolean
recover_one (Transaction *self, const char *id, GError **error)
{
  g_autofree char *data = mbx_account_folder_read (self->folder, id, JOURNAL, error);
  g_autofree char *now = NULL;
  g_autoptr (MbxAccountJournal) journal = NULL;

  if (data == NULL)
    return FALSE;
  journal = mbx_account_journal_new_from_data (id, data);
  /* Journals are written whole, so this is not one of ours. */
  if (journal == NULL)
    return mbx_account_folder_delete (self->folder, id, JOURNAL, error);
  if (!open_vault (self, error))
    return FALSE;
  if (journal->removing)
    return complete (self, journal, error);
  now = mbx_account_folder_read (self->folder, id, CONF, NULL);
  return g_strcmp0 (now, journal->after) == 0 ? complete (self, journal, error)
                                              : undo (self, journal, error);
}

static gboolean
recover (Transaction *self, GError **error)
{
  g_autoptr (GPtrArray) ids = mbx_account_folder_list (self->folder, JOURNAL, error);

  if (ids == NULL)
    return FALSE;
  mbx_account_folder_sweep (self->folder);
  for (guint i = 0; i < ids->len; i++)
    {
      if (!recover_one (self, g_ptr_array_index (ids, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
begin (Transaction *self, const char *folder, GCancellable *cancellable, GError **error)
{
  G_LOCK (transaction);
  self->folder = folder;
  self->cancellable = cancellable;
  self->vault = NULL;
  self->lock = -1;
  if (!mbx_account_folder_make (folder, error))
    return FALSE;
  self->lock = mbx_account_folder_lock (folder, error);
  return self->lock >= 0 && recover (self, error);
}

static void
end (Transaction *self)
{
  g_clear_pointer (&self->vault, mbx_vault_free);
  if (self->lock >= 0)
    close (self->lock);
  G_UNLOCK (transaction);
}

/* The mark makes each saved file unlike all others; the reader takes it for a comment. */
static char *
make_file (const MbxAccount *account, GError **error)
{
  gsize length;
  g_autofree char *data = mbx_account_to_data (account, &length);
  g_autoptr (MbxAccount) back = mbx_account_new_from_data (data, length, error);
  g_autofree char *mark = g_uuid_string_random ();

  if (back == NULL)
    return NULL;
  return g_strdup_printf ("# Written by Mailbox Setup; passwords are in the keyring.\n# %s\n%s",
                          mark, data);
}

static gboolean
same_secret (MbxSecret *a, MbxSecret *b)
{
  return mbx_secret_get_length (a) == mbx_secret_get_length (b) &&
         memcmp (mbx_secret_peek (a), mbx_secret_peek (b), mbx_secret_get_length (a)) == 0;
}

/* Step 1: what each slot replaces. A secret that is there already is left alone. */
static gboolean
read_former (Transaction *self, MbxAccountJournal *journal, const Items *items,
             MbxSecret *const *secrets, MbxSecret **former, GError **error)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (secrets[i] == NULL || items->items[i] == NULL)
        continue;
      if (!mbx_vault_lookup (self->vault, items->items[i], &former[i], self->cancellable, error))
        return FALSE;
      journal->stored[i] = former[i] == NULL || !same_secret (former[i], secrets[i]);
      journal->backed_up[i] = former[i] != NULL && journal->stored[i];
    }
  return TRUE;
}

/* Step 3. */
static gboolean
store_secrets (Transaction *self, const MbxAccountJournal *journal, const Items *items,
               MbxSecret *const *secrets, MbxSecret *const *former, GError **error)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      g_autoptr (MbxVaultItem) backup =
        mbx_vault_item_new_backup (journal->id, mbx_slot_to_string ((MbxSlot) i));

      if (!journal->backed_up[i])
        continue;
      before ("store backup");
      if (!mbx_vault_store (self->vault, backup, former[i], self->cancellable, error))
        return FALSE;
    }
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (!journal->stored[i])
        continue;
      before ("store secret");
      if (!mbx_vault_store (self->vault, items->items[i], secrets[i], self->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_state (Transaction *self, const char *id, const char *suffix, const char *data,
             GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  before (suffix);
  return mbx_account_folder_write (self->folder, id, suffix, data, error);
}

/* Steps 2 to 5. */
static gboolean
run_journal (Transaction *self, const MbxAccountJournal *journal, const Items *items,
             MbxSecret *const *secrets, MbxSecret *const *former, GError **error)
{
  g_autofree char *data = mbx_account_journal_to_data (journal);
  g_autoptr (GError) later = NULL;

  if (!write_state (self, journal->id, JOURNAL, data, error))
    return FALSE;
  if (!store_secrets (self, journal, items, secrets, former, error) ||
      !write_state (self, journal->id, CONF, journal->after, error))
    {
      if (!undo (self, journal, &later))
        g_debug ("account store: undone later: %s", later->message);
      return FALSE;
    }
  if (!complete (self, journal, &later))
    g_debug ("account store: completed later: %s", later->message);
  return TRUE;
}

static gboolean
needs_vault (const Items *old, const Items *new, MbxSecret *const *secrets)
{
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (secrets[i] != NULL)
        return TRUE;
    }
  return any_to_clear (old, new);
}

static gboolean
save (Transaction *self, const MbxAccount *account, MbxSecret *const *secrets, GError **error)
{
  g_autoptr (MbxAccountJournal) journal = mbx_account_journal_new (account->id);
  g_auto (Items) old = { { NULL } };
  g_auto (Items) new = items_of_account (account);
  MbxSecret *former[MBX_SLOT_COUNT] = { NULL };
  gboolean saved = FALSE;

  journal->before = mbx_account_folder_read (self->folder, account->id, CONF, NULL);
  journal->after = make_file (account, error);
  if (journal->after == NULL)
    return FALSE;
  old = items_of_data (journal->before);
  if (!needs_vault (&old, &new, secrets))
    return write_state (self, account->id, CONF, journal->after, error);
  if (open_vault (self, error) &&
      read_former (self, journal, &new, secrets, former, error))
    saved = run_journal (self, journal, &new, secrets, former, error);
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    g_clear_pointer (&former[i], mbx_secret_unref);
  if (saved)
    mbx_keyring_take_description (mbx_vault_describe (self->vault));
  return saved;
}

/**
 * mbx_account_transaction_save:
 * @folder: the folder of the account store
 * @account: what to save; it replaces the account with the same id
 * @secrets: for each slot a secret, or %NULL to leave what the keyring holds
 * @cancellable: (nullable): cancelled before the account's file is written, everything is undone
 * @error: an #MbxKeyringError, #MbxAccountStoreError, #MbxAccountError or %G_IO_ERROR_CANCELLED
 */
gboolean
mbx_account_transaction_save (const char *folder, const MbxAccount *account,
                              MbxSecret *const secrets[MBX_SLOT_COUNT], GCancellable *cancellable,
                              GError **error)
{
  Transaction self;
  gboolean saved =
    begin (&self, folder, cancellable, error) && save (&self, account, secrets, error);

  end (&self);
  return saved;
}

/* Puts back what was cleared while the keyring still answers. */
static gboolean
clear_or_restore (Transaction *self, const Items *items, GError **error)
{
  MbxSecret *former[MBX_SLOT_COUNT] = { NULL };
  gboolean cleared = TRUE;

  for (guint i = 0; cleared && i < MBX_SLOT_COUNT; i++)
    {
      if (items->items[i] == NULL)
        continue;
      before ("clear old secret");
      cleared = mbx_vault_lookup (self->vault, items->items[i], &former[i], self->cancellable,
                                  error) &&
                mbx_vault_clear (self->vault, items->items[i], self->cancellable, error);
    }
  for (guint i = 0; i < MBX_SLOT_COUNT; i++)
    {
      if (!cleared && former[i] != NULL)
        mbx_vault_store (self->vault, items->items[i], former[i], NULL, NULL);
      g_clear_pointer (&former[i], mbx_secret_unref);
    }
  return cleared;
}

static gboolean
remove_account (Transaction *self, const char *id, GError **error)
{
  g_autoptr (MbxAccountJournal) journal = mbx_account_journal_new (id);
  g_auto (Items) items = { { NULL } };
  g_autofree char *data = NULL;

  journal->removing = TRUE;
  journal->before = mbx_account_folder_read (self->folder, id, CONF, error);
  if (journal->before == NULL || !open_vault (self, error))
    return FALSE;
  items = items_of_data (journal->before);
  data = mbx_account_journal_to_data (journal);
  if (!write_state (self, id, JOURNAL, data, error))
    return FALSE;
  if (!clear_or_restore (self, &items, error))
    {
      mbx_account_folder_delete (self->folder, id, JOURNAL, NULL);
      return FALSE;
    }
  return complete (self, journal, error);
}

/**
 * mbx_account_transaction_remove:
 * @id: the account's id
 * @error: as for saving; %MBX_ACCOUNT_STORE_ERROR_NOT_FOUND where there is no such account
 *
 * Removes the account's secrets and its file.
 */
gboolean
mbx_account_transaction_remove (const char *folder, const char *id, GCancellable *cancellable,
                                GError **error)
{
  Transaction self;
  gboolean removed =
    begin (&self, folder, cancellable, error) && remove_account (&self, id, error);

  end (&self);
  return removed;
}

/**
 * mbx_account_transaction_recover:
 *
 * Undoes or completes what a killed program left half done. Without such leftovers the keyring is
 * not asked.
 */
gboolean
mbx_account_transaction_recover (const char *folder, GCancellable *cancellable, GError **error)
{
  Transaction self;
  gboolean done;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  done = begin (&self, folder, cancellable, error);
  end (&self);
  return done;
}
