/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The dot patterns of the ROMs' characters, for pictures of a display. The kernel
 * needs only the codes.
 */
#ifndef DEVLCD_COMMON_ROM_H
#define DEVLCD_COMMON_ROM_H

#include <stdbool.h>

#include "text/charset.h"
#include "text/types.h"

#define ROM_ROWS 8

/**
 * rom_dots() - the pattern of a code
 * @rom:  which ROM
 * @code: 0x10..0xff
 * @rows: set, the top row first, bit 4 the left dot
 *
 * If the patterns of a ROM are not known, ASCII codes look as in A00, and all others
 * are a box with a cross in it.
 *
 * Return: true if the pattern is known.
 */
bool rom_dots(enum charset_rom rom, u8 code, u8 rows[ROM_ROWS]);

#endif
