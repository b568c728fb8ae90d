/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/columns-layout.h"

/*
 * Children side by side where each gets a readable width, and one under the other where not. The
 * natural width is no guide: that of a paragraph is its whole text in one line. AdwBreakpoint would
 * do it, but is not in the oldest library that is supported.
 */
struct _MbxColumnsLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  int column_width;
};

enum
{
  PROP_SPACING = 1,
  PROP_COLUMN_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MbxColumnsLayout, mbx_columns_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  int count;
  int minimum;
} Widths;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

#define FOR_EACH_SHOWN(child, parent)                                                      \
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (parent)); child != NULL; \
       child = next_shown (gtk_widget_get_next_sibling (child)))

static Widths
measure_widths (GtkWidget *widget)
{
  Widths widths = { 0, 0 };

  FOR_EACH_SHOWN (child, widget)
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widths.count++;
      widths.minimum = MAX (widths.minimum, minimum);
    }
  return widths;
}

static int
columns_width (MbxColumnsLayout *self, const Widths *widths)
{
  return widths->count * MAX (widths->minimum, self->column_width) +
         MAX (widths->count - 1, 0) * self->spacing;
}

static int
width_of_column (MbxColumnsLayout *self, const Widths *widths, int width)
{
  return MAX ((width - (widths->count - 1) * self->spacing) / widths->count, widths->minimum);
}

static void
measure_heights (MbxColumnsLayout *self, GtkWidget *widget, int width, int *minimum, int *natural)
{
  const Widths widths = measure_widths (widget);
  const gboolean wide = width >= columns_width (self, &widths);
  const int each = widths.count == 0 ? 0 : wide ? width_of_column (self, &widths, width) : width;

  *minimum = *natural = wide ? 0 : MAX (widths.count - 1, 0) * self->spacing;
  FOR_EACH_SHOWN (child, widget)
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, each, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = wide ? MAX (*minimum, child_minimum) : *minimum + child_minimum;
      *natural = wide ? MAX (*natural, child_natural) : *natural + child_natural;
    }
}

static void
mbx_columns_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                            GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  MbxColumnsLayout *self = MBX_COLUMNS_LAYOUT (manager);
  const Widths widths = measure_widths (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widths.minimum;
      *natural = columns_width (self, &widths);
    }
  else
    measure_heights (self, widget, for_size < 0 ? columns_width (self, &widths) : for_size, minimum,
                     natural);
}

static void
mbx_columns_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                             int baseline)
{
  MbxColumnsLayout *self = MBX_COLUMNS_LAYOUT (manager);
  const Widths widths = measure_widths (widget);
  const gboolean wide = width >= columns_width (self, &widths);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int each = widths.count == 0 ? 0 : wide ? width_of_column (self, &widths, width) : width;
  int at = 0;

  FOR_EACH_SHOWN (child, widget)
    {
      int tall;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, each, NULL, &tall, NULL, NULL);
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){
                                    .x = !wide ? 0 : mirrored ? width - at - each : at,
                                    .y = wide ? 0 : at,
                                    .width = each,
                                    .height = tall,
                                },
                                -1);
      at += (wide ? each : tall) + self->spacing;
    }
}

static GtkSizeRequestMode
mbx_columns_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
mbx_columns_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbxColumnsLayout *self = MBX_COLUMNS_LAYOUT (object);

  if (id == PROP_SPACING)
    g_value_set_int (value, self->spacing);
  else if (id == PROP_COLUMN_WIDTH)
    g_value_set_int (value, self->column_width);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_columns_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MbxColumnsLayout *self = MBX_COLUMNS_LAYOUT (object);

  if (id == PROP_SPACING)
    self->spacing = g_value_get_int (value);
  else if (id == PROP_COLUMN_WIDTH)
    self->column_width = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_columns_layout_class_init (MbxColumnsLayoutClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mbx_columns_layout_get_property;
  object_class->set_property = mbx_columns_layout_set_property;
  layout_class->measure = mbx_columns_layout_measure;
  layout_class->allocate = mbx_columns_layout_allocate;
  layout_class->get_request_mode = mbx_columns_layout_get_request_mode;
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_COLUMN_WIDTH] =
      g_param_spec_int ("column-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mbx_columns_layout_init (MbxColumnsLayout *self)
{
}
