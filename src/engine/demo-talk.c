/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/demo-talk.h"

#include <string.h>

#include "core/secret.h"
#include "engine/demo-server.h"

/**
 * mbx_demo_talk_new:
 * @scenario: (transfer none): how the talk goes wrong; one of the table, which lives for ever
 *
 * Returns: (transfer full): a dialogue before its greeting
 */
MbxDemoTalk *
mbx_demo_talk_new (MbxProtocol protocol, const MbxDemoScenario *scenario)
{
  MbxDemoTalk *self = g_new0 (MbxDemoTalk, 1);

  self->protocol = protocol;
  self->scenario = scenario;
  self->out = g_string_new (NULL);
  return self;
}

void
mbx_demo_talk_free (MbxDemoTalk *self)
{
  if (self == NULL)
    return;
  g_string_free (self->out, TRUE);
  g_free (self->tag);
  g_free (self->user);
  g_free (self);
}

gboolean
mbx_demo_talk_fails (const MbxDemoTalk *self, MbxDemoFault fault)
{
  return self->scenario->fault == fault;
}

/* What the scenario has this protocol say at its fault, or NULL where this one is healthy. */
const char *
mbx_demo_talk_get_reply (const MbxDemoTalk *self)
{
  return self->scenario->replies[self->protocol];
}

/* Adds the lines of @reply to what is to be written, each with @tag in front (IMAP). */
void
mbx_demo_talk_say (MbxDemoTalk *self, const char *tag, const char *reply)
{
  g_auto (GStrv) lines = g_strsplit (reply, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (self->out, "%s%s%s\r\n", tag != NULL ? tag : "", tag != NULL ? " " : "",
                            lines[i]);
}

/* Lets the demo's one person in; user names may differ in case, passwords may not. */
gboolean
mbx_demo_talk_verify (const char *user, const char *password)
{
  return g_ascii_strcasecmp (user, MBX_DEMO_ADDRESS) == 0 &&
         strcmp (password, MBX_DEMO_PASSWORD) == 0;
}

/* RFC 4616: authorization identity, NUL, user name, NUL, password. */
static gboolean
verify_plain (const char *line)
{
  gsize length = 0;
  g_autofree guchar *message = g_base64_decode (line, &length);
  g_autofree char *text = g_malloc (length + 1);
  const char *user;
  const char *password;
  gboolean good = FALSE;

  memcpy (text, message, length);
  text[length] = '\0';
  user = memchr (text, '\0', length);
  password = user != NULL ? memchr (user + 1, '\0', length - (gsize) (user + 1 - text)) : NULL;
  if (password != NULL)
    good = mbx_demo_talk_verify (user + 1, password + 1);
  mbx_wipe (message, length);
  mbx_wipe (text, length);
  return good;
}

static gboolean
verify_login (const char *user, const char *line)
{
  gsize length = 0;
  g_autofree guchar *message = g_base64_decode (line, &length);
  g_autofree char *password = g_strndup ((const char *) message, length);
  gboolean good = mbx_demo_talk_verify (user, password);

  mbx_wipe (message, length);
  mbx_wipe (password, strlen (password));
  return good;
}

static void
prompt (MbxDemoTalk *self, const char *challenge)
{
  g_string_append_printf (self->out, "%s %s\r\n", self->protocol == MBX_PROTOCOL_SMTP ? "334" : "+",
                          challenge);
}

/**
 * mbx_demo_talk_sasl_begin:
 * @arguments: the mechanism, and an initial response where the client sends one
 * @good: (out): whether the password is right
 *
 * Returns: whether the exchange has ended; if not, the client was asked for its next line
 */
gboolean
mbx_demo_talk_sasl_begin (MbxDemoTalk *self, const char *arguments, gboolean *good)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", 3);
  gboolean login = words[0] != NULL && g_ascii_strcasecmp (words[0], "LOGIN") == 0;

  *good = FALSE;
  if (words[0] == NULL || (!login && g_ascii_strcasecmp (words[0], "PLAIN") != 0))
    return TRUE;
  self->sasl = login ? MBX_DEMO_SASL_USER : MBX_DEMO_SASL_PLAIN;
  if (words[1] != NULL)
    {
      gboolean ended = mbx_demo_talk_sasl_line (self, words[1], good);

      mbx_wipe (words[1], strlen (words[1]));
      return ended;
    }
  prompt (self, login ? "VXNlcm5hbWU6" : "");
  return FALSE;
}

/* The next line of the exchange; returns and gives what mbx_demo_talk_sasl_begin() does. */
gboolean
mbx_demo_talk_sasl_line (MbxDemoTalk *self, const char *line, gboolean *good)
{
  MbxDemoSasl sasl = self->sasl;

  *good = FALSE;
  self->sasl = MBX_DEMO_SASL_NONE;
  if (strcmp (line, "*") == 0)
    return TRUE;
  switch (sasl)
    {
    case MBX_DEMO_SASL_PLAIN:
      *good = verify_plain (line);
      return TRUE;
    case MBX_DEMO_SASL_USER:
      {
        gsize length = 0;
        g_autofree guchar *user = g_base64_decode (line, &length);

        g_free (self->user);
        self->user = g_strndup ((const char *) user, length);
        self->sasl = MBX_DEMO_SASL_PASSWORD;
        prompt (self, "UGFzc3dvcmQ6");
        return FALSE;
      }
    case MBX_DEMO_SASL_PASSWORD:
      *good = verify_login (self->user, line);
      return TRUE;
    case MBX_DEMO_SASL_NONE:
      break;
    }
  return TRUE;
}

static void
say_greeting (MbxDemoTalk *self)
{
  switch (self->protocol)
    {
    case MBX_PROTOCOL_IMAP:
      mbx_demo_imap_greet (self);
      break;
    case MBX_PROTOCOL_POP3:
      mbx_demo_pop3_greet (self);
      break;
    case MBX_PROTOCOL_SMTP:
      mbx_demo_smtp_greet (self);
      break;
    }
}

/**
 * mbx_demo_talk_greet:
 *
 * Says the first words of a connection, or whatever the scenario has instead.
 */
void
mbx_demo_talk_greet (MbxDemoTalk *self)
{
  self->next = MBX_DEMO_NEXT_READ;
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_CLOSED))
    self->next = MBX_DEMO_NEXT_CLOSE;
  else if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_GREETING))
    {
      mbx_demo_talk_say (self, NULL, mbx_demo_talk_get_reply (self));
      self->next = MBX_DEMO_NEXT_CLOSE;
    }
  else if (!mbx_demo_talk_fails (self, MBX_DEMO_FAULT_MUTE))
    say_greeting (self);
}

/**
 * mbx_demo_talk_line:
 * @line: what the client sent, without its end; the caller wipes it
 *
 * Answers one line.
 */
void
mbx_demo_talk_line (MbxDemoTalk *self, const char *line)
{
  self->next = MBX_DEMO_NEXT_READ;
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_MUTE))
    return;
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_RESET))
    {
      self->next = MBX_DEMO_NEXT_RESET;
      return;
    }
  if (mbx_demo_talk_fails (self, MBX_DEMO_FAULT_GARBAGE))
    {
      mbx_demo_talk_say (self, NULL, "?#! 1f 8b 08 00 ~~~");
      return;
    }
  switch (self->protocol)
    {
    case MBX_PROTOCOL_IMAP:
      mbx_demo_imap_line (self, line);
      break;
    case MBX_PROTOCOL_POP3:
      mbx_demo_pop3_line (self, line);
      break;
    case MBX_PROTOCOL_SMTP:
      mbx_demo_smtp_line (self, line);
      break;
    }
}

/**
 * mbx_demo_talk_encrypted:
 *
 * Tells that TLS is on; nothing that was said before counts any more (RFC 3207 section 4.2).
 */
void
mbx_demo_talk_encrypted (MbxDemoTalk *self)
{
  self->encrypted = TRUE;
  self->sasl = MBX_DEMO_SASL_NONE;
}
