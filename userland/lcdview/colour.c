// SPDX-License-Identifier: GPL-2.0-only
#include "colour.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CUBE_FIRST 16		/* 6 x 6 x 6 colours from here on, */
#define GRAY_FIRST 232		/* 24 grays from here on */

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

enum colour_depth colour_depth(void)
{
	const char *many = variable("COLORTERM");

	if (!isatty(STDOUT_FILENO) || *variable("NO_COLOR"))
		return COLOUR_NONE;
	if (!strcmp(many, "truecolor") || !strcmp(many, "24bit"))
		return COLOUR_RGB;
	return strstr(variable("TERM"), "256color") ? COLOUR_256 : COLOUR_NONE;
}

/* The cube's steps are 0, 95, 135, 175, 215 and 255. */
static unsigned int cube_step(unsigned int level)
{
	if (level < 48)
		return 0;
	return level < 115 ? 1 : (level - 35) / 40;
}

static unsigned int nearest(u32 rgb)
{
	unsigned int red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;
	unsigned int mean = (red + green + blue) / 3;
	bool gray = abs((int)red - (int)blue) < 16 && abs((int)green - (int)mean) < 16;

	if (gray && mean >= 8 && mean < 248)
		return GRAY_FIRST + (mean - 8) / 10;
	return CUBE_FIRST + 36 * cube_step(red) + 6 * cube_step(green) + cube_step(blue);
}

void colour_put(FILE *out, enum colour_depth depth, u32 ink, u32 ground)
{
	if (depth == COLOUR_256)
		fprintf(out, "\033[38;5;%u;48;5;%um", nearest(ink), nearest(ground));
	if (depth == COLOUR_RGB)
		fprintf(out, "\033[38;2;%u;%u;%u;48;2;%u;%u;%um",
			ink >> 16 & 0xff, ink >> 8 & 0xff, ink & 0xff,
			ground >> 16 & 0xff, ground >> 8 & 0xff, ground & 0xff);
}
