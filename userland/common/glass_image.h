/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A glass as SVG and PNG, of the same size and with the same dots. To get an image
 * in memory, use open_memstream().
 */
#ifndef DEVLCD_COMMON_GLASS_IMAGE_H
#define DEVLCD_COMMON_GLASS_IMAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "glass.h"
#include "glass_style.h"

#define GLASS_DOT_SIZE 4	/* pixels of a dot in each direction */
#define GLASS_DOT_PITCH 5	/* from one dot to the next */
#define GLASS_MARGIN 15		/* around all dots */

/* Pixels of @dots in a row, GLASS_WIDTH() or GLASS_HEIGHT(), with the margins. */
#define GLASS_PIXELS(dots) \
	(2 * GLASS_MARGIN + (dots) * GLASS_DOT_PITCH - (GLASS_DOT_PITCH - GLASS_DOT_SIZE))

/**
 * glass_svg() - write a glass as an SVG image
 * @out:   stream; the caller checks ferror()
 * @glass: glass
 * @style: its colours
 * @title: a text for readers who cannot see it, UTF-8 that need not be well formed; NULL
 *         for none
 *
 * The path with the id "off" contains all dots, "on" the dots that are on, each run of
 * dots as a line along its middle. A blinking cell is a third path, "blink", which
 * blinks.
 */
void glass_svg(FILE *out, const struct glass *glass, const struct glass_style *style,
	       const char *title);

/**
 * glass_svg_picture() - write a picture as an SVG image with its text as the title
 * @out:     stream; the caller checks ferror()
 * @picture: picture
 * @style:   its colours
 *
 * The title is for readers who cannot see the dots.
 */
void glass_svg_picture(FILE *out, const struct picture *picture, const struct glass_style *style);

/**
 * glass_png() - write a glass as a PNG image of three colours
 * @out:   stream
 * @glass: glass; all dots of a blinking cell are on
 * @style: its colours
 *
 * Return: false with errno without memory, or if the stream has an error.
 */
bool glass_png(FILE *out, const struct glass *glass, const struct glass_style *style);

#endif
