// SPDX-License-Identifier: GPL-2.0-only
#include "widget.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/macros.h"

#define SPEED_MAX 32767

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

/* The icons of LCDproc's protocol, as characters that displays can draw. */
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

/* Are the @count words from @first on coordinates? */
static bool are_places(const struct words *words, int first, int count)
{
	for (int i = first; i < first + count; i++)
		if (!is_place(words->word[i]))
			return false;
	return true;
}

static void take_place(struct widget *widget, const struct words *words, int first)
{
	widget->x = place_read(words->word[first]);
	widget->y = place_read(words->word[first + 1]);
}

static void take_box(struct widget *widget, const struct words *words, int first)
{
	take_place(widget, words, first);
	widget->right = place_read(words->word[first + 2]);
	widget->bottom = place_read(words->word[first + 3]);
}

static const char *set_string(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 3)
		return "Wrong number of arguments";
	if (!are_places(words, first, 2))
		return "Invalid coordinates";
	take_place(widget, words, first);
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
	if (!are_places(words, first, 2))
		return "Invalid coordinates";
	take_place(widget, words, first);
	length = number_read(words->word[first + 2]);
	widget->value = length > 0 ? length : 0;
	return NULL;
}

static const char *set_icon(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 3)
		return "Wrong number of arguments";
	if (!are_places(words, first, 2))
		return "Invalid coordinates";
	for (size_t i = 0; i < ARRAY_SIZE(icons); i++) {
		if (strcasecmp(words->word[first + 2], icons[i].name))
			continue;
		take_place(widget, words, first);
		widget->value = icons[i].character;
		return NULL;
	}
	return "Invalid icon name";
}

/* Only the first letter counts. */
static bool is_direction(const char *word, const char *allowed)
{
	return *word && strchr(allowed, *word);
}

static int speed_read(const char *word)
{
	int speed = number_read(word);

	return speed > SPEED_MAX ? SPEED_MAX : speed < -SPEED_MAX ? -SPEED_MAX : speed;
}

static const char *set_scroller(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 7)
		return "Wrong number of arguments";
	if (!are_places(words, first, 4))
		return "Invalid coordinates";
	if (!is_direction(words->word[first + 4], "hvm"))
		return "Invalid direction";
	take_box(widget, words, first);
	widget->direction = *words->word[first + 4];
	widget->speed = speed_read(words->word[first + 5]);
	return set_text(widget, words->word[first + 6]);
}

static const char *set_frame(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 8)
		return "Wrong number of arguments";
	if (!are_places(words, first, 6))
		return "Invalid coordinates";
	if (!is_direction(words->word[first + 6], "hv"))
		return "Invalid direction";
	take_box(widget, words, first);
	widget->width = place_read(words->word[first + 4]);
	widget->height = place_read(words->word[first + 5]);
	widget->direction = *words->word[first + 6];
	widget->speed = speed_read(words->word[first + 7]);
	return NULL;
}

/* Accept a number above 10, which draws nothing: LCDproc's own client sends 11. */
static const char *set_num(struct widget *widget, const struct words *words, int first)
{
	if (words->count != first + 2)
		return "Wrong number of arguments";
	if (!are_places(words, first, 1))
		return "Invalid coordinates";
	if (!is_place(words->word[first + 1]))
		return "Invalid number";
	widget->x = place_read(words->word[first]);
	widget->y = 1;
	widget->value = number_read(words->word[first + 1]);
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
