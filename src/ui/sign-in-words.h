/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/candidate.h"
#include "core/provider.h"

G_BEGIN_DECLS

/* What the sign-in page says about a provider's way of signing in. Pure text. */
guint mbx_sign_in_auth (const MbxProvider *provider, const MbxCandidate *candidate);
gboolean mbx_sign_in_takes_password (guint auth);
const char *mbx_sign_in_field_title (guint auth);
char *mbx_sign_in_note (const MbxProvider *provider, guint auth);
char *mbx_sign_in_name (const MbxProvider *provider, const MbxCandidate *candidate,
                        const char *domain);
char *mbx_sign_in_without_password (const char *name, const MbxProvider *provider);

G_END_DECLS
