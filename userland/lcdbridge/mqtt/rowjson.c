// SPDX-License-Identifier: GPL-2.0-only
#include "rowjson.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "jsonvalue.h"

#define WHERE_MAX 16		/* "rows[3]." */
#define PERCENT 100
#define PICTURE "eight rows of two hex digits, 00 to 1f"

static const char *const row_aligns[] = {
	[MARQUEE_LEFT] = "left", [MARQUEE_CENTER] = "center", [MARQUEE_RIGHT] = "right",
};

/* ---- pictures ---- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= ' ';		/* a letter in lower case */
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *rowjson_picture(const char *text, size_t count, u8 rows[SCREEN_GLYPH_ROWS])
{
	unsigned int digits = 0;
	u8 read[SCREEN_GLYPH_ROWS] = { 0 };

	for (; count; text++, count--) {
		if (strchr(" \t\r\n", *text) && *text && digits % 2 == 0)
			continue;
		if (digits == 2 * SCREEN_GLYPH_ROWS || hex_digit(*text) < 0)
			return "must be " PICTURE;
		read[digits / 2] = read[digits / 2] << 4 | hex_digit(*text);
		if (read[digits++ / 2] > SCREEN_GLYPH_MASK)
			return "must be " PICTURE;
	}
	if (digits != 2 * SCREEN_GLYPH_ROWS)
		return "must be " PICTURE;
	memcpy(rows, read, sizeof(read));
	return NULL;
}

static const char *parse_pictures(const cJSON *object, struct pictures *pictures)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "glyphs"), *item;
	unsigned int n = 0;
	char where[WHERE_MAX];

	if (!list)
		return NULL;
	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > SCREEN_GLYPHS)
		return json_refuse("", "glyphs", "must be an array of at most %d pictures",
				   SCREEN_GLYPHS);
	cJSON_ArrayForEach(item, list) {
		if (!cJSON_IsNull(item)) {
			snprintf(where, sizeof(where), "glyphs[%u]", n);
			if (!cJSON_IsString(item) ||
			    rowjson_picture(item->valuestring, strlen(item->valuestring),
					    pictures->rows[n]))
				return json_refuse(where, "", "must be " PICTURE ", or null");
			pictures->given |= 1 << n;
		}
		n++;
	}
	return NULL;
}

/* ---- icons ---- */

static const struct icon *one_icon(const cJSON *item)
{
	double number;

	if (cJSON_IsString(item))
		return icon_find(item->valuestring);
	if (!json_is_number(item, &number) || number < 0 || number >= SCREEN_GLYPHS ||
	    number != (int)number)
		return NULL;
	return icon_user(number);
}

static const char *refuse_icon(const char *where, const cJSON *item)
{
	if (cJSON_IsString(item))
		return json_refuse(where, "icon", "%.32s: no such icon", item->valuestring);
	return json_refuse(where, "icon", "must be a name, or 0 to 7 for a user glyph");
}

/* A name, the number of a user glyph, or an array of them. */
static const char *parse_icons(const cJSON *object, const char *where, struct row_spec *row)
{
	const cJSON *given = cJSON_GetObjectItemCaseSensitive(object, "icon"), *item;

	if (!given)
		return NULL;
	row->icon_count = 0;
	for (item = cJSON_IsArray(given) ? given->child : given; item;
	     item = cJSON_IsArray(given) ? item->next : NULL) {
		if (row->icon_count == ROW_ICONS_MAX)
			return json_refuse(where, "icon", "at most %d", ROW_ICONS_MAX);
		row->icons[row->icon_count] = one_icon(item);
		if (!row->icons[row->icon_count++])
			return refuse_icon(where, item);
	}
	return NULL;
}

/* ---- bars ---- */

static const char *parse_progress(cJSON *object, const char *where, const char *key,
				  struct row_spec *row)
{
	row->band.count = 1;
	return json_number(object, where, key, 0, PERCENT, row->band.values);
}

/* If there are more values than columns, keep the last ones, which are the newest. */
static const char *parse_values(cJSON *object, const char *where, const char *key,
				struct row_spec *row)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, key), *item;
	int count = cJSON_GetArraySize(list), n = 0;
	char place[WHERE_MAX];
	double value;

	if (!cJSON_IsArray(list) || !count)
		return json_refuse(where, key, "must be an array of numbers");
	row->band.count = 0;
	cJSON_ArrayForEach(item, list) {
		if (!json_is_number(item, &value)) {
			snprintf(place, sizeof(place), "%s[%d]", key, n);
			return json_refuse(where, place, "must be a number");
		}
		if (count - n++ <= BAND_VALUES_MAX)
			row->band.values[row->band.count++] = value;
	}
	return NULL;
}

static const char *parse_big(cJSON *object, const char *where, const char *key,
			     struct row_spec *row)
{
	return json_string(object, where, key, &row->text);
}

/* The kinds of rows other than text, in their order on a page. */
static const struct look {
	const char *key;
	enum band_kind kind;
	const char *(*parse)(cJSON *object, const char *where, const char *key,
			     struct row_spec *row);
} looks[] = {
	{ "big", BAND_BIG, parse_big },
	{ "bars", BAND_BARS, parse_values },
	{ "line", BAND_LINE, parse_values },
	{ "progress", BAND_PROGRESS, parse_progress },
};

static const char *parse_look(const struct look *look, cJSON *object, const char *where,
			      struct row_spec *row)
{
	row->band.kind = look->kind;
	return look->parse(object, where, look->key, row);
}

/* ---- rows ---- */

static const char *parse_height(const cJSON *object, const char *where, struct band *band)
{
	double height = band->height;
	const char *wrong = json_number(object, where, "height", 1, SCREEN_MAX_ROWS, &height);

	if (!wrong && height != (int)height)
		wrong = json_refuse(where, "height", "must be a whole number");
	band->height = height;
	return wrong;
}

/* Parse the style of a row, or of all rows of a page. */
static const char *parse_style(const cJSON *object, const char *where, struct row_spec *row)
{
	unsigned int align = row->band.align;
	bool scroll = !row->band.still;
	const char *wrong = parse_icons(object, where, row) ?:
		json_choice(object, where, "align", row_aligns, ARRAY_SIZE(row_aligns), &align) ?:
		json_bool(object, where, "blink", &row->band.blink) ?:
		json_bool(object, where, "scroll", &scroll) ?:
		parse_height(object, where, &row->band) ?:
		json_number(object, where, "min", -INFINITY, INFINITY, &row->band.min) ?:
		json_number(object, where, "max", -INFINITY, INFINITY, &row->band.max);

	row->band.align = align;
	row->band.still = !scroll;
	return wrong;
}

/* Report unknown keys: a misspelt key must not be ignored silently. */
static const char *refuse_unknown(const cJSON *object, const char *where)
{
	static const char *const known[] = {
		"text", "icon", "align", "blink", "scroll", "height", "min", "max",
		"big", "bars", "line", "progress",
	};
	const cJSON *item;

	cJSON_ArrayForEach(item, object) {
		size_t i = 0;

		while (i < ARRAY_SIZE(known) && strcmp(item->string, known[i]))
			i++;
		if (i == ARRAY_SIZE(known))
			return json_refuse(where, item->string, "a row has no such key");
	}
	return NULL;
}

static const char *parse_row(cJSON *object, const char *where, struct row_spec *row)
{
	const struct look *found = NULL;
	const char *wrong = refuse_unknown(object, where) ?: parse_style(object, where, row) ?:
			    json_string(object, where, "text", &row->text);

	for (const struct look *look = looks; !wrong && look < looks + ARRAY_SIZE(looks); look++) {
		if (!cJSON_GetObjectItemCaseSensitive(object, look->key))
			continue;
		if (found)
			return json_refuse(where, look->key, "not allowed in a row with %s",
					   found->key);
		if (look->kind == BAND_BIG && row->text)
			return json_refuse(where, "text", "not allowed in a row with big");
		found = look;
		wrong = parse_look(look, object, where, row);
	}
	return wrong;
}

/* Parse the rows: objects or texts, with the page's style as the default. */
static const char *parse_rows(cJSON *object, struct content_spec *content,
			      const struct row_spec *style)
{
	cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "rows"), *item;
	const char *wrong = NULL;
	char where[WHERE_MAX];

	if (!list)
		return NULL;
	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > BANDS_MAX)
		return json_refuse("", "rows", "must be an array of at most %d", BANDS_MAX);
	cJSON_ArrayForEach(item, list) {
		struct row_spec *row = &content->rows[content->row_count];

		snprintf(where, sizeof(where), "rows[%u]", content->row_count++);
		*row = *style;
		if (cJSON_IsString(item)) {
			row->text = item->valuestring;
			continue;
		}
		if (!cJSON_IsObject(item))
			return json_refuse(where, "", "must be a string or an object");
		strcat(where, ".");
		wrong = parse_row(item, where, row);
		if (wrong)
			break;
	}
	return wrong;
}

/* Bars and high digits of the page itself become more rows. */
static const char *parse_looks(cJSON *object, struct content_spec *content,
			       const struct row_spec *style)
{
	const char *wrong = NULL;

	for (const struct look *look = looks; !wrong && look < looks + ARRAY_SIZE(looks); look++) {
		if (!cJSON_GetObjectItemCaseSensitive(object, look->key))
			continue;
		if (content->row_count == BANDS_MAX)
			return json_refuse("", look->key, "there are %d rows already",
					   BANDS_MAX);
		content->rows[content->row_count] = *style;
		wrong = parse_look(look, object, "", &content->rows[content->row_count++]);
	}
	return wrong;
}

const char *rowjson_parse(cJSON *object, struct content_spec *content)
{
	const char *wrong = parse_pictures(object, &content->pictures) ?:
			    parse_style(object, "", &content->lines);
	struct row_spec style = content->lines;

	style.icon_count = 0;
	return wrong ?: parse_rows(object, content, &style) ?:
	       parse_looks(object, content, &style);
}
