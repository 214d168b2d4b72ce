/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kinds of file that can be a display: how to open one, ask its size, and write to
 * it. No state, no event loop.
 */
#ifndef LCDBRIDGE_LCDFILE_H
#define LCDBRIDGE_LCDFILE_H

#include "text/charset.h"
#include "text/screen.h"

/**
 * enum lcdfile_kind - what a file can do
 * @LCDFILE_LCD:    a display of devlcd: tells its size, is read back by poll()
 * @LCDFILE_TEXT:   a regular file: holds the rows, is read back by inotify
 * @LCDFILE_STREAM: FIFO, terminal, other character device: gets the same bytes as a
 *                  display, and cannot be read back
 */
enum lcdfile_kind { LCDFILE_LCD, LCDFILE_TEXT, LCDFILE_STREAM };

#define LCDFILE_PROBLEM_MAX 512
/* Rows, the sequences around them, eight glyphs and a cell written twice. */
#define LCDFILE_PAINT_MAX (SCREEN_TEXT_MAX + 256)

/**
 * struct lcdfile_state - the attributes of a display of devlcd
 * @rows:      its size
 * @cols:      likewise
 * @row:       its cursor, from 0
 * @col:       likewise
 * @backlight: it is on
 * @level:     of the backlight; SCREEN_LIGHT_FULL if it is off, or at @light_max
 * @light_max: the highest level
 * @power:     the display is on
 */
struct lcdfile_state {
	unsigned int rows;
	unsigned int cols;
	unsigned int row;
	unsigned int col;
	bool backlight;
	u8 level;
	unsigned int light_max;
	bool power;
};

/**
 * lcdfile_open() - open a file as a display
 * @path:    of the file; never created
 * @kind:    set to the kind of the file
 * @problem: why it could not be opened, LCDFILE_PROBLEM_MAX bytes
 *
 * Return: a non-blocking descriptor, or -1.
 */
int lcdfile_open(const char *path, enum lcdfile_kind *kind, char *problem);

/**
 * lcdfile_state() - read the attributes of a display of devlcd
 * @fd:    open display
 * @state: set on success
 *
 * Return: false for any other file.
 */
bool lcdfile_state(int fd, struct lcdfile_state *state);

/* The ROM of a display of devlcd; A00 for any other file. */
enum charset_rom lcdfile_rom(int fd);

/**
 * lcdfile_paint() - get the bytes that make a file show a screen
 * @kind:   of the file
 * @screen: the screen to show
 * @before: what the file shows now: light and power are written only if they differ
 * @out:    room for LCDFILE_PAINT_MAX bytes
 *
 * Return: the number of bytes.
 */
size_t lcdfile_paint(enum lcdfile_kind kind, const struct screen *screen,
		     const struct screen *before, char *out);

#endif
