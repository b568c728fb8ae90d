/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/smtp-dialogue.h"

#include <string.h>

/* RFC 4954 section 4: a command line with an initial response stays under 512 bytes, else the
 * response goes on a line of its own, which may have 12288 (section 4.3). */
#define MAXIMUM_COMMAND 510

/* An answer of many lines is joined for the person; nobody reads more than this. */
#define MAXIMUM_ANSWER 65536

typedef enum
{
  AWAIT_GREETING,
  AWAIT_EHLO,
  AWAIT_HELO,
  AWAIT_STARTTLS,
  AWAIT_AUTH,
  AWAIT_MAIL,
  AWAIT_RCPT,
} Await;

struct _MbxSmtpDialogue
{
  MbxDialogue parent_instance;

  Await await;
  GString *answer; /* the lines of the answer that is coming in */
  MbxMechanismSet offered;
  gboolean auth_offered;
  gboolean mechanism_sent;
  gboolean pipelined;
  MbxReply *ehlo_refusal;
  MbxSecret *initial; /* waits for the empty challenge when the line would be too long */
};

G_DEFINE_FINAL_TYPE (MbxSmtpDialogue, mbx_smtp_dialogue, MBX_TYPE_DIALOGUE)

/* What stands behind EHLO: a name as the client knows it, else an address literal, which says
 * nothing of the person and is accepted where bare words are not (RFC 5321 section 4.1.4). */
static const char *
get_own_name (MbxDialogue *dialogue)
{
  const char *name = mbx_dialogue_get_client_name (dialogue);

  if (strchr (name, '.') != NULL && strpbrk (name, " \t\r\n<>\"") == NULL && strlen (name) < 256)
    return name;
  return "[127.0.0.1]";
}

static void
send_hello (MbxSmtpDialogue *self, Await await)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autofree char *line =
      g_strconcat (await == AWAIT_EHLO ? "EHLO " : "HELO ", get_own_name (dialogue), NULL);

  self->await = await;
  mbx_dialogue_clear_capabilities (dialogue);
  self->offered = 0;
  self->auth_offered = FALSE;
  mbx_dialogue_send (dialogue, line);
}

static void
handle_greeting (MbxSmtpDialogue *self, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  mbx_dialogue_take_greeting (dialogue, mbx_reply_copy (reply));
  if (reply->status == 220)
    send_hello (self, AWAIT_EHLO);
  else if (reply->status >= 400)
    mbx_dialogue_fail (dialogue, MBX_FAULT_GREETING_REFUSED, mbx_reply_copy (reply));
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_copy (reply));
}

/* "AUTH=PLAIN LOGIN" is how servers wrote it before RFC 2554, and some still do. */
static void
add_keyword (MbxSmtpDialogue *self, char *line)
{
  if (g_ascii_strncasecmp (line, "AUTH=", 5) == 0)
    line[4] = ' ';
  if (g_ascii_strncasecmp (line, "AUTH ", 5) == 0)
    {
      self->auth_offered = TRUE;
      self->offered |= mbx_mechanism_set_parse (line + 5);
    }
  mbx_dialogue_add_capability (MBX_DIALOGUE (self), line);
}

/* RFC 5321 section 4.1.1.1: the first line greets, each other names an extension. */
static void
read_extensions (MbxSmtpDialogue *self)
{
  g_auto (GStrv) lines = g_strsplit (self->answer->str, "\n", -1);

  for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      if (strlen (lines[i]) > 4)
        add_keyword (self, g_strchomp (lines[i] + 4));
    }
}

static void
go_on_after_hello (MbxSmtpDialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (mbx_dialogue_is_encrypted (dialogue))
    {
      mbx_dialogue_ready_to_sign_in (dialogue);
      return;
    }
  if (!mbx_dialogue_has_capability (dialogue, "STARTTLS"))
    {
      mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_MISSING, NULL);
      return;
    }
  self->await = AWAIT_STARTTLS;
  mbx_dialogue_send (dialogue, "STARTTLS");
}

/* Only a server that does not know EHLO is asked with HELO; a refusal of the client itself stays.
 */
static void
handle_ehlo (MbxSmtpDialogue *self, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (reply->status == 250)
    {
      read_extensions (self);
      go_on_after_hello (self);
    }
  else if (reply->status < 500 || reply->status > 504)
    mbx_dialogue_fail (dialogue,
                       reply->status >= 400 ? MBX_FAULT_COMMAND_REFUSED : MBX_FAULT_BROKEN,
                       mbx_reply_copy (reply));
  else if (!mbx_dialogue_is_encrypted (dialogue))
    mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_MISSING, mbx_reply_copy (reply));
  else
    {
      mbx_reply_free (self->ehlo_refusal);
      self->ehlo_refusal = mbx_reply_copy (reply);
      send_hello (self, AWAIT_HELO);
    }
}

/* Without EHLO there is no AUTH, and why that is so the server said to EHLO. */
static void
handle_helo (MbxSmtpDialogue *self, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (reply->status != 250)
    {
      mbx_dialogue_fail (dialogue, MBX_FAULT_COMMAND_REFUSED, mbx_reply_copy (reply));
      return;
    }
  mbx_dialogue_set_step (dialogue, MBX_STEP_SIGN_IN);
  mbx_dialogue_fail (dialogue, MBX_FAULT_AUTH_NOT_OFFERED, g_steal_pointer (&self->ehlo_refusal));
}

static void
handle_starttls (MbxSmtpDialogue *self, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (reply->status == 220)
    mbx_dialogue_start_tls (dialogue);
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_REFUSED, mbx_reply_copy (reply));
}

static MbxDialogueFault
mbx_smtp_dialogue_can_sign_in (MbxDialogue *dialogue, MbxCredentialKind kind)
{
  MbxSmtpDialogue *self = MBX_SMTP_DIALOGUE (dialogue);
  gboolean binding = mbx_dialogue_has_channel_binding (dialogue);

  if (!self->auth_offered)
    return MBX_FAULT_AUTH_NOT_OFFERED;
  if (mbx_mechanism_choose (self->offered, kind, binding) == MBX_MECHANISM_NONE)
    return MBX_FAULT_NO_COMMON_MECHANISM;
  return MBX_FAULT_NONE;
}

static void
mbx_smtp_dialogue_sign_in (MbxDialogue *dialogue)
{
  MbxSmtpDialogue *self = MBX_SMTP_DIALOGUE (dialogue);
  MbxMechanism mechanism =
      mbx_mechanism_choose (self->offered, mbx_dialogue_get_credentials (dialogue)->kind,
                            mbx_dialogue_has_channel_binding (dialogue));
  MbxSasl *sasl = mbx_dialogue_start_sasl (dialogue, mechanism);
  g_autofree char *command = g_strconcat ("AUTH ", mbx_mechanism_to_name (mechanism), NULL);
  g_autofree char *label = g_strconcat (command, " <redacted>", NULL);
  g_autoptr (MbxSecret) initial = mbx_sasl_make_initial (sasl);

  self->await = AWAIT_AUTH;
  if (initial == NULL)
    mbx_dialogue_send (dialogue, command);
  else if (strlen (command) + 1 + mbx_secret_get_length (initial) <= MAXIMUM_COMMAND)
    mbx_dialogue_send_secret (dialogue, label,
                              g_strconcat (command, " ", mbx_secret_peek (initial), "\r\n", NULL));
  else
    {
      self->initial = g_steal_pointer (&initial);
      mbx_dialogue_send (dialogue, command);
    }
}

static void
send_waiting_initial (MbxSmtpDialogue *self)
{
  g_autoptr (MbxSecret) initial = g_steal_pointer (&self->initial);

  mbx_dialogue_send_secret (MBX_DIALOGUE (self), "<redacted>",
                            g_strconcat (mbx_secret_peek (initial), "\r\n", NULL));
}

/* RFC 5321 section 4.1.2: a local part that is no dot-string is quoted. */
static char *
quote_sender (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *domain = g_hostname_to_ascii (at + 1);
  g_autofree char *local = g_strndup (address, (gsize) (at - address));
  g_autoptr (GString) quoted = g_string_new (NULL);

  if (domain == NULL)
    return NULL;
  if (local[0] == '"' || strpbrk (local, " \"(),:;[\\]@") == NULL)
    return g_strconcat (local, "@", domain, NULL);
  for (const char *c = local; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *c);
    }
  return g_strconcat ("\"", quoted->str, "\"@", domain, NULL);
}

/* The question whether this account may send as this address, asked without sending anything.
 * Servers answer it at MAIL or at RCPT. With PIPELINING (RFC 2920) it is one round trip. */
static void
send_sender_check (MbxSmtpDialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  const char *sender = mbx_dialogue_get_sender (dialogue);
  g_autofree char *address = sender != NULL ? quote_sender (sender) : NULL;
  g_autofree char *mail = NULL;
  g_autofree char *all = NULL;
  gboolean ascii = address == NULL || g_str_is_ascii (address);

  if (address == NULL)
    {
      mbx_dialogue_done (dialogue);
      return;
    }
  mbx_dialogue_set_step (dialogue, MBX_STEP_SENDER);
  if (!ascii && !mbx_dialogue_has_capability (dialogue, "SMTPUTF8"))
    {
      /* The code that RFC 6531 section 3.5 gives to this; the server was not even asked. */
      mbx_dialogue_fail (dialogue, MBX_FAULT_COMMAND_REFUSED,
                         mbx_dialogue_parse_reply (dialogue, "553 5.6.7"));
      return;
    }
  self->await = AWAIT_MAIL;
  self->pipelined = mbx_dialogue_has_capability (dialogue, "PIPELINING");
  mail = g_strconcat ("MAIL FROM:<", address, ascii ? ">\r\n" : "> SMTPUTF8\r\n", NULL);
  all = g_strconcat (mail, "RCPT TO:<", address, ">\r\nRSET\r\n", NULL);
  mbx_dialogue_send_labelled (dialogue, self->pipelined ? "MAIL FROM, RCPT TO, RSET" : "MAIL FROM",
                              self->pipelined ? all : mail);
}

static void
send_recipient (MbxSmtpDialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autofree char *address = quote_sender (mbx_dialogue_get_sender (dialogue));
  g_autofree char *line = g_strconcat ("RCPT TO:<", address, ">\r\n", NULL);

  mbx_dialogue_send_labelled (dialogue, "RCPT TO", line);
}

static void
handle_auth (MbxSmtpDialogue *self, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  const char *challenge = strlen (self->answer->str) > 4 ? self->answer->str + 4 : "";

  if (reply->status == 334 && self->initial != NULL)
    send_waiting_initial (self);
  else if (reply->status == 334)
    mbx_dialogue_answer_challenge (dialogue, challenge);
  else if (reply->status == 235)
    {
      if (mbx_dialogue_accept_sign_in (dialogue))
        send_sender_check (self);
    }
  else if (reply->status >= 400)
    mbx_dialogue_refuse_sign_in (dialogue, mbx_reply_copy (reply));
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_copy (reply));
}

/* Both answers are good or bad alone; the one to RSET tells nothing and is not waited for. */
static void
handle_envelope (MbxSmtpDialogue *self, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (reply->status < 200 || reply->status >= 300)
    mbx_dialogue_fail (dialogue,
                       reply->status >= 400 ? MBX_FAULT_COMMAND_REFUSED : MBX_FAULT_BROKEN,
                       mbx_reply_copy (reply));
  else if (self->await == AWAIT_RCPT)
    mbx_dialogue_done (dialogue);
  else
    {
      self->await = AWAIT_RCPT;
      if (!self->pipelined)
        send_recipient (self);
    }
}

static void
handle_reply (MbxSmtpDialogue *self, MbxReply *reply)
{
  switch (self->await)
    {
    case AWAIT_GREETING:
      handle_greeting (self, reply);
      return;
    case AWAIT_EHLO:
      handle_ehlo (self, reply);
      return;
    case AWAIT_HELO:
      handle_helo (self, reply);
      return;
    case AWAIT_STARTTLS:
      handle_starttls (self, reply);
      return;
    case AWAIT_AUTH:
      handle_auth (self, reply);
      return;
    case AWAIT_MAIL:
    case AWAIT_RCPT:
      handle_envelope (self, reply);
      return;
    }
}

/* RFC 5321 section 4.2: three digits, then a blank, a hyphen or nothing; all lines of an answer
 * have the same digits. */
static gboolean
is_reply_line (MbxSmtpDialogue *self, const char *line)
{
  if (strspn (line, "0123456789") != 3 || line[0] < '2' || line[0] > '5' ||
      (line[3] != '\0' && line[3] != ' ' && line[3] != '-'))
    return FALSE;
  return self->answer->len == 0 || strncmp (self->answer->str, line, 3) == 0;
}

static void
mbx_smtp_dialogue_line (MbxDialogue *dialogue, const char *line)
{
  MbxSmtpDialogue *self = MBX_SMTP_DIALOGUE (dialogue);
  g_autoptr (MbxReply) reply = NULL;

  if (*line == '\0')
    return;
  if (!is_reply_line (self, line))
    {
      mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_new (line, -1));
      return;
    }
  if (self->answer->len > 0)
    g_string_append_c (self->answer, '\n');
  if (self->answer->len < MAXIMUM_ANSWER)
    g_string_append (self->answer, line);
  if (line[3] == '-')
    return;
  reply = mbx_dialogue_parse_reply (dialogue, self->answer->str);
  handle_reply (self, reply);
  g_string_truncate (self->answer, 0);
}

static void
mbx_smtp_dialogue_forget (MbxDialogue *dialogue)
{
  g_clear_pointer (&MBX_SMTP_DIALOGUE (dialogue)->initial, mbx_secret_unref);
}

static void
mbx_smtp_dialogue_restart (MbxDialogue *dialogue)
{
  send_hello (MBX_SMTP_DIALOGUE (dialogue), AWAIT_EHLO);
}

static void
mbx_smtp_dialogue_finalize (GObject *object)
{
  MbxSmtpDialogue *self = MBX_SMTP_DIALOGUE (object);

  g_string_free (self->answer, TRUE);
  mbx_reply_free (self->ehlo_refusal);
  G_OBJECT_CLASS (mbx_smtp_dialogue_parent_class)->finalize (object);
}

static void
mbx_smtp_dialogue_class_init (MbxSmtpDialogueClass *klass)
{
  MbxDialogueClass *dialogue_class = MBX_DIALOGUE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mbx_smtp_dialogue_finalize;
  dialogue_class->service = MBX_SERVICE_SMTP;
  dialogue_class->first_characters = "0123456789";
  /* RSET first, for where it could not be sent along with the sender check. */
  dialogue_class->goodbye = "RSET\r\nQUIT\r\n";
  dialogue_class->line = mbx_smtp_dialogue_line;
  dialogue_class->restart = mbx_smtp_dialogue_restart;
  dialogue_class->can_sign_in = mbx_smtp_dialogue_can_sign_in;
  dialogue_class->sign_in = mbx_smtp_dialogue_sign_in;
  dialogue_class->forget = mbx_smtp_dialogue_forget;
}

static void
mbx_smtp_dialogue_init (MbxSmtpDialogue *self)
{
  self->answer = g_string_new (NULL);
}
