/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/field-error.h"

#include "ui/password-row.h"

/* The widget that screen readers know: of a password row the entry, else the row itself. */
static GtkAccessible *
find_accessible (GtkWidget *field)
{
  if (MBX_IS_PASSWORD_ROW (field))
    return GTK_ACCESSIBLE (mbx_password_row_get_entry (MBX_PASSWORD_ROW (field)));
  return GTK_ACCESSIBLE (field);
}

/**
 * mbx_field_set_error:
 * @field: the entry
 * @label: the line next to it
 * @words: (nullable): what is wrong, one sentence; %NULL for nothing
 *
 * Colour, words and the accessible state always go together.
 */
void
mbx_field_set_error (GtkWidget *field, GtkLabel *label, const char *words)
{
  GtkAccessible *accessible = find_accessible (field);

  if (words != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
    }
  else
    {
      gtk_widget_remove_css_class (field, "error");
      gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
}
