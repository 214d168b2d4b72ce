// SPDX-License-Identifier: GPL-2.0-only
#include "lights.h"

#include "../../common/level.h"
#include "onoff.h"
#include "ranks.h"

#define NO_RANK (2 * LIGHTS_RANKS)

void lights_connected(struct lights *lights)
{
	lights->lit = NO_RANK;
	lights->level = NO_RANK;
	lights->power = NO_RANK;
}

const char *lights_backlight(struct lights *lights, unsigned int rank, const char *payload,
			     size_t count)
{
	bool on;

	if (!onoff_parse(payload, count, &on))
		return "must be ON or OFF";
	if (rank_counts(&lights->lit, rank))
		pages_set_backlight(lights->pages, on);
	return NULL;
}

const char *lights_power(struct lights *lights, unsigned int rank, const char *payload,
			 size_t count)
{
	bool on;

	if (!onoff_parse(payload, count, &on))
		return "must be ON or OFF";
	if (rank_counts(&lights->power, rank))
		pages_set_power(lights->pages, on);
	return NULL;
}

const char *lights_brightness(struct lights *lights, unsigned int rank, const char *payload,
			      size_t count)
{
	unsigned int max = pages_light_max(lights->pages), level;

	if (max < 2)
		max = SCREEN_LIGHT_FULL;	/* a display with levels may come */
	if (!level_parse(payload, count, max, &level))
		return "must be 0 to backlight_max";
	if (level && rank_counts(&lights->level, rank))
		pages_set_level(lights->pages, level < max ? level : SCREEN_LIGHT_FULL);
	if (rank_counts(&lights->lit, rank ? rank + LIGHTS_RANKS : 0))
		pages_set_backlight(lights->pages, level);
	return NULL;
}
