/* SPDX-License-Identifier: GPL-2.0-only */
/* What one sees: which memory cell each place on the glass is wired to. */
#ifndef LCDEMU_GLASS_H
#define LCDEMU_GLASS_H

#include "controller.h"

#define GLASS_ROWS	4
#define GLASS_COLS	40
#define GLASS_TEXT	(GLASS_ROWS * (GLASS_COLS * 4 + 1) + 1)

/**
 * struct glass - the wiring of one module
 * @name: as written in the geometry parameter
 * @rows: of characters
 * @cols: of characters
 * @split: one row whose right half is the controller's second line
 * @controllers: two on a 40x4
 */
struct glass {
	const char *name;
	unsigned int rows;
	unsigned int cols;
	bool split;
	unsigned int controllers;
};

/* The module of that name ("20x4", "16x1", "16x1s"), NULL for none. */
const struct glass *glass_find(const char *name);

/* The character code at a place; blank where nothing is driven. */
u8 glass_code(const struct glass *g, const struct controller *const c[],
	      unsigned int row, unsigned int col);

/*
 * The rows as lines of text: ASCII where ROM A00 has it, \xNN elsewhere.
 * @text has room for GLASS_TEXT bytes.
 */
void glass_text(const struct glass *g, const struct controller *const c[],
		char *text);

#endif
