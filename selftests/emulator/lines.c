// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bitops.h>

#include "board.h"

static struct mpu_levels levels_of(const struct board *b, u32 pins)
{
	const struct board_lines *lines = &b->config.lines;
	struct mpu_levels levels = {
		.rs = pins & lines->rs,
		.rw = b->config.rw_wired && pins & lines->rw,
		.db = 0x0f,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(lines->data); i++)
		if (pins & lines->data[i])
			levels.db |= BIT(4 + i);
	return levels;
}

static unsigned int enables(const struct board *b, u32 pins)
{
	const struct board_lines *lines = &b->config.lines;

	return (pins & lines->e[0] ? BIT(0) : 0) |
	       (pins & lines->e[1] ? BIT(1) : 0);
}

static void set_light(struct board *b, u32 pins)
{
	bool low = b->config.backlight_low || b->config.lines.light_low;
	u32 light = b->config.lines.light;

	b->lit = hweight32((low ? ~pins : pins) & light);
	b->backlight = !light || b->lit;
}

void lines_drive(struct board *b, u32 pins)
{
	set_light(b, pins);
	board_drive(b, levels_of(b, pins), enables(b, pins));
}

void lines_preset(struct board *b, u32 pins)
{
	set_light(b, pins);
	for (unsigned int i = 0; i < ARRAY_SIZE(b->mpu); i++) {
		b->mpu[i].levels = levels_of(b, pins);
		b->mpu[i].levels.e = enables(b, pins) & BIT(i);
	}
}

u32 lines_driven(const struct board *b, u32 *levels)
{
	const struct board_lines *lines = &b->config.lines;
	u32 driven = 0;
	u8 db;

	for (unsigned int i = 0; i < b->config.glass->controllers; i++) {
		if (!mpu_drives(&b->mpu[i], &db))
			continue;
		for (unsigned int bit = 0; bit < ARRAY_SIZE(lines->data); bit++) {
			driven |= lines->data[bit];
			if (db & BIT(4 + bit))
				*levels |= lines->data[bit];
		}
	}
	return driven;
}
