/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "fuzz-dialogue.h"

#include <string.h>

#define SECRET "pencil"
#define MAXIMUM_ACTIONS 10000

/* The first byte of an input chooses how the dialogue is set up; the rest is what the server says.
 */
enum
{
  WAY_STARTTLS = 1 << 0,
  WAY_TOKEN = 1 << 1,
  WAY_EARLY = 1 << 2,
  WAY_BINDING = 1 << 3,
  WAY_PROBE = 1 << 4,
  WAY_UTF8_SENDER = 1 << 5,
  WAY_BYTEWISE = 1 << 6,
};

typedef struct
{
  MbxDialogue *dialogue;
  MbxCredentials *credentials;
  gboolean encrypted;
  gboolean over;
} Player;

static void
check_reply (const MbxReply *reply)
{
  if (reply == NULL)
    return;
  g_assert_true (g_utf8_validate (reply->text, -1, NULL));
  g_assert_cmpuint (strlen (reply->text), <=, 2 * 4096 + 1);
}

/* Whatever the server says, the password never leaves outside TLS. */
static void
check_send (const Player *player, const MbxAction *action)
{
  g_assert_nonnull (action->bytes);
  g_assert_true (!action->secret || player->encrypted);
  g_assert_null (strstr (action->label, SECRET));
  if (!player->encrypted)
    g_assert_null (memmem (action->bytes->data, action->bytes->len, SECRET, strlen (SECRET)));
}

static void
act (Player *player)
{
  for (guint i = 0; i < MAXIMUM_ACTIONS; i++)
    {
      MbxAction action;

      mbx_dialogue_next (player->dialogue, &action);
      switch (action.kind)
        {
        case MBX_ACTION_READ:
          return;
        case MBX_ACTION_SEND:
          check_send (player, &action);
          break;
        case MBX_ACTION_START_TLS:
          g_assert_false (player->encrypted);
          player->encrypted = TRUE;
          mbx_dialogue_tls_started (player->dialogue);
          break;
        case MBX_ACTION_NEED_CREDENTIALS:
          g_assert_true (player->encrypted);
          mbx_dialogue_set_credentials (player->dialogue, player->credentials);
          break;
        case MBX_ACTION_DONE:
        case MBX_ACTION_FAIL:
          player->over = TRUE;
          return;
        }
    }
  g_assert_not_reached ();
}

static MbxDialogue *
make_dialogue (MbxProtocol protocol, guint8 way)
{
  MbxSecurity security = (way & WAY_STARTTLS) != 0 ? MBX_SECURITY_STARTTLS : MBX_SECURITY_TLS;
  g_autoptr (MbxServer) server = mbx_server_new (protocol, "mail.example.org", 0, security, NULL);
  g_autoptr (GBytes) binding = g_bytes_new_static ("0123456789abcdef", 16);
  MbxDialogueOptions options = {
    .server = server,
    .sender = (way & WAY_UTF8_SENDER) != 0 ? "\303\244nna@example.org" : "anna@example.org",
    .client_name = "Mailbox Setup",
    .nonce = "rOprNGfwEbeRWgbNEkqO",
    .probe_only = (way & WAY_PROBE) != 0,
    .examine = TRUE,
  };
  MbxDialogue *dialogue = mbx_dialogue_new (&options);

  if ((way & WAY_BINDING) != 0)
    mbx_dialogue_set_channel_binding (dialogue, "tls-exporter", binding);
  return dialogue;
}

static void
play (Player *player, const guint8 *data, gsize size, gsize chunk)
{
  act (player);
  for (gsize at = 0; at < size && !player->over; at += MIN (chunk, size - at))
    {
      mbx_dialogue_receive (player->dialogue, data + at, MIN (chunk, size - at));
      act (player);
    }
  if (player->over)
    return;
  mbx_dialogue_receive_eof (player->dialogue);
  act (player);
  g_assert_true (player->over);
}

/* Plays one whole dialogue with a server that says @data, whatever it is asked. */
void
fuzz_dialogue (MbxProtocol protocol, const guint8 *data, gsize size)
{
  guint8 way = size > 0 ? data[0] : 0;
  gboolean token = (way & WAY_TOKEN) != 0;
  g_autoptr (MbxSecret) secret = mbx_secret_new (SECRET);
  g_autoptr (MbxDialogue) dialogue = make_dialogue (protocol, way);
  g_autoptr (MbxCredentials) credentials =
      mbx_credentials_new (token ? MBX_CREDENTIAL_TOKEN : MBX_CREDENTIAL_PASSWORD, "user", secret);
  Player player = { dialogue, credentials, FALSE, FALSE };

  if (size == 0)
    return;
  if ((way & WAY_EARLY) != 0)
    mbx_dialogue_set_credentials (dialogue, credentials);
  play (&player, data + 1, size - 1, (way & WAY_BYTEWISE) != 0 ? 1 : 1024);
  check_reply (mbx_dialogue_get_reply (dialogue));
  check_reply (mbx_dialogue_get_warning (dialogue));
  check_reply (mbx_dialogue_get_greeting (dialogue));
  mbx_dialogue_get_goodbye (dialogue);
}
