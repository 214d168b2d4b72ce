/* SPDX-License-Identifier: GPL-2.0-only */
/* LCDproc's widgets: what they are, and how a command sets them. */
#ifndef LCDBRIDGE_LCDPROC_WIDGET_H
#define LCDBRIDGE_LCDPROC_WIDGET_H

#include <sys/queue.h>

#include "lcdproc-parse.h"
#include "text/types.h"

#define WIDGET_ID_MAX 48
#define WIDGET_TEXT_MAX LCDPROC_TEXT_MAX
#define WIDGETS_MAX 128		/* of a screen; lcdproc itself has one with 67 */

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
 * struct widget - one widget of a screen
 * @id:        its client's name for it
 * @type:      see there
 * @frame:     the frame that it is in, or NULL
 * @x:         column, from 1; of a scroller or frame its left edge
 * @y:         row, likewise
 * @right:     of a scroller or frame, likewise
 * @bottom:    likewise
 * @width:     of what a frame looks into
 * @height:    likewise
 * @direction: of scrolling: 'h', 'v' or 'm'
 * @speed:     eighths of a second a movement; negative: movements an eighth
 * @value:     length of a bar in dots, icon's character, number's digit
 * @text:      UTF-8 without controls; NULL where there is none
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

/* A type's name to the type; false where there is none such. */
bool widget_type_parse(const char *word, enum widget_type *type);

/**
 * widget_set() - act on widget_set's arguments
 * @widget: widget
 * @words:  the command
 * @first:  the first argument that is the widget's own
 *
 * Return: NULL, or what is wrong.
 */
const char *widget_set(struct widget *widget, const struct words *words, int first);

void widget_free(struct widget *widget);

#endif
