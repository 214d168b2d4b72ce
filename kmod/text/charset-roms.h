/* SPDX-License-Identifier: GPL-2.0-only */
/* The form of a character generator ROM's table, see charset-roms.c. */
#ifndef DEVLCD_TEXT_CHARSET_ROMS_H
#define DEVLCD_TEXT_CHARSET_ROMS_H

#include "charset.h"
#include "types.h"

/* Consecutive characters with consecutive codes. */
struct rom_run {
	u32 first;
	u32 last;
	u8 code;
};

#define ROM_RUNS_END { ~0u, ~0u, 0 }

struct rom_character {
	u32 cp : 24;
	u32 code : 8;
};

/* Sorted by code point. */
struct rom_table {
	const struct rom_run *runs;	/* ended by ROM_RUNS_END */
	const struct rom_character *characters;	/* the others */
	size_t count;
};

const struct rom_table *charset_rom_table(enum charset_rom rom);

#endif
