/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include <string.h>

#include "core/secret.h"
#include "engine/demo-talk.h"

/*
 * The demo's IMAP: as much of RFC 9051 as a check of a mailbox needs.
 */

static const char *
get_capabilities (MbxDemoTalk *self)
{
  if (!self->encrypted)
    return mbx_demo_talk_fails (self, MBX_DEMO_FAULT_NO_STARTTLS)
               ? "IMAP4rev1 LITERAL- ID LOGINDISABLED"
               : "IMAP4rev1 LITERAL- ID STARTTLS LOGINDISABLED";
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_ODD_SIGN_IN))
    return "IMAP4rev1 LITERAL- ID LOGINDISABLED AUTH=GSSAPI AUTH=NTLM";
  return "IMAP4rev1 LITERAL- ID SASL-IR AUTH=PLAIN AUTH=LOGIN";
}

void
mbx_demo_imap_greet (MbxDemoTalk *self)
{
  /* Without capabilities in the greeting the client has to ask, which is where these go wrong. */
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_GARBAGE) ||
      mbx_demo_talk_fails (self, MBX_DEMO_FAULT_RESET))
    mbx_demo_talk_say (self, "*", "OK Demo mail server ready.");
  else
    g_string_append_printf (self->out, "* OK [CAPABILITY %s] Demo mail server ready.\r\n",
                            get_capabilities (self));
}

static void
end_sign_in (MbxDemoTalk *self, gboolean good)
{
  const char *reply = mbx_demo_talk_get_reply (self);

  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_SIGN_IN) && reply != NULL)
    mbx_demo_talk_say (self, self->tag, reply);
  else if (good)
    {
      self->signed_in = TRUE;
      mbx_demo_talk_say (self, self->tag, "OK [CAPABILITY IMAP4rev1 LITERAL- ID] Signed in.");
    }
  else
    mbx_demo_talk_say (self, self->tag, "NO [AUTHENTICATIONFAILED] Authentication failed.");
}

/* One argument of LOGIN, an atom or a quoted string; moves @at behind it. */
static char *
take_argument (const char **at)
{
  GString *text = g_string_new (NULL);
  const char *from = *at;

  if (*from == '"')
    {
      for (from++; *from != '\0' && *from != '"'; from++)
        {
          if (*from == '\\' && from[1] != '\0')
            from++;
          g_string_append_c (text, *from);
        }
      from += *from == '"';
    }
  else
    {
      for (; *from != '\0' && *from != ' '; from++)
        g_string_append_c (text, *from);
    }
  *at = from + strspn (from, " ");
  return g_string_free (text, FALSE);
}

static void
do_login (MbxDemoTalk *self, const char *arguments)
{
  const char *at = arguments;
  g_autofree char *user = take_argument (&at);
  g_autofree char *password = take_argument (&at);

  end_sign_in (self, mbx_demo_talk_verify (user, password));
  mbx_wipe (password, strlen (password));
}

static void
do_authenticate (MbxDemoTalk *self, const char *arguments)
{
  gboolean good;

  if (mbx_demo_talk_sasl_begin (self, arguments, &good))
    end_sign_in (self, good);
}

static void
do_starttls (MbxDemoTalk *self, const char *arguments)
{
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_STARTTLS_REFUSED))
    {
      mbx_demo_talk_say (self, self->tag, mbx_demo_talk_get_reply (self));
      return;
    }
  mbx_demo_talk_say (self, self->tag, "OK Begin TLS now.");
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_STARTTLS_INJECTION))
    mbx_demo_talk_say (self, "*", "OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Injected.");
  self->next = MBX_DEMO_NEXT_START_TLS;
}

static void
do_examine (MbxDemoTalk *self, const char *arguments)
{
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_OPEN))
    mbx_demo_talk_say (self, self->tag, mbx_demo_talk_get_reply (self));
  else
    {
      mbx_demo_talk_say (self, "*",
                         "FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\n3 EXISTS");
      mbx_demo_talk_say (self, "*", "OK [UIDVALIDITY 1] UIDs valid");
      mbx_demo_talk_say (self, self->tag, "OK [READ-ONLY] Mailbox opened.");
    }
}

static void
do_capability (MbxDemoTalk *self, const char *arguments)
{
  g_string_append_printf (self->out, "* CAPABILITY %s\r\n", get_capabilities (self));
  mbx_demo_talk_say (self, self->tag, "OK Capability completed.");
}

static void
do_id (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, "*", "ID (\"name\" \"Mailbox Setup demo\")");
  mbx_demo_talk_say (self, self->tag, "OK ID completed.");
}

static void
do_noop (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, self->tag, "OK Completed.");
}

static void
do_logout (MbxDemoTalk *self, const char *arguments)
{
  mbx_demo_talk_say (self, "*", "BYE Logging out");
  mbx_demo_talk_say (self, self->tag, "OK Logout completed.");
  self->next = MBX_DEMO_NEXT_CLOSE;
}

typedef struct
{
  const char *name;
  gboolean encrypted;
  gboolean signed_in;
  void (*run) (MbxDemoTalk *self, const char *arguments);
} Command;

static const Command commands[] = {
  { "AUTHENTICATE", TRUE, FALSE, do_authenticate },
  { "CAPABILITY", FALSE, FALSE, do_capability },
  { "EXAMINE", TRUE, TRUE, do_examine },
  { "ID", FALSE, FALSE, do_id },
  { "LOGIN", TRUE, FALSE, do_login },
  { "LOGOUT", FALSE, FALSE, do_logout },
  { "NOOP", FALSE, FALSE, do_noop },
  { "SELECT", TRUE, TRUE, do_examine },
  { "STARTTLS", FALSE, FALSE, do_starttls },
};

static void
run_command (MbxDemoTalk *self, const char *name, const char *arguments)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const Command *command = &commands[i];

      if (g_ascii_strcasecmp (command->name, name) != 0)
        continue;
      if (command->encrypted && !self->encrypted)
        mbx_demo_talk_say (self, self->tag, "NO [PRIVACYREQUIRED] Encryption is required first.");
      else if (command->signed_in && !self->signed_in)
        mbx_demo_talk_say (self, self->tag, "BAD Please sign in first.");
      else
        command->run (self, arguments);
      return;
    }
  mbx_demo_talk_say (self, self->tag, "BAD Unknown command.");
}

void
mbx_demo_imap_line (MbxDemoTalk *self, const char *line)
{
  const char *name = strchr (line, ' ');
  const char *arguments;
  g_autofree char *word = NULL;
  gboolean good;

  if (self->sasl != MBX_DEMO_SASL_NONE)
    {
      if (mbx_demo_talk_sasl_line (self, line, &good))
        end_sign_in (self, good);
      return;
    }
  if (name == NULL)
    {
      mbx_demo_talk_say (self, "*", "BAD A command has a tag and a name.");
      return;
    }
  g_free (self->tag);
  self->tag = g_strndup (line, (gsize) (name - line));
  name++;
  arguments = name + strcspn (name, " ");
  word = g_strndup (name, (gsize) (arguments - name));
  run_command (self, word, arguments + strspn (arguments, " "));
}
