// SPDX-License-Identifier: GPL-2.0-only
#include "cells.h"

#include "text/utf8.h"

#define TAB 8

unsigned int cells_add(u32 *cells, unsigned int count, unsigned int room,
		       enum charset_cluster *cluster, u32 cp)
{
	u32 cell;

	if (charset_joins(cluster, cp)) {
		cell = count ? charset_compose(cells[count - 1], cp) : 0;
		if (cell)
			cells[count - 1] = cell;
		return count;
	}
	cell = charset_cell(cp);
	if (!cell)
		*cluster = CHARSET_ALONE;
	else if (count < room)
		cells[count++] = cell;
	return count;
}

unsigned int cells_line(u32 *cells, unsigned int room, const char *text, size_t count)
{
	enum charset_cluster cluster = CHARSET_ALONE;
	struct utf8 utf8 = { 0 };
	unsigned int used = 0;
	u32 cp;

	for (size_t i = 0; i < count && text[i] != '\n' && text[i] != '\f'; i++) {
		if (utf8_step(&utf8, (u8)text[i], &cp) != UTF8_DONE)
			continue;
		if (cp != '\t') {
			used = cells_add(cells, used, room, &cluster, cp);
			continue;
		}
		do {
			used = cells_add(cells, used, room, &cluster, ' ');
		} while (used % TAB && used < room);
	}
	return used;
}
