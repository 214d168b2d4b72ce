// SPDX-License-Identifier: GPL-2.0-only
#include "lcdfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../common/display_file.h"
#include "../base/macros.h"

#define PROBLEM(...) (snprintf(problem, LCDFILE_PROBLEM_MAX, __VA_ARGS__), -1)

/* Return: false for a character device that is not a display of devlcd. */
static bool lcdfile_ask(dev_t device, struct lcdfile_state *state)
{
	int attributes = display_file_attributes(device), rows, cols, level, max, on;
	char position[32];
	bool asked;

	if (attributes < 0)
		return false;
	*state = (struct lcdfile_state){
		.backlight = true, .level = SCREEN_LIGHT_FULL, .light_max = 1, .power = true,
	};
	asked = display_file_number(attributes, "rows", &rows) &&
		display_file_number(attributes, "cols", &cols);
	if (display_file_number(attributes, "backlight_max", &max))
		state->light_max = max;
	if (display_file_number(attributes, "backlight", &level)) {
		state->backlight = level;
		if (level && level < (int)state->light_max)
			state->level = level;
	}
	if (display_file_number(attributes, "power", &on))
		state->power = on;
	if (display_file_word(attributes, "position", position, sizeof(position)) &&
	    sscanf(position, "%u %u", &state->row, &state->col) == 2) {
		state->row--;
		state->col--;
	}
	close(attributes);
	if (asked) {
		state->rows = rows;
		state->cols = cols;
	}
	return asked;
}

static int lcdfile_explain(const char *path, int error, char *problem)
{
	char why[LCDFILE_PROBLEM_MAX / 2];

	display_file_explain(path, error, why, sizeof(why));
	return PROBLEM("%s: %s%s", path, why, error == ENOENT && strncmp(path, "/dev/", 5) ?
		       "; for a text file, touch it first" : "");
}

static int lcdfile_flags(const struct stat *st, enum lcdfile_kind *kind)
{
	struct lcdfile_state state;

	if (S_ISREG(st->st_mode)) {
		*kind = LCDFILE_TEXT;
		return O_RDWR;
	}
	if (S_ISCHR(st->st_mode) && lcdfile_ask(st->st_rdev, &state)) {
		*kind = LCDFILE_LCD;
		return O_RDWR;
	}
	*kind = LCDFILE_STREAM;
	return O_WRONLY;	/* the kernel's own /dev/lcd permits only this */
}

int lcdfile_open(const char *path, enum lcdfile_kind *kind, char *problem)
{
	struct stat st;
	int fd;

	if (stat(path, &st) || display_file_is_leftover(path))
		return lcdfile_explain(path, errno, problem);
	if (!S_ISREG(st.st_mode) && !S_ISCHR(st.st_mode) && !S_ISFIFO(st.st_mode))
		return PROBLEM("%s: not a device, file, FIFO or terminal", path);
	fd = open(path, lcdfile_flags(&st, kind) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == ENXIO && S_ISFIFO(st.st_mode))
		return PROBLEM("%s: nobody reads this FIFO yet", path);
	return fd < 0 ? lcdfile_explain(path, errno, problem) : fd;
}

bool lcdfile_state(int fd, struct lcdfile_state *state)
{
	struct stat st;

	return !fstat(fd, &st) && S_ISCHR(st.st_mode) && lcdfile_ask(st.st_rdev, state);
}

enum charset_rom lcdfile_rom(int fd)
{
	enum charset_rom rom = CHARSET_A00;
	struct stat st;
	int attributes;

	if (fstat(fd, &st) || !S_ISCHR(st.st_mode))
		return rom;
	attributes = display_file_attributes(st.st_rdev);
	if (attributes < 0)
		return rom;
	rom = display_file_rom(attributes);
	close(attributes);
	return rom;
}

static char *lcdfile_paint_glyphs(const struct screen *screen, const struct screen *before,
				  char *out)
{
	for (int n = 0; n < SCREEN_GLYPHS; n++) {
		if (!memcmp(screen->glyphs[n], before->glyphs[n], SCREEN_GLYPH_ROWS))
			continue;
		out += sprintf(out, "\033[LG%d", n);
		for (int row = 0; row < SCREEN_GLYPH_ROWS; row++)
			out += sprintf(out, "%02x", screen->glyphs[n][row]);
		*out++ = ';';
	}
	return out;
}

/* The switches, in the syntax of the kernel's charlcd. */
static char *lcdfile_paint_switches(const struct screen *screen, const struct screen *before,
				    char *out)
{
	const struct {
		bool now, then;
		char on, off;
	} switches[] = {
		{ screen->backlight, before->backlight, '+', '-' },
		{ screen->power, before->power, 'D', 'd' },
		{ screen->cursor, before->cursor, 'C', 'c' },
		{ screen->blink, before->blink, 'B', 'b' },
	};

	for (size_t i = 0; i < ARRAY_SIZE(switches); i++)
		if (switches[i].now != switches[i].then)
			out += sprintf(out, "\033[L%c",
				       switches[i].now ? switches[i].on : switches[i].off);
	return out;
}

/*
 * Leave the cursor where the page has it, for other programs that append to the device.
 * Make a pending scroll or wrap pending there too: by a line feed on the last row, or by
 * printing the last column again.
 */
static char *lcdfile_paint_cursor(const struct screen *screen, char *out)
{
	out += sprintf(out, "\033[%d;%dH", screen->row + 1, screen->col + 1);
	if (screen->scroll_pending && screen->row == screen->rows - 1)
		*out++ = '\n';
	else if (screen->wrap_pending)
		out += utf8_encode(screen->cells[screen->row][screen->col], out);
	return out;
}

/*
 * Home, clear, rows. Terminals need the carriage return before each line feed; to a
 * display it makes no difference.
 */
static size_t lcdfile_paint_stream(const struct screen *screen, const struct screen *before,
				   char *out)
{
	char text[SCREEN_TEXT_MAX], *start = out;
	size_t n = screen_text(screen, text);

	if (screen->requests & SCREEN_REINIT)
		out = stpcpy(out, "\033[LI");
	out = lcdfile_paint_glyphs(screen, before, out);
	out = stpcpy(out, "\033[H\033[2J");
	for (size_t i = 0; i + 1 < n; i++) {
		if (text[i] == '\n')
			*out++ = '\r';
		*out++ = text[i];
	}
	out = lcdfile_paint_switches(screen, before, out);
	return lcdfile_paint_cursor(screen, out) - start;
}

size_t lcdfile_paint(enum lcdfile_kind kind, const struct screen *screen,
		     const struct screen *before, char *out)
{
	char *start = out;

	if (kind == LCDFILE_TEXT)
		return screen_text(screen, out);
	/*
	 * Another writer may have set margins, between which rows would scroll. The
	 * kernel's own /dev/lcd would take all up to a line feed for the sequence.
	 */
	if (kind == LCDFILE_LCD)
		out = stpcpy(out, "\033[r");
	if (kind == LCDFILE_LCD && screen->backlight && screen->level != before->level)
		out += sprintf(out, "\033[Lv%u;", screen->level);
	return out + lcdfile_paint_stream(screen, before, out) - start;
}
