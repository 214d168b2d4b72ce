/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The keys that LCDproc clients have reserved. A client gets an exclusive key always, and a
 * shared key only while one of its screens is shown.
 */
#ifndef LCDBRIDGE_LCDPROC_KEYS_H
#define LCDBRIDGE_LCDPROC_KEYS_H

#include "../net/key.h"
#include "../net/listener.h"
#include "client.h"

/* Commands. */
void do_client_add_key(struct client *client, const struct words *words);
void do_client_del_key(struct client *client, const struct words *words);

/* Offer a key to all clients. Return: true if one of them has taken it. */
bool lcdproc_keys_offer(struct listeners *listeners, const struct key *key);

#endif
