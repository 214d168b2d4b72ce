/* SPDX-License-Identifier: GPL-2.0-only */
/* An item of a client's menus, and its options. */
#ifndef LCDBRIDGE_LCDPROC_ITEM_H
#define LCDBRIDGE_LCDPROC_ITEM_H

#include "client.h"

#define ITEM_ID_MAX 64
#define ITEM_TEXT_SIZE 64
#define ITEM_STRINGS_SIZE 256
#define ITEM_WORD_SIZE 48
#define ITEM_NUMBER_MAX 1000000000L

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

enum item_check { CHECK_OFF, CHECK_ON, CHECK_GRAY };
enum item_result { RESULT_NONE, RESULT_CLOSE, RESULT_QUIT };

/**
 * struct lcdproc_item - a menu, or an item in one
 * @id:      the client's name for it
 * @type:    selects the fields that are used
 * @parent:  the menu that contains it; NULL for the client's main menu, the first item
 * @text:    label, in UTF-8
 * @hidden:  it is not shown
 * @result:  what an action does after it was selected
 * @gray:    a checkbox has a third state
 * @number:  value of a checkbox, ring, slider or number
 * @least:   lowest value of a slider or number
 * @most:    highest value of a slider or number
 * @step:    of a slider
 * @strings: choices of a ring, separated by tabs
 * @ends:    labels at both ends of a slider
 * @word:    value of a text or address
 * @caps:    a text may have capital letters
 * @noncaps: a text may have small letters
 * @digits:  a text may have digits
 * @extra:   other characters that a text may have
 * @shortest: least number of characters of a text
 * @longest: greatest number of characters of a text
 * @hide:    shown instead of each character of a text, as for a password; 0 for none
 * @v6:      an address is an IPv6 address
 */
struct lcdproc_item {
	TAILQ_ENTRY(lcdproc_item) entry;
	char id[ITEM_ID_MAX + 1];
	enum item_type type;
	struct lcdproc_item *parent;
	char text[ITEM_TEXT_SIZE];
	bool hidden;
	enum item_result result;
	bool gray;
	long number;
	long least;
	long most;
	long step;
	char strings[ITEM_STRINGS_SIZE];
	char ends[2][8];
	char word[ITEM_WORD_SIZE];
	bool caps;
	bool noncaps;
	bool digits;
	char extra[ITEM_WORD_SIZE];
	long shortest;
	long longest;
	char hide;
	bool v6;
};

/* Set LCDd's defaults. */
void item_init(struct lcdproc_item *item);

/* Set an option. The value must be valid for the type of the item. */
void item_keep(struct lcdproc_item *item, const char *option, const char *value);

/* Copy choice number @which of a ring to @text. Return: the number of choices. */
int item_ring(const struct lcdproc_item *item, int which, char *text, size_t size);

#endif
