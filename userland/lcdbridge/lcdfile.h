/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kinds of file that can be a display: opening one, its size, and what is
 * written to each kind. No state, no event loop.
 */
#ifndef LCDBRIDGE_LCDFILE_H
#define LCDBRIDGE_LCDFILE_H

#include "text/screen.h"

/**
 * enum lcdfile_kind - what a file can do
 * @LCDFILE_LCD:    a display of devlcd: tells its size, is read back by poll()
 * @LCDFILE_TEXT:   a regular file: holds the rows, is read back by inotify
 * @LCDFILE_STREAM: FIFO, terminal, other character device: takes what a
 *                  display would get, and cannot be read back
 */
enum lcdfile_kind { LCDFILE_LCD, LCDFILE_TEXT, LCDFILE_STREAM };

#define LCDFILE_PROBLEM_MAX 512
/* Rows, the sequences around them, eight glyphs and a cell written twice. */
#define LCDFILE_PAINT_MAX (SCREEN_TEXT_MAX + 256)

/**
 * struct lcdfile_state - what a display of devlcd tells beside its text
 * @rows:      its size
 * @cols:      likewise
 * @row:       its cursor, from 0
 * @col:       likewise
 * @backlight: is it on?
 * @power:     is the display?
 */
struct lcdfile_state {
	unsigned int rows;
	unsigned int cols;
	unsigned int row;
	unsigned int col;
	bool backlight;
	bool power;
};

/**
 * lcdfile_open() - open a file as a display
 * @path:    which; never created
 * @kind:    what it is
 * @problem: why it could not be opened, LCDFILE_PROBLEM_MAX bytes
 *
 * Return: a descriptor that does not block, or -1.
 */
int lcdfile_open(const char *path, enum lcdfile_kind *kind, char *problem);

/**
 * lcdfile_state() - ask a display of devlcd
 * @fd:    open display
 * @state: set where it tells
 *
 * Return: does it? No other file does.
 */
bool lcdfile_state(int fd, struct lcdfile_state *state);

/**
 * lcdfile_paint() - the bytes that make a file show a screen
 * @kind:   of the file
 * @screen: what to show
 * @before: what it shows now, for what is not text; that is told anew only
 *          where it differs
 * @out:    room for LCDFILE_PAINT_MAX bytes
 *
 * Return: the number of bytes.
 */
size_t lcdfile_paint(enum lcdfile_kind kind, const struct screen *screen,
		     const struct screen *before, char *out);

#endif
