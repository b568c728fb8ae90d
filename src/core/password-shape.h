/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "core/provider.h"
#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxPasswordDoubt:
 * @MBX_PASSWORD_FINE: nothing to say
 * @MBX_PASSWORD_NOT_APP_PASSWORD: it does not look like this provider's app passwords; a hint only
 * @MBX_PASSWORD_BLANK_AROUND: a blank at the start or the end; ask whether it belongs there
 */
typedef enum
{
  MBX_PASSWORD_FINE,
  MBX_PASSWORD_NOT_APP_PASSWORD,
  MBX_PASSWORD_BLANK_AROUND,
} MbxPasswordDoubt;

gboolean mbx_password_shape_is_valid (const char *shape);
char *mbx_password_shape_to_words (const char *shape);
MbxPasswordDoubt mbx_provider_check_password_shape (const MbxProvider *provider,
                                                    const MbxSecret *password);
MbxSecret *mbx_provider_tidy_password (const MbxProvider *provider, MbxSecret *password);

G_END_DECLS
