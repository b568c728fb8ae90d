/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MBX_TYPE_SIGN_IN_PAGE (mbx_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (MbxSignInPage, mbx_sign_in_page, MBX, SIGN_IN_PAGE, MbxPage)

/*
 * The servers that were found, how far that can be trusted, and what this provider takes for
 * signing in.
 */

G_END_DECLS
