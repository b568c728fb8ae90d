/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <gio/gio.h>

#include "core/account.h"
#include "core/hand-over.h"
#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxHandOverPresence:
 * @MBX_PRESENCE_ABSENT: the program or its service is not on this computer
 * @MBX_PRESENCE_AVAILABLE: the mailbox can be handed over
 * @MBX_PRESENCE_THERE: the mailbox is there already
 */
typedef enum
{
  MBX_PRESENCE_ABSENT,
  MBX_PRESENCE_AVAILABLE,
  MBX_PRESENCE_THERE,
} MbxHandOverPresence;

/*
 * Handing a mailbox to a program that is asked through its own service: GNOME Online Accounts,
 * Evolution and Geary. "handle" is what undo needs; it holds no secret and can be stored.
 */
void mbx_hand_over_look_async (MbxHandOverTarget target, const char *address,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
MbxHandOverPresence mbx_hand_over_look_finish (GAsyncResult *result, char **handle,
                                               GError **error);
void mbx_hand_over_add_async (MbxHandOverTarget target, const MbxAccount *account,
                              MbxSecret *incoming, MbxSecret *outgoing, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
char *mbx_hand_over_add_finish (GAsyncResult *result, GError **error);
void mbx_hand_over_undo_async (MbxHandOverTarget target, const char *handle,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
gboolean mbx_hand_over_undo_finish (GAsyncResult *result, GError **error);

G_END_DECLS
