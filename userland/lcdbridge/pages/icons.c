// SPDX-License-Identifier: GPL-2.0-only
#include "icons.h"

#include <string.h>

#include "../base/macros.h"

#define BATTERY 0x1f50b
#define BATTERY_LOW 0x1faab
#define USER(n) { .cp = SCREEN_GLYPH_FIRST + (n) }
#define DRAWN(name, cp, ...) { name, cp, { __VA_ARGS__ }, true }

/* Sorted by name. Icons that are not drawn here are in the module's font. */
static const struct icon icons[] = {
	{ .name = "alarm", .cp = 0x23f0 },
	{ .name = "alien", .cp = 0x1f47e },
	{ .name = "battery", .cp = BATTERY },
	DRAWN("battery-0", BATTERY_LOW, 0x0e, 0x1f, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1f),
	DRAWN("battery-1", BATTERY_LOW, 0x0e, 0x1f, 0x11, 0x11, 0x11, 0x11, 0x1f, 0x1f),
	DRAWN("battery-2", BATTERY_LOW, 0x0e, 0x1f, 0x11, 0x11, 0x11, 0x1f, 0x1f, 0x1f),
	DRAWN("battery-3", BATTERY, 0x0e, 0x1f, 0x11, 0x11, 0x1f, 0x1f, 0x1f, 0x1f),
	DRAWN("battery-4", BATTERY, 0x0e, 0x1f, 0x11, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f),
	DRAWN("battery-5", BATTERY, 0x0e, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f),
	{ .name = "bell", .cp = 0x1f514 },
	{ .name = "bulb", .cp = 0x1f4a1 },
	{ .name = "calendar", .cp = 0x1f4c5 },
	{ .name = "camera", .cp = 0x1f4f7 },
	{ .name = "car", .cp = 0x1f697 },
	{ .name = "check", .cp = 0x2713 },
	{ .name = "cloud", .cp = 0x2601 },
	{ .name = "coffee", .cp = 0x2615 },
	{ .name = "computer", .cp = 0x1f4bb },
	{ .name = "cross", .cp = 0x2612 },
	{ .name = "disk", .cp = 0x1f4be },
	{ .name = "door", .cp = 0x1f6aa },
	{ .name = "down", .cp = 0x2193 },
	{ .name = "drop", .cp = 0x1f4a7 },
	{ .name = "eject", .cp = 0x23cf },
	{ .name = "falling", .cp = 0x1f4c9 },
	{ .name = "fire", .cp = 0x1f525 },
	{ .name = "folder", .cp = 0x1f4c1 },
	{ .name = "forward", .cp = 0x23e9 },
	{ .name = "gear", .cp = 0x2699 },
	{ .name = "happy", .cp = 0x263a },
	{ .name = "heart", .cp = 0x2665 },
	{ .name = "heart-empty", .cp = 0x2661 },
	{ .name = "home", .cp = 0x2302 },
	{ .name = "hourglass", .cp = 0x231b },
	{ .name = "key", .cp = 0x1f511 },
	{ .name = "left", .cp = 0x2190 },
	{ .name = "lightning", .cp = 0x26a1 },
	{ .name = "lock", .cp = 0x1f512 },
	{ .name = "mail", .cp = 0x2709 },
	{ .name = "moon", .cp = 0x1f319 },
	{ .name = "music", .cp = 0x266a },
	{ .name = "next", .cp = 0x23ed },
	{ .name = "no-entry", .cp = 0x26d4 },
	{ .name = "pause", .cp = 0x23f8 },
	{ .name = "person", .cp = 0x1f464 },
	{ .name = "phone", .cp = 0x260e },
	{ .name = "plane", .cp = 0x2708 },
	{ .name = "play", .cp = 0x25b6 },
	{ .name = "plug", .cp = 0x1f50c },
	{ .name = "power", .cp = 0x23fb },
	{ .name = "previous", .cp = 0x23ee },
	{ .name = "rain", .cp = 0x1f327 },
	{ .name = "repeat", .cp = 0x21bb },
	{ .name = "rewind", .cp = 0x23ea },
	{ .name = "right", .cp = 0x2192 },
	{ .name = "rising", .cp = 0x1f4c8 },
	{ .name = "rocket", .cp = 0x1f680 },
	{ .name = "sad", .cp = 0x2639 },
	{ .name = "signal", .cp = 0x1f4f6 },
	{ .name = "skull", .cp = 0x2620 },
	{ .name = "snow", .cp = 0x2744 },
	{ .name = "speaker", .cp = 0x1f50a },
	{ .name = "star", .cp = 0x2605 },
	{ .name = "star-empty", .cp = 0x2606 },
	{ .name = "stop", .cp = 0x25a0 },
	{ .name = "sun", .cp = 0x2600 },
	{ .name = "thermometer", .cp = 0x1f321 },
	{ .name = "thumb-down", .cp = 0x1f44e },
	{ .name = "thumb-up", .cp = 0x1f44d },
	{ .name = "thunder", .cp = 0x26c8 },
	{ .name = "train", .cp = 0x1f686 },
	{ .name = "tree", .cp = 0x1f332 },
	{ .name = "umbrella", .cp = 0x2602 },
	{ .name = "unlock", .cp = 0x1f513 },
	{ .name = "up", .cp = 0x2191 },
	{ .name = "warning", .cp = 0x26a0 },
	{ .name = "wifi", .cp = 0x1f6dc },
};

const struct icon *icon_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(icons); i++)
		if (!strcmp(icons[i].name, name))
			return &icons[i];
	return NULL;
}

const struct icon *icon_user(unsigned int number)
{
	static const struct icon users[SCREEN_GLYPHS] = {
		USER(0), USER(1), USER(2), USER(3), USER(4), USER(5), USER(6), USER(7),
	};

	return &users[number];
}
