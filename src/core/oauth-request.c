/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-request.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/oauth-reply.h"

#define VERIFIER_BYTES 32

/* Base64url without padding (RFC 4648 section 5). */
static char *
encode (const guint8 *bytes, gsize length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * mbx_oauth_request_new:
 * @issuer: copied
 * @redirect: the loopback address that listens
 * @random: %MBX_OAUTH_RANDOM_LENGTH bytes that nobody can guess
 * @login_hint: (nullable): the mail address
 *
 * Returns: (transfer full): a request
 */
MbxOauthRequest *
mbx_oauth_request_new (const MbxOauthIssuer *issuer, const char *redirect, GBytes *random,
                       const char *login_hint)
{
  MbxOauthRequest *self;
  const guint8 *bytes = g_bytes_get_data (random, NULL);

  g_return_val_if_fail (g_bytes_get_size (random) == MBX_OAUTH_RANDOM_LENGTH, NULL);

  self = g_new0 (MbxOauthRequest, 1);
  self->issuer = mbx_oauth_issuer_copy (issuer);
  self->redirect = g_strdup (redirect);
  self->verifier = mbx_secret_new_take (encode (bytes, VERIFIER_BYTES));
  self->state = encode (bytes + VERIFIER_BYTES, MBX_OAUTH_RANDOM_LENGTH - VERIFIER_BYTES);
  self->login_hint = g_strdup (login_hint);
  return self;
}

void
mbx_oauth_request_free (MbxOauthRequest *self)
{
  if (self == NULL)
    return;
  mbx_oauth_issuer_free (self->issuer);
  g_free (self->redirect);
  mbx_wipe_string (self->state);
  mbx_secret_unref (self->verifier);
  g_free (self->login_hint);
  g_free (self);
}

static void
add (GString *form, const char *name, const char *value)
{
  if (value == NULL)
    return;
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append_printf (form, "%s=", name);
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

static char *
challenge (const MbxOauthRequest *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) mbx_secret_peek (self->verifier), -1);
  g_checksum_get_digest (checksum, digest, &length);
  return encode (digest, length);
}

/**
 * mbx_oauth_request_get_url:
 *
 * Returns: (transfer full): what the browser opens (RFC 6749 section 4.1.1, RFC 7636 section 4.3)
 */
char *
mbx_oauth_request_get_url (const MbxOauthRequest *self)
{
  g_autofree char *code_challenge = challenge (self);
  g_autofree char *scope = g_strjoinv (" ", self->issuer->scopes);
  GString *form = g_string_new (NULL);
  char *url;

  add (form, "response_type", "code");
  add (form, "client_id", self->issuer->client_id);
  add (form, "redirect_uri", self->redirect);
  add (form, "scope", scope);
  add (form, "state", self->state);
  add (form, "code_challenge", code_challenge);
  add (form, "code_challenge_method", "S256");
  add (form, "login_hint", self->login_hint);
  url = g_strdup_printf ("%s%s%s%s%s", self->issuer->authorize,
                         strchr (self->issuer->authorize, '?') != NULL ? "&" : "?", form->str,
                         self->issuer->extra != NULL ? "&" : "",
                         self->issuer->extra != NULL ? self->issuer->extra : "");
  g_string_free (form, TRUE);
  return url;
}

/* Takes as long for a wrong first letter as for a wrong last one. */
static gboolean
equal (const char *a, const char *b)
{
  gsize length = strlen (a);
  guint8 difference = 0;

  if (b == NULL || strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

static gboolean
check_origin (const MbxOauthRequest *self, GHashTable *parameters, GError **error)
{
  const char *iss = g_hash_table_lookup (parameters, "iss");

  if (equal (self->state, g_hash_table_lookup (parameters, "state")) &&
      (iss != NULL ? g_strcmp0 (iss, self->issuer->issuer) == 0 : !self->issuer->iss_required))
    return TRUE;
  g_set_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
               _ ("The answer in the browser does not belong to this sign-in. Sign in again."));
  return FALSE;
}

static void
wipe_query (GHashTable *parameters)
{
  char *code = g_hash_table_lookup (parameters, "code");

  if (code != NULL)
    mbx_wipe (code, strlen (code));
}

/**
 * mbx_oauth_request_read_redirect:
 * @query: the query of the address that the browser came back to
 * @error: an #MbxOauthError
 *
 * Checks state and issuer (RFC 9207) before anything else is looked at.
 *
 * Returns: (transfer full) (nullable): the authorization code
 */
MbxSecret *
mbx_oauth_request_read_redirect (const MbxOauthRequest *self, const char *query, GError **error)
{
  g_autoptr (GHashTable) parameters = NULL;
  const char *failure;
  const char *code;
  MbxSecret *secret = NULL;

  if (query != NULL && strlen (query) < 16384)
    parameters = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  if (parameters == NULL)
    parameters = g_hash_table_new (g_str_hash, g_str_equal);
  if (!check_origin (self, parameters, error))
    return NULL;
  failure = g_hash_table_lookup (parameters, "error");
  code = g_hash_table_lookup (parameters, "code");
  if (failure != NULL)
    mbx_oauth_set_error (error, failure, g_hash_table_lookup (parameters, "error_description"));
  else if (code == NULL || *code == '\0')
    g_set_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
                 _ ("The sign-in service sent no code back. Sign in again."));
  else
    secret = mbx_secret_new (code);
  wipe_query (parameters);
  return secret;
}

static MbxSecret *
finish_form (GString *form, const MbxOauthIssuer *issuer)
{
  MbxSecret *secret;

  add (form, "client_id", issuer->client_id);
  add (form, "client_secret", issuer->client_secret);
  secret = mbx_secret_new_len (form->str, form->len);
  mbx_wipe (form->str, form->allocated_len);
  g_string_free (form, TRUE);
  return secret;
}

/**
 * mbx_oauth_request_get_token_form:
 * @code: the authorization code
 *
 * Returns: (transfer full): the body for the token endpoint (RFC 6749 section 4.1.3)
 */
MbxSecret *
mbx_oauth_request_get_token_form (const MbxOauthRequest *self, MbxSecret *code)
{
  GString *form = g_string_sized_new (4096);

  add (form, "grant_type", "authorization_code");
  add (form, "code", mbx_secret_peek (code));
  add (form, "redirect_uri", self->redirect);
  add (form, "code_verifier", mbx_secret_peek (self->verifier));
  return finish_form (form, self->issuer);
}

/**
 * mbx_oauth_refresh_form:
 *
 * Returns: (transfer full): the body that asks for a new access token (RFC 6749 section 6)
 */
MbxSecret *
mbx_oauth_refresh_form (const MbxOauthIssuer *issuer, MbxSecret *refresh_token)
{
  GString *form = g_string_sized_new (8192);

  add (form, "grant_type", "refresh_token");
  add (form, "refresh_token", mbx_secret_peek (refresh_token));
  return finish_form (form, issuer);
}

/**
 * mbx_oauth_device_form:
 *
 * Returns: (transfer full): the body that begins a device sign-in (RFC 8628 section 3.1)
 */
char *
mbx_oauth_device_form (const MbxOauthIssuer *issuer)
{
  g_autofree char *scope = g_strjoinv (" ", issuer->scopes);
  GString *form = g_string_new (NULL);

  add (form, "client_id", issuer->client_id);
  add (form, "scope", scope);
  return g_string_free (form, FALSE);
}

/**
 * mbx_oauth_device_token_form:
 *
 * Returns: (transfer full): the body that asks whether the person is done (RFC 8628 section 3.4)
 */
MbxSecret *
mbx_oauth_device_token_form (const MbxOauthIssuer *issuer, MbxSecret *device_code)
{
  GString *form = g_string_sized_new (4096);

  add (form, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
  add (form, "device_code", mbx_secret_peek (device_code));
  return finish_form (form, issuer);
}

/**
 * mbx_oauth_registration_body:
 * @redirect: the loopback address without a port
 *
 * Returns: (transfer full): the JSON that registers this program (RFC 7591 section 2) as a native
 *   public client
 */
char *
mbx_oauth_registration_body (const MbxOauthIssuer *issuer, const char *redirect)
{
  g_autofree char *scope = g_strjoinv (" ", issuer->scopes);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *redirects = json_array_new ();
  JsonArray *grants = json_array_new ();
  JsonArray *types = json_array_new ();

  json_array_add_string_element (redirects, redirect);
  json_array_add_string_element (grants, "authorization_code");
  json_array_add_string_element (grants, "refresh_token");
  json_array_add_string_element (types, "code");
  json_object_set_string_member (object, "client_name", "Mailbox Setup");
  json_object_set_array_member (object, "redirect_uris", redirects);
  json_object_set_array_member (object, "grant_types", grants);
  json_object_set_array_member (object, "response_types", types);
  json_object_set_string_member (object, "token_endpoint_auth_method", "none");
  json_object_set_string_member (object, "application_type", "native");
  json_object_set_string_member (object, "scope", scope);
  json_node_set_object (root, object);
  return json_to_string (root, FALSE);
}
