/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/announcer.h"

#include "ui/compat.h"

/*
 * A label that nobody sees and screen readers read. Its role is that of an alert, which they speak
 * when it appears; so it disappears for a moment and comes back with the new words.
 */
struct _MbxAnnouncer
{
  AdwBin parent_instance;

  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (MbxAnnouncer, mbx_announcer, ADW_TYPE_BIN)

static void
mbx_announcer_class_init (MbxAnnouncerClass *class)
{
}

static void
mbx_announcer_init (MbxAnnouncer *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                              "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 0, NULL);
  adw_bin_set_child (ADW_BIN (self), self->label);
  gtk_widget_add_css_class (GTK_WIDGET (self), "announcer");
  gtk_widget_set_opacity (GTK_WIDGET (self), 0);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
}

/**
 * mbx_announcer_say:
 * @words: a sentence; nothing secret, and masked already where a screen is shared
 *
 * Lets screen readers speak. The same words twice are spoken twice.
 */
void
mbx_announcer_say (MbxAnnouncer *self, const char *words)
{
  g_return_if_fail (MBX_IS_ANNOUNCER (self) && words != NULL);

  gtk_widget_set_visible (self->label, FALSE);
  gtk_label_set_label (GTK_LABEL (self->label), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_widget_set_visible (self->label, TRUE);
  mbx_compat_announce (GTK_WIDGET (self), words);
}

/**
 * mbx_announcer_get_words:
 *
 * Returns: what was said last, or ""
 */
const char *
mbx_announcer_get_words (MbxAnnouncer *self)
{
  return gtk_label_get_label (GTK_LABEL (self->label));
}
