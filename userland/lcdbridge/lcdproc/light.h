/* SPDX-License-Identifier: GPL-2.0-only */
/* The backlight that LCDproc clients ask for. */
#ifndef LCDBRIDGE_LCDPROC_LIGHT_H
#define LCDBRIDGE_LCDPROC_LIGHT_H

#include "text/screen.h"

/**
 * enum light - the backlight that a screen or a client asks for, as bits
 * @LIGHT_OPEN:  no preference
 * @LIGHT_ON:    on
 * @LIGHT_OFF:   off
 * @LIGHT_BLINK: inverted for a quarter of a second every two seconds. Without LIGHT_ON
 *               and LIGHT_OFF, the light counts as off.
 * @LIGHT_FLASH: inverted for an eighth of a second every second
 */
enum light {
	LIGHT_OPEN = 0,
	LIGHT_ON = 1,
	LIGHT_OFF = 2,
	LIGHT_BLINK = 4,
	LIGHT_FLASH = 8,
};

/**
 * light_parse() - change a light
 * @word:  on, off, blink, flash or toggle. Toggle changes only a light that is steadily
 *         on or off.
 * @light: changed
 *
 * Return: false for any other word.
 */
bool light_parse(const char *word, unsigned int *light);

/**
 * light_draw() - set the backlight of a screen
 * @light:  what is asked for; LIGHT_FLASH overrides LIGHT_BLINK
 * @screen: its backlight is set, unless the light is open
 * @age:    ms since the screen was put on the display
 *
 * Return: ms until the backlight next changes; 0 for never.
 */
unsigned int light_draw(unsigned int light, struct screen *screen, u64 age);

#endif
