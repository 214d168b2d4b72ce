// SPDX-License-Identifier: GPL-2.0-only
#include "watch.h"

static bool synchronises(const struct controller *now,
			 const struct controller *begun)
{
	return now->wide && !begun->wide;
}

static void look(struct watch_cell *cell, const struct glass *g,
		 const struct controller *const c[], unsigned int row,
		 unsigned int col)
{
	const struct controller *driver = c[g->controllers == 2 ? row / 2 : 0];
	u8 code = glass_code(g, c, row, col);

	*cell = (struct watch_cell) { .picture = code < 16 };
	cell->rows[0] = code;
	for (unsigned int i = 0; cell->picture && i < 8; i++)
		cell->rows[i] = driver->cgram[code % 8 * 8 + i] & 0x1f;
}

void watch_begin(struct watch *w, const struct glass *g,
		 const struct controller *const c[])
{
	memset(w, 0, sizeof(*w));
	w->on = true;
	for (unsigned int i = 0; i < g->controllers; i++)
		w->controllers[i] = *c[i];
	for (unsigned int row = 0; row < g->rows; row++)
		for (unsigned int col = 0; col < g->cols; col++)
			look(&w->wanted[row][col], g, c, row, col);
	memset(w->right, true, sizeof(w->right));
}

static void compare(struct watch *w, const struct glass *g,
		    const struct controller *const c[], unsigned int row,
		    unsigned int col, bool count)
{
	bool *right = &w->right[row][col];
	struct watch_cell seen;
	bool was = *right;

	look(&seen, g, c, row, col);
	*right = !memcmp(&seen, &w->wanted[row][col], sizeof(seen));
	if (!count || !was || *right)
		return;
	if (!w->flickers++) {
		w->row = row;
		w->col = col;
	}
}

static void compare_all(struct watch *w, const struct glass *g,
			const struct controller *const c[], bool count)
{
	struct controller seen[2];
	const struct controller *const all[] = { &seen[0], &seen[1] };

	if (!w->on)
		return;
	for (unsigned int i = 0; i < g->controllers; i++) {
		seen[i] = *c[i];
		if (synchronises(&seen[i], &w->controllers[i]))
			seen[i].two_line = w->controllers[i].two_line;
	}
	for (unsigned int row = 0; row < g->rows; row++)
		for (unsigned int col = 0; col < g->cols; col++)
			compare(w, g, all, row, col, count);
}

void watch_step(struct watch *w, const struct glass *g,
		const struct controller *const c[])
{
	compare_all(w, g, c, true);
}

void watch_disturbed(struct watch *w, const struct glass *g,
		     const struct controller *const c[])
{
	compare_all(w, g, c, false);
}

unsigned int watch_wrong(const struct watch *w, const struct glass *g)
{
	unsigned int wrong = 0;

	for (unsigned int row = 0; row < g->rows; row++)
		for (unsigned int col = 0; col < g->cols; col++)
			wrong += w->on && !w->right[row][col];
	return wrong;
}
