// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text core as a program, for tests that are no C: a parser and its screen,
 * driven by lines on standard input.
 *
 *   open ROWS COLS	a fresh screen
 *   resize ROWS COLS
 *   write HEX		these bytes
 *   moves HEX		these bytes, on a copy whose cells differ from each other;
 *			answers with the cells of the copy
 *   show		answers with the cells
 *   decode HEX		answers with the characters that UTF-8 makes of these bytes
 *
 * Cells are answered as a line "ROW COL", where the cursor is, followed by '+' if
 * it is shown, and a line for each row, its cells in hexadecimal. Characters are a
 * line of hexadecimal numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen.h"
#include "utf8.h"
#include "vt.h"

#define LINE_MAX 65536
#define MARKED 0xf0000u		/* the first cell of moves; a private character */

struct display {
	struct vt vt;
	struct screen screen;
};

static struct utf8 decoder;

static unsigned int hex_digit(char digit)
{
	return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

static size_t hex_bytes(const char *hex, u8 *bytes)
{
	size_t count = 0;

	for (; hex[0] > ' ' && hex[1] > ' '; hex += 2)
		bytes[count++] = hex_digit(hex[0]) << 4 | hex_digit(hex[1]);
	return count;
}

static void show(const struct screen *screen)
{
	printf("%u %u%s\n", screen->row, screen->col, screen->cursor ? "+" : "");
	for (unsigned int row = 0; row < screen->rows; row++) {
		for (unsigned int col = 0; col < screen->cols; col++)
			printf("%x ", screen->cells[row][col]);
		printf("\n");
	}
}

static void show_moves(const struct display *display, const u8 *bytes, size_t count)
{
	struct display copy = *display;

	for (unsigned int row = 0; row < copy.screen.rows; row++)
		for (unsigned int col = 0; col < copy.screen.cols; col++)
			copy.screen.cells[row][col] = MARKED + row * SCREEN_MAX_COLS + col;
	vt_write(&copy.vt, &copy.screen, bytes, count);
	show(&copy.screen);
}

static void decode(const u8 *bytes, size_t count)
{
	enum utf8_step step;
	u32 cp;

	for (size_t i = 0; i < count; i++) {
		do {
			step = utf8_step(&decoder, bytes[i], &cp);
			if (step != UTF8_MORE)
				printf("%x ", cp);
		} while (step == UTF8_BROKEN);
	}
	printf("\n");
}

static void obey(struct display *display, const char *line)
{
	static u8 bytes[LINE_MAX];
	unsigned int rows, cols;
	size_t count = 0;

	if (strchr(line, ' '))
		count = hex_bytes(strchr(line, ' ') + 1, bytes);
	if (sscanf(line, "open %u %u", &rows, &cols) == 2) {
		vt_init(&display->vt);
		screen_init(&display->screen, rows, cols);
	} else if (sscanf(line, "resize %u %u", &rows, &cols) == 2) {
		screen_resize(&display->screen, rows, cols);
	} else if (!strncmp(line, "write", 5)) {
		vt_write(&display->vt, &display->screen, bytes, count);
	} else if (!strncmp(line, "moves", 5)) {
		show_moves(display, bytes, count);
	} else if (!strncmp(line, "show", 4)) {
		show(&display->screen);
	} else if (!strncmp(line, "decode", 6)) {
		decode(bytes, count);
	} else {
		fprintf(stderr, "display: unknown: %s", line);
		exit(1);
	}
	fflush(stdout);
}

int main(void)
{
	static char line[2 * LINE_MAX];
	struct display display;

	screen_init(&display.screen, 1, 1);
	vt_init(&display.vt);
	while (fgets(line, sizeof(line), stdin))
		obey(&display, line);
	return 0;
}
