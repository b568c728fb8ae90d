/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/guide-page.h"

struct _MbxGuidePage
{
  MbxPage parent_instance;
};

G_DEFINE_FINAL_TYPE (MbxGuidePage, mbx_guide_page, MBX_TYPE_PAGE)

static void
mbx_guide_page_class_init (MbxGuidePageClass *class)
{
  gtk_widget_class_set_template_from_resource (
      GTK_WIDGET_CLASS (class), "/io/github/mailbox_setup/MailboxSetup/guide-page.ui");
}

static void
mbx_guide_page_init (MbxGuidePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mbx_guide_page_new:
 *
 * Returns: (transfer floating): a new page
 */
MbxPage *
mbx_guide_page_new (void)
{
  return g_object_new (MBX_TYPE_GUIDE_PAGE, NULL);
}
