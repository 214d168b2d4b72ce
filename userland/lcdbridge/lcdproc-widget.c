// SPDX-License-Identifier: GPL-2.0-only
#include "lcdproc-widget.h"

#include <stdlib.h>
#include <string.h>

#include "macros.h"

#define COORDINATE_MAX 32767
#define NUM_MAX 11	/* 10 is a colon; stock clients send 11, which is nothing */

static const char *const type_names[] = {
	[WIDGET_STRING] = "string",
	[WIDGET_TITLE] = "title",
	[WIDGET_HBAR] = "hbar",
	[WIDGET_VBAR] = "vbar",
	[WIDGET_ICON] = "icon",
	[WIDGET_SCROLLER] = "scroller",
	[WIDGET_FRAME] = "frame",
	[WIDGET_NUM] = "num",
};

/* Of those of the language, in characters that displays can draw. */
static const struct {
	const char *name;
	u32 character;
} icons[] = {
	{ "BLOCK_FILLED", 0x2588 },
	{ "HEART_OPEN", 0x2661 },
	{ "HEART_FILLED", 0x2665 },
	{ "ARROW_UP", 0x2191 },
	{ "ARROW_DOWN", 0x2193 },
	{ "ARROW_LEFT", 0x2190 },
	{ "ARROW_RIGHT", 0x2192 },
	{ "CHECKBOX_OFF", 0x25a1 },
	{ "CHECKBOX_ON", 0x2612 },
	{ "CHECKBOX_GRAY", 0x2592 },
	{ "SELECTOR_AT_LEFT", 0x25b6 },
	{ "SELECTOR_AT_RIGHT", 0x25c0 },
	{ "ELLIPSIS", 0x2026 },
	{ "STOP", 0x25a0 },
	{ "PAUSE", 0x23f8 },
	{ "PLAY", 0x25b7 },
	{ "PLAYR", 0x25c1 },
	{ "FF", 0x23e9 },
	{ "FR", 0x23ea },
	{ "NEXT", 0x23ed },
	{ "PREV", 0x23ee },
	{ "REC", 0x25cf },
};

bool widget_type_parse(const char *word, enum widget_type *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(type_names); i++) {
		if (!strcmp(word, type_names[i])) {
			*type = i;
			return true;
		}
	}
	return false;
}

static const char *set_text(struct widget *widget, const char *text)
{
	char clean[WIDGET_TEXT_MAX];
	char *copy;

	text_to_utf8(text, clean, sizeof(clean));
	copy = strdup(clean);
	if (!copy)
		return "Out of memory";
	free(widget->text);
	widget->text = copy;
	return NULL;
}

/* @count coordinates from @first on, into @values. */
static bool take_numbers(const struct words *words, int first, int count, int *const values[])
{
	int number[8];

	for (int i = 0; i < count; i++)
		if (!number_parse(words_at(words, first + i), &number[i]) ||
		    number[i] > COORDINATE_MAX || number[i] < -COORDINATE_MAX)
			return false;
	for (int i = 0; i < count; i++)
		*values[i] = number[i];
	return true;
}

static bool take_place(struct widget *widget, const struct words *words, int first)
{
	return take_numbers(words, first, 2, (int *[]){ &widget->x, &widget->y });
}

static bool take_box(struct widget *widget, const struct words *words, int first)
{
	return take_numbers(words, first, 4, (int *[]){ &widget->x, &widget->y, &widget->right,
							&widget->bottom });
}

static const char *set_string(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 3)
		return "Wrong number of arguments";
	if (!take_place(widget, words, first))
		return "Invalid coordinates";
	return set_text(widget, words->word[first + 2]);
}

static const char *set_title(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 1)
		return "Wrong number of arguments";
	return set_text(widget, words->word[first]);
}

static const char *set_bar(struct widget *widget, const struct words *words, int first)
{
	int length;

	if (words->count != first + 3)
		return "Wrong number of arguments";
	if (!number_parse(words->word[first + 2], &length) || !take_place(widget, words, first))
		return "Invalid coordinates";
	widget->value = length > 0 ? length : 0;
	return NULL;
}

static const char *set_icon(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 3)
		return "Wrong number of arguments";
	for (size_t i = 0; i < ARRAY_SIZE(icons); i++) {
		if (strcmp(words->word[first + 2], icons[i].name))
			continue;
		if (!take_place(widget, words, first))
			return "Invalid coordinates";
		widget->value = icons[i].character;
		return NULL;
	}
	return "Invalid icon name";
}

static bool take_direction(struct widget *widget, const char *word, const char *allowed)
{
	if (!*word || word[1] || !strchr(allowed, *word))
		return false;
	widget->direction = *word;
	return true;
}

static const char *set_scroller(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 7)
		return "Wrong number of arguments";
	if (!take_direction(widget, words->word[first + 4], "hvm"))
		return "Invalid direction";
	if (!take_box(widget, words, first) ||
	    !take_numbers(words, first + 5, 1, (int *[]){ &widget->speed }))
		return "Invalid coordinates";
	return set_text(widget, words->word[first + 6]);
}

static const char *set_frame(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 8)
		return "Wrong number of arguments";
	if (!take_direction(widget, words->word[first + 6], "hv"))
		return "Invalid direction";
	if (!take_box(widget, words, first) ||
	    !take_numbers(words, first + 4, 2, (int *[]){ &widget->width, &widget->height }) ||
	    !take_numbers(words, first + 7, 1, (int *[]){ &widget->speed }))
		return "Invalid coordinates";
	return NULL;
}

static const char *set_num(struct widget *widget, const struct words *words, int first)
{
	int digit;

	if (words->count != first + 2)
		return "Wrong number of arguments";
	if (!number_parse(words->word[first + 1], &digit) || digit < 0 || digit > NUM_MAX ||
	    !take_numbers(words, first, 1, (int *[]){ &widget->x }))
		return "Invalid coordinates";
	widget->y = 1;
	widget->value = digit;
	return NULL;
}

const char *widget_set(struct widget *widget, const struct words *words, int first)
{
	static const char *(*const set[])(struct widget *widget, const struct words *words,
					  int first) = {
		[WIDGET_STRING] = set_string,
		[WIDGET_TITLE] = set_title,
		[WIDGET_HBAR] = set_bar,
		[WIDGET_VBAR] = set_bar,
		[WIDGET_ICON] = set_icon,
		[WIDGET_SCROLLER] = set_scroller,
		[WIDGET_FRAME] = set_frame,
		[WIDGET_NUM] = set_num,
	};

	return set[widget->type](widget, words, first);
}

void widget_free(struct widget *widget)
{
	free(widget->text);
	free(widget);
}
