/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/secret.h"
#include "engine/demo-talk.h"

/*
 * The demo's POP3: RFC 1939 with CAPA (RFC 2449), STLS (RFC 2595) and AUTH (RFC 5034).
 */

void
mbx_demo_pop3_greet (MbxDemoTalk *self)
{
  mbx_demo_talk_say (self, NULL, "+OK Demo mail server ready.");
}

static void
end_sign_in (MbxDemoTalk *self, gboolean good)
{
  const char *reply = mbx_demo_talk_get_reply (self);

  if ((mbx_demo_talk_fails (self, MBX_DEMO_FAULT_SIGN_IN) ||
       mbx_demo_talk_fails (self, MBX_DEMO_FAULT_OPEN)) &&
      reply != NULL)
    mbx_demo_talk_say (self, NULL, reply);
  else if (good)
    {
      self->signed_in = TRUE;
      mbx_demo_talk_say (self, NULL, "+OK Signed in.");
    }
  else
    mbx_demo_talk_say (self, NULL, "-ERR [AUTH] Authentication failed.");
}

static void
do_auth (MbxDemoTalk *self, const char *arguments)
{
  gboolean good;

  if (mbx_demo_talk_sasl_begin (self, arguments, &good))
    end_sign_in (self, good);
}

static void
do_capa (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, NULL, "+OK\nTOP\nUIDL\nRESP-CODES\nPIPELINING\nAUTH-RESP-CODE");
  if (!self->encrypted)
    {
      if (!mbx_demo_talk_fails (self, MBX_DEMO_FAULT_NO_STARTTLS))
        mbx_demo_talk_say (self, NULL, "STLS");
    }
  else if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_ODD_SIGN_IN))
    mbx_demo_talk_say (self, NULL, "SASL GSSAPI NTLM");
  else
    mbx_demo_talk_say (self, NULL, "USER\nSASL PLAIN LOGIN");
  mbx_demo_talk_say (self, NULL, ".");
}

static void
do_pass (MbxDemoTalk *self, const char *arguments)
{
  end_sign_in (self, self->user != NULL && mbx_demo_talk_verify (self->user, arguments));
}

static void
do_quit (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, NULL, "+OK Logging out.");
  self->next = MBX_DEMO_NEXT_CLOSE;
}

static void
do_stat (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, NULL, self->signed_in ? "+OK 3 4096" : "-ERR Please sign in first.");
}

static void
do_stls (MbxDemoTalk *self, const char *arguments)
{
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_STARTTLS_REFUSED))
    {
      mbx_demo_talk_say (self, NULL, mbx_demo_talk_get_reply (self));
      return;
    }
  mbx_demo_talk_say (self, NULL, "+OK Begin TLS now.");
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_STARTTLS_INJECTION))
    mbx_demo_talk_say (self, NULL, "+OK Injected.");
  self->next = MBX_DEMO_NEXT_START_TLS;
}

static void
do_user (MbxDemoTalk *self, const char *arguments)
{
  g_free (self->user);
  self->user = g_strdup (arguments);
  mbx_demo_talk_say (self, NULL, "+OK");
}

typedef struct
{
  const char *name;
  gboolean encrypted;
  void (*run) (MbxDemoTalk *self, const char *arguments);
} Command;

static const Command commands[] = {
  { "AUTH", TRUE, do_auth },  { "CAPA", FALSE, do_capa }, { "PASS", TRUE, do_pass },
  { "QUIT", FALSE, do_quit }, { "STAT", TRUE, do_stat },  { "STLS", FALSE, do_stls },
  { "USER", TRUE, do_user },
};

static void
run_command (MbxDemoTalk *self, const char *name, const char *arguments)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_ascii_strcasecmp (commands[i].name, name) != 0)
        continue;
      if (commands[i].encrypted && !self->encrypted)
        mbx_demo_talk_say (self, NULL, "-ERR [AUTH] Encryption is required first.");
      else
        commands[i].run (self, arguments);
      return;
    }
  mbx_demo_talk_say (self, NULL, "-ERR Unknown command.");
}

void
mbx_demo_pop3_line (MbxDemoTalk *self, const char *line)
{
  const char *arguments = line + strcspn (line, " ");
  g_autofree char *name = g_strndup (line, (gsize) (arguments - line));
  gboolean good;

  if (self->sasl == MBX_DEMO_SASL_NONE)
    run_command (self, name, *arguments == ' ' ? arguments + 1 : arguments);
  else if (mbx_demo_talk_sasl_line (self, line, &good))
    end_sign_in (self, good);
  mbx_wipe (name, strlen (name));
}
