/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/secret.h"

#include <string.h>

struct _MbxSecret
{
  gatomicrefcount references;
  gsize length;
  char *text;
};

/**
 * mbx_wipe:
 * @memory: what to overwrite
 * @length: in bytes
 *
 * Overwrites memory in a way that the compiler may not leave out, although nobody reads it again.
 */
void
mbx_wipe (void *memory, gsize length)
{
  if (memory != NULL)
    explicit_bzero (memory, length);
}

/**
 * mbx_wipe_string:
 * @text: (transfer full) (nullable): a string from the heap
 *
 * Overwrites @text and frees it.
 */
void
mbx_wipe_string (char *text)
{
  if (text == NULL)
    return;
  mbx_wipe (text, strlen (text));
  g_free (text);
}

/**
 * mbx_secret_new:
 * @text: the secret, UTF-8; copied
 *
 * Returns: (transfer full): a new secret. Wiping @text is the caller's duty.
 */
MbxSecret *
mbx_secret_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return mbx_secret_new_len (text, strlen (text));
}

MbxSecret *
mbx_secret_new_len (const char *text, gsize length)
{
  MbxSecret *self = g_new0 (MbxSecret, 1);

  g_atomic_ref_count_init (&self->references);
  self->length = length;
  self->text = g_malloc (length + 1);
  memcpy (self->text, text, length);
  self->text[length] = '\0';
  return self;
}

/**
 * mbx_secret_new_take:
 * @text: (transfer full): the secret, from the heap
 *
 * Returns: (transfer full): a new secret that owns @text and wipes it.
 */
MbxSecret *
mbx_secret_new_take (char *text)
{
  MbxSecret *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = mbx_secret_new (text);
  mbx_wipe_string (text);
  return self;
}

MbxSecret *
mbx_secret_ref (MbxSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
mbx_secret_unref (MbxSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  mbx_wipe (self->text, self->length);
  g_free (self->text);
  g_free (self);
}

/**
 * mbx_secret_peek:
 * @self: a secret
 *
 * Returns: the text, valid as long as @self. Never hand it to anything that logs or keeps it.
 */
const char *
mbx_secret_peek (const MbxSecret *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->text;
}

gsize
mbx_secret_get_length (const MbxSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}
