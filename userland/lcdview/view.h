/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live view: draws the file again whenever it changes.
 */
#ifndef DEVLCD_LCDVIEW_VIEW_H
#define DEVLCD_LCDVIEW_VIEW_H

#include <stdbool.h>

struct frame_style;
struct picture;
struct source;

/**
 * view_run() - show a file until a key or a signal ends the view
 * @source: file; it may go away and come back, but must be there at first
 * @style:  how to draw it; @escapes and @title are set here, by the output
 *
 * If a signal ends the program, the terminal is restored first.
 *
 * Return: exit status.
 */
int view_run(struct source *source, const struct frame_style *style);

/**
 * view_choose_dots() - choose the characters to draw dots with
 * @picture: picture
 * @style:   @kind is set: half blocks if the terminal has room for them, else
 *           braille; without UTF-8 ASCII
 */
void view_choose_dots(const struct picture *picture, struct frame_style *style);

#endif
