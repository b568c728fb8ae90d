/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/account.h"

G_BEGIN_DECLS

/**
 * MbxEvolutionSources:
 * @account_uid: the receiving source, which also names the secret for receiving
 * @identity_uid: who sends
 * @transport_uid: the sending source, which also names the secret for sending
 * @account: key file of the receiving source
 * @identity: key file of the identity
 * @transport: key file of the sending source
 *
 * The three sources of evolution-data-server that make one mailbox.
 */
typedef struct
{
  char *account_uid;
  char *identity_uid;
  char *transport_uid;
  char *account;
  char *identity;
  char *transport;
} MbxEvolutionSources;

char *mbx_evolution_uid (const MbxAccount *account, const char *purpose);
MbxEvolutionSources *mbx_evolution_sources_new (const MbxAccount *account);
void mbx_evolution_sources_free (MbxEvolutionSources *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxEvolutionSources, mbx_evolution_sources_free)

G_END_DECLS
