// SPDX-License-Identifier: GPL-2.0-only
#include "item.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"

#define AT(field) offsetof(struct lcdproc_item, field)

void item_init(struct lcdproc_item *item)
{
	item->most = 100;
	item->step = 1;
	item->longest = 10;
	item->caps = true;
	if (item->type == ITEM_IP)
		strcpy(item->word, "192.168.1.245");
}

static long number_within(const char *value)
{
	long number = strtol(value, NULL, 0);

	return number < -ITEM_NUMBER_MAX ? -ITEM_NUMBER_MAX :
	       number > ITEM_NUMBER_MAX ? ITEM_NUMBER_MAX : number;
}

static void keep_value(struct lcdproc_item *item, const char *value)
{
	if (item->type == ITEM_CHECKBOX)
		item->number = !strcmp(value, "on") ? CHECK_ON :
			       !strcmp(value, "gray") ? CHECK_GRAY : CHECK_OFF;
	else if (item->type == ITEM_ALPHA || item->type == ITEM_IP)
		snprintf(item->word, sizeof(item->word), "%s", value);
	else
		item->number = number_within(value);
}

static const struct {
	const char *name;
	size_t offset;
} switches[] = {
	{ "is_hidden", AT(hidden) },
	{ "allow_gray", AT(gray) },
	{ "allow_caps", AT(caps) },
	{ "allow_noncaps", AT(noncaps) },
	{ "allow_numbers", AT(digits) },
	{ "v6", AT(v6) },
}, numbers[] = {
	{ "minvalue", AT(least) },
	{ "maxvalue", AT(most) },
	{ "stepsize", AT(step) },
	{ "minlength", AT(shortest) },
	{ "maxlength", AT(longest) },
};

static void keep_text(struct lcdproc_item *item, const char *option, const char *value)
{
	if (!strcmp(option, "text"))
		text_to_utf8(value, item->text, sizeof(item->text));
	else if (!strcmp(option, "strings"))
		snprintf(item->strings, sizeof(item->strings), "%s", value);
	else if (!strcmp(option, "mintext"))
		text_to_utf8(value, item->ends[0], sizeof(item->ends[0]));
	else if (!strcmp(option, "maxtext"))
		text_to_utf8(value, item->ends[1], sizeof(item->ends[1]));
	else if (!strcmp(option, "allowed_extra"))
		snprintf(item->extra, sizeof(item->extra), "%s", value);
	else if (!strcmp(option, "password_char"))
		item->hide = *value > ' ' && *value < 0x7f ? *value : 0;
	else if (!strcmp(option, "menu_result"))
		item->result = !strcmp(value, "quit") ? RESULT_QUIT :
			       !strcmp(value, "close") ? RESULT_CLOSE : RESULT_NONE;
}

void item_keep(struct lcdproc_item *item, const char *option, const char *value)
{
	char *fields = (char *)item;

	if (!strcmp(option, "value"))
		keep_value(item, value);
	for (size_t i = 0; i < ARRAY_SIZE(switches); i++)
		if (!strcmp(option, switches[i].name))
			*(bool *)(fields + switches[i].offset) = !strcmp(value, "true");
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (!strcmp(option, numbers[i].name))
			*(long *)(fields + numbers[i].offset) = number_within(value);
	keep_text(item, option, value);
}

int item_ring(const struct lcdproc_item *item, int which, char *text, size_t size)
{
	const char *string = item->strings;
	int count = 0;

	*text = '\0';
	while (*string) {
		size_t length = strcspn(string, "\t");

		if (count++ == which)
			snprintf(text, size, "%.*s", (int)length, string);
		string += length + (string[length] == '\t');
	}
	return count;
}
