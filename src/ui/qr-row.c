/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/qr-row.h"

#include <glib/gi18n.h>

#include "core/hand-over-qr.h"
#include "core/qr-code.h"
#include "ui/button.h"
#include "ui/privacy.h"

#define QUIET_ZONE 4
#define SIDE 360
#define SECONDS 60

struct _MbxQrRow
{
  AdwActionRow parent_instance;

  MbxAccount *account;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (MbxQrRow, mbx_qr_row, ADW_TYPE_ACTION_ROW)

/* Black on white in each style: readers of QR codes want it so. */
static void
draw (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  const MbxQrCode *code = data;
  const int size = mbx_qr_code_get_size (code);
  const double unit = MIN (width, height) / (double) (size + 2 * QUIET_ZONE);

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_scale (cairo, unit, unit);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_NONE);
  for (int y = 0; y < size; y++)
    {
      for (int x = 0; x < size; x++)
        {
          if (mbx_qr_code_get_module (code, x, y))
            cairo_rectangle (cairo, x + QUIET_ZONE, y + QUIET_ZONE, 1, 1);
        }
    }
  cairo_fill (cairo);
}

static gboolean
close_window (gpointer data)
{
  GWeakRef *window = data;
  GtkWindow *still_there = g_weak_ref_get (window);

  if (still_there != NULL)
    {
      gtk_window_destroy (still_there);
      g_object_unref (still_there);
    }
  g_weak_ref_clear (window);
  g_free (window);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_picture (MbxQrCode *code)
{
  GtkWidget *picture = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (picture), SIDE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (picture), SIDE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (picture), draw, code,
                                  (GDestroyNotify) mbx_qr_code_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("QR code with the settings, without the password"), -1);
  return picture;
}

static void
show_code (MbxQrRow *self, MbxQrCode *code)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  gtk_window_set_title (GTK_WINDOW (window), _ ("QR Code"));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_picture (code));
  adw_window_set_content (ADW_WINDOW (window), box);
  g_weak_ref_init (weak, window);
  g_timeout_add_seconds (SECONDS, close_window, weak);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_clicked (MbxQrRow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxSecret) text = NULL;
  MbxQrCode *code = NULL;

  if (mbx_privacy_get_active (mbx_privacy_get_default ()))
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                                   _ ("Not shown while the screen is shared."));
      return;
    }
  text = mbx_hand_over_write_qr (self->account, NULL, &error);
  if (text != NULL)
    code = mbx_qr_code_new ((const guint8 *) mbx_secret_peek (text),
                            mbx_secret_get_length (text));
  if (code != NULL)
    show_code (self, code);
  else if (error != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
}

static void
mbx_qr_row_finalize (GObject *object)
{
  mbx_account_free (MBX_QR_ROW (object)->account);
  G_OBJECT_CLASS (mbx_qr_row_parent_class)->finalize (object);
}

static void
mbx_qr_row_class_init (MbxQrRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = mbx_qr_row_finalize;
}

static void
mbx_qr_row_init (MbxQrRow *self)
{
  self->button = gtk_button_new ();
  mbx_button_set_label (GTK_BUTTON (self->button), _ ("Show"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
}

/**
 * mbx_qr_row_new:
 * @account: the mailbox; copied
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
mbx_qr_row_new (const MbxAccount *account)
{
  MbxQrRow *self = g_object_new (MBX_TYPE_QR_ROW, NULL);

  self->account = mbx_account_copy (account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Thunderbird on a phone"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               _ ("Shows a QR code without the password; the phone asks for it."));
  return GTK_WIDGET (self);
}
