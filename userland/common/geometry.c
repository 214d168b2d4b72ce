// SPDX-License-Identifier: GPL-2.0-only
#include "geometry.h"

#include <stdio.h>

#include "text/screen.h"

bool geometry_parse(const char *text, unsigned int *rows, unsigned int *cols)
{
	unsigned int down, across;
	int end = 0;

	if (sscanf(text, "%2ux%1u%n", &across, &down, &end) != 2 || text[end] || !down ||
	    !across || down > SCREEN_MAX_ROWS || across > SCREEN_MAX_COLS)
		return false;
	*rows = down;
	*cols = across;
	return true;
}
