/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which cells of the glass show what they should, and whether a driver makes
 * one of them wrong, be it for a moment.
 *
 * A cell shows the picture that its code names, or the ROM's character. The
 * cursor does not count. Nor does a single line while a controller with four
 * bits is in eight: the synchronisation passes through both, in less time than
 * a frame of the glass takes.
 */
#ifndef LCDEMU_WATCH_H
#define LCDEMU_WATCH_H

#include "glass.h"

/* What a cell shows: the dots of a picture, or a code of the ROM in rows[0]. */
struct watch_cell {
	bool picture;
	u8 rows[8];
};

/**
 * struct watch - compares the glass with what it showed at the start of the watch
 * @on: the watch is running
 * @controllers: state at the start
 * @wanted: cells at the start
 * @right: cells that now show the same as @wanted
 * @flickers: how often a right cell became wrong
 * @row: row of the first such cell
 * @col: its column
 */
struct watch {
	bool on;
	struct controller controllers[2];
	struct watch_cell wanted[GLASS_ROWS][GLASS_COLS];
	bool right[GLASS_ROWS][GLASS_COLS];
	u64 flickers;
	unsigned int row;
	unsigned int col;
};

/* What the glass shows is what it should show from now on. */
void watch_begin(struct watch *w, const struct glass *g,
		 const struct controller *const c[]);

/* Look again after a driver's step, or after what no driver did. */
void watch_step(struct watch *w, const struct glass *g,
		const struct controller *const c[]);
void watch_disturbed(struct watch *w, const struct glass *g,
		     const struct controller *const c[]);

/* How many cells are wrong now. */
unsigned int watch_wrong(const struct watch *w, const struct glass *g);

#endif
