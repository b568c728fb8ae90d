/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/button.h"

/*
 * A button's label is one line by default and would make the window wider than a narrow screen.
 * GTK 4.8 also names a button with a mnemonic twice, by its label with the underscore and by what
 * the mnemonic belongs to.
 */
static void
prepare (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  if (!GTK_IS_LABEL (child))
    return;
  gtk_label_set_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (child), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
  if (gtk_button_get_use_underline (button))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/**
 * mbx_button_set_label:
 * @label: the new label
 */
void
mbx_button_set_label (GtkButton *button, const char *label)
{
  gtk_button_set_label (button, label);
  prepare (button);
}

/**
 * mbx_button_prepare_all:
 * @root: a widget; all buttons below it are prepared
 */
void
mbx_button_prepare_all (GtkWidget *root)
{
  if (GTK_IS_BUTTON (root))
    prepare (GTK_BUTTON (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mbx_button_prepare_all (child);
}
