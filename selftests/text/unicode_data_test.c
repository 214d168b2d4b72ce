// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unicode's own test files, from Debian's package unicode-data: what ucd.py made
 * of them when the tests were built. What differs from them is listed in
 * unicode-differences, each with its reason. The list can only shrink: a listed
 * line that passes is a failure too.
 */
#include <errno.h>
#include <libgen.h>
#include <stdio.h>

#include "kselftest_harness.h"

#include "charset.h"
#include "font.h"
#include "term.h"

#define LINE_MAX 512
#define COLS SCREEN_MAX_COLS

static FILE *open_beside_program(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", dirname(strdupa(program_invocation_name)), name);
	return fopen(path, "r");
}

/* ---- what is known to differ ---- */

static struct difference {
	char line[LINE_MAX];
	double since;		/* the version of Unicode that has the line first */
	bool met;
} differences[64];

static int difference_count;
static double version;

/* Lines of "VERSION KIND TEXT | REASON". */
static bool read_differences(void)
{
	FILE *file = open_beside_program("unicode-differences");
	char line[LINE_MAX];

	difference_count = 0;
	while (file && fgets(line, sizeof(line), file)) {
		struct difference *difference = &differences[difference_count];
		char *reason = strstr(line, " | ");
		int at;

		if (line[0] == '#')
			continue;
		if (!reason || sscanf(line, "%lf %n", &difference->since, &at) != 1 ||
		    ++difference_count == 64)
			return false;
		*reason = '\0';
		strcpy(difference->line, line + at);
		difference->met = false;
	}
	return file && !fclose(file);
}

static struct difference *find_difference(const char *line)
{
	for (int i = 0; i < difference_count; i++)
		if (!strcmp(differences[i].line, line))
			return &differences[i];
	return NULL;
}

/* ---- the lines of the files ---- */

static FILE *open_data(void)
{
	FILE *file = open_beside_program("ucd.txt");

	if (file && fscanf(file, "version %lf ", &version) == 1)
		return file;
	if (file)
		fclose(file);
	return NULL;
}

/* The next code point of "61+308", and @text moved past it; 0 at its end. */
static u32 next_cp(const char **text)
{
	char *end;
	u32 cp = strtoul(*text, &end, 16);

	if (end == *text)
		return 0;
	*text = *end == '+' ? end + 1 : end;
	return cp;
}

static void write_cp(struct term *term, u32 cp)
{
	char bytes[UTF8_MAX];

	term_write(term, bytes, utf8_encode(cp, bytes));
}

static void write_text(struct term *term, const char *text)
{
	u32 cp;

	while ((cp = next_cp(&text)))
		write_cp(term, cp);
}

/* How many cells were printed, as long as nothing moved the cursor. */
static int position(const struct screen *screen)
{
	return screen->row * screen->cols + screen->col + screen->wrap_pending;
}

/* ---- NormalizationTest ---- */

static bool cells_show_the_same(u32 a, u32 b)
{
	u8 a_rows[FONT_ROWS] = { 0 }, b_rows[FONT_ROWS] = { 0 };

	if (a == b)
		return true;
	if (font_glyph(a, a_rows) != font_glyph(b, b_rows) ||
	    memcmp(a_rows, b_rows, sizeof(a_rows)))
		return false;
	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		if (charset_rom_code(rom, a) != charset_rom_code(rom, b) ||
		    charset_fallback(rom, a) != charset_fallback(rom, b))
			return false;
	return true;
}

static bool screens_show_the_same(const struct screen *a, const struct screen *b)
{
	if (position(a) != position(b))
		return false;
	for (int i = 0; i < position(a); i++)
		if (!cells_show_the_same(a->cells[0][i], b->cells[0][i]))
			return false;
	return true;
}

static bool normal_passes(char *line)
{
	struct term forms[3];
	char *form = strtok(line, " ");

	for (int i = 0; i < 3; i++) {
		form = strtok(NULL, " ");
		term_init(&forms[i], 1, COLS);
		write_text(&forms[i], form);
	}
	return screens_show_the_same(&forms[0].screen, &forms[1].screen) &&
	       screens_show_the_same(&forms[0].screen, &forms[2].screen);
}

/* ---- GraphemeBreakTest ---- */

static bool moves_the_cursor(u32 cp)
{
	return cp == '\r' || cp == '\n';
}

/* Does one of its characters take a cell when it is alone? */
static bool cluster_is_visible(const char *cluster)
{
	bool visible = false;
	u32 cp;

	while ((cp = next_cp(&cluster)))
		visible |= cp < SCREEN_GLYPHS ||	/* shows a user glyph */
			   (charset_cell(cp) && !charset_combining(cp));
	return visible;
}

static bool break_passes(char *line)
{
	struct term term;

	term_init(&term, SCREEN_MAX_ROWS, COLS);
	strtok(line, " ");
	for (char *cluster; (cluster = strtok(NULL, " ")); ) {
		const char *text = cluster;
		int before = position(&term.screen);

		write_text(&term, cluster);
		if (!moves_the_cursor(next_cp(&text)) &&
		    position(&term.screen) - before != cluster_is_visible(cluster))
			return false;
	}
	return true;
}

/* ---- EastAsianWidth ---- */

static bool can_be_shown(u32 cp)
{
	u8 rows[FONT_ROWS];

	for (enum charset_rom rom = 0; charset_rom_names[rom]; rom++)
		if (charset_rom_code(rom, cp) >= 0)
			return true;
	return font_glyph(cp, rows);
}

/* A wide character is folded, dropped or '?', unless it can be shown; no other is '?'. */
static bool width_passes(char *line)
{
	char width[4];
	u32 first, last;

	if (sscanf(line, "width %3s %x %x", width, &first, &last) != 3)
		return false;
	for (u32 cp = first; cp <= last; cp++) {
		u32 cell = charset_cell(cp);

		if (width[0] == 'W' || width[0] == 'F') {
			if (cell == cp && !can_be_shown(cp))
				return false;
		} else if (cell == '?' && cp != '?') {
			return false;
		}
	}
	return true;
}

FIXTURE(file) {
	FILE *data;
};

FIXTURE_VARIANT(file) {
	const char *kind;
	bool (*passes)(char *line);
	int least;		/* lines that any version has */
};

FIXTURE_VARIANT_ADD(file, normalization_test) {
	.kind = "normal ", .passes = normal_passes, .least = 19000,
};

FIXTURE_VARIANT_ADD(file, grapheme_break_test) {
	.kind = "break ", .passes = break_passes, .least = 600,
};

FIXTURE_VARIANT_ADD(file, east_asian_width) {
	.kind = "width ", .passes = width_passes, .least = 2000,
};

FIXTURE_SETUP(file)
{
	self->data = open_data();
	ASSERT_NE(NULL, self->data);
	ASSERT_TRUE(read_differences());
}

FIXTURE_TEARDOWN(file)
{
	fclose(self->data);
}

TEST_F_TIMEOUT(file, passes_but_for_what_is_listed, 300)
{
	char line[LINE_MAX], words[LINE_MAX];
	int count = 0, passed = 0;

	while (fgets(line, sizeof(line), self->data)) {
		struct difference *difference;
		bool passes;

		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, variant->kind, strlen(variant->kind)))
			continue;
		strcpy(words, line);
		passes = variant->passes(words);
		difference = find_difference(line);
		EXPECT_EQ(!difference, passes)
			TH_LOG("%s: %s", line, passes ? "passes, but is listed" : "fails");
		if (difference)
			difference->met = true;
		count++;
		passed += passes;
	}
	TH_LOG("Unicode %.1f: %d of %d lines pass", version, passed, count);
	EXPECT_LE(variant->least, count);
	for (int i = 0; i < difference_count; i++) {
		const struct difference *difference = &differences[i];

		if (strncmp(difference->line, variant->kind, strlen(variant->kind)) ||
		    difference->since > version)
			continue;
		EXPECT_TRUE(difference->met)
			TH_LOG("%s: listed, but not in the file", difference->line);
	}
}

int main(int argc, char **argv)
{
	FILE *data = open_data();

	if (!data)
		ksft_exit_skip("unicode-data is not installed, or was not when this was built\n");
	fclose(data);
	return test_harness_run(argc, argv);
}
