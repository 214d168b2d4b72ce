// SPDX-License-Identifier: GPL-2.0-only
#include "menu.h"

#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "item.h"
#include "menuview.h"

#define ITEMS_MAX 128		/* of a client */
#define MAIN_ID "_client_menu_"

#define EVERY 0xffu
#define ONLY(type) (1u << (type))

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

enum value_kind { VALUE_TEXT, VALUE_BOOL, VALUE_NUMBER, VALUE_CHECK, VALUE_RESULT, VALUE_ITEM };

/* The options of each type. */
static const struct item_option {
	const char *name;
	unsigned int types;
	enum value_kind kind;
} item_options[] = {
	{ "text", EVERY, VALUE_TEXT },
	{ "is_hidden", EVERY, VALUE_BOOL },
	{ "next", EVERY, VALUE_ITEM },
	{ "prev", EVERY, VALUE_ITEM },
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

/* An integer of any size, in C's notation. */
static bool is_number(const char *value)
{
	char *end;

	strtol(value, &end, 0);
	return end != value && !*end;
}

static bool value_is_right(enum value_kind kind, const char *value)
{
	static const char *const bools[] = { "true", "false", NULL };
	static const char *const checks[] = { "on", "off", "gray", NULL };
	static const char *const results[] = { "none", "close", "quit", NULL };

	switch (kind) {
	case VALUE_TEXT:
	case VALUE_ITEM:
		return true;
	case VALUE_BOOL:
		return is_one_of(value, bools);
	case VALUE_NUMBER:
		return is_number(value);
	case VALUE_CHECK:
		return is_one_of(value, checks);
	case VALUE_RESULT:
		return is_one_of(value, results);
	}
	return false;
}

static const struct item_option *option_find(unsigned int types, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(item_options); i++)
		if (item_options[i].types & types && !strcmp(item_options[i].name, name))
			return &item_options[i];
	return NULL;
}

static struct lcdproc_item *item_find(struct client *client, const char *id)
{
	struct lcdproc_item *item;

	TAILQ_FOREACH(item, &client->items, entry)
		if (!strcmp(item->id, id))
			return item;
	return NULL;
}

/* An empty @id means the main menu, which exists once the client has added an item. */
static struct lcdproc_item *menu_find(struct client *client, const char *id)
{
	return *id ? item_find(client, id) : TAILQ_FIRST(&client->items);
}

static bool neighbour_exists(struct client *client, const char *id)
{
	static const char *const acts[] = { "_quit_", "_close_", "_none_", NULL };

	return is_one_of(id, acts) || menu_find(client, id);
}

static void check_neighbour(struct client *client, const struct lcdproc_item *item,
			    const char *which, const char *id)
{
	if (!neighbour_exists(client, id))
		client_say(client, "huh? Cannot find %s '%.100s' for item '%s'", which, id,
			   item->id);
	else if (!strcmp(which, "successor") && item->type == ITEM_MENU)
		client_say(client, "huh? Cannot set successor of '%s': wrong type 'menu'",
			   item->id);
}

static int option_refuse(struct client *client, const char *why, const char *word)
{
	client_say(client, "huh? %s: \"%.40s\"", why, word);
	return 1;
}

/* Return: the number of words used, from @i on. */
static int item_set_option(struct client *client, struct lcdproc_item *item,
			   const struct words *words, int i)
{
	const char *word = words->word[i], *name = option_name(word);
	const struct item_option *option = option_find(ONLY(item->type), name);

	if (*word != '-')
		return option_refuse(client, "Found non-option", word);
	if (!option)
		return option_refuse(client, option_find(EVERY, name) ?
				     "Option not valid for menuitem type" : "Unknown option", word);
	if (i + 1 == words->count)
		return option_refuse(client, "Missing value at option", word);
	if (option->kind == VALUE_ITEM)
		check_neighbour(client, item, *name == 'p' ? "predecessor" : "successor",
				words->word[i + 1]);
	if (value_is_right(option->kind, words->word[i + 1])) {
		item_keep(item, option->name, words->word[i + 1]);
		return 2;
	}
	option_refuse(client, "Could not interpret value at option", word);
	return option->kind == VALUE_RESULT ? 1 : 2;	/* like LCDd, parse it as an option next */
}

static void item_set_options(struct client *client, struct lcdproc_item *item,
			     const struct words *words, int first)
{
	for (int i = first; i < words->count;)
		i += item_set_option(client, item, words, i);
	menuview_changed(client);
	client_success(client);
}

static struct lcdproc_item *item_new(struct client *client, struct lcdproc_item *parent,
				     const char *id, enum item_type type)
{
	struct lcdproc_item *item = calloc(1, sizeof(*item));

	if (!item)
		return NULL;
	strcpy(item->id, id);
	item->type = type;
	item->parent = parent;
	item_init(item);
	TAILQ_INSERT_TAIL(&client->items, item, entry);
	client->items_count++;
	return item;
}

static void item_free(struct client *client, struct lcdproc_item *item)
{
	menuview_lost(client, item);
	if (client->entered == item)
		client->entered = NULL;
	TAILQ_REMOVE(&client->items, item, entry);
	client->items_count--;
	free(item);
}

static const char *item_make(struct client *client, const struct words *words,
			     struct lcdproc_item **made)
{
	const char *id = words->word[2];
	struct lcdproc_item *parent;
	enum item_type type;

	if (TAILQ_EMPTY(&client->items) && !item_new(client, NULL, MAIN_ID, ITEM_MENU))
		return "Out of memory";
	parent = menu_find(client, words->word[1]);
	if (!parent || parent->type != ITEM_MENU)
		return "Cannot find menu id";
	if (item_find(client, id))
		return "Item id already in use";
	if (!item_type_parse(words->word[3], &type))
		return "Invalid menuitem type";
	if (strlen(id) > ITEM_ID_MAX)
		return "An item id has 64 characters at most";
	if (client->items_count > ITEMS_MAX) {
		stats_drop(client->env->stats, DROP_PAGES);
		return "Too many menu items";
	}
	*made = item_new(client, parent, id, type);
	return *made ? NULL : "Out of memory";
}

/* Free a main menu without items. */
static void menus_free_empty(struct client *client)
{
	if (client->items_count == 1)
		menus_free(client);
}

void do_menu_add_item(struct client *client, const struct words *words)
{
	const char *text = words_at(words, 4);
	struct lcdproc_item *item;
	const char *wrong;

	if (!client->named)
		wrong = "You need to give your client a name first";
	else if (words->count < 4)
		wrong = "Usage: menu_add_item <menuid> <newitemid> <type> [<text>] [<option>]+";
	else
		wrong = item_make(client, words, &item);
	if (wrong) {
		menus_free_empty(client);
		client_huh(client, wrong);
		return;
	}
	if (*text != '-')
		item_keep(item, "text", text);
	item_set_options(client, item, words, 4 + (*text != '-'));
}

/* Remove an item, and all items in it if it is a menu. */
static void item_remove(struct client *client, struct lcdproc_item *item)
{
	struct lcdproc_item *other, *next;

	for (other = TAILQ_FIRST(&client->items); other; other = next) {
		next = TAILQ_NEXT(other, entry);
		if (other->parent == item) {
			item_remove(client, other);
			next = TAILQ_FIRST(&client->items);	/* @next may be freed */
		}
	}
	item_free(client, item);
}

/* Find the item that a command names, or answer what is missing. */
static struct lcdproc_item *item_named(struct client *client, const struct words *words)
{
	struct lcdproc_item *item = item_find(client, words->word[2]);

	if (!menu_find(client, words->word[1]))
		client_huh(client, "Cannot find menu id");
	else if (!item)
		client_huh(client, "Cannot find item");
	else
		return item;
	return NULL;
}

void do_menu_del_item(struct client *client, const struct words *words)
{
	struct lcdproc_item *item;

	if (words->count != 3) {
		client_huh(client, "Usage: menu_del_item <menuid> <itemid>");
		return;
	}
	if (TAILQ_EMPTY(&client->items)) {
		client_huh(client, "Client has no menu");
		return;
	}
	item = item_named(client, words);
	if (!item)
		return;
	item_remove(client, item);
	menus_free_empty(client);
	client_success(client);
}

void do_menu_set_item(struct client *client, const struct words *words)
{
	struct lcdproc_item *item;

	if (words->count < 4) {
		client_huh(client, "Usage: menu_set_item <menuid> <itemid> {<option>}+");
		return;
	}
	item = item_named(client, words);
	if (item)
		item_set_options(client, item, words, 3);
}

void do_menu_goto(struct client *client, const struct words *words)
{
	struct lcdproc_item *item = menu_find(client, words_at(words, 1));

	if (words->count != 2 && words->count != 3) {
		client_huh(client, "Usage: menu_goto <menuid> [<predecessor_id>]");
		return;
	}
	if (!item) {
		client_huh(client, "Cannot find menu id");
		return;
	}
	if (words->count == 3)
		check_neighbour(client, item, "predecessor", words->word[2]);
	if (client->entered)
		client_say(client, "menuevent leave %s", client->entered->id);
	client->entered = item;
	client_say(client, "menuevent enter %s", item->id);
	client_success(client);
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
	while (!TAILQ_EMPTY(&client->items))
		item_free(client, TAILQ_FIRST(&client->items));
}
