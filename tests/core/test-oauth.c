/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/oauth-reply.h"
#include "core/oauth-request.h"

static MbxOauthIssuer *
make_issuer (void)
{
  MbxOauthIssuer *issuer = g_new0 (MbxOauthIssuer, 1);

  issuer->id = g_strdup ("test");
  issuer->name = g_strdup ("Test");
  issuer->issuer = g_strdup ("https://id.example");
  issuer->authorize = g_strdup ("https://id.example/auth");
  issuer->token = g_strdup ("https://id.example/token");
  issuer->scopes = g_strsplit ("mail openid", " ", -1);
  issuer->client_id = g_strdup ("me & you");
  return issuer;
}

static MbxOauthRequest *
make_request (const MbxOauthIssuer *issuer)
{
  guint8 random[MBX_OAUTH_RANDOM_LENGTH];
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < sizeof random; i++)
    random[i] = (guint8) (i * 37);
  bytes = g_bytes_new (random, sizeof random);
  return mbx_oauth_request_new (issuer, "http://127.0.0.1:4711/", bytes, "anna@example.org");
}

/* RFC 7636 appendix B: the challenge of a known verifier. */
static void
test_pkce (void)
{
  static const guint8 octets[32] = { 116, 24,  223, 180, 151, 153, 224, 37,  79,  250, 96,
                                     125, 216, 173, 187, 186, 22,  212, 37,  77,  105, 214,
                                     191, 240, 91,  88,  5,   88,  83,  132, 141, 121 };
  guint8 random[MBX_OAUTH_RANDOM_LENGTH] = { 0 };
  g_autoptr (MbxOauthIssuer) issuer = make_issuer ();
  g_autoptr (MbxOauthRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *url = NULL;

  memcpy (random, octets, sizeof octets);
  bytes = g_bytes_new (random, sizeof random);
  request = mbx_oauth_request_new (issuer, "http://127.0.0.1:1/", bytes, NULL);
  g_assert_cmpstr (mbx_secret_peek (request->verifier), ==,
                   "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  url = mbx_oauth_request_get_url (request);
  g_assert_nonnull (
    strstr (url, "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&"));
}

static void
test_url (void)
{
  g_autoptr (MbxOauthIssuer) issuer = make_issuer ();
  g_autoptr (MbxOauthRequest) request = make_request (issuer);
  g_autofree char *url = mbx_oauth_request_get_url (request);

  g_assert_true (g_str_has_prefix (url, "https://id.example/auth?response_type=code&"));
  g_assert_nonnull (strstr (url, "client_id=me%20%26%20you&"));
  g_assert_nonnull (strstr (url, "redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2F&"));
  g_assert_nonnull (strstr (url, "&scope=mail%20openid&"));
  g_assert_nonnull (strstr (url, "&login_hint=anna%40example.org"));
  g_assert_null (strstr (url, mbx_secret_peek (request->verifier)));
}

typedef struct
{
  const char *query; /* with %s for the state */
  gboolean iss_required;
  const char *code;
  int error;
} Redirect;

static const Redirect redirects[] = {
  { "code=abc&state=%s", FALSE, "abc", 0 },
  { "code=abc&state=%s&iss=https%%3A%%2F%%2Fid.example", TRUE, "abc", 0 },
  { "code=abc&state=%s", TRUE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
  { "code=abc&state=%s&iss=https%%3A%%2F%%2Fevil.example", FALSE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
  { "code=abc&state=%sx", FALSE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
  { "code=abc", FALSE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
  { "state=%s", FALSE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
  { "error=access_denied&state=%s", FALSE, NULL, MBX_OAUTH_ERROR_DENIED },
  { "error=access_denied", FALSE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
  { "error=access_denied&error_description=AADSTS90094%%3A+consent&state=%s", FALSE, NULL,
    MBX_OAUTH_ERROR_DENIED },
  { "%%zz=&&&=", FALSE, NULL, MBX_OAUTH_ERROR_PROTOCOL },
};

static void
test_redirects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (redirects); i++)
    {
      g_autoptr (MbxOauthIssuer) issuer = make_issuer ();
      g_autoptr (MbxOauthRequest) request = NULL;
      g_autoptr (MbxSecret) code = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) query = g_string_new (redirects[i].query);

      issuer->iss_required = redirects[i].iss_required;
      request = make_request (issuer);
      g_string_replace (query, "%s", request->state, 0);
      g_string_replace (query, "%%", "%", 0);
      code = mbx_oauth_request_read_redirect (request, query->str, &error);
      g_test_message ("%s", redirects[i].query);
      if (redirects[i].code != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (mbx_secret_peek (code), ==, redirects[i].code);
        }
      else
        g_assert_error (error, MBX_OAUTH_ERROR, redirects[i].error);
    }
}

static void
test_tokens (void)
{
  static const char good[] = "{\"access_token\":\"AT\",\"refresh_token\":\"RT\",\"expires_in\":"
                             "\"3600\",\"id_token\":\"e30.eyJlbWFpbCI6ImFAYi5leGFtcGxlIn0.x\"}";
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxOauthTokens) tokens = NULL;

  tokens = mbx_oauth_tokens_new_from_json (good, strlen (good), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mbx_secret_peek (tokens->access), ==, "AT");
  g_assert_cmpstr (mbx_secret_peek (tokens->refresh), ==, "RT");
  g_assert_cmpint (tokens->lifetime, ==, 3600);
  g_assert_cmpstr (tokens->account, ==, "a@b.example");
}

typedef struct
{
  const char *json;
  int error;
} BadTokens;

static const BadTokens bad_tokens[] = {
  { "", MBX_OAUTH_ERROR_PROTOCOL },
  { "<html>", MBX_OAUTH_ERROR_PROTOCOL },
  { "[]", MBX_OAUTH_ERROR_PROTOCOL },
  { "{}", MBX_OAUTH_ERROR_PROTOCOL },
  { "{\"access_token\":7}", MBX_OAUTH_ERROR_PROTOCOL },
  { "{\"access_token\":\"\"}", MBX_OAUTH_ERROR_PROTOCOL },
  { "{\"access_token\":\"a\\r\\nb\"}", MBX_OAUTH_ERROR_PROTOCOL },
  { "{\"error\":\"invalid_grant\"}", MBX_OAUTH_ERROR_EXPIRED },
  { "{\"error\":\"expired_token\"}", MBX_OAUTH_ERROR_CANCELLED },
  { "{\"error\":\"invalid_client\"}", MBX_OAUTH_ERROR_DENIED },
  { "{\"error\":\"x\",\"error_description\":\"AADSTS53003: rule\"}", MBX_OAUTH_ERROR_DENIED },
  { "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}", MBX_OAUTH_ERROR_PROTOCOL },
};

static void
test_bad_tokens (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_tokens); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *json = bad_tokens[i].json;

      g_test_message ("%s", json);
      g_assert_null (mbx_oauth_tokens_new_from_json (json, strlen (json), &error));
      g_assert_error (error, MBX_OAUTH_ERROR, bad_tokens[i].error);
    }
}

/* Brackets in a string must not make room for as many levels outside of it. */
static void
test_hidden_depth (void)
{
  g_autofree char *closing = g_strnfill (60, ']');
  g_autofree char *opening = g_strnfill (60, '[');
  g_autofree char *json = g_strdup_printf (
    "{\"s\":\"%s\",\"deep\":%s%s,\"access_token\":\"AT\"}", closing, opening, closing);
  g_autoptr (GError) error = NULL;

  g_assert_null (mbx_oauth_tokens_new_from_json (json, strlen (json), &error));
  g_assert_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL);
}

static void
test_metadata (void)
{
  static const char json[] =
    "{\"issuer\":\"https://id.example/p\",\"authorization_endpoint\":\"https://id.example/a\","
    "\"token_endpoint\":\"https://id.example/t\",\"registration_endpoint\":\"http://x.example\","
    "\"scopes_supported\":[\"openid\",\"offline_access\",1],"
    "\"authorization_response_iss_parameter_supported\":true}";
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxOauthIssuer) issuer = NULL;

  issuer = mbx_oauth_issuer_new_from_metadata ("https://id.example/p", json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_true (issuer->iss_required);
  g_assert_null (issuer->registration);
  g_assert_cmpint (g_strv_length (issuer->scopes), ==, 2);
  g_assert_null (mbx_oauth_issuer_new_from_metadata ("https://other.example", json, strlen (json),
                                                     &error));
  g_assert_error (error, MBX_OAUTH_ERROR, MBX_OAUTH_ERROR_PROTOCOL);
}

static void
test_metadata_urls (void)
{
  g_autofree char *plain = mbx_oauth_metadata_url ("https://id.example", FALSE);
  g_autofree char *path = mbx_oauth_metadata_url ("https://id.example:8443/a/b/", FALSE);
  g_autofree char *openid = mbx_oauth_metadata_url ("https://id.example/a", TRUE);

  g_assert_cmpstr (plain, ==, "https://id.example/.well-known/oauth-authorization-server");
  g_assert_cmpstr (path, ==,
                   "https://id.example:8443/.well-known/oauth-authorization-server/a/b");
  g_assert_cmpstr (openid, ==, "https://id.example/a/.well-known/openid-configuration");
  g_assert_null (mbx_oauth_metadata_url ("http://id.example", FALSE));
  g_assert_null (mbx_oauth_metadata_url ("https://user@id.example", FALSE));
  g_assert_null (mbx_oauth_metadata_url ("https://id.example/?q", FALSE));
}

static void
test_device (void)
{
  static const char json[] = "{\"device_code\":\"D\",\"user_code\":\"WDJB-MJHT\","
                             "\"verification_uri\":\"https://id.example/device\","
                             "\"expires_in\":99999999}";
  static const char slow[] = "{\"error\":\"slow_down\"}";
  g_autoptr (MbxOauthDevice) device = mbx_oauth_device_new_from_json (json, strlen (json), NULL);
  gboolean slow_down;

  g_assert_nonnull (device);
  g_assert_cmpint (device->interval, ==, 5);
  g_assert_cmpint (device->lifetime, ==, 3600);
  g_assert_true (mbx_oauth_is_pending (slow, strlen (slow), &slow_down));
  g_assert_true (slow_down);
  g_assert_false (mbx_oauth_is_pending (json, strlen (json), &slow_down));
}

/* The table of services itself: https everywhere, scopes and mechanisms named. */
static void
test_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "oauth.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  groups = g_key_file_get_groups (file, NULL);
  g_assert_cmpint (g_strv_length (groups), >=, 10);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (MbxOauthIssuer) issuer = mbx_oauth_issuer_new_from_key_file (file, groups[i]);

      mbx_oauth_issuer_set_client (issuer, "id", NULL, NULL);
      g_assert_nonnull (issuer->name);
      g_assert_true (g_str_has_prefix (issuer->authorize, "https://"));
      g_assert_true (g_str_has_prefix (issuer->token, "https://"));
      g_assert_null (strchr (issuer->authorize, '{'));
      g_assert_nonnull (issuer->scopes[0]);
      g_assert_nonnull (issuer->mechanisms[0]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oauth/pkce", test_pkce);
  g_test_add_func ("/oauth/url", test_url);
  g_test_add_func ("/oauth/redirects", test_redirects);
  g_test_add_func ("/oauth/tokens", test_tokens);
  g_test_add_func ("/oauth/bad-tokens", test_bad_tokens);
  g_test_add_func ("/oauth/hidden-depth", test_hidden_depth);
  g_test_add_func ("/oauth/metadata", test_metadata);
  g_test_add_func ("/oauth/metadata-urls", test_metadata_urls);
  g_test_add_func ("/oauth/device", test_device);
  g_test_add_func ("/oauth/table", test_table);
  return g_test_run ();
}
