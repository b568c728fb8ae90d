/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/secret.h"
#include "engine/demo-talk.h"

/*
 * The demo's message submission: RFC 6409 with STARTTLS (RFC 3207) and AUTH (RFC 4954).
 */

void
mbx_demo_smtp_greet (MbxDemoTalk *self)
{
  mbx_demo_talk_say (self, NULL, "220 smtp.demo.example ESMTP Demo mail server ready");
}

static void
end_sign_in (MbxDemoTalk *self, gboolean good)
{
  const char *reply = mbx_demo_talk_get_reply (self);

  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_SIGN_IN) && reply != NULL)
    mbx_demo_talk_say (self, NULL, reply);
  else if (good)
    {
      self->signed_in = TRUE;
      mbx_demo_talk_say (self, NULL, "235 2.7.0 Authentication successful");
    }
  else
    mbx_demo_talk_say (self, NULL, "535 5.7.8 Error: authentication failed");
}

static void
do_auth (MbxDemoTalk *self, const char *arguments)
{
  gboolean good;

  if (mbx_demo_talk_sasl_begin (self, arguments, &good))
    end_sign_in (self, good);
}

static void
do_ehlo (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, NULL,
                     "250-smtp.demo.example\n250-PIPELINING\n250-SIZE 52428800\n"
                     "250-ENHANCEDSTATUSCODES\n250-8BITMIME");
  if (!self->encrypted)
    {
      if (!mbx_demo_talk_fails (self, MBX_DEMO_FAULT_NO_STARTTLS))
        mbx_demo_talk_say (self, NULL, "250-STARTTLS");
    }
  else if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_ODD_SIGN_IN))
    mbx_demo_talk_say (self, NULL, "250-AUTH GSSAPI NTLM");
  else if (!mbx_demo_talk_fails (self, MBX_DEMO_FAULT_NO_SIGN_IN))
    mbx_demo_talk_say (self, NULL, "250-AUTH PLAIN LOGIN");
  mbx_demo_talk_say (self, NULL, "250 SMTPUTF8");
}

static void
do_mail (MbxDemoTalk *self, const char *arguments)
{
  if (!self->signed_in)
    mbx_demo_talk_say (self, NULL, "530 5.7.0 Authentication required");
  else if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_SENDER) &&
           self->scenario->code == MBX_CODE_SENDER_NOT_ALLOWED)
    mbx_demo_talk_say (self, NULL, mbx_demo_talk_get_reply (self));
  else
    mbx_demo_talk_say (self, NULL, "250 2.1.0 Ok");
}

static void
do_rcpt (MbxDemoTalk *self, const char *arguments)
{
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_SENDER))
    mbx_demo_talk_say (self, NULL, mbx_demo_talk_get_reply (self));
  else
    mbx_demo_talk_say (self, NULL, "250 2.1.5 Ok");
}

static void
do_noop (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, NULL, "250 2.0.0 Ok");
}

static void
do_quit (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, NULL, "221 2.0.0 Bye");
  self->next = MBX_DEMO_NEXT_CLOSE;
}

static void
do_starttls (MbxDemoTalk *self, const char *arguments)
{
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_STARTTLS_REFUSED))
    {
      mbx_demo_talk_say (self, NULL, mbx_demo_talk_get_reply (self));
      return;
    }
  mbx_demo_talk_say (self, NULL, "220 2.0.0 Ready to start TLS");
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_STARTTLS_INJECTION))
    mbx_demo_talk_say (self, NULL, "250 2.0.0 Injected");
  self->next = MBX_DEMO_NEXT_START_TLS;
}

typedef struct
{
  const char *name;
  gboolean encrypted;
  void (*run) (MbxDemoTalk *self, const char *arguments);
} Command;

static const Command commands[] = {
  { "AUTH", TRUE, do_auth }, { "EHLO", FALSE, do_ehlo }, { "HELO", FALSE, do_noop },
  { "MAIL", TRUE, do_mail }, { "NOOP", FALSE, do_noop }, { "QUIT", FALSE, do_quit },
  { "RCPT", TRUE, do_rcpt }, { "RSET", FALSE, do_noop }, { "STARTTLS", FALSE, do_starttls },
};

static void
run_command (MbxDemoTalk *self, const char *name, const char *arguments)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_ascii_strcasecmp (commands[i].name, name) != 0)
        continue;
      if (commands[i].encrypted && !self->encrypted)
        mbx_demo_talk_say (self, NULL, "530 5.7.0 Must issue a STARTTLS command first");
      else
        commands[i].run (self, arguments);
      return;
    }
  mbx_demo_talk_say (self, NULL, "500 5.5.2 Unknown command");
}

void
mbx_demo_smtp_line (MbxDemoTalk *self, const char *line)
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
