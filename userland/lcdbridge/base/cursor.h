/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LCDBRIDGE_CURSOR_H
#define LCDBRIDGE_CURSOR_H

/**
 * struct cursor - the place of the display's cursor, from 0
 * @row: row
 * @col: column
 */
struct cursor {
	unsigned int row;
	unsigned int col;
};

#endif
