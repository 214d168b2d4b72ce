// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a display from its file and attributes, or draws a text file as "cat FILE >
 * /dev/LCD" would show it.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "picture.h"
#include "display_file.h"
#include "text/vt.h"

#define FILE_MAX 65536		/* of a longer file the end is what a display shows */

static bool fail(struct source *source, const char *why)
{
	snprintf(source->why, sizeof(source->why), "%s", why);
	return false;
}

static bool fail_errno(struct source *source)
{
	display_file_explain(source->path, errno, source->why, sizeof(source->why));
	return false;
}

void source_close(struct source *source)
{
	if (source->fd < 0)
		return;
	close(source->fd);
	close(source->sysfs);
	source->fd = -1;
}

/* Write the rest of @fd, at most @limit bytes, to the screen. */
static bool show_rest(int fd, size_t limit, struct screen *screen)
{
	struct vt vt = { 0 };
	u8 piece[4096];
	ssize_t got;

	vt_init(&vt);
	while (limit) {
		got = read(fd, piece, limit < sizeof(piece) ? limit : sizeof(piece));
		if (got <= 0)
			return !got;
		vt_write(&vt, screen, piece, got);
		limit -= got;
	}
	return true;
}

static bool read_text_file(struct source *source, int fd, off_t size, struct picture *picture)
{
	struct picture fresh = { .rom = CHARSET_A00 };

	screen_init(&fresh.screen, source->rows, source->cols);
	if (size > FILE_MAX && lseek(fd, size - FILE_MAX, SEEK_SET) < 0)
		return fail_errno(source);
	if (!show_rest(fd, FILE_MAX, &fresh.screen))
		return fail_errno(source);
	*picture = fresh;
	return true;
}

/* Read eight rows in hex. They stay blank if the user may not read the attribute. */
static void read_glyphs(int sysfs, struct screen *screen)
{
	for (unsigned int n = 0; n < SCREEN_GLYPHS; n++) {
		char name[] = "glyph0";
		char line[32];
		char *rest = line;

		name[strlen("glyph")] += n;
		if (!display_file_word(sysfs, name, line, sizeof(line)))
			return;
		for (unsigned int row = 0; row < SCREEN_GLYPH_ROWS; row++)
			screen->glyphs[n][row] = strtoul(rest, &rest, 16) & SCREEN_GLYPH_MASK;
	}
}

/* Read what is not in the text: cursor, light, power, glyphs, ROM. */
static void read_attributes(int sysfs, struct picture *picture)
{
	struct screen *screen = &picture->screen;
	unsigned int row, col;
	char word[16];
	int flag;

	if (display_file_word(sysfs, "position", word, sizeof(word)) &&
	    sscanf(word, "%u %u", &row, &col) == 2 && row && col)
		screen_move_to(screen, row - 1, col - 1);
	if (display_file_number(sysfs, "cursor", &flag))
		screen->cursor = flag;
	if (display_file_number(sysfs, "backlight", &flag)) {
		screen->backlight = flag;
		screen->level = flag < SCREEN_LIGHT_FULL ? flag : SCREEN_LIGHT_FULL;
	}
	if (display_file_number(sysfs, "power", &flag))
		screen->power = flag;
	if (display_file_number(sysfs, "blink", &flag))
		screen->blink = flag;
	picture->rom = display_file_rom(sysfs);
	read_glyphs(sysfs, screen);
}

/*
 * Read the attributes after the snapshot: if they are newer, the generation has moved
 * since the snapshot, and poll() makes the caller read again.
 */
static bool read_display(struct source *source, struct picture *picture)
{
	struct picture fresh = { .rom = CHARSET_A00 };
	int rows = source->rows;
	int cols = source->cols;

	display_file_number(source->sysfs, "rows", &rows);
	display_file_number(source->sysfs, "cols", &cols);
	screen_init(&fresh.screen, rows, cols);
	if (lseek(source->fd, 0, SEEK_SET) < 0 ||
	    !show_rest(source->fd, SCREEN_TEXT_MAX, &fresh.screen)) {
		fail(source, errno == ENODEV ? "the display was deleted" : strerror(errno));
		source_close(source);
		return false;
	}
	read_attributes(source->sysfs, &fresh);
	*picture = fresh;
	return true;
}

/* Keep @fd if it is a display; else close it. */
static bool adopt_display(struct source *source, int fd, dev_t device)
{
	int rows;

	source->sysfs = display_file_attributes(device);
	if (source->sysfs >= 0 && display_file_number(source->sysfs, "rows", &rows)) {
		source->fd = fd;
		return true;
	}
	if (source->sysfs >= 0)
		close(source->sysfs);
	close(fd);
	return fail(source, "a device, but not a display of devlcd");
}

/* O_NONBLOCK: opening a FIFO or a terminal must not wait. */
static bool open_and_read(struct source *source, struct picture *picture)
{
	int fd = open(source->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat stat;
	bool done;

	if (fd < 0)
		return fail_errno(source);
	if (fstat(fd, &stat)) {
		fail_errno(source);
		close(fd);
		return false;
	}
	if (S_ISCHR(stat.st_mode))
		return adopt_display(source, fd, stat.st_rdev) &&
		       read_display(source, picture);

	if (S_ISREG(stat.st_mode) && !display_file_is_leftover(source->path))
		done = read_text_file(source, fd, stat.st_size, picture);
	else if (S_ISREG(stat.st_mode))
		done = fail_errno(source);
	else
		done = fail(source, "neither a display nor a text file");
	close(fd);
	return done;
}

/*
 * If the open display was deleted, the watch may already have reported a change of its
 * name: so open the file that has the name now at once.
 */
bool source_read(struct source *source, struct picture *picture)
{
	if (source->fd >= 0 && read_display(source, picture))
		return true;
	return open_and_read(source, picture);
}
