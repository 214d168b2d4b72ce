// SPDX-License-Identifier: GPL-2.0-only
#include "menuview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "../base/timer.h"
#include "text/vt.h"

#define PATIENCE_MS 60000	/* without a key, until the menus are closed */
#define TEXT_SIZE 160
#define PLACE "\033[%u;%uH"

/**
 * struct menuview - the menus of a client, while the display shows them
 * @page:   its page; only notifications cover it
 * @client: owner of the menus
 * @menu:   the menu that is shown
 * @item:   the chosen item; NULL if the menu is empty
 * @value:  the value of @item is shown instead of the menu
 * @edit:   the value, if it is edited character by character
 */
struct menuview {
	struct page page;
	struct client *client;
	struct lcdproc_item *menu;
	struct lcdproc_item *item;
	bool value;
	struct edit edit;
};

static bool is_in(const struct lcdproc_item *item, const struct lcdproc_item *menu)
{
	return item->parent == menu && !item->hidden;
}

/* The item after or before @item in the list, which is circular. NULL is its end. */
static struct lcdproc_item *list_step(const struct client *client, struct lcdproc_item *item,
				      int direction)
{
	if (direction > 0) {
		item = item ? TAILQ_NEXT(item, entry) : NULL;
		return item ? item : TAILQ_FIRST(&client->items);
	}
	item = item ? TAILQ_PREV(item, lcdproc_items, entry) : NULL;
	return item ? item : TAILQ_LAST(&client->items, lcdproc_items);
}

/* The item of the menu after or before @item; for NULL, the first or last one. */
static struct lcdproc_item *item_beside(const struct menuview *view, struct lcdproc_item *item,
					int direction)
{
	for (unsigned int i = 0; i <= view->client->items_count; i++) {
		item = list_step(view->client, item, direction);
		if (item && is_in(item, view->menu))
			return item;
	}
	return NULL;
}

static bool is_edited(const struct lcdproc_item *item)
{
	return item->type == ITEM_NUMERIC || item->type == ITEM_ALPHA || item->type == ITEM_IP;
}

static void value_text(const struct lcdproc_item *item, char *text, size_t size)
{
	static const char *const checks[] = { "off", "on", "gray" };

	*text = '\0';
	if (item->type == ITEM_CHECKBOX)
		snprintf(text, size, "%s", checks[item->number]);
	else if (item->type == ITEM_ALPHA || item->type == ITEM_IP)
		snprintf(text, size, "%s", item->word);
	else if (item->type >= ITEM_RING)
		snprintf(text, size, "%ld", item->number);
}

static void tell_value(const struct menuview *view, const char *what)
{
	char value[ITEM_WORD_SIZE];

	value_text(view->item, value, sizeof(value));
	client_say(view->client, "menuevent %s %s %s", what, view->item->id, value);
}

static void hide_text(const struct lcdproc_item *item, char *text)
{
	if (item->type == ITEM_ALPHA && item->hide)
		memset(text, item->hide, strlen(text));
}

static void shown_value(const struct lcdproc_item *item, char *text, size_t size)
{
	char raw[ITEM_STRINGS_SIZE];

	switch (item->type) {
	case ITEM_MENU:
		snprintf(text, size, ">");
		break;
	case ITEM_CHECKBOX:
		snprintf(text, size, "%s", item->number == CHECK_ON ? "[x]" :
			 item->number == CHECK_GRAY ? "[-]" : "[ ]");
		break;
	case ITEM_RING:
		item_ring(item, item->number, raw, sizeof(raw));
		text_to_utf8(raw, text, size);
		break;
	default:
		value_text(item, raw, sizeof(raw));
		hide_text(item, raw);
		text_to_utf8(raw, text, size);
	}
}

/*
 * How many bytes of a client's text fit into @cells. Stop at a control character, which
 * could begin an escape sequence. A combining mark counts as a character.
 */
static int text_fits(const char *text, unsigned int cells)
{
	const int length = strnlen(text, TEXT_SIZE);
	int n = 0;

	for (; n < length && (unsigned char)text[n] >= ' '; n++)
		if ((text[n] & 0xc0) != 0x80 && !cells--)
			break;
	return n;
}

/* @row and @col count from 1. Cut the text at the right edge. */
static void draw_text(struct screen *screen, unsigned int row, unsigned int col, const char *text)
{
	char bytes[TEXT_SIZE + 32];
	struct vt vt = { 0 };
	int n = snprintf(bytes, sizeof(bytes), PLACE "%.*s", row, col,
			 text_fits(text, screen->cols - col + 1), text);

	vt_write(&vt, screen, (const u8 *)bytes, n);
}

/* Draw the label at the left and the value at the right. */
static void draw_item(struct screen *screen, unsigned int row, const struct lcdproc_item *item,
		      bool here)
{
	char value[ITEM_WORD_SIZE];
	unsigned int width;

	draw_text(screen, row, 1, here ? ">" : " ");
	draw_text(screen, row, 2, *item->text ? item->text : item->id);
	shown_value(item, value, sizeof(value));
	width = strlen(value);
	if (!width || width + 2 > screen->cols)
		return;
	draw_text(screen, row, screen->cols - width, " ");
	draw_text(screen, row, screen->cols - width + 1, value);
}

static void draw_menu(const struct menuview *view, struct screen *screen)
{
	const char *title = view->menu->parent ? view->menu->text : view->client->name;
	bool titled = screen->rows > 2 && *title;
	unsigned int row = 1, rows = screen->rows - titled;
	struct lcdproc_item *item = view->item, *first = item_beside(view, NULL, 1);

	if (titled)
		draw_text(screen, row++, 1, title);
	for (unsigned int above = 1; item && item != first && above < rows; above++)
		item = item_beside(view, item, -1);
	for (; item && row <= screen->rows; row++) {
		draw_item(screen, row, item, item == view->item);
		item = item_beside(view, item, 1);
		if (item == first)
			break;
	}
}

static void draw_value(const struct menuview *view, struct screen *screen)
{
	const struct lcdproc_item *item = view->item;
	unsigned int row = screen->rows > 1 ? 2 : 1;
	char text[TEXT_SIZE];

	if (row > 1)
		draw_text(screen, 1, 1, *item->text ? item->text : item->id);
	if (item->type == ITEM_SLIDER) {
		snprintf(text, sizeof(text), "%s< %ld >%s", item->ends[0], item->number,
			 item->ends[1]);
		draw_text(screen, row, 1, text);
		return;
	}
	snprintf(text, sizeof(text), "%s", view->edit.text);
	hide_text(item, text);
	draw_text(screen, row, 1, text);
	screen_move_to(screen, row - 1, view->edit.cursor);
	screen->cursor = true;
}

static unsigned int menuview_draw(struct page *page, struct screen *screen, u64 age)
{
	struct menuview *view = container_of(page, struct menuview, page);

	if (view->value)
		draw_value(view, screen);
	else
		draw_menu(view, screen);
	return 0;
}

static void menuview_expired(struct page *page)
{
	struct menuview *view = container_of(page, struct menuview, page);

	view->client->view = NULL;
	free(view);
}

static const struct page_ops menuview_ops = {
	.draw = menuview_draw,
	.expired = menuview_expired,
};

static struct pages *view_pages(const struct menuview *view)
{
	return view->client->env->pages;
}

static void menuview_touch(struct menuview *view)
{
	view->page.expires = timer_now() + PATIENCE_MS;
	pages_changed(view_pages(view), &view->page);
}

static void menuview_close(struct client *client)
{
	pages_remove(client->env->pages, &client->view->page);
	free(client->view);
	client->view = NULL;
}

/* Like LCDd, tell the client which menu or value is left and which is entered. */
static void tell_switch(const struct menuview *view, const struct lcdproc_item *from,
			const struct lcdproc_item *to)
{
	if (from)
		client_say(view->client, "menuevent leave %s", from->id);
	if (to)
		client_say(view->client, "menuevent enter %s", to->id);
}

static void menuview_enter(struct menuview *view, struct lcdproc_item *menu)
{
	tell_switch(view, view->menu, menu);
	view->menu = menu;
	view->item = item_beside(view, NULL, 1);
}

static bool menuview_open(struct client *client)
{
	struct lcdproc_item *main = TAILQ_FIRST(&client->items);
	struct menuview *view;

	if (!main || pages_full(client->env->pages))
		return false;
	view = calloc(1, sizeof(*view));
	if (!view)
		return false;
	view->client = client;
	view->page = (struct page){ .ops = &menuview_ops, .priority = PAGE_INPUT, .wakeup = true };
	client->view = view;
	pages_add(client->env->pages, &view->page);
	menuview_enter(view, main);
	menuview_touch(view);
	return true;
}

/**
 * enum step - the effect of a key
 * @STAY:  keep the client's menus on the display
 * @LEAVE: show the menus of the next client
 * @QUIT:  close all menus
 */
enum step { STAY, LEAVE, QUIT };

/* Go up to the parent menu. */
static enum step menuview_leave(struct menuview *view)
{
	struct lcdproc_item *menu = view->menu;

	tell_switch(view, menu, menu->parent);
	if (!menu->parent)
		return LEAVE;
	view->menu = menu->parent;
	view->item = menu;
	return STAY;
}

static enum step act(struct menuview *view)
{
	client_say(view->client, "menuevent select %s", view->item->id);
	switch (view->item->result) {
	case RESULT_CLOSE:
		return menuview_leave(view);
	case RESULT_QUIT:
		tell_switch(view, view->menu, NULL);
		return QUIT;
	default:
		return STAY;
	}
}

static void check_next(struct menuview *view)
{
	struct lcdproc_item *item = view->item;

	item->number = (item->number + 1) % (item->gray ? 3 : 2);
	tell_value(view, "update");
}

static void ring_turn(struct menuview *view, int direction)
{
	struct lcdproc_item *item = view->item;
	char text[ITEM_STRINGS_SIZE];
	int count = item_ring(item, 0, text, sizeof(text));

	if (!count)
		return;
	item->number = ((item->number + direction) % count + count) % count;
	tell_value(view, "update");
}

static void slider_move(struct menuview *view, int direction)
{
	struct lcdproc_item *item = view->item;
	long number = item->number + direction * item->step;

	item->number = number < item->least ? item->least :
		       number > item->most ? item->most : number;
	tell_value(view, direction > 0 ? "plus" : "minus");
}

static enum step menuview_take_item(struct menuview *view)
{
	switch (view->item->type) {
	case ITEM_MENU:
		menuview_enter(view, view->item);
		break;
	case ITEM_ACTION:
		return act(view);
	case ITEM_CHECKBOX:
		check_next(view);
		break;
	case ITEM_RING:
		ring_turn(view, 1);
		break;
	default:
		edit_begin(&view->edit, view->item);
		view->value = true;
		tell_switch(view, view->menu, view->item);
	}
	return STAY;
}

static void menuview_end_value(struct menuview *view)
{
	view->value = false;
	tell_switch(view, view->item, view->menu);
}

static void slider_key(struct menuview *view, const char *name)
{
	if (!strcmp(name, "right") || !strcmp(name, "up"))
		slider_move(view, 1);
	else if (!strcmp(name, "left") || !strcmp(name, "down"))
		slider_move(view, -1);
	else
		menuview_end_value(view);
}

static void edit_key(struct menuview *view, const char *name)
{
	struct edit *edit = &view->edit;

	if (!strcmp(name, "up")) {
		edit_turn(edit, view->item, 1);
	} else if (!strcmp(name, "down")) {
		edit_turn(edit, view->item, -1);
	} else if (!strcmp(name, "left")) {
		edit_back(edit);
	} else if (!strcmp(name, "right")) {
		edit_forward(edit);
	} else if (!strcmp(name, "escape")) {
		menuview_end_value(view);
	} else if (!edit_forward(edit) && edit_accept(edit, view->item)) {
		tell_value(view, "update");
		menuview_end_value(view);
	}
}

static enum step menu_key(struct menuview *view, const char *name)
{
	bool ring = view->item && view->item->type == ITEM_RING;

	if (!strcmp(name, "escape") || (!strcmp(name, "left") && !ring))
		return menuview_leave(view);
	if (!view->item)
		return STAY;
	if (!strcmp(name, "up"))
		view->item = item_beside(view, view->item, -1);
	else if (!strcmp(name, "down"))
		view->item = item_beside(view, view->item, 1);
	else if (!strcmp(name, "left"))
		ring_turn(view, -1);
	else
		return menuview_take_item(view);
	return STAY;
}

static enum step menuview_key(struct menuview *view, const char *name)
{
	if (!view->value)
		return menu_key(view, name);
	if (is_edited(view->item))
		edit_key(view, name);
	else
		slider_key(view, name);
	return STAY;
}

void menuview_changed(struct client *client)
{
	struct menuview *view = client->view;

	if (!view)
		return;
	if (!view->item || (view->item->hidden && !view->value))
		view->item = item_beside(view, view->item, 1);
	pages_changed(client->env->pages, &view->page);
}

void menuview_lost(struct client *client, const struct lcdproc_item *item)
{
	struct menuview *view = client->view;

	if (!view)
		return;
	if (view->menu == item) {
		menuview_close(client);
		return;
	}
	if (view->item == item) {
		view->value = false;
		view->item = item_beside(view, view->item, 1);
		if (view->item == item)
			view->item = NULL;
	}
	pages_changed(client->env->pages, &view->page);
}

void menuview_free(struct client *client)
{
	if (client->view)
		menuview_close(client);
}

/**
 * struct menus - the clients that have menus
 * @open:  the client whose menus are shown; NULL for none
 * @first: the first client with menus
 * @after: the next client with menus after @open; NULL for none
 */
struct menus {
	struct client *open;
	struct client *first;
	struct client *after;
};

static void find_menus(struct conn *conn, void *arg)
{
	struct client *client = (void *)conn->state;
	struct menus *menus = arg;

	if (TAILQ_EMPTY(&client->items) || conn->phase == CONN_FINISHING)
		return;
	if (client->view)
		menus->open = client;
	else if (menus->open && !menus->after)
		menus->after = client;
	if (!menus->first)
		menus->first = client;
}

static void menus_key(const struct menus *menus, const char *name)
{
	enum step step = menuview_key(menus->open->view, name);

	if (step == STAY) {
		menuview_touch(menus->open->view);
		return;
	}
	menuview_close(menus->open);
	if (step == LEAVE && menus->after)
		menuview_open(menus->after);
}

static bool is_for_menus(const char *name)
{
	static const char *const names[] = { "up", "down", "left", "right", "enter", "escape" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* Only up and down repeat while they are held. */
static bool acts_on_menus(const struct key *key)
{
	return key->action == ACTION_PRESS ||
	       (key->action == ACTION_REPEAT &&
		(!strcmp(key->name, "up") || !strcmp(key->name, "down")));
}

bool menuview_offer(struct listeners *listeners, const struct key *key)
{
	struct menus menus = { .open = NULL };

	if (!is_for_menus(key->name))
		return false;
	listeners_each(listeners, find_menus, &menus);
	if (!menus.open)
		return menus.first && key->action == ACTION_PRESS && !strcmp(key->name, "escape") &&
		       menuview_open(menus.first);
	if (acts_on_menus(key))
		menus_key(&menus, key->name);
	return true;
}
