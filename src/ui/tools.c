/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/tools.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/explain-page.h"
#include "ui/guide-page.h"
#include "ui/mailboxes-page.h"
#include "ui/ports-page.h"
#include "ui/practice-page.h"
#include "ui/report-page.h"

/**
 * mbx_tools_new_page:
 * @name: the name of the action that opens it, without "win."
 *
 * Returns: (transfer floating) (nullable): a new page, %NULL where @name is none
 */
MbxPage *
mbx_tools_new_page (const char *name, MbxContext *context, MbxAccountStore *store)
{
  if (strcmp (name, "mailboxes") == 0)
    return mbx_mailboxes_page_new (context, store);
  if (strcmp (name, "explain") == 0)
    return mbx_explain_page_new (context);
  if (strcmp (name, "ports") == 0)
    return mbx_ports_page_new (context);
  if (strcmp (name, "practice") == 0)
    return mbx_practice_page_new ();
  if (strcmp (name, "report") == 0)
    return mbx_report_page_new ();
  if (strcmp (name, "guide") == 0)
    return mbx_guide_page_new ();
  return NULL;
}

/**
 * mbx_tools_show_about:
 * @parent: the window in front
 */
void
mbx_tools_show_about (GtkWindow *parent)
{
  static const char *const developers[] = { "Mailbox Setup contributors", NULL };

  adw_show_about_window (parent, "application-name", _ ("Mailbox Setup"), "application-icon",
                         MBX_APP_ID, "version", MBX_VERSION, "developer-name",
                         "Mailbox Setup contributors", "developers", developers, "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Finds the servers of a mailbox, tests receiving and sending step by "
                            "step, and names what is in the way."),
                         /* Translators: your names, one per line */
                         "translator-credits", _ ("translator-credits"), NULL);
}
