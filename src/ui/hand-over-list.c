/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/hand-over-list.h"

#include <glib/gi18n.h>

#include "ui/hand-over-row.h"
#include "ui/qr-row.h"

static void
add_more (GtkListBox *list, const MbxAccount *account)
{
  GtkWidget *more = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), _ ("Phones and terminal programs"));
  for (guint i = MBX_HAND_OVER_MSMTP; i < MBX_HAND_OVER_COUNT; i++)
    {
      if (mbx_hand_over_check ((MbxHandOverTarget)i, account, NULL))
        adw_expander_row_add_row (ADW_EXPANDER_ROW (more),
                                  mbx_hand_over_row_new ((MbxHandOverTarget)i, account));
    }
  adw_expander_row_add_row (ADW_EXPANDER_ROW (more), mbx_qr_row_new (account));
  gtk_list_box_append (list, more);
}

/**
 * mbx_hand_over_list_new:
 * @account: a mailbox that was just set up
 *
 * Returns: (transfer floating): the programs that can take it, those on this computer first
 */
GtkWidget *
mbx_hand_over_list_new (const MbxAccount *account)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Use this mailbox in"), -1);
  for (guint i = MBX_HAND_OVER_GOA; i <= MBX_HAND_OVER_THUNDERBIRD; i++)
    {
      if (mbx_hand_over_check ((MbxHandOverTarget)i, account, NULL))
        gtk_list_box_append (GTK_LIST_BOX (list),
                             mbx_hand_over_row_new ((MbxHandOverTarget)i, account));
    }
  add_more (GTK_LIST_BOX (list), account);
  return list;
}
