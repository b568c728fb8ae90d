/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/imap-dialogue.h"

#include "core/imap-login.h"
#include "core/imap-parser.h"

#include <string.h>

/* Nothing that is asked for here needs a literal of any size; what comes unasked is bounded. */
#define MAXIMUM_LITERAL 8192

typedef enum
{
  COMMAND_CAPABILITY,
  COMMAND_STARTTLS,
  COMMAND_SIGN_IN,
  COMMAND_EXAMINE,
  COMMAND_EXTRA, /* whatever the server answers is fine */
} CommandKind;

typedef struct
{
  guint tag;
  CommandKind kind;
} Command;

struct _MbxImapDialogue
{
  MbxDialogue parent_instance;

  gboolean greeted;
  guint last_tag;
  GArray *commands; /* sent and not yet answered */
  GString *partial; /* a response whose literals are coming in */
  gboolean fresh;   /* the capabilities are newer than the last change of state */
  MbxReply *hint;   /* an untagged refusal, which often says more than the tagged one */
  MbxImapLogin *login;
  MbxSecret *initial; /* waits for the "+" of a server without SASL-IR */
};

G_DEFINE_FINAL_TYPE (MbxImapDialogue, mbx_imap_dialogue, MBX_TYPE_DIALOGUE)

/* Makes the tag of the next command and notes what the answer will be about. */
static char *
make_tag (MbxImapDialogue *self, CommandKind kind)
{
  Command command = { ++self->last_tag, kind };

  g_array_append_val (self->commands, command);
  return g_strdup_printf ("a%u", command.tag);
}

static void
send_command (MbxImapDialogue *self, CommandKind kind, const char *text)
{
  g_autofree char *tag = make_tag (self, kind);
  g_autofree char *line = g_strconcat (tag, " ", text, NULL);

  mbx_dialogue_send (MBX_DIALOGUE (self), line);
}

static void
ask_capabilities (MbxImapDialogue *self)
{
  mbx_dialogue_clear_capabilities (MBX_DIALOGUE (self));
  send_command (self, COMMAND_CAPABILITY, "CAPABILITY");
}

static void
take_capabilities (MbxImapDialogue *self, const MbxImapResponse *response)
{
  g_autofree char *list = mbx_imap_find_capabilities (response);
  g_auto (GStrv) words = list != NULL ? g_strsplit (list, " ", -1) : NULL;

  if (list == NULL)
    return;
  mbx_dialogue_clear_capabilities (MBX_DIALOGUE (self));
  for (gsize i = 0; words[i] != NULL; i++)
    mbx_dialogue_add_capability (MBX_DIALOGUE (self), words[i]);
  self->fresh = TRUE;
}

static void
go_on_with_capabilities (MbxImapDialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (mbx_dialogue_is_encrypted (dialogue))
    mbx_dialogue_ready_to_sign_in (dialogue);
  else if (mbx_dialogue_has_capability (dialogue, "STARTTLS"))
    send_command (self, COMMAND_STARTTLS, "STARTTLS");
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_MISSING, NULL);
}

/* PREAUTH before the encryption leaves no state in which STARTTLS is allowed: RFC 9051 section
 * 7.1.4 has the client hang up. Inside TLS it would prove nothing about the password. */
static void
handle_greeting (MbxImapDialogue *self, const MbxImapResponse *response, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (response->kind != MBX_IMAP_UNTAGGED || !mbx_imap_response_is_status (response))
    {
      mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_copy (reply));
      return;
    }
  mbx_dialogue_take_greeting (dialogue, mbx_reply_copy (reply));
  self->greeted = TRUE;
  if (strcmp (response->word, "PREAUTH") == 0)
    mbx_dialogue_fail (dialogue,
                       mbx_dialogue_is_encrypted (dialogue) ? MBX_FAULT_BROKEN : MBX_FAULT_PREAUTH,
                       mbx_reply_copy (reply));
  else if (strcmp (response->word, "OK") != 0)
    mbx_dialogue_fail (dialogue, MBX_FAULT_GREETING_REFUSED, mbx_reply_copy (reply));
  else if (self->fresh)
    go_on_with_capabilities (self);
  else
    ask_capabilities (self);
}

static MbxMechanismSet
list_mechanisms (MbxDialogue *dialogue)
{
  const char *const *capabilities = mbx_dialogue_get_capabilities (dialogue);
  MbxMechanismSet offered = 0;

  for (gsize i = 0; capabilities[i] != NULL; i++)
    {
      if (g_str_has_prefix (capabilities[i], "AUTH="))
        offered |= mbx_mechanism_set_parse (capabilities[i] + strlen ("AUTH="));
    }
  if (!mbx_dialogue_has_capability (dialogue, "LOGINDISABLED"))
    offered |= MBX_MECHANISM_BIT (MBX_MECHANISM_COMMAND);
  return offered;
}

static MbxDialogueFault
mbx_imap_dialogue_can_sign_in (MbxDialogue *dialogue, MbxCredentialKind kind)
{
  MbxMechanismSet offered = list_mechanisms (dialogue);
  gboolean binding = mbx_dialogue_has_channel_binding (dialogue);

  if (mbx_mechanism_choose (offered, kind, binding) != MBX_MECHANISM_NONE)
    return MBX_FAULT_NONE;
  if (kind == MBX_CREDENTIAL_PASSWORD &&
      mbx_mechanism_choose (offered, MBX_CREDENTIAL_TOKEN, binding) == MBX_MECHANISM_NONE)
    return MBX_FAULT_LOGIN_DISABLED;
  return MBX_FAULT_NO_COMMON_MECHANISM;
}

/* Without SASL-IR (RFC 4959) PLAIN takes one round trip more than LOGIN, and does nothing else. */
static MbxMechanism
choose_mechanism (MbxDialogue *dialogue)
{
  const MbxCredentials *credentials = mbx_dialogue_get_credentials (dialogue);
  MbxMechanismSet offered = list_mechanisms (dialogue);
  MbxMechanism mechanism = mbx_mechanism_choose (offered, credentials->kind,
                                                 mbx_dialogue_has_channel_binding (dialogue));

  if (mechanism == MBX_MECHANISM_PLAIN && !mbx_dialogue_has_capability (dialogue, "SASL-IR") &&
      (offered & MBX_MECHANISM_BIT (MBX_MECHANISM_COMMAND)) != 0 &&
      mbx_imap_can_quote (credentials->username) &&
      mbx_imap_can_quote (mbx_secret_peek (credentials->secret)))
    return MBX_MECHANISM_COMMAND;
  return mechanism;
}

static MbxImapLiteral
get_literal_kind (MbxDialogue *dialogue)
{
  if (mbx_dialogue_has_capability (dialogue, "LITERAL+"))
    return MBX_IMAP_LITERAL_PLUS;
  return mbx_dialogue_has_capability (dialogue, "LITERAL-") ? MBX_IMAP_LITERAL_MINUS
                                                            : MBX_IMAP_LITERAL_WAIT;
}

static void
send_login_piece (MbxImapDialogue *self, const char *label)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  const MbxSecret *piece = mbx_imap_login_next (self->login);

  if (piece != NULL)
    mbx_dialogue_send_secret (dialogue, label, g_strdup (mbx_secret_peek (piece)));
  else
    mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, NULL);
}

static void
send_login (MbxImapDialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autofree char *tag = make_tag (self, COMMAND_SIGN_IN);
  g_autofree char *label = g_strconcat (tag, " LOGIN <redacted>", NULL);

  mbx_dialogue_set_mechanism (dialogue, "IMAP LOGIN");
  g_clear_pointer (&self->login, mbx_imap_login_free);
  self->login = mbx_imap_login_new (tag, mbx_dialogue_get_credentials (dialogue),
                                    get_literal_kind (dialogue));
  send_login_piece (self, label);
}

static void
send_authenticate (MbxImapDialogue *self, MbxMechanism mechanism)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  MbxSasl *sasl = mbx_dialogue_start_sasl (dialogue, mechanism);
  g_autoptr (MbxSecret) initial = mbx_sasl_make_initial (sasl);
  g_autofree char *tag = make_tag (self, COMMAND_SIGN_IN);
  g_autofree char *command =
      g_strconcat (tag, " AUTHENTICATE ", mbx_mechanism_to_name (mechanism), NULL);
  g_autofree char *label = g_strconcat (command, " <redacted>", NULL);

  if (initial != NULL && mbx_dialogue_has_capability (dialogue, "SASL-IR"))
    {
      mbx_dialogue_send_secret (
          dialogue, label, g_strconcat (command, " ", mbx_secret_peek (initial), "\r\n", NULL));
      return;
    }
  self->initial = g_steal_pointer (&initial);
  mbx_dialogue_send (dialogue, command);
}

static void
mbx_imap_dialogue_sign_in (MbxDialogue *dialogue)
{
  MbxImapDialogue *self = MBX_IMAP_DIALOGUE (dialogue);
  MbxMechanism mechanism = choose_mechanism (dialogue);

  g_clear_pointer (&self->hint, mbx_reply_free);
  if (mechanism == MBX_MECHANISM_COMMAND)
    send_login (self);
  else
    send_authenticate (self, mechanism);
  self->fresh = FALSE;
}

static void
add_command (
    MbxImapDialogue *self, GString *bytes, GString *label, CommandKind kind, const char *text)
{
  g_autofree char *tag = make_tag (self, kind);

  g_string_append_printf (bytes, "%s %s\r\n", tag, text);
  g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", text);
}

static char *
make_id (MbxDialogue *dialogue)
{
  const char *name = mbx_dialogue_get_client_name (dialogue);

  if (*name == '\0' || !g_str_is_ascii (name) || strpbrk (name, "\"\\\r\n") != NULL ||
      strlen (name) > 256)
    return g_strdup ("ID NIL");
  return g_strdup_printf ("ID (\"name\" \"%s\")", name);
}

/* All at once, for the answers do not depend on each other. Some servers open no mailbox to a
 * client that has not said who it is (RFC 2971), so ID comes first. The capabilities are asked for
 * where the sign-in did not bring the new ones. */
static void
open_mailbox (MbxImapDialogue *self)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (GString) label = g_string_new (NULL);
  g_autofree char *id = make_id (dialogue);

  mbx_dialogue_set_step (dialogue, MBX_STEP_OPEN_MAILBOX);
  if (mbx_dialogue_has_capability (dialogue, "ID"))
    add_command (self, bytes, label, COMMAND_EXTRA, id);
  if (!self->fresh)
    add_command (self, bytes, label, COMMAND_EXTRA, "CAPABILITY");
  add_command (self, bytes, label, COMMAND_EXAMINE, "EXAMINE INBOX");
  if (mbx_dialogue_has_capability (dialogue, "QUOTA"))
    add_command (self, bytes, label, COMMAND_EXTRA, "GETQUOTAROOT INBOX");
  mbx_dialogue_send_labelled (dialogue, label->str, bytes->str);
}

/* An untagged "NO [WEBALERT ...]" or "NO [ALERT] ..." before the refusal is part of it. */
static MbxReply *
join_hint (MbxImapDialogue *self, const MbxReply *reply)
{
  MbxReply *joined = mbx_reply_copy (reply);

  if (self->hint == NULL)
    return joined;
  g_free (joined->text);
  joined->text = g_strconcat (self->hint->text, "\n", reply->text, NULL);
  if (joined->response_code == NULL || strcmp (joined->response_code, "ALERT") == 0)
    {
      g_free (joined->response_code);
      g_free (joined->response_argument);
      joined->response_code = g_strdup (self->hint->response_code);
      joined->response_argument = g_strdup (self->hint->response_argument);
    }
  return joined;
}

static void
handle_sign_in (MbxImapDialogue *self, gboolean ok, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  if (!ok)
    mbx_dialogue_refuse_sign_in (dialogue, join_hint (self, reply));
  else if (!mbx_dialogue_accept_sign_in (dialogue))
    return;
  else if (mbx_dialogue_wants_examine (dialogue))
    open_mailbox (self);
  else
    mbx_dialogue_done (dialogue);
}

static void
handle_completion (MbxImapDialogue *self, CommandKind kind, gboolean ok, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);

  switch (kind)
    {
    case COMMAND_CAPABILITY:
      go_on_with_capabilities (self);
      return;
    case COMMAND_STARTTLS:
      if (ok)
        mbx_dialogue_start_tls (dialogue);
      else
        mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_REFUSED, mbx_reply_copy (reply));
      return;
    case COMMAND_SIGN_IN:
      handle_sign_in (self, ok, reply);
      return;
    case COMMAND_EXAMINE:
      if (!ok)
        mbx_dialogue_fail (dialogue, MBX_FAULT_COMMAND_REFUSED, join_hint (self, reply));
      break;
    case COMMAND_EXTRA:
      break;
    }
  if (self->commands->len == 0)
    mbx_dialogue_done (dialogue);
}

static gboolean
take_command (MbxImapDialogue *self, const char *tag, CommandKind *kind)
{
  for (guint i = 0; i < self->commands->len; i++)
    {
      const Command *command = &g_array_index (self->commands, Command, i);
      g_autofree char *own = g_strdup_printf ("a%u", command->tag);

      if (strcmp (own, tag) != 0)
        continue;
      *kind = command->kind;
      g_array_remove_index (self->commands, i);
      return TRUE;
    }
  return FALSE;
}

/* Only OK, NO and BAD complete a command, and only one that was sent. */
static void
handle_tagged (MbxImapDialogue *self, const MbxImapResponse *response, MbxReply *reply)
{
  CommandKind kind;
  gboolean ok = strcmp (response->word, "OK") == 0;

  if ((ok || strcmp (response->word, "NO") == 0 || strcmp (response->word, "BAD") == 0) &&
      take_command (self, response->tag, &kind))
    handle_completion (self, kind, ok, reply);
  else
    mbx_dialogue_fail (MBX_DIALOGUE (self), MBX_FAULT_BROKEN, mbx_reply_copy (reply));
}

static void
handle_untagged (MbxImapDialogue *self, const MbxImapResponse *response, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  gboolean over =
      mbx_imap_response_is_status (response) && g_strcmp0 (reply->response_code, "OVERQUOTA") == 0;

  if (strcmp (response->word, "BYE") == 0)
    mbx_dialogue_take_parting (dialogue, mbx_reply_copy (reply));
  else if (strcmp (response->word, "QUOTA") == 0 && mbx_imap_quota_is_full (response->text))
    {
      over = TRUE;
      g_free (reply->response_code);
      reply->response_code = g_strdup ("OVERQUOTA");
    }
  else if (strcmp (response->word, "NO") == 0 && reply->response_code != NULL)
    {
      mbx_reply_free (self->hint);
      self->hint = mbx_reply_copy (reply);
    }
  if (over && mbx_dialogue_get_step (dialogue) == MBX_STEP_OPEN_MAILBOX)
    mbx_dialogue_take_warning (dialogue, mbx_reply_copy (reply));
}

static void
handle_continuation (MbxImapDialogue *self, const MbxImapResponse *response, MbxReply *reply)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autoptr (MbxSecret) initial = g_steal_pointer (&self->initial);
  const Command *command =
      self->commands->len > 0 ? &g_array_index (self->commands, Command, 0) : NULL;

  if (command != NULL && command->kind == COMMAND_STARTTLS)
    mbx_dialogue_fail (dialogue, MBX_FAULT_STARTTLS_REFUSED, mbx_reply_copy (reply));
  else if (command == NULL || command->kind != COMMAND_SIGN_IN)
    mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_copy (reply));
  else if (self->login != NULL)
    send_login_piece (self, "<redacted>");
  else if (initial != NULL)
    mbx_dialogue_send_secret (dialogue, "<redacted>",
                              g_strconcat (mbx_secret_peek (initial), "\r\n", NULL));
  else
    mbx_dialogue_answer_challenge (dialogue, response->text);
}

static void
handle_response (MbxImapDialogue *self, const char *line)
{
  MbxDialogue *dialogue = MBX_DIALOGUE (self);
  g_autoptr (MbxImapResponse) response = mbx_imap_response_parse (line);
  g_autoptr (MbxReply) reply = mbx_dialogue_parse_reply (dialogue, line);

  if (response == NULL)
    {
      mbx_dialogue_fail (dialogue, MBX_FAULT_BROKEN, mbx_reply_copy (reply));
      return;
    }
  if (response->kind != MBX_IMAP_CONTINUATION)
    take_capabilities (self, response);
  if (!self->greeted)
    handle_greeting (self, response, reply);
  else if (response->kind == MBX_IMAP_CONTINUATION)
    handle_continuation (self, response, reply);
  else if (response->kind == MBX_IMAP_UNTAGGED)
    handle_untagged (self, response, reply);
  else
    handle_tagged (self, response, reply);
}

/* The text of a status response is free and may end with what looks like a literal. */
static gboolean
wants_literal (MbxImapDialogue *self, gsize *start, gsize *length)
{
  g_autoptr (MbxImapResponse) response = mbx_imap_response_parse (self->partial->str);

  return response != NULL && response->kind == MBX_IMAP_UNTAGGED &&
         !mbx_imap_response_is_status (response) &&
         mbx_imap_find_literal (self->partial->str, MAXIMUM_LITERAL, start, length);
}

static void
mbx_imap_dialogue_line (MbxDialogue *dialogue, const char *line)
{
  MbxImapDialogue *self = MBX_IMAP_DIALOGUE (dialogue);
  g_autofree char *whole = NULL;
  gsize start;
  gsize length;

  if (*line == '\0' && self->partial->len == 0)
    return;
  g_string_append (self->partial, line);
  if (wants_literal (self, &start, &length))
    {
      g_string_truncate (self->partial, start);
      if (length > MAXIMUM_LITERAL)
        mbx_dialogue_fail (dialogue, MBX_FAULT_TOO_LONG, NULL);
      else
        mbx_dialogue_expect_literal (dialogue, length);
      return;
    }
  whole = g_strdup (self->partial->str);
  g_string_truncate (self->partial, 0);
  handle_response (self, whole);
}

/* A literal is only another spelling of a quoted string. */
static void
mbx_imap_dialogue_literal (MbxDialogue *dialogue, const char *bytes, gsize length)
{
  MbxImapDialogue *self = MBX_IMAP_DIALOGUE (dialogue);

  g_string_append_c (self->partial, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '"' || bytes[i] == '\\')
        g_string_append_c (self->partial, '\\');
      g_string_append_c (self->partial, (guchar) bytes[i] < ' ' ? ' ' : bytes[i]);
    }
  g_string_append_c (self->partial, '"');
}

static void
mbx_imap_dialogue_forget (MbxDialogue *dialogue)
{
  MbxImapDialogue *self = MBX_IMAP_DIALOGUE (dialogue);

  g_clear_pointer (&self->login, mbx_imap_login_free);
  g_clear_pointer (&self->initial, mbx_secret_unref);
}

static void
mbx_imap_dialogue_restart (MbxDialogue *dialogue)
{
  MbxImapDialogue *self = MBX_IMAP_DIALOGUE (dialogue);

  g_clear_pointer (&self->hint, mbx_reply_free);
  ask_capabilities (self);
}

static void
mbx_imap_dialogue_finalize (GObject *object)
{
  MbxImapDialogue *self = MBX_IMAP_DIALOGUE (object);

  g_array_unref (self->commands);
  g_string_free (self->partial, TRUE);
  mbx_reply_free (self->hint);
  G_OBJECT_CLASS (mbx_imap_dialogue_parent_class)->finalize (object);
}

static void
mbx_imap_dialogue_class_init (MbxImapDialogueClass *klass)
{
  MbxDialogueClass *dialogue_class = MBX_DIALOGUE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mbx_imap_dialogue_finalize;
  dialogue_class->service = MBX_SERVICE_IMAP;
  dialogue_class->first_characters = "*+";
  dialogue_class->goodbye = "z LOGOUT\r\n";
  dialogue_class->line = mbx_imap_dialogue_line;
  dialogue_class->literal = mbx_imap_dialogue_literal;
  dialogue_class->restart = mbx_imap_dialogue_restart;
  dialogue_class->can_sign_in = mbx_imap_dialogue_can_sign_in;
  dialogue_class->sign_in = mbx_imap_dialogue_sign_in;
  dialogue_class->forget = mbx_imap_dialogue_forget;
}

static void
mbx_imap_dialogue_init (MbxImapDialogue *self)
{
  self->commands = g_array_new (FALSE, FALSE, sizeof (Command));
  self->partial = g_string_new (NULL);
}
