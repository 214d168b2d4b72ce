// SPDX-License-Identifier: GPL-2.0-only
/*
 * What root writes into parameters and attributes of the module: sizes, glyphs,
 * wirings, beside regular expressions that say what is right. The first byte of
 * an input chooses, the rest is the text.
 */
#include <regex.h>

#include "must.h"
#include "screen.h"
#include "../../kmod/parse.h"
#include "../../kmod/wiring.h"

#define ITEM_MAX 23

static bool matches(const char *pattern, const char *text)
{
	regex_t regex;
	bool match;

	must(!regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB));
	match = !regexec(&regex, text, 0, NULL, 0);
	regfree(&regex);
	return match;
}

static bool is_geometry(const char *text)
{
	return matches("^0{0,2}([1-9]|0?[1-3][0-9]|0?40)x0{0,2}[1-4]\n?$", text) &&
	       matches("^[0-9]{1,3}x[0-9]{1,3}\n?$", text);
}

static void try_geometry(const char *text)
{
	unsigned int rows = 0, cols = 0;
	char again[32];

	must(!parse_geometry(text, &rows, &cols) == is_geometry(text));
	if (!rows)
		return;
	snprintf(again, sizeof(again), "%ux%u", cols, rows);
	must(rows <= SCREEN_MAX_ROWS && cols && cols <= SCREEN_MAX_COLS);
	must((unsigned int)atoi(text) == cols && is_geometry(again));
}

static void try_glyph(const char *text)
{
	u8 rows[SCREEN_GLYPH_ROWS];

	must(!parse_glyph(text, rows) ==
	     matches("^([[:space:]]*[01][[:xdigit:]]){8}[[:space:]]*$", text));
}

/* What a pin may be called, for each number of pins. */
static const struct pins {
	unsigned int count;
	const char *names;
} chips[] = {
	{ 1000, "[+]?0*[0-9]{1,3}" },
	{ WIRING_TWO_PORTS, "([+]?0*([0-9]|1[0-5])|[ab][+]?0*[0-7])" },
};

#define KEYS "key_(up|down|left|right|enter|escape|f[1-4])"

static bool is_item(const char *text, size_t length, const struct pins *pins)
{
	char pattern[192];
	char item[ITEM_MAX + 1] = "";

	if (length > ITEM_MAX)
		return false;
	memcpy(item, text, length);
	snprintf(pattern, sizeof(pattern), "^(rs|rw|e2?|bl|bl_low|d[0-7]|" KEYS ")=%s$",
		 pins->names);
	return matches(pattern, item);
}

static bool are_items(const char *text, const struct pins *pins)
{
	size_t length;

	for (; *text && *text != '\n'; text += length + (text[length] == ',')) {
		length = strcspn(text, ",\n");
		if (!is_item(text, length, pins))
			return false;
	}
	return true;
}

static bool is_wired(const struct wiring *wiring, int first, int last)
{
	for (int line = first; line <= last; line++)
		if (wiring->pin[line] == WIRING_NONE)
			return false;
	return true;
}

static void wiring_must_hold(const struct wiring *wiring, int count)
{
	const int *pin = wiring->pin;

	for (int a = 0; a < WIRING_LINES; a++) {
		must(pin[a] >= WIRING_NONE && pin[a] < count);
		for (int b = 0; b < a; b++)
			must(pin[a] == WIRING_NONE || pin[a] != pin[b]);
	}
	must(is_wired(wiring, WIRING_RS, WIRING_RS) && is_wired(wiring, WIRING_E, WIRING_E));
	must(is_wired(wiring, WIRING_D4, WIRING_D7));
	must(is_wired(wiring, WIRING_D0, WIRING_D3) == (pin[WIRING_D0] != WIRING_NONE));
	must(!is_wired(wiring, WIRING_BL, WIRING_BL_LOW));
}

static void try_wiring(const char *text)
{
	struct wiring wiring;

	for (size_t i = 0; i < ARRAY_SIZE(chips); i++) {
		if (wiring_parse("fuzz", text, chips[i].count, &wiring))
			continue;
		must(are_items(text, &chips[i]));
		wiring_must_hold(&wiring, chips[i].count);
	}
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	static void (*const tries[])(const char *text) = { try_geometry, try_glyph, try_wiring };
	struct input input = { bytes, count };
	u8 which = input_byte(&input);
	char *text = input_string(&input);

	tries[which % ARRAY_SIZE(tries)](text);
	free(text);
	return 0;
}
