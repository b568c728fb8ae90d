/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/ui.h"

#include <adwaita.h>

#include "mbx-ui-resources.h"

/**
 * mbx_ui_init:
 *
 * Makes the templates known. A static library's own constructor would be left out by the linker.
 */
void
mbx_ui_init (void)
{
  g_resources_register (mbx_ui_get_resource ());
}
