// SPDX-License-Identifier: GPL-2.0-only
#include "light.h"

#include <string.h>

#include "../base/macros.h"

#define BLINK_MS 2000
#define FLASH_MS 1000

bool light_parse(const char *word, unsigned int *light)
{
	static const struct {
		const char *name;
		unsigned int light;
		bool added;
	} words[] = {
		{ "on", LIGHT_ON, false },
		{ "off", LIGHT_OFF, false },
		{ "blink", LIGHT_BLINK, true },
		{ "flash", LIGHT_FLASH, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(word, words[i].name))
			continue;
		*light = (words[i].added ? *light : 0) | words[i].light;
		return true;
	}
	if (strcmp(word, "toggle"))
		return false;
	if (*light == LIGHT_ON || *light == LIGHT_OFF)
		*light = *light == LIGHT_ON ? LIGHT_OFF : LIGHT_ON;
	return true;
}

unsigned int light_draw(unsigned int light, struct screen *screen, u64 age)
{
	unsigned int period = light & LIGHT_FLASH ? FLASH_MS : BLINK_MS;
	unsigned int usual = period - period / 8, since = age % period;

	if (light == LIGHT_OPEN)
		return 0;
	screen->backlight = light & LIGHT_ON;
	if (!(light & (LIGHT_FLASH | LIGHT_BLINK)))
		return 0;
	if (since < usual)
		return usual - since;
	screen->backlight = !screen->backlight;
	return period - since;
}
