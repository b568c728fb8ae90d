/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "ui/privacy.h"

#include <string.h>

#include "core/address.h"
#include "core/redact.h"

/* Names shorter than this would take letters out of every other word. */
#define MIN_NAME 3

struct _MbxPrivacy
{
  GObject parent_instance;

  gboolean active;
  MbxRedactor *redactor;
  GHashTable *known;
};

enum
{
  PROP_ACTIVE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MbxPrivacy, mbx_privacy, G_TYPE_OBJECT)

static void
mbx_privacy_finalize (GObject *object)
{
  MbxPrivacy *self = MBX_PRIVACY (object);

  mbx_redactor_free (self->redactor);
  g_hash_table_unref (self->known);
  G_OBJECT_CLASS (mbx_privacy_parent_class)->finalize (object);
}

static void
mbx_privacy_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    g_value_set_boolean (value, MBX_PRIVACY (object)->active);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_privacy_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    mbx_privacy_set_active (MBX_PRIVACY (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mbx_privacy_class_init (MbxPrivacyClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = mbx_privacy_finalize;
  object_class->get_property = mbx_privacy_get_property;
  object_class->set_property = mbx_privacy_set_property;
  properties[PROP_ACTIVE] =
      g_param_spec_boolean ("active", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mbx_privacy_init (MbxPrivacy *self)
{
  self->redactor = mbx_redactor_new ();
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * mbx_privacy_get_default:
 *
 * Returns: (transfer none): the program's only one
 */
MbxPrivacy *
mbx_privacy_get_default (void)
{
  static MbxPrivacy *instance;

  if (instance == NULL)
    instance = g_object_new (MBX_TYPE_PRIVACY, NULL);
  return instance;
}

gboolean
mbx_privacy_get_active (MbxPrivacy *self)
{
  return self->active;
}

void
mbx_privacy_set_active (MbxPrivacy *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/**
 * mbx_privacy_add_name:
 * @name: (nullable): a person's or user's name
 *
 * From now on @name is masked wherever it shows. Very short names are left alone.
 */
void
mbx_privacy_add_name (MbxPrivacy *self, const char *name)
{
  if (name == NULL || g_utf8_strlen (name, -1) < MIN_NAME ||
      g_hash_table_contains (self->known, name))
    return;
  g_hash_table_add (self->known, g_strdup (name));
  mbx_redactor_add_name (self->redactor, name, "•••");
}

/**
 * mbx_privacy_add_address:
 * @address: (nullable): a mail address; its local part is private too
 */
void
mbx_privacy_add_address (MbxPrivacy *self, const char *address)
{
  g_autofree char *masked = NULL;
  g_autofree char *local = NULL;
  const char *at;

  if (address == NULL || g_hash_table_contains (self->known, address))
    return;
  at = strrchr (address, '@');
  if (at == NULL)
    return;
  g_hash_table_add (self->known, g_strdup (address));
  masked = mbx_address_mask (address);
  mbx_redactor_add_name (self->redactor, address, masked);
  local = g_strndup (address, at - address);
  mbx_privacy_add_name (self, local);
}

/**
 * mbx_privacy_show:
 * @text: (nullable): words for the screen
 *
 * Returns: (transfer full): @text, masked where the screen is shared; "" for %NULL
 */
char *
mbx_privacy_show (MbxPrivacy *self, const char *text)
{
  if (text == NULL)
    return g_strdup ("");
  if (!self->active)
    return g_strdup (text);
  return mbx_redactor_apply (self->redactor, text);
}
