/* SPDX-License-Identifier: GPL-2.0-only */
/* A value that is edited character by character: a number, a text, an address. */
#ifndef LCDBRIDGE_LCDPROC_EDIT_H
#define LCDBRIDGE_LCDPROC_EDIT_H

#include "item.h"

/**
 * struct edit - a value that is being edited
 * @text:   in ASCII
 * @cursor: the character that up and down change; at the end of @text they add one
 */
struct edit {
	char text[ITEM_WORD_SIZE];
	unsigned int cursor;
};

void edit_begin(struct edit *edit, const struct lcdproc_item *item);

/* Replace the character at the cursor by the next or previous one that is allowed. */
void edit_turn(struct edit *edit, const struct lcdproc_item *item, int direction);

/* Move the cursor. Return: false at the end of the text. */
bool edit_forward(struct edit *edit);
void edit_back(struct edit *edit);

/* Set the item's value to the text. Return: false if the text is invalid. */
bool edit_accept(const struct edit *edit, struct lcdproc_item *item);

#endif
