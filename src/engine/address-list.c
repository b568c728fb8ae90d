/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "engine/address-list.h"

/* A name with hundreds of addresses is a broken one; the first ones are enough. */
#define MAXIMUM_ADDRESSES 16

struct _MbxAddressList
{
  GObject parent_instance;
  GPtrArray *addresses;
};

#define MBX_TYPE_ADDRESS_LIST_ENUMERATOR (mbx_address_list_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (MbxAddressListEnumerator,
                      mbx_address_list_enumerator,
                      MBX,
                      ADDRESS_LIST_ENUMERATOR,
                      GSocketAddressEnumerator)

struct _MbxAddressListEnumerator
{
  GSocketAddressEnumerator parent_instance;
  GPtrArray *addresses;
  guint next;
};

G_DEFINE_FINAL_TYPE (MbxAddressListEnumerator,
                     mbx_address_list_enumerator,
                     G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static void
mbx_address_list_enumerator_finalize (GObject *object)
{
  g_ptr_array_unref (MBX_ADDRESS_LIST_ENUMERATOR (object)->addresses);
  G_OBJECT_CLASS (mbx_address_list_enumerator_parent_class)->finalize (object);
}

static GSocketAddress *
mbx_address_list_enumerator_next (GSocketAddressEnumerator *enumerator,
                                  GCancellable *cancellable,
                                  GError **error)
{
  MbxAddressListEnumerator *self = MBX_ADDRESS_LIST_ENUMERATOR (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->next == self->addresses->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->addresses, self->next++));
}

static void
mbx_address_list_enumerator_class_init (MbxAddressListEnumeratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_address_list_enumerator_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = mbx_address_list_enumerator_next;
}

static void
mbx_address_list_enumerator_init (MbxAddressListEnumerator *self)
{
}

static GSocketAddressEnumerator *
mbx_address_list_enumerate (GSocketConnectable *connectable)
{
  MbxAddressListEnumerator *enumerator = g_object_new (MBX_TYPE_ADDRESS_LIST_ENUMERATOR, NULL);

  enumerator->addresses = g_ptr_array_ref (MBX_ADDRESS_LIST (connectable)->addresses);
  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
mbx_address_list_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = mbx_address_list_enumerate;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MbxAddressList,
                               mbx_address_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      mbx_address_list_connectable_init))

static void
mbx_address_list_finalize (GObject *object)
{
  g_ptr_array_unref (MBX_ADDRESS_LIST (object)->addresses);
  G_OBJECT_CLASS (mbx_address_list_parent_class)->finalize (object);
}

static void
mbx_address_list_class_init (MbxAddressListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mbx_address_list_finalize;
}

static void
mbx_address_list_init (MbxAddressList *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
}

static GList *
next_of_family (GList *at, GSocketFamily family)
{
  while (at != NULL && g_inet_address_get_family (at->data) != family)
    at = at->next;
  return at;
}

/**
 * mbx_address_list_new:
 * @addresses: (element-type GInetAddress): as the resolver sorted them
 * @port: the port
 *
 * The families take turns, the resolver's first choice first (RFC 8305 section 4), so that a dead
 * family costs one delay and no more.
 *
 * Returns: (transfer full): the list
 */
MbxAddressList *
mbx_address_list_new (GList *addresses, guint16 port)
{
  MbxAddressList *self = g_object_new (MBX_TYPE_ADDRESS_LIST, NULL);
  GSocketFamily family =
      addresses != NULL ? g_inet_address_get_family (addresses->data) : G_SOCKET_FAMILY_IPV6;
  GList *turns[2];

  turns[0] = next_of_family (addresses, family);
  turns[1] = next_of_family (addresses, family == G_SOCKET_FAMILY_IPV6 ? G_SOCKET_FAMILY_IPV4
                                                                       : G_SOCKET_FAMILY_IPV6);
  for (guint i = 0; self->addresses->len < MAXIMUM_ADDRESSES && (turns[0] || turns[1]); i++)
    {
      GList *at = turns[i % 2];

      if (at == NULL)
        continue;
      g_ptr_array_add (self->addresses, g_inet_socket_address_new (at->data, port));
      turns[i % 2] = next_of_family (at->next, g_inet_address_get_family (at->data));
    }
  return self;
}

/**
 * mbx_address_list_filter:
 *
 * Returns: (transfer full): the addresses of @family alone
 */
MbxAddressList *
mbx_address_list_filter (MbxAddressList *self, GSocketFamily family)
{
  MbxAddressList *filtered = g_object_new (MBX_TYPE_ADDRESS_LIST, NULL);

  for (guint i = 0; i < self->addresses->len; i++)
    {
      GSocketAddress *address = g_ptr_array_index (self->addresses, i);

      if (g_socket_address_get_family (address) == family)
        g_ptr_array_add (filtered->addresses, g_object_ref (address));
    }
  return filtered;
}

gboolean
mbx_address_list_has (MbxAddressList *self, GSocketFamily family)
{
  for (guint i = 0; i < self->addresses->len; i++)
    {
      if (g_socket_address_get_family (g_ptr_array_index (self->addresses, i)) == family)
        return TRUE;
    }
  return FALSE;
}

/**
 * mbx_address_list_to_strings:
 *
 * Returns: (transfer full): the addresses as text, in the order in which they are tried
 */
char **
mbx_address_list_to_strings (MbxAddressList *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->addresses->len; i++)
    {
      GInetSocketAddress *address = g_ptr_array_index (self->addresses, i);
      g_autofree char *text =
          g_inet_address_to_string (g_inet_socket_address_get_address (address));

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}
