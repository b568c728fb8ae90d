/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

/* The pages next to the wizard, made when somebody opens them. */
MbxPage *mbx_tools_new_page (const char *name, MbxContext *context, MbxAccountStore *store);
void mbx_tools_show_about (GtkWindow *parent);

G_END_DECLS
