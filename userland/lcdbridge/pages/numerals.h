/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Digits that are two, three or four rows high, made of block elements. Half a cell at
 * both sides is free, so that digits can stand side by side. They need 5, 4 or 8
 * pictures, which fit into the display's eight slots.
 */
#ifndef LCDBRIDGE_NUMERALS_H
#define LCDBRIDGE_NUMERALS_H

#include "text/types.h"

#define NUMERAL_ROWS_MIN 2
#define NUMERAL_ROWS_MAX 4

/* Width of a character in cells: 3 for a digit, 1 for any other. */
unsigned int numeral_width(u32 cp);

/**
 * numeral_cell() - one cell of a high character
 * @cp:   digits, ':' and '-' are high. All others keep their size: '.' and ',' are in
 *        the bottom row, the rest in the top row
 * @rows: height, NUMERAL_ROWS_MIN to NUMERAL_ROWS_MAX
 * @row:  from 0, less than @rows
 * @col:  from 0, less than numeral_width()
 */
u32 numeral_cell(u32 cp, unsigned int rows, unsigned int row, unsigned int col);

#endif
