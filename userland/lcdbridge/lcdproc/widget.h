/* SPDX-License-Identifier: GPL-2.0-only */
/* LCDproc's widgets, and the command that sets them. */
#ifndef LCDBRIDGE_LCDPROC_WIDGET_H
#define LCDBRIDGE_LCDPROC_WIDGET_H

#include <sys/queue.h>

#include "parse.h"
#include "text/types.h"

#define WIDGET_ID_MAX 48
#define WIDGET_TEXT_MAX LCDPROC_TEXT_MAX
#define WIDGETS_MAX 128		/* of a screen; LCDproc's own client uses 67 on one */

enum widget_type {
	WIDGET_STRING,
	WIDGET_TITLE,
	WIDGET_HBAR,
	WIDGET_VBAR,
	WIDGET_ICON,
	WIDGET_SCROLLER,
	WIDGET_FRAME,
	WIDGET_NUM,
};

/**
 * struct widget - a widget of a screen
 * @id:        the client's name for it
 * @type:      selects the fields that are used
 * @frame:     the frame that contains it; NULL for none
 * @x:         column, from 1; left edge of a scroller or frame
 * @y:         row, from 1; upper edge of a scroller or frame
 * @right:     right edge of a scroller or frame
 * @bottom:    lower edge of a scroller or frame
 * @width:     columns of a frame's content
 * @height:    rows of a frame's content
 * @direction: of scrolling: 'h', 'v' or 'm'
 * @speed:     eighths of a second per step; if negative, steps per eighth of a second
 * @value:     length of a bar in dots, character of an icon, or digit of a number
 * @text:      UTF-8 without control characters; NULL for none
 */
struct widget {
	TAILQ_ENTRY(widget) entry;
	char id[WIDGET_ID_MAX + 1];
	enum widget_type type;
	struct widget *frame;
	int x;
	int y;
	int right;
	int bottom;
	int width;
	int height;
	char direction;
	int speed;
	u32 value;
	char *text;
};

TAILQ_HEAD(widget_list, widget);

/* Find a type by its name. Return: false if there is no such type. */
bool widget_type_parse(const char *word, enum widget_type *type);

/**
 * widget_set() - execute the command widget_set
 * @widget: widget
 * @words:  the command
 * @first:  number of the first argument after the widget's id
 *
 * Return: NULL, or what is wrong.
 */
const char *widget_set(struct widget *widget, const struct words *words, int first);

void widget_free(struct widget *widget);

#endif
