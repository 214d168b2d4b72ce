// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "wiring.h"

static const char * const line_names[WIRING_LINES] = {
	[WIRING_RS] = "rs", [WIRING_RW] = "rw", [WIRING_E] = "e",
	[WIRING_E2] = "e2", [WIRING_BL] = "bl", [WIRING_BL_LOW] = "bl_low",
	[WIRING_D0] = "d0", [WIRING_D1] = "d1", [WIRING_D2] = "d2",
	[WIRING_D3] = "d3", [WIRING_D4] = "d4", [WIRING_D5] = "d5",
	[WIRING_D6] = "d6", [WIRING_D7] = "d7",
};

static bool wiring_uses(const struct wiring *wiring, int pin)
{
	for (int i = 0; i < WIRING_LINES; i++)
		if (wiring->pin[i] == pin)
			return true;
	return false;
}

/* Take one "line=pin" of @length bytes. */
static int wiring_take(const char *what, const char *item, size_t length,
		       unsigned int pins, struct wiring *wiring)
{
	char name[16];
	char *number;
	unsigned int pin;
	int line;

	strscpy(name, item, min(length + 1, sizeof(name)));
	number = strchr(name, '=');
	if (!number || length >= sizeof(name) ||
	    kstrtouint(number + 1, 10, &pin)) {
		pr_err("%s: %s: want LINE=PIN\n", what, name);
		return -EINVAL;
	}
	*number = '\0';
	line = match_string(line_names, WIRING_LINES, name);
	if (line < 0) {
		pr_err("%s: %s: no such line; there are rs rw e e2 bl bl_low d0-d7\n",
		       what, name);
		return -EINVAL;
	}
	if (pin >= pins) {
		pr_err("%s: %s=%u: the pins are 0 to %u\n", what, name, pin,
		       pins - 1);
		return -EINVAL;
	}
	if (wiring->pin[line] != WIRING_NONE || wiring_uses(wiring, pin)) {
		pr_err("%s: %s=%u: line or pin named twice\n", what, name, pin);
		return -EINVAL;
	}
	wiring->pin[line] = pin;
	return 0;
}

static bool wiring_has(const struct wiring *wiring, enum wiring_line first,
		       enum wiring_line last)
{
	for (int i = first; i <= last; i++)
		if (wiring->pin[i] == WIRING_NONE)
			return false;
	return true;
}

static bool wiring_lacks(const struct wiring *wiring, enum wiring_line first,
			 enum wiring_line last)
{
	for (int i = first; i <= last; i++)
		if (wiring->pin[i] != WIRING_NONE)
			return false;
	return true;
}

static int wiring_check(const char *what, const struct wiring *wiring)
{
	if (!wiring_has(wiring, WIRING_RS, WIRING_RS) ||
	    !wiring_has(wiring, WIRING_E, WIRING_E) ||
	    !wiring_has(wiring, WIRING_D4, WIRING_D7)) {
		pr_err("%s: rs, e and d4 to d7 have to be wired\n", what);
		return -EINVAL;
	}
	if (!wiring_has(wiring, WIRING_D0, WIRING_D3) &&
	    !wiring_lacks(wiring, WIRING_D0, WIRING_D3)) {
		pr_err("%s: wire all of d0 to d3, or none\n", what);
		return -EINVAL;
	}
	if (wiring_has(wiring, WIRING_BL, WIRING_BL_LOW)) {
		pr_err("%s: the backlight is either bl or bl_low\n", what);
		return -EINVAL;
	}
	return 0;
}

int wiring_parse(const char *what, const char *text, unsigned int pins,
		 struct wiring *wiring)
{
	size_t length;
	int err;

	for (int i = 0; i < WIRING_LINES; i++)
		wiring->pin[i] = WIRING_NONE;

	for (; *text; text += length + (text[length] == ',')) {
		length = strcspn(text, ",\n");
		err = wiring_take(what, text, length, pins, wiring);
		if (err)
			return err;
		if (text[length] == '\n')
			break;
	}
	return wiring_check(what, wiring);
}
