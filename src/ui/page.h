/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#pragma once

#include <adwaita.h>

#include "engine/setup.h"

G_BEGIN_DECLS

#define MBX_TYPE_PAGE (mbx_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbxPage, mbx_page, MBX, PAGE, AdwBin)

/**
 * MbxPageClass:
 * @bind: the page got its #MbxSetup; connect to it
 * @refresh: write all texts anew, because the state or screen-share mode changed
 * @shown: the page came to the front
 *
 * One page of the window.
 */
struct _MbxPageClass
{
  AdwBinClass parent_class;

  void (*bind) (MbxPage *self, MbxSetup *setup);
  void (*refresh) (MbxPage *self);
  void (*shown) (MbxPage *self);
};

void mbx_page_set_setup (MbxPage *self, MbxSetup *setup);
MbxSetup *mbx_page_get_setup (MbxPage *self);
const char *mbx_page_get_title (MbxPage *self);
GtkWidget *mbx_page_get_default_widget (MbxPage *self);
void mbx_page_refresh (MbxPage *self);
void mbx_page_show (MbxPage *self);
void mbx_page_say (MbxPage *self, const char *words);
void mbx_page_toast (MbxPage *self, const char *words);
void mbx_page_copy (MbxPage *self, const char *text, const char *words);

G_END_DECLS
