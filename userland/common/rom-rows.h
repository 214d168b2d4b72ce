/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The form of the ROMs' patterns, the same as for glyphs in kmod/text: eight words of
 * five letters, each a row of dots, the top one first.
 */
#ifndef DEVLCD_COMMON_ROM_ROWS_H
#define DEVLCD_COMMON_ROM_ROWS_H

#include "rom.h"
#include "text/font-rows.h"

/* A code and its pattern, in the order of the codes; blank ones are left out. */
#define R(code, ...) { 0x##code, { __VA_ARGS__ } }

/* The eight rows of a code; NULL if the ROM has a blank there. */
const u8 *rom_a00_rows(u8 code);
const u8 *rom_a02_rows(u8 code);

#endif
