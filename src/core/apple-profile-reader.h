/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/candidate.h"
#include "core/document.h"

G_BEGIN_DECLS

MbxCandidate *mbx_apple_profile_read (const char *data, gsize length, const MbxAddress *address,
                                      GError **error);

G_END_DECLS
