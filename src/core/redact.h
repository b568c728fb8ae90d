/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <glib.h>

#include "core/secret.h"

G_BEGIN_DECLS

/**
 * MbxRedactor:
 *
 * Takes addresses, user names, tokens, passwords and long base64 out of remote text, so that it can
 * be shown on a shared screen or sent to a helpdesk.
 */
typedef struct _MbxRedactor MbxRedactor;

MbxRedactor *mbx_redactor_new (void);
void mbx_redactor_free (MbxRedactor *self);
void mbx_redactor_add_name (MbxRedactor *self, const char *name, const char *replacement);
void mbx_redactor_add_secret (MbxRedactor *self, MbxSecret *secret);
char *mbx_redactor_apply (const MbxRedactor *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbxRedactor, mbx_redactor_free)

G_END_DECLS
