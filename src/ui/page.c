/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/page.h"

#include "ui/button.h"
#include "ui/privacy.h"
#include "ui/window.h"

typedef struct
{
  char *title;
  GtkWidget *default_widget;
  GtkWidget *initial_focus;
  MbxSetup *setup;
} MbxPagePrivate;

enum
{
  PROP_TITLE = 1,
  PROP_DEFAULT_WIDGET,
  PROP_INITIAL_FOCUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (MbxPage, mbx_page, ADW_TYPE_BIN)

static void
mbx_page_dispose (GObject *object)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (MBX_PAGE (object));

  g_clear_weak_pointer (&priv->default_widget);
  g_clear_weak_pointer (&priv->initial_focus);
  g_clear_object (&priv->setup);
  g_clear_pointer (&priv->title, g_free);
  G_OBJECT_CLASS (mbx_page_parent_class)->dispose (object);
}

static void
mbx_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (MBX_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_DEFAULT_WIDGET:
      g_value_set_object (value, priv->default_widget);
      break;
    case PROP_INITIAL_FOCUS:
      g_value_set_object (value, priv->initial_focus);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mbx_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (MBX_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_free (priv->title);
      priv->title = g_value_dup_string (value);
      break;
    case PROP_DEFAULT_WIDGET:
      g_set_weak_pointer (&priv->default_widget, g_value_get_object (value));
      break;
    case PROP_INITIAL_FOCUS:
      g_set_weak_pointer (&priv->initial_focus, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mbx_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mbx_page_parent_class)->root (widget);
  mbx_button_prepare_all (widget);
}

static void
mbx_page_nothing (MbxPage *self)
{
}

static void
mbx_page_bind_nothing (MbxPage *self, MbxSetup *setup)
{
}

static void
mbx_page_class_init (MbxPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = mbx_page_dispose;
  object_class->get_property = mbx_page_get_property;
  object_class->set_property = mbx_page_set_property;
  GTK_WIDGET_CLASS (class)->root = mbx_page_root;
  class->bind = mbx_page_bind_nothing;
  class->refresh = mbx_page_nothing;
  class->shown = mbx_page_nothing;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DEFAULT_WIDGET] =
      g_param_spec_object ("default-widget", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_INITIAL_FOCUS] =
      g_param_spec_object ("initial-focus", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mbx_page_init (MbxPage *self)
{
  g_signal_connect_object (mbx_privacy_get_default (), "notify::active",
                           G_CALLBACK (mbx_page_refresh), self, G_CONNECT_SWAPPED);
}

/**
 * mbx_page_set_setup:
 * @setup: the wizard's session; a reference is taken
 *
 * Gives the page what it shows. Once in a page's life.
 */
void
mbx_page_set_setup (MbxPage *self, MbxSetup *setup)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (self);

  g_return_if_fail (priv->setup == NULL);

  priv->setup = g_object_ref (setup);
  MBX_PAGE_GET_CLASS (self)->bind (self, setup);
}

/**
 * mbx_page_get_setup:
 *
 * Returns: (transfer none) (nullable): the session, %NULL before mbx_page_set_setup()
 */
MbxSetup *
mbx_page_get_setup (MbxPage *self)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (self);

  return priv->setup;
}

const char *
mbx_page_get_title (MbxPage *self)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (self);

  return priv->title;
}

/**
 * mbx_page_get_default_widget:
 *
 * Returns: (transfer none) (nullable): what Enter presses
 */
GtkWidget *
mbx_page_get_default_widget (MbxPage *self)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (self);

  return priv->default_widget;
}

void
mbx_page_refresh (MbxPage *self)
{
  MBX_PAGE_GET_CLASS (self)->refresh (self);
}

/**
 * mbx_page_show:
 *
 * Tells the page that it is in front now: texts are written anew, the first field gets the focus.
 */
void
mbx_page_show (MbxPage *self)
{
  MbxPagePrivate *priv = mbx_page_get_instance_private (self);

  mbx_page_refresh (self);
  if (priv->initial_focus != NULL)
    gtk_widget_grab_focus (priv->initial_focus);
  MBX_PAGE_GET_CLASS (self)->shown (self);
}

/**
 * mbx_page_say:
 * @words: a sentence, masked already
 *
 * Lets screen readers speak.
 */
void
mbx_page_say (MbxPage *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (MBX_IS_WINDOW (root))
    mbx_window_say (MBX_WINDOW (root), words);
}

void
mbx_page_toast (MbxPage *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (MBX_IS_WINDOW (root))
    mbx_window_toast (MBX_WINDOW (root), words);
}

/**
 * mbx_page_copy:
 * @text: what goes to the clipboard; never a secret
 * @words: what the person reads about it
 */
void
mbx_page_copy (MbxPage *self, const char *text, const char *words)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  mbx_page_toast (self, words);
}
