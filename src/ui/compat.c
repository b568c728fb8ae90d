/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/compat.h"

/**
 * mbx_compat_announce:
 * @widget: a widget of the window that speaks
 * @words: what a screen reader says
 *
 * Uses the toolkit's own announcement where the library that is built against has one (GTK 4.14).
 *
 * Returns: %FALSE where it has none and the caller has to change something visible instead
 */
gboolean
mbx_compat_announce (GtkWidget *widget, const char *words)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
  return TRUE;
#else
  return FALSE;
#endif
}
