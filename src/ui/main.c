/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "ui/application.h"

int
main (int argc, char **argv)
{
  g_autoptr (MbxApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (MBX_GETTEXT_PACKAGE, MBX_LOCALE_DIR);
  bind_textdomain_codeset (MBX_GETTEXT_PACKAGE, "UTF-8");
  textdomain (MBX_GETTEXT_PACKAGE);
  application = mbx_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
