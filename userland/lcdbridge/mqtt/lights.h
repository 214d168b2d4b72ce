/* SPDX-License-Identifier: GPL-2.0-only */
/* What messages switch and dim: light and power. Of retained ones, the ranks decide: ranks.h. */
#ifndef LCDBRIDGE_LIGHTS_H
#define LCDBRIDGE_LIGHTS_H

#include "../pages/pages.h"

#define LIGHTS_RANKS 16

/**
 * struct lights - the lowest rank of a message up to now
 * @pages: pages
 * @lit:   that has switched the light on or off
 * @level: that has set the level
 * @power: that has switched the power
 */
struct lights {
	struct pages *pages;
	unsigned int lit, level, power;
};

/* A new connection: forget all ranks. */
void lights_connected(struct lights *lights);

/*
 * @rank is below LIGHTS_RANKS. Each function returns NULL, or what is wrong with the
 * payload.
 */
const char *lights_backlight(struct lights *lights, unsigned int rank, const char *payload,
			     size_t count);
const char *lights_power(struct lights *lights, unsigned int rank, const char *payload,
			 size_t count);

/*
 * A level, 0 for off. It is kept for a display with levels; a light that is only switched
 * is on at any other level. backlight/set outranks the level in switching the light.
 */
const char *lights_brightness(struct lights *lights, unsigned int rank, const char *payload,
			      size_t count);

#endif
