// SPDX-License-Identifier: GPL-2.0-only
#include "keys.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "screen.h"

/**
 * struct search - search for another client that has reserved a key
 * @name:  of the key
 * @asker: the client that is not searched
 * @found: reservation of another client; NULL for none
 */
struct search {
	const char *name;
	const struct client *asker;
	const struct client_key *found;
};

/* Ignore the case: LCDproc's "Up" is the bridge's "up". */
static struct client_key *client_key(struct client *client, const char *name)
{
	for (unsigned int i = 0; i < client->keys_count; i++)
		if (!strcasecmp(client->keys[i].name, name))
			return &client->keys[i];
	return NULL;
}

/* A connection that is ending has no keys. */
static const struct client_key *conn_key(struct conn *conn, const char *name)
{
	return conn->phase == CONN_FINISHING ? NULL : client_key((void *)conn->state, name);
}

/* Prefer an exclusive reservation to a shared one. */
static void search_client(struct conn *conn, void *arg)
{
	struct search *search = arg;
	const struct client_key *key = conn_key(conn, search->name);

	if (key && (void *)conn->state != search->asker && (!search->found || key->exclusive))
		search->found = key;
}

/* Several clients may reserve a key if all of them share it. */
static bool others_allow(const struct client *client, const char *name, bool exclusive)
{
	struct search search = { .name = name, .asker = client };

	listeners_each(listeners_of(client->conn), search_client, &search);
	return !search.found || (!search.found->exclusive && !exclusive);
}

/* Check the client's own limits first: asking all other clients takes longer. */
static bool client_reserve(struct client *client, const char *name, bool exclusive)
{
	const struct client_key *own = client_key(client, name);
	struct client_key *key;

	if (own)
		return !own->exclusive && !exclusive;
	if (strlen(name) >= sizeof(key->name) || client->keys_count == CLIENT_KEYS_MAX ||
	    !others_allow(client, name, exclusive))
		return false;
	key = &client->keys[client->keys_count++];
	strcpy(key->name, name);
	key->exclusive = exclusive;
	return true;
}

static void client_add_key(struct client *client, const char *name, bool exclusive)
{
	if (!client_reserve(client, name, exclusive))
		client_say(client, "huh? Could not reserve key \"%.100s\"", name);
}

void do_client_add_key(struct client *client, const struct words *words)
{
	const char *option = words_at(words, 1);
	int first = *option == '-' ? 2 : 1;

	if (words->count < 2) {
		client_huh(client, "Usage: client_add_key [-exclusively|-shared] {<key>}+");
		return;
	}
	if (first == 2 && strcmp(option, "-exclusively") && strcmp(option, "-shared"))
		client_say(client, "huh? Invalid option: %.100s", option);
	for (int i = first; i < words->count; i++)
		client_add_key(client, words->word[i], !strcmp(option, "-exclusively"));
	client_success(client);
}

void do_client_del_key(struct client *client, const struct words *words)
{
	struct client_key *key;

	for (int i = 1; i < words->count; i++) {
		key = client_key(client, words->word[i]);
		if (key)
			*key = client->keys[--client->keys_count];
	}
	client_answer(client, words->count > 1 ? NULL : "Usage: client_del_key {<key>}+");
}

/**
 * struct offer - a key that is offered to all clients
 * @key:   the key
 * @taken: a client has taken it
 */
struct offer {
	const struct key *key;
	bool taken;
};

static void offer_to_client(struct conn *conn, void *arg)
{
	struct client *client = (void *)conn->state;
	struct offer *offer = arg;
	const struct client_key *wanted = conn_key(conn, offer->key->name);

	if (!wanted || (!wanted->exclusive && !screens_are_up(client)))
		return;
	offer->taken = true;
	if (offer->key->action == ACTION_PRESS || offer->key->action == ACTION_REPEAT)
		client_say(client, "key %s", wanted->name);
}

bool lcdproc_keys_offer(struct listeners *listeners, const struct key *key)
{
	struct offer offer = { .key = key };

	listeners_each(listeners, offer_to_client, &offer);
	return offer.taken;
}
