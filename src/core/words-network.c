/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: Mailbox Setup contributors */

#include "config.h"

#include "core/words-table.h"

#include <glib/gi18n.h>

/*
 * TRANSLATORS: in all these sentences the words in braces, such as {host}, stand for names and
 * numbers that are filled in. Keep them as they are and put them where your language wants them.
 */
static const MbxWordsEntry entries[] = {
  {
      .code = MBX_CODE_OFFLINE,
      .title = N_("No network"),
      .summary = N_("This computer is not connected to any network."),
      .fixes = { { NULL, N_("Turn on Wi-Fi or plug in the network cable, then try again.") },
                 { NULL, N_("Check that flight mode is off.") },
                 { NULL, N_("Open any web page: where that fails too, the connection is the "
                            "cause and not the mailbox.") } },
  },
  {
      .code = MBX_CODE_CAPTIVE_PORTAL,
      .title = N_("The network wants a sign-in"),
      .summary = N_("This network shows a sign-in page before it lets anything else through."),
      .fixes = { { NULL, N_("Open a web page in the browser and sign in to the network there, "
                            "then try again.") },
                 { NULL, N_("Use another network, for instance that of your phone.") } },
      .link = "http://nmcheck.gnome.org/",
  },
  {
      .code = MBX_CODE_DNS_NO_SUCH_HOST,
      .title = N_("Server name does not exist"),
      .summary = N_("There is no server with this name."),
      .seen = { N_("There is no server with the name {host}.") },
      .fixes = { { N_("Check the spelling of {host} letter by letter."),
                   N_("Check the spelling of the server name letter by letter.") },
                 { NULL, N_("Let the program look for the settings instead of typing them.") },
                 { NULL, N_("Where a VPN or private DNS is on, turn it off and try again.") } },
  },
  {
      .code = MBX_CODE_DNS_NO_ADDRESS,
      .title = N_("Server name leads nowhere"),
      .summary = N_("The server name exists, but no address is published for it."),
      .seen = { N_("The name {host} exists, but no address is published for it.") },
      .fixes = { { NULL, N_("Check whether another server name is meant, for instance one that "
                            "begins with imap, mail or smtp.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please publish an A or AAAA record for this name, or tell me the right server "
                "name."),
  },
  {
      .code = MBX_CODE_DNS_SERVER_FAILURE,
      .title = N_("Name server failed"),
      .summary = N_("The name server of this network could not look the server up."),
      .seen = { N_("The name server of this network could not look {host} up.") },
      .fixes = { { NULL, N_("Wait a few minutes and try again.") },
                 { NULL, N_("Restart the router, or turn a VPN off, and try again.") },
                 { NULL, N_("Try from another network: where it works, the name server here is "
                            "the cause.") } },
      .ask = N_("Please check why your name server answers with a failure for this name."),
  },
  {
      .code = MBX_CODE_DNS_TIMEOUT,
      .title = N_("No name server answers"),
      .summary = N_("No name server answered, so that no server can be found."),
      .seen = { N_("No name server answered when {host} was looked up.") },
      .fixes = { { NULL, N_("Restart the router, or leave the network and join it again.") },
                 { NULL, N_("Turn off VPN and private DNS, and try again.") },
                 { NULL, N_("Use another network, for instance that of your phone.") } },
      .ask = N_("Please check why your name servers do not answer this computer."),
  },
  {
      .code = MBX_CODE_CONNECTION_REFUSED,
      .title = N_("Nothing listens on this port"),
      .summary = N_("The server can be reached, but refuses connections on this port."),
      .seen = { N_("{host} can be reached, but refuses connections on port {port}.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   NULL },
                 { NULL, N_("Check the server name and the port against the help page of the "
                            "provider.") },
                 { NULL, N_("Try again later: the server may be under maintenance.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please tell me whether this server and port are right, and start the service "
                "again if it is down."),
  },
  {
      .code = MBX_CODE_CONNECTION_TIMEOUT,
      .title = N_("Server does not answer"),
      .summary = N_("The server stays silent on every port that was tried."),
      .seen = { N_("{host} stays silent on port {port} and on every other port that was tried.") },
      .fixes = { { NULL, N_("Try from another network, for instance that of your phone: where it "
                            "works, a firewall here is the cause.") },
                 { NULL, N_("Turn off a VPN, or a firewall program, for one try.") },
                 { NULL, N_("Check the server name, and try again in an hour.") } },
      .ask = N_("Please check whether your firewall lets this computer reach this server and "
                "port."),
  },
  {
      .code = MBX_CODE_PORT_BLOCKED,
      .title = N_("Port is blocked"),
      .summary = N_("This port is blocked on the way, while another port of the same server "
                    "answers."),
      .seen = { N_("Port {port} of {host} gives no connection, while port {suggested_port} "
                   "answers."),
                N_("Port {port} of {host} gives no connection, while the server answers "
                   "elsewhere.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   N_("Use another port: 465 instead of 587 for sending, 143 instead of 993 for "
                      "receiving.") },
                 { NULL, N_("Try from another network, for instance that of your phone.") },
                 { NULL, N_("Send the text below to the people who run this network.") } },
      .ask = N_("Please open the ports 993, 465 and 587 for mail programs."),
  },
  {
      .code = MBX_CODE_HOST_UNREACHABLE,
      .title = N_("No way to the server"),
      .summary = N_("There is no way from this network to the server."),
      .seen = { N_("There is no way from this network to {host}.") },
      .fixes = { { NULL, N_("Where the server is inside a company, connect to its VPN first.") },
                 { NULL, N_("Leave the network and join it again, or restart the router.") },
                 { NULL, N_("Try from another network.") } },
      .ask = N_("Please check the route from this network to the server."),
  },
  {
      .code = MBX_CODE_CONNECTION_CLOSED,
      .title = N_("Server hung up at once"),
      .summary = N_("The server took the connection and closed it before it said anything."),
      .seen = { N_("{host} took the connection on port {port} and closed it before it said "
                   "anything.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   NULL },
                 { NULL, N_("Wait a few minutes and try again: too many connections can be the "
                            "cause.") },
                 { NULL, N_("Try from another network: the server may block this one.") },
                 { NULL, N_("Send the text below to your provider.") } },
      .ask = N_("Please check in your logs why the server closes connections of this computer."),
  },
  {
      .code = MBX_CODE_CONNECTION_RESET,
      .title = N_("Connection was cut"),
      .summary = N_("The connection to the server was cut in the middle."),
      .seen = { N_("The connection to {host} on port {port} was cut in the middle.") },
      .fixes = { { NULL, N_("Try again: a bad connection may have been the cause.") },
                 { NULL, N_("Turn off a VPN or a firewall program for one try.") },
                 { NULL, N_("Try from another network: where it works, something in this one cuts "
                            "mail connections.") } },
      .ask = N_("Please check whether a firewall or filter cuts connections to this server."),
  },
  {
      .code = MBX_CODE_RESPONSE_TIMEOUT,
      .title = N_("Server is connected and silent"),
      .summary = N_("The server took the connection and then did not answer in time."),
      .seen = { N_("{host} took the connection on port {port} and then did not answer in time.") },
      .fixes = { { N_("Use port {suggested_port} with {suggested_security}, which was seen to "
                      "work."),
                   NULL },
                 { NULL, N_("Wait some minutes and try again: the server may be overloaded.") },
                 { NULL, N_("Check that port and security belong together: 993 and 465 use TLS, "
                            "143 and 587 use STARTTLS.") } },
      .ask = N_("Please check why the server takes connections and does not answer them."),
  },
  {
      .code = MBX_CODE_PROXY_FAILED,
      .title = N_("Proxy failed"),
      .summary = N_("The proxy that this computer is set to use did not pass the connection on."),
      .seen = { N_("The proxy that this computer is set to use did not pass the connection to "
                   "{host} on.") },
      .fixes = { { NULL, N_("Open the network settings and turn the proxy off for one try.") },
                 { NULL, N_("Ask the people who run this network for the right proxy.") } },
      .ask = N_("Please let mail programs reach this server through the proxy, or without it."),
  },
  {
      .code = MBX_CODE_IPV6_BROKEN,
      .title = N_("IPv6 does not work"),
      .summary = N_("The server could only be reached over IPv4, since IPv6 does not work in this "
                    "network."),
      .seen = { N_("{host} could only be reached over IPv4, since IPv6 does not work in this "
                   "network.") },
      .fixes = { { NULL, N_("Nothing has to be done now: the check went on over IPv4.") },
                 { NULL, N_("Restart the router where mail programs are slow to connect.") } },
      .ask = N_("Please check the IPv6 connection of this network."),
  },
};

const MbxWordsGroup mbx_words_network = { entries, G_N_ELEMENTS (entries) };
