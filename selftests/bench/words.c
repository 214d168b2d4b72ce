// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the words of a list show, one a line on standard input:
 *
 *	words LANGUAGE ROM < LIST
 *
 * A line of a table: how many words show exactly, how many are readable (some
 * letter is replaced by one that looks like it), how many have a '?'; first each
 * word alone on a display, then on 20x4 displays that are full of other words,
 * which share the eight pictures.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "font.h"
#include "glyphs.h"
#include "vt.h"

#define ROWS 4
#define COLS 20
#define SCREENS 5000	/* of full ones */
#define WORD_MAX 160	/* bytes */

enum look { EXACT, READABLE, UNREADABLE, LOOKS };

struct words {
	char (*text)[WORD_MAX];
	size_t count;
};

static const struct hd44780_module module = { .rows = ROWS, .cols = COLS, .bits = 4 };
static struct hd44780_glass glass;
static struct glyphs glyphs;
static struct screen screen;
static enum charset_rom rom;

static void fail(const char *what)
{
	fprintf(stderr, "words: %s\n", what);
	exit(1);
}

static struct words read_words(void)
{
	struct words words = { 0 };
	char line[4096];
	size_t room = 0;

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!*line || strlen(line) >= WORD_MAX)
			continue;
		if (words.count == room) {
			room = room ? 2 * room : 1 << 16;
			words.text = realloc(words.text, room * sizeof(*words.text));
			if (!words.text)
				fail("no memory");
		}
		strcpy(words.text[words.count++], line);
	}
	if (!words.count)
		fail("no words");
	return words;
}

static void show(const char *text)
{
	struct vt vt = { 0 };

	vt_write(&vt, &screen, (const u8 *)text, strlen(text));
}

/* What a cell of the screen looks like on the glass, after glyphs_render(). */
static enum look look_of(unsigned int row, unsigned int col)
{
	struct hd44780_place place = hd44780_place(&module, row, col);
	u32 cp = screen.cells[row][col];
	u8 code = glyphs.should[place.unit].ddram[place.cell];

	if (code < HD44780_SLOTS || code == charset_rom_code(rom, cp))
		return EXACT;
	return code == '?' ? UNREADABLE : READABLE;
}

static enum look look_of_cells(unsigned int row, unsigned int first, unsigned int end)
{
	enum look worst = EXACT;

	for (unsigned int col = first; col < end; col++)
		if (look_of(row, col) > worst)
			worst = look_of(row, col);
	return worst;
}

/* Words that do not fit a row are left out. */
static unsigned int cells_of(const char *word)
{
	screen_init(&screen, ROWS, COLS);
	show(word);
	return screen.row ? COLS + 1 : screen.col + screen.wrap_pending;
}

static void alone(const struct words *words, size_t counts[LOOKS])
{
	for (size_t i = 0; i < words->count; i++) {
		unsigned int cells = cells_of(words->text[i]);

		if (cells > COLS)
			continue;
		glyphs_render(&module, rom, &screen, &glass, &glyphs);
		counts[look_of_cells(0, 0, cells)]++;
	}
}

static void fill_screen(const struct words *words, size_t counts[LOOKS])
{
	struct span {
		unsigned int row, first, end;
	} spans[ROWS * COLS];
	unsigned int count = 0, row = 0, col = 0;
	char text[ROWS * COLS * (WORD_MAX + 1)] = "";

	for (;;) {
		const char *word = words->text[random() % words->count];
		unsigned int cells = cells_of(word);

		if (cells > COLS)
			continue;
		if (col + cells > COLS) {
			if (++row == ROWS)
				break;
			strcat(text, "\n");
			col = 0;
		}
		strcat(text, word);
		spans[count++] = (struct span){ row, col, col + cells };
		col += cells;
		if (col < COLS) {
			strcat(text, " ");
			col++;
		}
		if (col == COLS && row < ROWS - 1) {
			strcat(text, "\n");
			row++;
			col = 0;
		} else if (col == COLS) {
			break;
		}
	}
	screen_init(&screen, ROWS, COLS);
	show(text);
	glyphs_render(&module, rom, &screen, &glass, &glyphs);
	for (unsigned int i = 0; i < count; i++)
		counts[look_of_cells(spans[i].row, spans[i].first, spans[i].end)]++;
}

static void print_shares(const size_t counts[LOOKS])
{
	size_t all = counts[EXACT] + counts[READABLE] + counts[UNREADABLE];

	for (int i = 0; i < LOOKS; i++)
		printf(" %.2f |", all ? 100.0 * counts[i] / all : 0.0);
}

int main(int argc, char **argv)
{
	size_t lone[LOOKS] = { 0 }, shared[LOOKS] = { 0 };
	struct words words;

	if (argc != 3)
		fail("usage: words LANGUAGE ROM < LIST");
	for (rom = 0; charset_rom_names[rom] && strcmp(charset_rom_names[rom], argv[2]); rom++)
		;
	if (!charset_rom_names[rom])
		fail("no such ROM");
	words = read_words();
	alone(&words, lone);
	srandom(1);
	for (int i = 0; i < SCREENS; i++)
		fill_screen(&words, shared);
	printf("| %s | %s | %zu |", argv[1], argv[2],
	       lone[EXACT] + lone[READABLE] + lone[UNREADABLE]);
	print_shares(lone);
	print_shares(shared);
	printf("\n");
	free(words.text);
	return 0;
}
