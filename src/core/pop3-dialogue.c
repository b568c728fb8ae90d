/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/pop3-dialogue.h"

#include <string.h>

/* RFC 5034 section 4: an initial response goes onto the line of the command while that line has no
 * more than 255 bytes with its CRLF. */
#define MAXIMUM_COMMAND 253

typedef enum
{
  AWAIT_GREETING,
  AWAIT_CAPA,
  AWAIT_CAPA_LINES,
  AWAIT_STLS,
  AWAIT_AUTH,
  AWAIT_USER,
  AWAIT_PASS,
  AWAIT_STAT,
} Await;

struct _MbxPop3Dialogue
{
  MbxDialogue parent_instance;

  Await await;
  MbxMechanismSet offered;
  gboolean sasl_offered;
  gboolean capa_refused;
  gboolean pipelined;
  MbxSecret *initial;
};

G_DEFINE_FINAL_TYPE (MbxPop3Dialogue, mbx_pop3_dialogue, MBX_TYPE_DIALOGUE)

static void
ask_capabilities (MbxPop3Dialogue *self)
{
  mbx_dialogue_clear_capabilities (MBX_DIALOGUE (self));
  self->offered = 0;
  self->sasl_offered = FALSE;
  self->await = AWAIT_CAPA;
  mbx_dialogue_send (MBX_DIALOGUE (self), "CAPA");
}

/* A server without CAPA (RFC 2449) may still know STLS, so that is tried before giving up. */
static void
go_on_with_capabilities (MbxPop3Dialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (mbx_dialogue_is_encrypted (dialogue))
    mbx_dialogue_ready_to_sign_in (dialogue);
  else if (self->capa_refused || mbx_dialogue_has_capability (dialogue, "STLS"))
    {
      self->await = AWAIT_STLS;
      mbx_dialogue_send (dialogue, "STLS");
    }
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_MISSING, NULL);
}

/* The greeting may hold a timestamp for APOP (RFC 1939 section 7). It is left alone: APOP is MD5
 * over a text that whoever answers may choose. */
static void
handle_greeting (MbxPop3Dialogue *self, gboolean ok, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  mbx_dialogue_take_greeting (dialogue, mbx_reply_copy (reply));
  if (ok)
    ask_capabilities (self);
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_GREETING_REFUSED, mbx_reply_copy (reply));
}

static void
handle_capability (MbxPop3Dialogue *self, const char *line)
{
  g_autofree char *text = g_strstrip (g_strdup (line));

  if (strcmp (text, ".") == 0)
    {
      go_on_with_capabilities (self);
      return;
    }
  if (g_ascii_strncasecmp (text, "SASL", 4) == 0 && (text[4] == ' ' || text[4] == '\0'))
    {
      self->sasl_offered = TRUE;
      self->offered |= mbx_mechanism_set_parse (text + 4);
    }
  mbx_dialogue_add_capability (MBX_DIALOGUE (self), text);
}

/* Where neither USER nor SASL is announced the server tells nothing at all, and USER is tried: RFC
 * 1939 has every server of that kind take it. */
static gboolean
takes_user (MbxPop3Dialogue *self)
{
  return mbx_dialogue_has_capability (MBX_DIALOGUE (self), "USER") || !self->sasl_offered;
}

/* USER and PASS are lines: what would end a line cannot be sent in them. */
static gboolean
fits_command (const MbxCredentials *credentials)
{
  return credentials == NULL || (strpbrk (credentials->username, "\r\n") == NULL &&
                                 strpbrk (mbx_secret_peek (credentials->secret), "\r\n") == NULL);
}

/* A server that announces CRAM-MD5 without PLAIN means it: Dovecot announces USER all the same, and
 * then refuses the readable password. */
static MbxMechanism
choose_mechanism (MbxPop3Dialogue *self, MbxCredentialKind kind)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  gboolean binding = mbx_dialogue_has_channel_binding (dialogue);
  MbxMechanism mechanism = mbx_mechanism_choose (self->offered, kind, binding);

  if (mechanism != MBX_MECHANISM_NONE || !takes_user (self) ||
      !fits_command (mbx_dialogue_get_credentials (dialogue)))
    return mechanism;
  return mbx_mechanism_choose (MBX_MECHANISM_BIT (MBX_MECHANISM_COMMAND), kind, binding);
}

static MbxDialogueFault
mbx_pop3_dialogue_can_sign_in (MbxDialogue *dialogue, MbxCredentialKind kind)
{
  MbxMechanism mechanism = choose_mechanism (MBX_POP3_DIALOGUE (dialogue), kind);

  return mechanism == MBX_MECHANISM_NONE ? MBX_FAULT_NO_COMMON_MECHANISM : MBX_FAULT_NONE;
}

static void
send_user (MbxPop3Dialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  const MbxCredentials *credentials = mbx_dialogue_get_credentials (dialogue);
  g_autofree char *user = g_strconcat ("USER ", credentials->username, "\r\n", NULL);

  self->await = AWAIT_USER;
  self->pipelined = mbx_dialogue_has_capability (dialogue, "PIPELINING");
  mbx_dialogue_set_mechanism (dialogue, "USER");
  if (self->pipelined)
    mbx_dialogue_send_secret (
        dialogue, "USER, PASS <redacted>",
        g_strconcat (user, "PASS ", mbx_secret_peek (credentials->secret), "\r\n", NULL));
  else
    mbx_dialogue_send_labelled (dialogue, "USER <redacted>", user);
}

static void
send_password (MbxPop3Dialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  const MbxCredentials *credentials = mbx_dialogue_get_credentials (dialogue);

  mbx_dialogue_send_secret (
      dialogue, "PASS <redacted>",
      g_strconcat ("PASS ", mbx_secret_peek (credentials->secret), "\r\n", NULL));
}

/* Microsoft takes XOAUTH2 only on two lines, whatever its length. */
static void
send_auth (MbxPop3Dialogue *self, MbxMechanism mechanism)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  MbxSasl *sasl = mbx_dialogue_start_sasl (dialogue, mechanism);
  g_autoptr (MbxSecret) initial = mbx_sasl_make_initial (sasl);
  g_autofree char *command = g_strconcat ("AUTH ", mbx_mechanism_to_name (mechanism), NULL);
  g_autofree char *label = g_strconcat (command, " <redacted>", NULL);

  self->await = AWAIT_AUTH;
  if (initial != NULL && mechanism != MBX_MECHANISM_XOAUTH2 &&
      strlen (command) + 1 + mbx_secret_get_length (initial) <= MAXIMUM_COMMAND)
    {
      mbx_dialogue_send_secret (
          dialogue, label, g_strconcat (command, " ", mbx_secret_peek (initial), "\r\n", NULL));
      return;
    }
  self->initial = g_steal_pointer (&initial);
  mbx_dialogue_send (dialogue, command);
}

static void
mbx_pop3_dialogue_sign_in (MbxDialogue *dialogue)
{
  MbxPop3Dialogue *self = MBX_POP3_DIALOGUE (dialogue);
  MbxMechanism mechanism = choose_mechanism (self, mbx_dialogue_get_credentials (dialogue)->kind);

  if (mechanism == MBX_MECHANISM_COMMAND)
    send_user (self);
  else
    send_auth (self, mechanism);
}

static void
handle_signed_in (MbxPop3Dialogue *self, gboolean ok, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (!ok)
    {
      mbx_dialogue_refuse_sign_in (dialogue, mbx_reply_copy (reply));
      return;
    }
  if (!mbx_dialogue_accept_sign_in (dialogue))
    return;
  mbx_dialogue_set_step (dialogue, MBX_STEP_OPEN_MAILBOX);
  self->await = AWAIT_STAT;
  mbx_dialogue_send (dialogue, "STAT");
}

static void
handle_user (MbxPop3Dialogue *self, gboolean ok, MbxReply *reply)
{
  if (!ok)
    {
      mbx_dialogue_refuse_sign_in (MBX_DIALOGUE (self), mbx_reply_copy (reply));
      return;
    }
  self->await = AWAIT_PASS;
  if (!self->pipelined)
    send_password (self);
}

static void
handle_stls (MbxPop3Dialogue *self, gboolean ok, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (ok)
    mbx_dialogue_start_tls (dialogue);
  else
    mbx_dialogue_fail (dialogue,
                       self->capa_refused ? MBX_FAULT_STARTTLS_MISSING : MBX_FAULT_STARTTLS_REFUSED,
                       mbx_reply_copy (reply));
}

static void
handle_stat (MbxPop3Dialogue *self, gboolean ok, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (ok)
    mbx_dialogue_done (dialogue);
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_COMMAND_REFUSED, mbx_reply_copy (reply));
}

static void
handle_capa (MbxPop3Dialogue *self, gboolean ok)
{
  self->capa_refused = !ok;
  if (ok)
    self->await = AWAIT_CAPA_LINES;
  else
    go_on_with_capabilities (self);
}

static void
handle_reply (MbxPop3Dialogue *self, gboolean ok, MbxReply *reply)
{
  switch (self->await)
    {
    case AWAIT_GREETING:
      handle_greeting (self, ok, reply);
      return;
    case AWAIT_CAPA:
      handle_capa (self, ok);
      return;
    case AWAIT_STLS:
      handle_stls (self, ok, reply);
      return;
    case AWAIT_AUTH:
    case AWAIT_PASS:
      handle_signed_in (self, ok, reply);
      return;
    case AWAIT_USER:
      handle_user (self, ok, reply);
      return;
    case AWAIT_STAT:
      handle_stat (self, ok, reply);
      return;
    case AWAIT_CAPA_LINES:
      g_return_if_reached ();
    }
}

/* RFC 5034 section 4: "+ " and base64. */
static void
handle_continuation (MbxPop3Dialogue *self, const char *line)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autoptr (MbxSecret) initial = g_steal_pointer (&self->initial);

  if (initial != NULL)
    mbx_dialogue_send_secret (dialogue, "<redacted>",
                              g_strconcat (mbx_secret_peek (initial), "\r\n", NULL));
  else
    mbx_dialogue_answer_challenge (dialogue, line + 1 + strspn (line + 1, " "));
}

static void
mbx_pop3_dialogue_line (MbxDialogue *dialogue, const char *line)
{
  MbxPop3Dialogue *self = MBX_POP3_DIALOGUE (dialogue);
  g_autoptr (MbxReply) reply = NULL;

  if (*line == '\0')
    return;
  if (self->await == AWAIT_CAPA_LINES)
    {
      handle_capability (self, line);
      return;
    }
  if (self->await == AWAIT_AUTH && line[0] == '+' && (line[1] == ' ' || line[1] == '\0'))
    {
      handle_continuation (self, line);
      return;
    }
  reply = mbx_dialogue_parse_reply (dialogue, line);
  if (reply->word != NULL)
    handle_reply (self, strcmp (reply->word, "+OK") == 0, reply);
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_copy (reply));
}

static void
mbx_pop3_dialogue_forget (MbxDialogue *dialogue)
{
  g_clear_pointer (&MBX_POP3_DIALOGUE (dialogue)->initial, mbx_secret_unref);
}

static void
mbx_pop3_dialogue_restart (MbxDialogue *dialogue)
{
  ask_capabilities (MBX_POP3_DIALOGUE (dialogue));
}

static void
mbx_pop3_dialogue_class_init (MbxPop3DialogueClass *klass)
{
  MbxDialogueClass *dialogue_class = MBX_DIALOGUE_CLASS (klass);

  dialogue_class->service = MBX_SERVICE_POP3;
  dialogue_class->first_characters = "+-";
  dialogue_class->goodbye = "QUIT\r\n";
  dialogue_class->line = mbx_pop3_dialogue_line;
  dialogue_class->restart = mbx_pop3_dialogue_restart;
  dialogue_class->can_sign_in = mbx_pop3_dialogue_can_sign_in;
  dialogue_class->sign_in = mbx_pop3_dialogue_sign_in;
  dialogue_class->forget = mbx_pop3_dialogue_forget;
}

static void
mbx_pop3_dialogue_init (MbxPop3Dialogue *self)
{
}
