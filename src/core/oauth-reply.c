/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-reply.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/json-document.h"
#include "core/oauth-json.h"
#include "core/reply.h"

#define MAXIMUM_TOKEN (32 * 1024)

typedef struct
{
  const char *number;
  const char *words;
} AadError;

/* The numbers of Microsoft's sign-in that a person can do something about. */
static const AadError aad_errors[] = {
  { "AADSTS65001", N_ ("Your organisation has not yet allowed this program. "
                       "Its administrator has to consent.") },
  { "AADSTS90094", N_ ("Your organisation lets only an administrator allow this program.") },
  { "AADSTS65004", N_ ("The consent was declined.") },
  { "AADSTS50105", N_ ("Your organisation has not assigned this program to you.") },
  { "AADSTS53003", N_ ("A rule of your organisation refuses sign-ins like this one.") },
  { "AADSTS50076", N_ ("Your organisation wants a second factor for this sign-in.") },
  { "AADSTS50079", N_ ("Your organisation wants you to set up a second factor first.") },
  { "AADSTS50199", N_ ("Your organisation does not allow this kind of sign-in.") },
  { "AADSTS50020", N_ ("This account belongs to another organisation.") },
  { "AADSTS700016", N_ ("Your organisation does not know this program.") },
  { "AADSTS7000218", N_ ("This program is registered in a wrong way with your organisation.") },
  { "AADSTS50034", N_ ("There is no such account in this organisation.") },
  { "AADSTS50057", N_ ("The account is disabled.") },
};

static const char *
find_aad_words (const char *description)
{
  for (gsize i = 0; description != NULL && i < G_N_ELEMENTS (aad_errors); i++)
    {
      const char *at = strstr (description, aad_errors[i].number);

      if (at != NULL && !g_ascii_isdigit (at[strlen (aad_errors[i].number)]))
        return _ (aad_errors[i].words);
    }
  return NULL;
}

/**
 * mbx_oauth_set_error:
 * @name: the error of RFC 6749 sections 4.1.2.1 and 5.2 or RFC 8628 section 3.5
 * @description: (nullable): the service's own words
 */
void
mbx_oauth_set_error (GError **error, const char *name, const char *description)
{
  g_autofree char *said = mbx_clean_text (description != NULL ? description : name, -1, 500);
  const char *words = find_aad_words (description);

  if (words != NULL)
    g_set_error_literal (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_DENIED, words);
  else if (g_str_equal (name, "expired_token"))
    g_set_error_literal (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_CANCELLED,
                         _ ("The time for signing in ran out."));
  else if (g_str_equal (name, "access_denied"))
    g_set_error_literal (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_DENIED,
                         _ ("The consent was declined in the browser."));
  else if (g_str_equal (name, "invalid_grant"))
    g_set_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_EXPIRED,
                 _ ("The sign-in is no longer valid. Sign in again. (%s)"), said);
  else
    g_set_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_DENIED,
                 _ ("The sign-in service refused: %s"), said);
}

/**
 * mbx_oauth_error_to_code:
 *
 * Returns: the code that stands for @error
 */
MbxCode
mbx_oauth_error_to_code (const GError *error)
{
  if (error->domain != MBX_OAUTH_ERROR)
    return MBX_CODE_OAUTH_CANCELLED;
  switch ((MbxOauthError) error->code)
    {
    case MBX_OAUTH_ERROR_CANCELLED:
      return MBX_CODE_OAUTH_CANCELLED;
    case MBX_OAUTH_ERROR_WRONG_ACCOUNT:
      return MBX_CODE_OAUTH_WRONG_ACCOUNT;
    case MBX_OAUTH_ERROR_EXPIRED:
      return MBX_CODE_OAUTH_TOKEN_REJECTED;
    case MBX_OAUTH_ERROR_NO_CLIENT_ID:
      return MBX_CODE_OAUTH_REQUIRED;
    case MBX_OAUTH_ERROR_UNREACHABLE:
      return MBX_CODE_SERVER_UNAVAILABLE;
    case MBX_OAUTH_ERROR_DENIED:
    case MBX_OAUTH_ERROR_PROTOCOL:
      return MBX_CODE_OAUTH_DENIED;
    }
  return MBX_CODE_OAUTH_DENIED;
}

/* The claims of an id token are only a hint here; it came straight from the service over TLS. */
static char *
read_account (const char *id_token)
{
  g_auto (GStrv) parts = NULL;
  g_autofree guchar *bytes = NULL;
  g_autofree char *padded = NULL;
  g_autoptr (JsonNode) root = NULL;
  const char *account;
  gsize length = 0;

  if (id_token == NULL || strlen (id_token) > MAXIMUM_TOKEN)
    return NULL;
  parts = g_strsplit (id_token, ".", 4);
  if (g_strv_length (parts) != 3)
    return NULL;
  padded = g_strdup_printf ("%s%.*s", parts[1], (int) ((4 - strlen (parts[1]) % 4) % 4), "===");
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  bytes = g_base64_decode (padded, &length);
  root = mbx_oauth_json_parse ((const char *) bytes, length, NULL);
  if (root == NULL)
    return NULL;
  account = mbx_json_get_text (json_node_get_object (root), "email");
  if (account == NULL)
    account = mbx_json_get_text (json_node_get_object (root), "preferred_username");
  return account != NULL ? mbx_clean_text (account, -1, 320) : NULL;
}

static gboolean
fail_where_told (JsonObject *object, GError **error)
{
  const char *name = mbx_json_get_text (object, "error");

  if (name == NULL)
    return FALSE;
  mbx_oauth_set_error (error, name, mbx_json_get_text (object, "error_description"));
  return TRUE;
}

static void
set_incomplete (GError **error)
{
  g_set_error_literal (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
                       _ ("The sign-in service’s answer is incomplete."));
}

/* A token with a control character could become a command on the wire. */
static gboolean
valid_token (const char *token)
{
  if (token == NULL || *token == '\0' || strlen (token) > MAXIMUM_TOKEN)
    return FALSE;
  for (const char *at = token; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at))
        return FALSE;
    }
  return TRUE;
}

/**
 * mbx_oauth_tokens_new_from_json:
 * @json: the answer of a token endpoint, good (RFC 6749 section 5.1) or bad (section 5.2)
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): the tokens
 */
MbxOauthTokens *
mbx_oauth_tokens_new_from_json (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = mbx_oauth_json_parse (json, length, error);
  MbxOauthTokens *self;
  JsonObject *object;
  const char *access;
  const char *refresh;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (fail_where_told (object, error))
    return NULL;
  access = mbx_json_get_text (object, "access_token");
  refresh = mbx_json_get_text (object, "refresh_token");
  if (!valid_token (access) || (refresh != NULL && !valid_token (refresh)))
    {
      set_incomplete (error);
      return NULL;
    }
  self = g_new0 (MbxOauthTokens, 1);
  self->access = mbx_secret_new (access);
  self->refresh = refresh != NULL ? mbx_secret_new (refresh) : NULL;
  self->lifetime = CLAMP (mbx_oauth_json_get_int (object, "expires_in", 0), 0, G_MAXINT);
  self->account = read_account (mbx_json_get_text (object, "id_token"));
  return self;
}

void
mbx_oauth_tokens_free (MbxOauthTokens *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->access, mbx_secret_unref);
  g_clear_pointer (&self->refresh, mbx_secret_unref);
  g_free (self->account);
  g_free (self);
}

/**
 * mbx_oauth_device_new_from_json:
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): what to show and to poll with (RFC 8628 section 3.2)
 */
MbxOauthDevice *
mbx_oauth_device_new_from_json (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = mbx_oauth_json_parse (json, length, error);
  MbxOauthDevice *self;
  JsonObject *object;
  const char *code;
  const char *user_code;
  const char *url;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (fail_where_told (object, error))
    return NULL;
  code = mbx_json_get_text (object, "device_code");
  user_code = mbx_json_get_text (object, "user_code");
  url = mbx_json_get_text (object, "verification_uri");
  if (!valid_token (code) || user_code == NULL || url == NULL ||
      !g_str_has_prefix (url, "https://"))
    {
      set_incomplete (error);
      return NULL;
    }
  self = g_new0 (MbxOauthDevice, 1);
  self->code = mbx_secret_new (code);
  self->user_code = mbx_clean_text (user_code, -1, 64);
  self->url = mbx_clean_text (url, -1, 500);
  url = mbx_json_get_text (object, "verification_uri_complete");
  self->complete_url =
    url != NULL && g_str_has_prefix (url, "https://") ? mbx_clean_text (url, -1, 500) : NULL;
  self->lifetime = CLAMP (mbx_oauth_json_get_int (object, "expires_in", 900), 1, 3600);
  self->interval = CLAMP (mbx_oauth_json_get_int (object, "interval", 5), 1, 60);
  return self;
}

void
mbx_oauth_device_free (MbxOauthDevice *self)
{
  if (self == NULL)
    return;
  mbx_secret_unref (self->code);
  g_free (self->user_code);
  g_free (self->url);
  g_free (self->complete_url);
  g_free (self);
}

/**
 * mbx_oauth_is_pending:
 * @slow_down: (out): whether the service wants longer pauses
 *
 * Returns: whether the person has not finished yet (RFC 8628 section 3.5)
 */
gboolean
mbx_oauth_is_pending (const char *json, gsize length, gboolean *slow_down)
{
  g_autoptr (JsonNode) root = mbx_oauth_json_parse (json, length, NULL);
  const char *name;

  *slow_down = FALSE;
  if (root == NULL)
    return FALSE;
  name = mbx_json_get_text (json_node_get_object (root), "error");
  *slow_down = g_strcmp0 (name, "slow_down") == 0;
  return *slow_down || g_strcmp0 (name, "authorization_pending") == 0;
}

/**
 * mbx_oauth_read_registration:
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): the client id that was given (RFC 7591 section 3.2.1)
 */
char *
mbx_oauth_read_registration (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = mbx_oauth_json_parse (json, length, error);
  JsonObject *object;
  const char *client_id;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (fail_where_told (object, error))
    return NULL;
  client_id = mbx_json_get_text (object, "client_id");
  if (!valid_token (client_id))
    {
      set_incomplete (error);
      return NULL;
    }
  return g_strdup (client_id);
}
