// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "wiring.h"

static const char * const line_names[] = {
	[WIRING_RS] = "rs", [WIRING_RW] = "rw", [WIRING_E] = "e",
	[WIRING_E2] = "e2", [WIRING_BL] = "bl", [WIRING_BL_LOW] = "bl_low",
	[WIRING_D0] = "d0", [WIRING_D1] = "d1", [WIRING_D2] = "d2",
	[WIRING_D3] = "d3", [WIRING_D4] = "d4", [WIRING_D5] = "d5",
	[WIRING_D6] = "d6", [WIRING_D7] = "d7",
	[WIRING_KEY_UP] = "key_up", [WIRING_KEY_DOWN] = "key_down",
	[WIRING_KEY_LEFT] = "key_left", [WIRING_KEY_RIGHT] = "key_right",
	[WIRING_KEY_ENTER] = "key_enter", [WIRING_KEY_ESCAPE] = "key_escape",
	[WIRING_KEY_F1] = "key_f1", [WIRING_KEY_F2] = "key_f2",
	[WIRING_KEY_F3] = "key_f3", [WIRING_KEY_F4] = "key_f4",
};

static bool wiring_uses(const struct wiring *wiring, int pin)
{
	for (int i = 0; i < WIRING_LINES; i++)
		if (wiring->pin[i] == pin)
			return true;
	return false;
}

/* A number, or the name of a port and a number. */
static int wiring_pin(const char *text, unsigned int pins, unsigned int *pin)
{
	unsigned int port = text[0] - 'a';

	if (pins != WIRING_TWO_PORTS || port > 1)
		return kstrtouint(text, 10, pin);
	if (kstrtouint(text + 1, 10, pin) || *pin > 7)
		return -EINVAL;
	*pin += port * 8;
	return 0;
}

/* Where a line named again goes: the backlight may have several pins. */
static int wiring_line(const struct wiring *wiring, int line)
{
	if (line != WIRING_BL && line != WIRING_BL_LOW)
		return line;
	if (wiring->pin[line] != WIRING_NONE)
		line = WIRING_LIGHT_2;
	if (wiring->pin[line] != WIRING_NONE)
		line = WIRING_LIGHT_3;
	return line;
}

/* Take one "line=pin" of @length bytes. */
static int wiring_take(const char *what, const char *item, size_t length,
		       unsigned int pins, struct wiring *wiring)
{
	char name[24];
	char *number;
	unsigned int pin;
	int line;

	strscpy(name, item, min(length + 1, sizeof(name)));
	number = strchr(name, '=');
	if (!number || length >= sizeof(name) ||
	    wiring_pin(number + 1, pins, &pin)) {
		pr_err("%s: %s: want LINE=PIN\n", what, name);
		return -EINVAL;
	}
	*number = '\0';
	line = match_string(line_names, ARRAY_SIZE(line_names), name);
	if (line < 0) {
		pr_err("%s: %s: no such line; there are rs rw e e2 bl bl_low d0-d7 and key_ with up down left right enter escape f1-f4\n",
		       what, name);
		return -EINVAL;
	}
	if (pin >= pins) {
		pr_err("%s: %s=%u: the pins are 0 to %u\n", what, name, pin,
		       pins - 1);
		return -EINVAL;
	}
	line = wiring_line(wiring, line);
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
	wiring->pins = pins;

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

bool wiring_has_light(const struct wiring *wiring)
{
	return wiring->pin[WIRING_BL] != WIRING_NONE ||
	       wiring->pin[WIRING_BL_LOW] != WIRING_NONE;
}

int wiring_refuse_keys(const char *what, const struct wiring *wiring)
{
	if (wiring_lacks(wiring, WIRING_KEY_UP, WIRING_KEY_F4))
		return 0;
	pr_err("%s: keys: only an MCP23008, MCP23017, MCP23S08 or MCP23S17 reads them\n",
	       what);
	return -EINVAL;
}
