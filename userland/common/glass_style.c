// SPDX-License-Identifier: GPL-2.0-only
#include "glass_style.h"

#include <stddef.h>
#include <string.h>

/*
 * Green, white and amber modules have dark dots on a glass that is also readable by
 * daylight. A blue module lets light through its dots only, so it shows little without
 * its light. The dots of an OLED are the light.
 */
static const struct glass_style styles[] = {
	{ "green", { 0xa4c639, 0x9cbd34, 0x1e2a0c }, { 0x6a7a42, 0x65743e, 0x1e2a0c } },
	{ "blue", { 0x1d3fd0, 0x1a3ac2, 0xf1f5ff }, { 0x0b1542, 0x0d184a, 0x22347c } },
	{ "white", { 0xe6ebe4, 0xdde2db, 0x16191c }, { 0x8d938c, 0x878d86, 0x16191c } },
	{ "oled", { 0x050505, 0x0b0b0a, 0xffe66b }, { 0x050505, 0x0b0b0a, 0x5c5326 } },
	{ "amber", { 0xffa41b, 0xf59c17, 0x2b1700 }, { 0x8a6a3c, 0x846539, 0x2b1700 } },
	{ .name = NULL },
};

const struct glass_style *glass_style(const char *name)
{
	const struct glass_style *style = styles;

	while (name && style->name && strcmp(style->name, name))
		style++;
	return style->name ? style : NULL;
}

const struct glass_colours *glass_colours(const struct glass_style *style, bool light)
{
	return light ? &style->lit : &style->unlit;
}
