/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/evidence.h"

G_BEGIN_DECLS

void mbx_check_facts_add (GHashTable *facts, const char *side, const MbxEvidence *evidence);

G_END_DECLS
