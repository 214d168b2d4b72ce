// SPDX-License-Identifier: GPL-2.0-only
#include "lcdproc-menu.h"

#include <stdlib.h>
#include <string.h>

#include "macros.h"

#define ITEM_ID_MAX 64
#define ITEMS_MAX 128		/* of a client */

enum item_type {
	ITEM_MENU,
	ITEM_ACTION,
	ITEM_CHECKBOX,
	ITEM_RING,
	ITEM_SLIDER,
	ITEM_NUMERIC,
	ITEM_ALPHA,
	ITEM_IP,
};

#define EVERY 0xffu
#define ONLY(type) (1u << (type))

/**
 * struct lcdproc_item - a menu, or an item in one
 * @id:     its client's name for it
 * @type:   see there
 * @parent: the menu that it is in; NULL for the client's main menu
 */
struct lcdproc_item {
	TAILQ_ENTRY(lcdproc_item) entry;
	char id[ITEM_ID_MAX + 1];
	enum item_type type;
	struct lcdproc_item *parent;
};

static bool item_type_parse(const char *word, enum item_type *type)
{
	static const char *const names[] = {
		[ITEM_MENU] = "menu",
		[ITEM_ACTION] = "action",
		[ITEM_CHECKBOX] = "checkbox",
		[ITEM_RING] = "ring",
		[ITEM_SLIDER] = "slider",
		[ITEM_NUMERIC] = "numeric",
		[ITEM_ALPHA] = "alpha",
		[ITEM_IP] = "ip",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcmp(word, names[i])) {
			*type = i;
			return true;
		}
	}
	return false;
}

enum value_kind { VALUE_TEXT, VALUE_BOOL, VALUE_NUMBER, VALUE_CHECK, VALUE_RESULT };

/* What each type may be told; a value is text unless it is another kind. */
static const struct item_option {
	const char *name;
	unsigned int types;
	enum value_kind kind;
} item_options[] = {
	{ "text", EVERY, VALUE_TEXT },
	{ "is_hidden", EVERY, VALUE_BOOL },
	{ "next", EVERY, VALUE_TEXT },
	{ "prev", EVERY, VALUE_TEXT },
	{ "parent", ONLY(ITEM_MENU), VALUE_TEXT },
	{ "menu_result", ONLY(ITEM_ACTION), VALUE_RESULT },
	{ "value", ONLY(ITEM_CHECKBOX), VALUE_CHECK },
	{ "value", ONLY(ITEM_RING) | ONLY(ITEM_SLIDER) | ONLY(ITEM_NUMERIC), VALUE_NUMBER },
	{ "value", ONLY(ITEM_ALPHA) | ONLY(ITEM_IP), VALUE_TEXT },
	{ "allow_gray", ONLY(ITEM_CHECKBOX), VALUE_BOOL },
	{ "strings", ONLY(ITEM_RING), VALUE_TEXT },
	{ "mintext", ONLY(ITEM_SLIDER), VALUE_TEXT },
	{ "maxtext", ONLY(ITEM_SLIDER), VALUE_TEXT },
	{ "minvalue", ONLY(ITEM_SLIDER) | ONLY(ITEM_NUMERIC), VALUE_NUMBER },
	{ "maxvalue", ONLY(ITEM_SLIDER) | ONLY(ITEM_NUMERIC), VALUE_NUMBER },
	{ "stepsize", ONLY(ITEM_SLIDER), VALUE_NUMBER },
	{ "minlength", ONLY(ITEM_ALPHA), VALUE_NUMBER },
	{ "maxlength", ONLY(ITEM_ALPHA), VALUE_NUMBER },
	{ "password_char", ONLY(ITEM_ALPHA), VALUE_TEXT },
	{ "allow_caps", ONLY(ITEM_ALPHA), VALUE_BOOL },
	{ "allow_noncaps", ONLY(ITEM_ALPHA), VALUE_BOOL },
	{ "allow_numbers", ONLY(ITEM_ALPHA), VALUE_BOOL },
	{ "allowed_extra", ONLY(ITEM_ALPHA), VALUE_TEXT },
	{ "v6", ONLY(ITEM_IP), VALUE_BOOL },
};

static bool is_one_of(const char *value, const char *const *words)
{
	for (; *words; words++)
		if (!strcmp(value, *words))
			return true;
	return false;
}

/* No value is kept: there is nobody who would see it. */
static bool value_is_right(enum value_kind kind, const char *value)
{
	static const char *const bools[] = { "true", "false", NULL };
	static const char *const checks[] = { "on", "off", "gray", NULL };
	static const char *const results[] = { "none", "close", "quit", NULL };
	int number;

	switch (kind) {
	case VALUE_TEXT:
		return true;
	case VALUE_BOOL:
		return is_one_of(value, bools);
	case VALUE_NUMBER:
		return number_parse(value, &number);
	case VALUE_CHECK:
		return is_one_of(value, checks);
	case VALUE_RESULT:
		return is_one_of(value, results);
	}
	return false;
}

static const struct item_option *option_find(const struct lcdproc_item *item, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(item_options); i++)
		if (item_options[i].types & ONLY(item->type) &&
		    !strcmp(item_options[i].name, name))
			return &item_options[i];
	return NULL;
}

static void item_set_options(struct client *client, const struct lcdproc_item *item,
			     const struct words *words, int first)
{
	for (int i = first; i < words->count; i++) {
		const char *word = words->word[i];
		const struct item_option *option = option_find(item, option_name(word));

		if (*word != '-')
			client_say(client, "huh? Found non-option: \"%s\"", word);
		else if (!option)
			client_say(client, "huh? Unknown option: \"%s\"", word);
		else if (++i == words->count)
			client_say(client, "huh? Missing value at option: \"%s\"", word);
		else if (!value_is_right(option->kind, words->word[i]))
			client_say(client, "huh? Could not interpret value at option: \"%s\"",
				   word);
	}
	client_success(client);
}

static struct lcdproc_item *item_find(struct client *client, const char *id)
{
	struct lcdproc_item *item;

	TAILQ_FOREACH(item, &client->items, entry)
		if (!strcmp(item->id, id))
			return item;
	return NULL;
}

static const char *item_make(struct client *client, const struct words *words,
			     struct lcdproc_item **made)
{
	const char *menu = words->word[1], *id = words->word[2];
	struct lcdproc_item *parent = item_find(client, menu), *item;
	enum item_type type;

	if (*menu && (!parent || parent->type != ITEM_MENU))
		return "Cannot find menu id";
	if (item_find(client, id))
		return "Item id already in use";
	if (!item_type_parse(words->word[3], &type))
		return "Invalid menuitem type";
	if (!*id || strlen(id) > ITEM_ID_MAX)
		return "An item id has 1 to 64 characters";
	if (client->items_count >= ITEMS_MAX) {
		stats_drop(client->env->stats, DROP_PAGES);
		return "Too many menu items";
	}
	item = calloc(1, sizeof(*item));
	if (!item)
		return "Out of memory";
	strcpy(item->id, id);
	item->type = type;
	item->parent = parent;
	TAILQ_INSERT_TAIL(&client->items, item, entry);
	client->items_count++;
	*made = item;
	return NULL;
}

void do_menu_add_item(struct client *client, const struct words *words)
{
	struct lcdproc_item *item;
	const char *wrong;

	if (words->count < 4) {
		client_huh(client,
			   "Usage: menu_add_item <menuid> <newitemid> <type> [<text>] {<option>}+");
		return;
	}
	wrong = item_make(client, words, &item);
	if (wrong)
		client_huh(client, wrong);
	else
		item_set_options(client, item, words, 4 + (*words_at(words, 4) != '-'));
}

/* With all that is in it. */
static void item_remove(struct client *client, struct lcdproc_item *item)
{
	struct lcdproc_item *other, *next;

	for (other = TAILQ_FIRST(&client->items); other; other = next) {
		next = TAILQ_NEXT(other, entry);
		if (other->parent == item) {
			item_remove(client, other);
			next = TAILQ_FIRST(&client->items);	/* more may have gone */
		}
	}
	TAILQ_REMOVE(&client->items, item, entry);
	client->items_count--;
	free(item);
}

void do_menu_del_item(struct client *client, const struct words *words)
{
	struct lcdproc_item *item = item_find(client, words_at(words, 2));

	if (words->count != 3) {
		client_huh(client, "Usage: menu_del_item <menuid> <itemid>");
	} else if (!item) {
		client_huh(client, "Cannot find item");
	} else {
		item_remove(client, item);
		client_success(client);
	}
}

void do_menu_set_item(struct client *client, const struct words *words)
{
	const struct lcdproc_item *item = item_find(client, words_at(words, 2));

	if (words->count < 4)
		client_huh(client, "Usage: menu_set_item <menuid> <itemid> {<option>}+");
	else if (!item)
		client_huh(client, "Cannot find item");
	else
		item_set_options(client, item, words, 3);
}

void do_menu_goto(struct client *client, const struct words *words)
{
	const char *id = words_at(words, 1);

	if (words->count != 2 && words->count != 3) {
		client_huh(client, "Usage: menu_goto <menuid> [<parentid>]");
	} else if (!item_find(client, id) ||
		   (words->count == 3 && !item_find(client, words->word[2]))) {
		client_huh(client, "Cannot find menu id");
	} else {
		client_say(client, "menuevent enter %s", id);
		client_success(client);
	}
}

void do_menu_set_main(struct client *client, const struct words *words)
{
	const char *id = words_at(words, 1);

	if (words->count != 2)
		client_huh(client, "Usage: menu_set_main <menuid>");
	else if (*id && strcmp(id, "_main_") && !item_find(client, id))
		client_huh(client, "Cannot find menu id");
	else
		client_success(client);
}

void menus_free(struct client *client)
{
	struct lcdproc_item *item;

	while ((item = TAILQ_FIRST(&client->items))) {
		TAILQ_REMOVE(&client->items, item, entry);
		free(item);
	}
}
