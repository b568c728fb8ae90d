/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/oauth-table.h"

#include "engine/oauth-http.h"
#include "engine/organisation-files.h"

#define RESOURCE "/io/github/mailbox_setup/MailboxSetup/oauth.ini"

typedef struct
{
  const char *id;
  const char *client_id;
  const char *client_secret;
} BuiltIn;

/* What this build was registered with; empty unless its maker did so. */
static const BuiltIn built_in[] = {
  { "google", MBX_GOOGLE_CLIENT_ID, MBX_GOOGLE_CLIENT_SECRET },
  { "microsoft", MBX_MICROSOFT_CLIENT_ID, "" },
  { "yahoo", MBX_YAHOO_CLIENT_ID, "" },
  { "aol", MBX_YAHOO_CLIENT_ID, "" },
  { "yandex", MBX_YANDEX_CLIENT_ID, "" },
  { "mailru", MBX_MAILRU_CLIENT_ID, "" },
  { "comcast", MBX_COMCAST_CLIENT_ID, "" },
};

static void
use_built_in (MbxOauthIssuer *issuer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    {
      if (g_str_equal (built_in[i].id, issuer->id))
        {
          mbx_oauth_issuer_set_client (issuer, built_in[i].client_id, built_in[i].client_secret,
                                       NULL);
          return;
        }
    }
  mbx_oauth_issuer_set_client (issuer, NULL, NULL, NULL);
}

/* An organisation may bring its own registration, and services of its own with all addresses. */
static gboolean
use_organisation (MbxOauthIssuer **issuer, const char *id)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *group = g_strdup_printf ("oauth %s", id);
  g_autofree char *client_id = NULL;
  g_autofree char *client_secret = NULL;
  g_autofree char *tenant = NULL;

  if (!mbx_organisation_files_find_group (file, group))
    return FALSE;
  if (*issuer == NULL)
    {
      *issuer = mbx_oauth_issuer_new_from_key_file (file, group);
      /* The account is stored with it, and finds the service by it again. */
      g_free ((*issuer)->id);
      (*issuer)->id = g_strdup (id);
    }
  client_id = g_key_file_get_string (file, group, "client_id", NULL);
  client_secret = g_key_file_get_string (file, group, "client_secret", NULL);
  tenant = g_key_file_get_string (file, group, "tenant", NULL);
  mbx_oauth_issuer_set_client (*issuer, client_id, client_secret, tenant);
  return TRUE;
}

static gboolean
is_usable (const MbxOauthIssuer *issuer)
{
  return issuer->authorize != NULL && issuer->token != NULL && issuer->scopes != NULL &&
         g_str_has_prefix (issuer->authorize, "https://") &&
         g_str_has_prefix (issuer->token, "https://");
}

/**
 * mbx_oauth_table_find:
 * @id: what the provider table calls the service
 *
 * Returns: (transfer full) (nullable): the service; without a client id where there is none
 */
MbxOauthIssuer *
mbx_oauth_table_find (const char *id)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MbxOauthIssuer) issuer = NULL;

  if (bytes != NULL && g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    issuer = mbx_oauth_issuer_new_from_key_file (file, id);
  if (!use_organisation (&issuer, id) && issuer != NULL)
    use_built_in (issuer);
  if (issuer == NULL || !is_usable (issuer))
    return NULL;
  if (issuer->name == NULL)
    issuer->name = g_strdup (id);
  if (issuer->redirect_host == NULL)
    issuer->redirect_host = g_strdup ("127.0.0.1");
  return g_steal_pointer (&issuer);
}

typedef struct
{
  MbxContext *context;
  char *issuer;
  gboolean openid;
} Discover;

static void
discover_free (Discover *discover)
{
  g_object_unref (discover->context);
  g_free (discover->issuer);
  g_free (discover);
}

static void fetch_metadata (GTask *task);

static void
metadata_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Discover *discover = g_task_get_task_data (task);
  MbxOauthIssuer *issuer = NULL;
  GError *error = NULL;
  g_autoptr (MbxSecret) body = mbx_oauth_http_finish (result, &error);

  if (body != NULL)
    issuer = mbx_oauth_issuer_new_from_metadata (discover->issuer, mbx_secret_peek (body),
                                                 mbx_secret_get_length (body), &error);
  if (issuer != NULL)
    g_task_return_pointer (task, issuer, (GDestroyNotify) mbx_oauth_issuer_free);
  else if (!discover->openid && error->domain == MBX_OAUTH_ERROR)
    {
      g_error_free (error);
      discover->openid = TRUE;
      fetch_metadata (g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, error);
}

static void
fetch_metadata (GTask *task)
{
  Discover *discover = g_task_get_task_data (task);
  g_autofree char *url = mbx_oauth_metadata_url (discover->issuer, discover->openid);

  mbx_oauth_get_async (discover->context, url != NULL ? url : "", g_task_get_cancellable (task),
                       metadata_cb, task);
}

/**
 * mbx_oauth_discover_async:
 * @issuer: an issuer identifier from the provider's own https file
 */
void
mbx_oauth_discover_async (MbxContext *context, const char *issuer, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Discover *discover = g_new0 (Discover, 1);

  discover->context = g_object_ref (context);
  discover->issuer = g_strdup (issuer);
  g_task_set_source_tag (task, mbx_oauth_discover_async);
  g_task_set_task_data (task, discover, (GDestroyNotify) discover_free);
  fetch_metadata (task);
}

/**
 * mbx_oauth_discover_finish:
 * @error: an #MbxOauthError
 *
 * Returns: (transfer full) (nullable): the service, with an organisation's client id if any
 */
MbxOauthIssuer *
mbx_oauth_discover_finish (GAsyncResult *result, GError **error)
{
  MbxOauthIssuer *issuer;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  issuer = g_task_propagate_pointer (G_TASK (result), error);
  if (issuer != NULL)
    use_organisation (&issuer, issuer->id);
  return issuer;
}
