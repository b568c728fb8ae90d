/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-server.h"

#include <string.h>

#include "engine/demo-authority.h"
#include "engine/demo-ports.h"
#include "engine/demo-scenario.h"
#include "engine/demo-session.h"

/*
 * Door:
 * @host: the name that it stands under
 * @port: the port that clients believe to use
 * @protocol: what is spoken behind it
 * @direct: whether TLS comes first
 * @main: one of those that the demo's settings name
 */
typedef struct
{
  const char *host;
  guint16 port;
  MbxProtocol protocol;
  gboolean direct;
  gboolean main;
} Door;

static const Door doors[] = {
  { "imap.demo.example", 993, MBX_PROTOCOL_IMAP, TRUE, TRUE },
  { "imap.demo.example", 143, MBX_PROTOCOL_IMAP, FALSE, FALSE },
  { "pop.demo.example", 995, MBX_PROTOCOL_POP3, TRUE, TRUE },
  { "pop.demo.example", 110, MBX_PROTOCOL_POP3, FALSE, FALSE },
  { "smtp.demo.example", 465, MBX_PROTOCOL_SMTP, TRUE, TRUE },
  { "smtp.demo.example", 587, MBX_PROTOCOL_SMTP, FALSE, FALSE },
};

static const char *const names[] = {
  "imap.demo.example", "pop.demo.example", "smtp.demo.example", "mail.demo.example", NULL,
};

struct _MbxDemoServer
{
  GObject parent_instance;

  MbxDemoAuthority *authority;
  GTlsDatabase *trust;
  const MbxDemoScenario *scenario;
  char *pem;
  GTlsCertificate *certificate;
  GSocketService *services[G_N_ELEMENTS (doors)];
  guint16 ports[G_N_ELEMENTS (doors)];
  GSocketService *issuer_service;
  guint16 issuer_port;
  GSocket *closed;
  guint16 closed_port;
  GPtrArray *silent;
  guint16 silent_port;
  GCancellable *cancellable;
  GWeakRef context;
  const char *settings;
};

G_DEFINE_FINAL_TYPE (MbxDemoServer, mbx_demo_server, G_TYPE_OBJECT)

static void
mbx_demo_server_dispose (GObject *object)
{
  MbxDemoServer *self = MBX_DEMO_SERVER (object);

  g_cancellable_cancel (self->cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    {
      if (self->services[i] != NULL)
        g_socket_service_stop (self->services[i]);
      g_clear_object (&self->services[i]);
    }
  if (self->issuer_service != NULL)
    g_socket_service_stop (self->issuer_service);
  g_clear_object (&self->issuer_service);

  G_OBJECT_CLASS (mbx_demo_server_parent_class)->dispose (object);
}

static void
mbx_demo_server_finalize (GObject *object)
{
  MbxDemoServer *self = MBX_DEMO_SERVER (object);

  g_clear_pointer (&self->authority, mbx_demo_authority_free);
  g_clear_object (&self->trust);
  g_clear_object (&self->certificate);
  g_clear_object (&self->closed);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->silent, g_ptr_array_unref);
  g_clear_pointer (&self->pem, g_free);
  g_weak_ref_clear (&self->context);

  G_OBJECT_CLASS (mbx_demo_server_parent_class)->finalize (object);
}

static void
mbx_demo_server_class_init (MbxDemoServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mbx_demo_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = mbx_demo_server_finalize;
}

static void
mbx_demo_server_init (MbxDemoServer *self)
{
  self->cancellable = g_cancellable_new ();
  self->scenario = mbx_demo_scenario_find (MBX_CODE_NONE);
  g_weak_ref_init (&self->context, NULL);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  MbxDemoServer *self = data;
  MbxDemoSessionOptions options = { .scenario = self->scenario,
                                    .certificate = self->certificate,
                                    .trust = self->trust,
                                    .pem = self->pem };

  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    {
      if (self->services[i] != service)
        continue;
      options.protocol = doors[i].protocol;
      options.direct = doors[i].direct;
      mbx_demo_session_serve (connection, &options, self->cancellable);
    }
  return TRUE;
}

static gboolean
on_issuer_wanted (GSocketService *service,
                  GSocketConnection *connection,
                  GObject *source,
                  gpointer data)
{
  MbxDemoServer *self = data;

  g_autoptr (GBytes) issuer = mbx_demo_authority_dup_intermediate (self->authority, NULL);

  if (issuer != NULL)
    mbx_demo_port_send_file (connection, issuer, self->cancellable);
  return TRUE;
}

static gboolean
open_doors (MbxDemoServer *self, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    {
      self->services[i] = mbx_demo_port_serve (&self->ports[i], error);
      if (self->services[i] == NULL)
        return FALSE;
      g_signal_connect_object (self->services[i], "incoming", G_CALLBACK (on_incoming), self, 0);
    }
  self->issuer_service = mbx_demo_port_serve (&self->issuer_port, error);
  if (self->issuer_service == NULL)
    return FALSE;
  g_signal_connect_object (self->issuer_service, "incoming", G_CALLBACK (on_issuer_wanted), self,
                           0);
  return TRUE;
}

static gboolean
renew_certificate (MbxDemoServer *self, GError **error)
{
  g_autofree char *pem =
      mbx_demo_authority_issue (self->authority, self->scenario->certificate, names, error);
  GTlsCertificate *certificate;

  if (pem == NULL)
    return FALSE;
  certificate = g_tls_certificate_new_from_pem (pem, -1, error);
  if (certificate == NULL)
    return FALSE;
  g_clear_object (&self->certificate);
  self->certificate = certificate;
  g_free (self->pem);
  self->pem = g_steal_pointer (&pem);
  return TRUE;
}

/**
 * mbx_demo_server_new:
 * @error: G_IO_ERROR or G_TLS_ERROR where loopback or keys cannot be had
 *
 * Starts the servers on free loopback ports and makes their certificates. They run on the thread's
 * default main context and stop when the object goes.
 *
 * Returns: (transfer full) (nullable): the demo, without a failure
 */
MbxDemoServer *
mbx_demo_server_new (GError **error)
{
  g_autoptr (MbxDemoServer) self = g_object_new (MBX_TYPE_DEMO_SERVER, NULL);
  g_autofree char *url = NULL;

  self->authority = mbx_demo_authority_new (error);
  if (self->authority == NULL || !open_doors (self, error))
    return NULL;
  url = g_strdup_printf ("http://127.0.0.1:%u/issuer.crt", self->issuer_port);
  mbx_demo_authority_set_intermediate_url (self->authority, url);
  self->trust = mbx_demo_authority_create_trust (self->authority, error);
  self->closed = mbx_demo_port_close (&self->closed_port, error);
  self->silent = mbx_demo_port_silence (&self->silent_port, error);
  if (self->trust == NULL || self->closed == NULL || self->silent == NULL ||
      !renew_certificate (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
add_host (GHashTable *hosts, const char *host, guint port, guint value)
{
  char *key = port != 0 ? g_strdup_printf ("%s:%u", host, port) : g_strdup (host);

  g_hash_table_insert (hosts, key, GUINT_TO_POINTER (value));
}

static guint16
choose_port (MbxDemoServer *self, gsize nth)
{
  MbxDemoFault fault = self->scenario->fault;

  if (fault == MBX_DEMO_FAULT_REFUSED || (fault == MBX_DEMO_FAULT_BLOCKED && doors[nth].main))
    return self->closed_port;
  return fault == MBX_DEMO_FAULT_SILENT ? self->silent_port : self->ports[nth];
}

static GHashTable *
make_hosts (MbxDemoServer *self)
{
  GHashTable *hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    {
      if (self->scenario->fault == MBX_DEMO_FAULT_LOOKUP)
        add_host (hosts, doors[i].host, 0, self->scenario->lookup);
      else
        add_host (hosts, doors[i].host, doors[i].port, choose_port (self, i));
    }
  add_host (hosts, "127.0.0.1", 1143, self->closed_port);
  add_host (hosts, "127.0.0.1", 1025, self->closed_port);
  return hosts;
}

static const char *
get_settings (const MbxDemoServer *self)
{
  if (self->scenario->code == MBX_CODE_NO_SETTINGS_FOUND)
    return "";
  if (self->scenario->code == MBX_CODE_PROPRIETARY_PROTOCOL)
    return "[demo]\nname=Demo Mail\ndomains=demo.example\nkind=proprietary\nhints=no-imap\n";
  if (self->scenario->code == MBX_CODE_BRIDGE_NOT_RUNNING)
    return "[demo]\nname=Demo Mail\ndomains=demo.example\nkind=proprietary\n"
           "imap=imap+starttls://127.0.0.1:1143\nsmtp=smtp+starttls://127.0.0.1:1025\n"
           "auth=bridge\nhints=bridge\n";
  if (self->scenario->starttls)
    return "[demo]\nname=Demo Mail\ndomains=demo.example\n"
           "imap=imap+starttls://imap.demo.example\npop3=pop3+starttls://pop.demo.example\n"
           "smtp=smtp+starttls://smtp.demo.example\nauth=password\n";
  return "[demo]\nname=Demo Mail\ndomains=demo.example\nimap=imaps://imap.demo.example\n"
         "pop3=pop3s://pop.demo.example\nsmtp=smtps://smtp.demo.example\nauth=password\n";
}

/* The row of the demo's domain takes the place of the whole table: nothing else exists here. */
static void
show_settings (MbxDemoServer *self, MbxContext *context)
{
  const char *settings = get_settings (self);
  g_autoptr (MbxProviderTable) table = NULL;
  g_autoptr (GError) error = NULL;

  if (settings == self->settings)
    return;
  table = mbx_provider_table_new ();
  if (!mbx_provider_table_add (table, settings, strlen (settings), NULL, &error))
    g_error ("The demo's own settings are broken: %s", error->message);
  mbx_context_set_providers (context, g_steal_pointer (&table));
  self->settings = settings;
}

static void
show (MbxDemoServer *self, MbxContext *context)
{
  g_autoptr (GHashTable) hosts = make_hosts (self);

  mbx_context_set_hosts (context, hosts);
  show_settings (self, context);
}

/**
 * mbx_demo_server_apply:
 * @context: what the demo's world is to be
 *
 * From now on @context knows the demo's names, its authority and its settings, and nothing else.
 * A later mbx_demo_server_set_failure() changes @context with it, so nothing may run then.
 */
void
mbx_demo_server_apply (MbxDemoServer *self, MbxContext *context)
{
  g_return_if_fail (MBX_IS_DEMO_SERVER (self));

  g_weak_ref_set (&self->context, context);
  self->settings = NULL;
  mbx_context_set_trust (context, self->trust);
  show (self, context);
}

/**
 * mbx_demo_server_set_failure:
 * @code: which failure to show from now on, %MBX_CODE_NONE for none
 *
 * Returns: whether the demo can show it; if not, nothing has changed
 */
gboolean
mbx_demo_server_set_failure (MbxDemoServer *self, MbxCode code)
{
  const MbxDemoScenario *scenario = mbx_demo_scenario_find (code);
  const MbxDemoScenario *before = self->scenario;
  g_autoptr (MbxContext) context = NULL;

  g_return_val_if_fail (MBX_IS_DEMO_SERVER (self), FALSE);

  if (scenario == NULL)
    return FALSE;
  self->scenario = scenario;
  if (!renew_certificate (self, NULL))
    {
      self->scenario = before;
      return FALSE;
    }
  context = g_weak_ref_get (&self->context);
  if (context != NULL)
    show (self, context);
  return TRUE;
}

/**
 * mbx_demo_server_list_failures:
 * @count: (out): how many
 *
 * Returns: (transfer none): the failures that mbx_demo_server_set_failure() takes
 */
const MbxCode *
mbx_demo_server_list_failures (guint *count)
{
  return mbx_demo_scenario_list (count);
}
