/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "engine/hand-over-service.h"

G_BEGIN_DECLS

/**
 * MbxHandOverJob:
 *
 * What all services need while a mailbox is handed over. Task data of the GTask.
 */
typedef struct
{
  MbxAccount *account;
  MbxSecret *incoming;
  MbxSecret *outgoing;
  char *address;
  char *handle;
} MbxHandOverJob;

MbxHandOverJob *mbx_hand_over_job_new (const MbxAccount *account, MbxSecret *incoming,
                                       MbxSecret *outgoing);
void mbx_hand_over_job_free (MbxHandOverJob *self);
void mbx_hand_over_return_presence (GTask *task, MbxHandOverPresence presence, const char *handle);
void mbx_hand_over_return_dbus_error (GTask *task, GError *error);

/* Each takes over the task, which carries an MbxHandOverJob, and returns through it. */
void mbx_goa_look (GTask *task);
void mbx_goa_add (GTask *task);
void mbx_goa_undo (GTask *task);
void mbx_evolution_look (GTask *task);
void mbx_evolution_add (GTask *task);
void mbx_evolution_undo (GTask *task);
void mbx_geary_look (GTask *task);
void mbx_geary_add (GTask *task);
void mbx_geary_undo (GTask *task);

G_END_DECLS
