/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/dialogue.h"

#include <string.h>

#include "transcript.h"

/* Everything that a whole transcript is played with. */
typedef struct
{
  Transcript *transcript;
  const char *path;
  MbxDialogue *dialogue;
  MbxCredentials *credentials;
  GString *sent; /* and not yet asked for by the transcript */
  MbxAction action;
  gboolean encrypted;
  GByteArray *received; /* what stands together, until all of it is there */
  gsize chunk;          /* how many bytes the dialogue gets at once */
} Player;

typedef struct
{
  char *path;
  gsize chunk;
} Run;

static const char *const faults[] = {
  [MBX_FAULT_NONE] = "none",
  [MBX_FAULT_GREETING_REFUSED] = "greeting-refused",
  [MBX_FAULT_NOT_THIS_PROTOCOL] = "not-this-protocol",
  [MBX_FAULT_TLS_BYTES] = "tls-bytes",
  [MBX_FAULT_BROKEN] = "broken",
  [MBX_FAULT_TOO_LONG] = "too-long",
  [MBX_FAULT_CLOSED] = "closed",
  [MBX_FAULT_STARTTLS_MISSING] = "starttls-missing",
  [MBX_FAULT_STARTTLS_REFUSED] = "starttls-refused",
  [MBX_FAULT_STARTTLS_INJECTION] = "starttls-injection",
  [MBX_FAULT_PREAUTH] = "preauth",
  [MBX_FAULT_NO_COMMON_MECHANISM] = "no-common-mechanism",
  [MBX_FAULT_AUTH_NOT_OFFERED] = "auth-not-offered",
  [MBX_FAULT_LOGIN_DISABLED] = "login-disabled",
  [MBX_FAULT_SERVER_SIGNATURE] = "server-signature",
  [MBX_FAULT_SIGN_IN_REFUSED] = "sign-in-refused",
  [MBX_FAULT_COMMAND_REFUSED] = "command-refused",
};

static const char *const ends[] = {
  [MBX_ACTION_READ] = "read",           [MBX_ACTION_SEND] = "send",
  [MBX_ACTION_START_TLS] = "start-tls", [MBX_ACTION_NEED_CREDENTIALS] = "need-credentials",
  [MBX_ACTION_DONE] = "done",           [MBX_ACTION_FAIL] = "fail",
};

/* The secret as it is and in each base64 that a mechanism wraps around it. */
static gboolean
holds_secret (const Player *player, const char *text)
{
  const char *secret = mbx_secret_peek (player->credentials->secret);
  g_auto (GStrv) words = g_strsplit_set (text, " \r\n", -1);

  if (strstr (text, secret) != NULL)
    return TRUE;
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize length = 0;
      g_autofree guchar *decoded = g_base64_decode (words[i], &length);

      if (memmem (decoded, length, secret, strlen (secret)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* What goes out never carries a secret outside TLS, says so when it does, and never logs it. */
static void
check_secrecy (const Player *player)
{
  const MbxAction *action = &player->action;
  g_autofree char *text = g_strndup ((const char *) action->bytes->data, action->bytes->len);

  g_assert_nonnull (action->label);
  g_assert_false (holds_secret (player, action->label));
  if (holds_secret (player, text))
    {
      g_assert_true (player->encrypted);
      g_assert_true (action->secret);
    }
  if (action->secret)
    g_assert_nonnull (strstr (action->label, "<redacted>"));
}

static void
assert_wiped (GByteArray *bytes)
{
  for (guint i = 0; i < bytes->len; i++)
    g_assert_cmpuint (bytes->data[i], ==, 0);
}

/* Takes all that the dialogue wants to send, and leaves the action that comes after. */
static void
drain (Player *player)
{
  mbx_dialogue_next (player->dialogue, &player->action);
  while (player->action.kind == MBX_ACTION_SEND)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_ref ((GByteArray *) player->action.bytes);

      check_secrecy (player);
      g_string_append_len (player->sent, (const char *) bytes->data, bytes->len);
      mbx_dialogue_next (player->dialogue, &player->action);
      assert_wiped (bytes);
    }
}

static void
play_server (Player *player)
{
  const guint8 *bytes = player->received->data;
  gsize length = player->received->len;

  for (gsize at = 0; at < length; at += MIN (player->chunk, length - at))
    {
      mbx_dialogue_receive (player->dialogue, bytes + at, MIN (player->chunk, length - at));
      if (player->chunk == 1)
        drain (player);
    }
  g_byte_array_set_size (player->received, 0);
}

static void
append_bytes (Player *player, const TranscriptEvent *event)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (event->bytes, &length);

  g_byte_array_append (player->received, bytes, (guint) length);
}

static void
play_client (Player *player, const TranscriptEvent *event)
{
  gsize length;
  const char *expected = g_bytes_get_data (event->bytes, &length);
  g_autofree char *sent = g_strndup (player->sent->str, MIN (length, player->sent->len));

  g_assert_cmpstr (sent, ==, expected);
  g_string_erase (player->sent, 0, (gssize) length);
}

static void
expect_action (const Player *player, MbxActionKind kind)
{
  g_assert_cmpstr (ends[player->action.kind], ==, ends[kind]);
}

static void
play_event (Player *player, const TranscriptEvent *event, gboolean more_bytes)
{
  switch (event->kind)
    {
    case TRANSCRIPT_SERVER:
      append_bytes (player, event);
      if (more_bytes)
        return;
      play_server (player);
      break;
    case TRANSCRIPT_CLIENT:
      play_client (player, event);
      return;
    case TRANSCRIPT_TLS:
      expect_action (player, MBX_ACTION_START_TLS);
      player->encrypted = TRUE;
      mbx_dialogue_tls_started (player->dialogue);
      break;
    case TRANSCRIPT_SIGN_IN:
      expect_action (player, MBX_ACTION_NEED_CREDENTIALS);
      mbx_dialogue_set_credentials (player->dialogue, player->credentials);
      break;
    case TRANSCRIPT_EOF:
      mbx_dialogue_receive_eof (player->dialogue);
      break;
    case TRANSCRIPT_FINISH:
      mbx_dialogue_finish (player->dialogue);
      break;
    }
  drain (player);
}

/* Whole mode gives the dialogue at once what stands together in the transcript. */
static void
play (Player *player)
{
  GPtrArray *events = player->transcript->events;

  drain (player);
  for (guint i = 0; i < events->len; i++)
    {
      const TranscriptEvent *event = g_ptr_array_index (events, i);
      const TranscriptEvent *next = i + 1 < events->len ? g_ptr_array_index (events, i + 1) : NULL;

      g_test_message ("%s:%u", player->path, event->line);
      play_event (player, event, next != NULL && next->kind == TRANSCRIPT_SERVER);
    }
}

static void
check_reply (const Transcript *transcript, const MbxReply *reply, const char *prefix)
{
  static const char *const fields[] = { "status", "enhanced", "code",      "argument",
                                        "word",   "text",     "challenge", "encrypted" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *header = g_strconcat (prefix, fields[i], NULL);
      const char *expected = transcript_get (transcript, header);
      g_autofree char *wanted = expected != NULL ? g_strcompress (expected) : NULL;
      g_autofree char *status = reply != NULL ? g_strdup_printf ("%u", reply->status) : NULL;
      const char *values[] = { status,
                               reply != NULL ? reply->enhanced : NULL,
                               reply != NULL ? reply->response_code : NULL,
                               reply != NULL ? reply->response_argument : NULL,
                               reply != NULL ? reply->word : NULL,
                               reply != NULL ? reply->text : NULL,
                               reply != NULL ? reply->challenge : NULL,
                               reply != NULL && reply->encrypted ? "yes" : "no" };

      if (wanted != NULL)
        g_assert_cmpstr (values[i], ==, strcmp (wanted, "-") == 0 ? NULL : wanted);
    }
}

static void
check_end (const Player *player)
{
  const Transcript *transcript = player->transcript;
  MbxDialogue *dialogue = player->dialogue;
  g_autofree char *capabilities =
      g_strjoinv ("|", (char **) mbx_dialogue_get_capabilities (dialogue));
  const char *fault = transcript_get (transcript, "fault");

  g_assert_cmpstr (player->sent->str, ==, "");
  g_assert_cmpstr (ends[player->action.kind], ==, transcript_get (transcript, "end"));
  g_assert_cmpstr (faults[mbx_dialogue_get_fault (dialogue)], ==, fault != NULL ? fault : "none");
  g_assert_cmpstr (mbx_step_to_string (mbx_dialogue_get_step (dialogue)), ==,
                   transcript_get (transcript, "step"));
  if (transcript_get (transcript, "mechanism") != NULL)
    g_assert_cmpstr (mbx_dialogue_get_mechanism (dialogue), ==,
                     transcript_get (transcript, "mechanism"));
  if (transcript_get (transcript, "capabilities") != NULL)
    g_assert_cmpstr (capabilities, ==, transcript_get (transcript, "capabilities"));
  if (transcript_get (transcript, "service") != NULL)
    g_assert_cmpstr (mbx_service_to_string (mbx_dialogue_get_service (dialogue)), ==,
                     transcript_get (transcript, "service"));
  check_reply (transcript, mbx_dialogue_get_reply (dialogue), "");
  check_reply (transcript, mbx_dialogue_get_warning (dialogue), "warning-");
  check_reply (transcript, mbx_dialogue_get_greeting (dialogue), "greeting-");
}

static MbxCredentials *
make_credentials (const Transcript *transcript)
{
  const char *user = transcript_get (transcript, "user");
  const char *password = transcript_get (transcript, "password");
  const char *token = transcript_get (transcript, "token");
  g_autofree char *plain = g_strcompress (password != NULL ? password : "secret");
  g_autoptr (MbxSecret) secret = mbx_secret_new (token != NULL ? token : plain);

  return mbx_credentials_new (token != NULL ? MBX_CREDENTIAL_TOKEN : MBX_CREDENTIAL_PASSWORD,
                              user != NULL ? user : "anna@example.org", secret);
}

static MbxDialogue *
make_dialogue (const Transcript *transcript)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbxServer) server =
      mbx_server_new_from_uri (transcript_get (transcript, "server"), &error);
  const char *client = transcript_get (transcript, "client");
  const char *binding = transcript_get (transcript, "binding");
  const char *sender = transcript_get (transcript, "sender");
  g_autofree char *address = sender != NULL ? g_strcompress (sender) : NULL;
  MbxDialogueOptions options = {
    .server = server,
    .sender = address,
    .client_name = client != NULL ? client : "Mailbox Setup",
    .nonce = transcript_get (transcript, "nonce"),
    .probe_only = transcript_is (transcript, "probe", "yes"),
    .examine = !transcript_is (transcript, "examine", "no"),
  };
  MbxDialogue *dialogue;

  g_assert_no_error (error);
  dialogue = mbx_dialogue_new (&options);
  if (binding != NULL)
    {
      g_autoptr (GBytes) data = g_bytes_new_static ("0123456789abcdef", 16);

      mbx_dialogue_set_channel_binding (dialogue, binding, data);
    }
  return dialogue;
}

static void
test_transcript (gconstpointer data)
{
  const Run *run = data;
  g_autoptr (Transcript) transcript = transcript_load (run->path);
  g_autoptr (MbxDialogue) dialogue = make_dialogue (transcript);
  g_autoptr (MbxCredentials) credentials = make_credentials (transcript);
  g_autoptr (GString) sent = g_string_new (NULL);
  g_autoptr (GByteArray) received = g_byte_array_new ();
  Player player = {
    .transcript = transcript,
    .path = run->path,
    .dialogue = dialogue,
    .credentials = credentials,
    .sent = sent,
    .received = received,
    .chunk = run->chunk,
  };

  if (transcript_is (transcript, "early", "yes"))
    mbx_dialogue_set_credentials (dialogue, credentials);
  play (&player);
  check_end (&player);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_free (run->path);
  g_free (run);
}

static void
add_run (const char *folder, const char *name, const char *file, const char *way, gsize chunk)
{
  g_autofree char *path = g_strdup_printf ("/transcripts/%s/%s/%s", folder, name, way);
  Run *run = g_new0 (Run, 1);

  run->path = g_strdup (file);
  run->chunk = chunk;
  g_test_add_data_func_full (path, run, test_transcript, run_free);
}

/* Each transcript is played twice: the cuts that a network makes must change nothing. */
static guint
add_folder (const char *folder)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "transcripts", folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint count = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".txt"));

      if (!g_str_has_suffix (name, ".txt"))
        continue;
      add_run (folder, stem, file, "whole", G_MAXSIZE);
      add_run (folder, stem, file, "bytes", 1);
      count++;
    }
  return count;
}

int
main (int argc, char **argv)
{
  guint count;

  g_test_init (&argc, &argv, NULL);
  count = add_folder ("imap") + add_folder ("pop3") + add_folder ("smtp");
  g_assert_cmpuint (count, >=, 300);
  return g_test_run ();
}
