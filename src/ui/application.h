/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MBX_TYPE_APPLICATION (mbx_application_get_type ())
G_DECLARE_FINAL_TYPE (MbxApplication, mbx_application, MBX, APPLICATION, AdwApplication)

/* The program: one instance, its command line, and what all of it shares. */
MbxApplication *mbx_application_new (void);

G_END_DECLS
