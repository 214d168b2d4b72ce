// SPDX-License-Identifier: GPL-2.0-only
#include "rom.h"

#include <string.h>

#include "rom-rows.h"

static const u8 blank[ROM_ROWS];
static const u8 mark[ROM_ROWS] = {
	XXXXX, X___X, XX_XX, X_X_X, XX_XX, X___X, XXXXX, _____,
};

/* In all ROMs of the family, Latin letters, digits and most signs look the same. */
static const u8 *find_ascii(enum charset_rom rom, u8 code)
{
	for (u32 ascii = ' '; ascii < '~'; ascii++)
		if (ascii != '\\' && charset_rom_code(rom, ascii) == code)
			return ascii == ' ' ? blank : rom_a00_rows(ascii);
	return NULL;
}

bool rom_dots(enum charset_rom rom, u8 code, u8 rows[ROM_ROWS])
{
	const u8 *found;

	switch (rom) {
	case CHARSET_A00:
		found = rom_a00_rows(code);
		break;
	case CHARSET_A02:
		found = rom_a02_rows(code);
		break;
	default:
		found = find_ascii(rom, code);
		memcpy(rows, found ? found : mark, ROM_ROWS);
		return found;
	}
	memcpy(rows, found ? found : blank, ROM_ROWS);
	return true;
}
