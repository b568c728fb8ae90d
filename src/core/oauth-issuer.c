/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/oauth-issuer.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/json-document.h"
#include "core/oauth-json.h"

G_DEFINE_QUARK (mbx-oauth-error-quark, mbx_oauth_error)

#define TENANT "{tenant}"
#define MAIL_SCOPE "urn:ietf:params:oauth:scope:mail"

static char *
get (GKeyFile *file, const char *id, const char *key)
{
  char *value = g_key_file_get_string (file, id, key, NULL);

  if (value != NULL && *g_strstrip (value) == '\0')
    g_clear_pointer (&value, g_free);
  return value;
}

static void
replace_tenant (char **url, const char *tenant)
{
  g_autoptr (GString) text = NULL;

  if (*url == NULL || strstr (*url, TENANT) == NULL)
    return;
  text = g_string_new (*url);
  g_string_replace (text, TENANT, tenant, 0);
  g_free (*url);
  *url = g_strdup (text->str);
}

/**
 * mbx_oauth_issuer_new_from_key_file:
 * @file: data/oauth.ini
 * @id: a group
 *
 * Tenants stay open until mbx_oauth_issuer_set_client().
 *
 * Returns: (transfer full) (nullable): the service, or %NULL where @file has none of that name
 */
MbxOauthIssuer *
mbx_oauth_issuer_new_from_key_file (GKeyFile *file, const char *id)
{
  MbxOauthIssuer *self;

  if (!g_key_file_has_group (file, id))
    return NULL;
  self = g_new0 (MbxOauthIssuer, 1);
  self->id = g_strdup (id);
  self->name = get (file, id, "name");
  self->issuer = get (file, id, "issuer");
  self->authorize = get (file, id, "authorize");
  self->token = get (file, id, "token");
  self->device = get (file, id, "device");
  self->registration = get (file, id, "register");
  self->scopes = g_key_file_get_string_list (file, id, "scopes", NULL, NULL);
  self->redirect_host = get (file, id, "redirect");
  self->mechanisms = g_key_file_get_string_list (file, id, "sasl", NULL, NULL);
  self->extra = get (file, id, "extra");
  return self;
}

/**
 * mbx_oauth_issuer_set_client:
 * @client_id: (nullable): who we are at the service
 * @client_secret: (nullable): what the service gave along with it
 * @tenant: (nullable): an organisation's own tenant; %NULL means "common"
 */
void
mbx_oauth_issuer_set_client (MbxOauthIssuer *self, const char *client_id,
                             const char *client_secret, const char *tenant)
{
  const char *value = tenant != NULL && *tenant != '\0' ? tenant : "common";

  g_free (self->client_id);
  g_free (self->client_secret);
  self->client_id = client_id != NULL && *client_id != '\0' ? g_strdup (client_id) : NULL;
  self->client_secret =
    client_secret != NULL && *client_secret != '\0' ? g_strdup (client_secret) : NULL;
  replace_tenant (&self->authorize, value);
  replace_tenant (&self->token, value);
  replace_tenant (&self->device, value);
}

MbxOauthIssuer *
mbx_oauth_issuer_copy (const MbxOauthIssuer *self)
{
  MbxOauthIssuer *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (MbxOauthIssuer, 1);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->issuer = g_strdup (self->issuer);
  copy->authorize = g_strdup (self->authorize);
  copy->token = g_strdup (self->token);
  copy->device = g_strdup (self->device);
  copy->registration = g_strdup (self->registration);
  copy->scopes = g_strdupv (self->scopes);
  copy->redirect_host = g_strdup (self->redirect_host);
  copy->mechanisms = g_strdupv (self->mechanisms);
  copy->extra = g_strdup (self->extra);
  copy->client_id = g_strdup (self->client_id);
  copy->client_secret = g_strdup (self->client_secret);
  copy->iss_required = self->iss_required;
  return copy;
}

void
mbx_oauth_issuer_free (MbxOauthIssuer *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->issuer);
  g_free (self->authorize);
  g_free (self->token);
  g_free (self->device);
  g_free (self->registration);
  g_strfreev (self->scopes);
  g_free (self->redirect_host);
  g_strfreev (self->mechanisms);
  g_free (self->extra);
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self);
}

/**
 * mbx_oauth_metadata_url:
 * @issuer: an https address
 * @openid: for OpenID Connect Discovery instead of RFC 8414 section 3.1
 *
 * Returns: (transfer full) (nullable): where the service describes itself; %NULL for a bad @issuer
 */
char *
mbx_oauth_metadata_url (const char *issuer, gboolean openid)
{
  g_autoptr (GUri) uri = g_uri_parse (issuer, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *path = NULL;
  g_autofree char *root = NULL;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 ||
      g_uri_get_host (uri) == NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  path = g_strdup (g_uri_get_path (uri));
  if (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  root = g_uri_join (G_URI_FLAGS_ENCODED, "https", NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     "", NULL, NULL);
  if (openid)
    return g_strdup_printf ("%s%s/.well-known/openid-configuration", root, path);
  return g_strdup_printf ("%s/.well-known/oauth-authorization-server%s", root, path);
}

static char *
get_https (JsonObject *object, const char *member)
{
  const char *text = mbx_json_get_text (object, member);

  return text != NULL && g_str_has_prefix (text, "https://") ? g_strdup (text) : NULL;
}

static gboolean
array_has (JsonObject *object, const char *member, const char *value)
{
  JsonArray *array = mbx_oauth_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), value) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The mail scope of draft-ietf-mailmaint-oauth-public and, where it is told, a refresh token. */
static char **
pick_scopes (JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  static const char *const wanted[] = { MAIL_SCOPE, "openid", "email", "offline_access" };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      if (mbx_oauth_json_get_array (object, "scopes_supported") == NULL
            ? i == 0
            : array_has (object, "scopes_supported", wanted[i]))
        g_strv_builder_add (builder, wanted[i]);
    }
  return g_strv_builder_end (builder);
}

/**
 * mbx_oauth_issuer_new_from_metadata:
 * @issuer: the issuer that was asked for
 * @json: its metadata (RFC 8414 section 2)
 * @error: an #MbxOauthError
 *
 * The document must name @issuer itself to the letter (section 3.3), and its addresses must be
 * https.
 *
 * Returns: (transfer full) (nullable): the service, without a client id
 */
MbxOauthIssuer *
mbx_oauth_issuer_new_from_metadata (const char *issuer, const char *json, gsize length,
                                    GError **error)
{
  static const char *const mechanisms[] = { "OAUTHBEARER", "XOAUTH2", NULL };
  g_autoptr (JsonNode) root = mbx_oauth_json_parse (json, length, error);
  g_autoptr (MbxOauthIssuer) self = NULL;
  g_autoptr (GUri) uri = NULL;
  JsonObject *object;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  uri = g_uri_parse (issuer, G_URI_FLAGS_NONE, NULL);
  self = g_new0 (MbxOauthIssuer, 1);
  self->authorize = get_https (object, "authorization_endpoint");
  self->token = get_https (object, "token_endpoint");
  if (uri == NULL || g_strcmp0 (mbx_json_get_text (object, "issuer"), issuer) != 0 ||
      self->authorize == NULL || self->token == NULL)
    {
      g_set_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL,
                   _ ("The sign-in service does not describe itself rightly."));
      return NULL;
    }
  self->id = g_strdup (issuer);
  self->name = g_strdup (g_uri_get_host (uri));
  self->issuer = g_strdup (issuer);
  self->device = get_https (object, "device_authorization_endpoint");
  self->registration = get_https (object, "registration_endpoint");
  self->scopes = pick_scopes (object);
  self->redirect_host = g_strdup ("127.0.0.1");
  self->mechanisms = g_strdupv ((char **) mechanisms);
  self->iss_required =
    mbx_oauth_json_get_boolean (object, "authorization_response_iss_parameter_supported");
  return g_steal_pointer (&self);
}
