/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/password-shape.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  CLASS_LOWER,
  CLASS_LETTERS,
  CLASS_ALNUM,
  CLASS_HEX,
  CLASS_ANY,
} Class;

typedef struct
{
  const char *word;
  Class class;
} ClassWord;

/* The one place for the spellings of the table's key app-password-shape. */
static const ClassWord class_words[] = {
  { " lower-case letters", CLASS_LOWER },
  { " letters and digits", CLASS_ALNUM },
  { " letters", CLASS_LETTERS },
  { " hexadecimal digits", CLASS_HEX },
  { " characters", CLASS_ANY },
};

typedef struct
{
  guint least;
  guint most;
  Class class;
} Shape;

static gboolean
parse_shape (const char *text, Shape *shape)
{
  char *rest = NULL;
  guint64 number = g_ascii_strtoull (text, &rest, 10);

  if (rest == text || number < 4 || number > 64)
    return FALSE;
  shape->least = shape->most = (guint) number;
  if (*rest == '-')
    {
      shape->most = (guint) g_ascii_strtoull (rest + 1, &rest, 10);
      if (shape->most < shape->least || shape->most > 64)
        return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (class_words); i++)
    {
      if (strcmp (class_words[i].word, rest) == 0)
        {
          shape->class = class_words[i].class;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
mbx_password_shape_is_valid (const char *shape)
{
  Shape parsed;

  return parse_shape (shape, &parsed);
}

/**
 * mbx_password_shape_to_words:
 * @shape: the table's text, for instance "16 lower-case letters"
 *
 * Returns: (transfer full) (nullable): the same in the language of the locale
 */
char *
mbx_password_shape_to_words (const char *shape)
{
  Shape parsed;
  guint most;

  if (shape == NULL || !parse_shape (shape, &parsed))
    return NULL;
  most = parsed.most;
  if (parsed.least != most)
    return g_strdup_printf (_ ("%u to %u letters and digits"), parsed.least, most);
  switch (parsed.class)
    {
    case CLASS_LOWER:
      return g_strdup_printf (ngettext ("%u lower-case letter", "%u lower-case letters", most),
                              most);
    case CLASS_LETTERS:
      return g_strdup_printf (ngettext ("%u letter", "%u letters", most), most);
    case CLASS_ALNUM:
      return g_strdup_printf (ngettext ("%u letter or digit", "%u letters and digits", most), most);
    case CLASS_HEX:
      return g_strdup_printf (ngettext ("%u digit or letter from a to f",
                                        "%u digits and letters from a to f", most), most);
    case CLASS_ANY:
      return g_strdup_printf (ngettext ("%u character", "%u characters", most), most);
    }
  return NULL;
}

static gboolean
in_class (char c, Class class)
{
  switch (class)
    {
    case CLASS_LOWER:
      /* Capitals come from keyboards that start each field with one; the provider folds them. */
    case CLASS_LETTERS:
      return g_ascii_isalpha (c);
    case CLASS_ALNUM:
      return g_ascii_isalnum (c);
    case CLASS_HEX:
      return g_ascii_isxdigit (c);
    case CLASS_ANY:
      return g_ascii_isgraph (c);
    }
  return FALSE;
}

/* Whether @text without its blanks and hyphens has the shape. */
static gboolean
fits (const char *text, const Shape *shape)
{
  guint count = 0;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == ' ' || *at == '-')
        continue;
      if (!in_class (*at, shape->class))
        return FALSE;
      count++;
    }
  return count >= shape->least && count <= shape->most;
}

/* Only where ordinary passwords are refused can the shape tell anything. */
static gboolean
wants_app_password (const MbxProvider *provider, Shape *shape)
{
  if (provider == NULL || provider->app_password_shape == NULL ||
      (provider->auth & MBX_AUTH_PASSWORD) != 0)
    return FALSE;
  return parse_shape (provider->app_password_shape, shape);
}

/**
 * mbx_provider_check_password_shape:
 * @provider: (nullable): where it is for
 * @password: what was typed
 *
 * Whether to ask the person before anything is sent. Never a reason to refuse: shapes change.
 */
MbxPasswordDoubt
mbx_provider_check_password_shape (const MbxProvider *provider, const MbxSecret *password)
{
  const char *text = mbx_secret_peek (password);
  gsize length = mbx_secret_get_length (password);
  Shape shape;

  if (length == 0)
    return MBX_PASSWORD_FINE;
  if (wants_app_password (provider, &shape))
    return fits (text, &shape) ? MBX_PASSWORD_FINE : MBX_PASSWORD_NOT_APP_PASSWORD;
  if (g_ascii_isspace (text[0]) || g_ascii_isspace (text[length - 1]))
    return MBX_PASSWORD_BLANK_AROUND;
  return MBX_PASSWORD_FINE;
}

/**
 * mbx_provider_tidy_password:
 * @provider: (nullable): where it is for
 * @password: what was typed
 *
 * App passwords are shown in groups of four; the blanks between them are not part of them. Any
 * other password stays exactly as it is.
 *
 * Returns: (transfer full): what to sign in with
 */
MbxSecret *
mbx_provider_tidy_password (const MbxProvider *provider, MbxSecret *password)
{
  const char *text = mbx_secret_peek (password);
  Shape shape;
  char *tidy;
  gsize used = 0;

  if (strchr (text, ' ') == NULL || !wants_app_password (provider, &shape) || !fits (text, &shape))
    return mbx_secret_ref (password);
  tidy = g_malloc (mbx_secret_get_length (password) + 1);
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at != ' ')
        tidy[used++] = *at;
    }
  tidy[used] = '\0';
  return mbx_secret_new_take (tidy);
}
