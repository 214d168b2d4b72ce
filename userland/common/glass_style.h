/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The colours of common modules.
 */
#ifndef DEVLCD_COMMON_GLASS_STYLE_H
#define DEVLCD_COMMON_GLASS_STYLE_H

#include <stdbool.h>

#include "text/types.h"

#define GLASS_STYLES "green, blue, white, oled or amber"

/**
 * struct glass_colours - 0xRRGGBB each
 * @ground: between the characters and around them
 * @off:    a dot that is off: on most glasses just visible
 * @on:     a dot that is on
 */
struct glass_colours {
	u32 ground;
	u32 off;
	u32 on;
};

/**
 * struct glass_style - how a kind of module looks
 * @name:  value of --style
 * @lit:   with the light on
 * @unlit: with the light off
 */
struct glass_style {
	const char *name;
	struct glass_colours lit;
	struct glass_colours unlit;
};

/* The style of this name, or NULL; for a NULL name the default style. */
const struct glass_style *glass_style(const char *name);

/* The colours of a style, with the light on or off. */
const struct glass_colours *glass_colours(const struct glass_style *style, bool light);

#endif
