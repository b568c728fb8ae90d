/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/candidate.h"
#include "core/provider-table.h"
#include "engine/inquiry.h"

G_BEGIN_DECLS

gboolean mbx_ranking_is_safe (const MbxCandidate *candidate, const char *domain);
void mbx_ranking_sort (GPtrArray *candidates, const char *domain);
void mbx_ranking_keep_unreached (GPtrArray *candidates, const MbxCandidate *candidate,
                                 const char *domain);
void mbx_ranking_drop_denied (GPtrArray *candidates, MbxInquiry *inquiry);
void mbx_ranking_enrich (MbxCandidate *candidate, const MbxProviderTable *table);

G_END_DECLS
