// SPDX-License-Identifier: GPL-2.0-only
#include "edit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
#define ALLOWED_MAX (sizeof(CAPITALS SMALL DIGITS) + ITEM_WORD_SIZE)

void edit_begin(struct edit *edit, const struct lcdproc_item *item)
{
	edit->cursor = 0;
	if (item->type == ITEM_NUMERIC)
		snprintf(edit->text, sizeof(edit->text), "%ld", item->number);
	else
		snprintf(edit->text, sizeof(edit->text), "%s", item->word);
}

/* Get the allowed characters, in the order in which up and down go through them. */
static void edit_allowed(const struct lcdproc_item *item, char *allowed)
{
	switch (item->type) {
	case ITEM_NUMERIC:
		snprintf(allowed, ALLOWED_MAX, DIGITS "%s", item->least < 0 ? "-" : "");
		break;
	case ITEM_IP:
		snprintf(allowed, ALLOWED_MAX, DIGITS "%s", item->v6 ? "abcdef:" : ".");
		break;
	default:
		snprintf(allowed, ALLOWED_MAX, "%s%s%s%s", item->caps ? CAPITALS : "",
			 item->noncaps ? SMALL : "", item->digits ? DIGITS : "", item->extra);
	}
}

static unsigned int edit_room(const struct lcdproc_item *item)
{
	long longest = item->type == ITEM_ALPHA ? item->longest : ITEM_WORD_SIZE - 1;

	return longest < 0 ? 0 : longest < ITEM_WORD_SIZE ? longest : ITEM_WORD_SIZE - 1;
}

/* The end of the text is one more choice, between the last character and the first. */
void edit_turn(struct edit *edit, const struct lcdproc_item *item, int direction)
{
	char allowed[ALLOWED_MAX], *here = &edit->text[edit->cursor], *found;
	int count, next;

	edit_allowed(item, allowed);
	count = strlen(allowed);
	if (!count || edit->cursor >= edit_room(item))
		return;
	found = *here ? strchr(allowed, *here) : NULL;
	next = (found ? found - allowed + 1 : 0) + direction;
	next = (next + count + 1) % (count + 1);
	if (!*here)
		here[1] = '\0';
	*here = next ? allowed[next - 1] : '\0';
}

bool edit_forward(struct edit *edit)
{
	if (!edit->text[edit->cursor])
		return false;
	edit->cursor++;
	return true;
}

void edit_back(struct edit *edit)
{
	if (edit->cursor)
		edit->cursor--;
}

static bool edit_accept_number(const struct edit *edit, struct lcdproc_item *item)
{
	char *end;
	long number = strtol(edit->text, &end, 10);

	if (end == edit->text || *end || number < item->least || number > item->most)
		return false;
	item->number = number;
	return true;
}

bool edit_accept(const struct edit *edit, struct lcdproc_item *item)
{
	char address[sizeof(struct in6_addr)];

	if (item->type == ITEM_NUMERIC)
		return edit_accept_number(edit, item);
	if (item->type == ITEM_IP &&
	    inet_pton(item->v6 ? AF_INET6 : AF_INET, edit->text, address) != 1)
		return false;
	if (item->type == ITEM_ALPHA && (long)strlen(edit->text) < item->shortest)
		return false;
	memcpy(item->word, edit->text, sizeof(item->word));
	return true;
}
