// SPDX-License-Identifier: GPL-2.0-only
/*
 * PNG by libpng, with a palette of three colours in two bits a pixel. On an error
 * libpng calls longjmp(), so memory to free then is in a struct.
 */
#include "glass_image.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

enum { COLOUR_GROUND, COLOUR_OFF, COLOUR_ON, COLOURS };

#define PIXEL_BITS 2
#define LINE_BYTES ((GLASS_PIXELS(GLASS_WIDTH(SCREEN_MAX_COLS)) * PIXEL_BITS + 7) / 8)

static void set_pixels(png_byte *line, unsigned int x, unsigned int count, unsigned int colour)
{
	for (; count--; x++)
		line[x / 4] |= colour << (6 - x % 4 * PIXEL_BITS);
}

/* Draw one line of pixels: all lines of a row of dots are the same. */
static void draw_line(const struct glass *glass, unsigned int y, png_byte line[LINE_BYTES])
{
	memset(line, 0, LINE_BYTES);
	for (unsigned int x = 0; x < GLASS_WIDTH(glass->cols); x++) {
		unsigned int colour = COLOUR_GROUND;

		if (x % (GLASS_CELL_COLS + 1) < GLASS_CELL_COLS)
			colour = glass_dot(glass, x, y, GLASS_BLINK_ON) ? COLOUR_ON : COLOUR_OFF;
		set_pixels(line, GLASS_MARGIN + x * GLASS_DOT_PITCH, GLASS_DOT_SIZE, colour);
	}
}

static png_color colour_of(u32 rgb)
{
	return (png_color){ .red = rgb >> 16, .green = rgb >> 8, .blue = rgb };
}

static void write_header(png_struct *png, png_info *info, const struct glass *glass,
			 const struct glass_colours *colours)
{
	const png_color palette[COLOURS] = {
		[COLOUR_GROUND] = colour_of(colours->ground),
		[COLOUR_OFF] = colour_of(colours->off),
		[COLOUR_ON] = colour_of(colours->on),
	};

	png_set_IHDR(png, info, GLASS_PIXELS(GLASS_WIDTH(glass->cols)),
		     GLASS_PIXELS(GLASS_HEIGHT(glass->rows)), PIXEL_BITS,
		     PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE,
		     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_PLTE(png, info, palette, COLOURS);
	png_write_info(png, info);
}

static void write_lines(png_struct *png, const struct glass *glass)
{
	static const png_byte ground[LINE_BYTES];
	unsigned int height = GLASS_PIXELS(GLASS_HEIGHT(glass->rows));
	png_byte line[LINE_BYTES];

	for (unsigned int pixel = 0; pixel < height; pixel++) {
		unsigned int inside = pixel - GLASS_MARGIN;	/* wraps above the glass */
		unsigned int y = inside / GLASS_DOT_PITCH;
		bool dots = pixel >= GLASS_MARGIN && pixel < height - GLASS_MARGIN &&
			    inside % GLASS_DOT_PITCH < GLASS_DOT_SIZE &&
			    y % (GLASS_CELL_ROWS + 1) < GLASS_CELL_ROWS;

		if (dots && inside % GLASS_DOT_PITCH == 0)
			draw_line(glass, y, line);
		png_write_row(png, dots ? line : ground);
	}
}

bool glass_png(FILE *out, const struct glass *glass, const struct glass_style *style)
{
	png_struct *png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_info *info = png ? png_create_info_struct(png) : NULL;

	if (!info) {
		png_destroy_write_struct(&png, NULL);
		errno = ENOMEM;
		return false;
	}
	if (setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		return false;
	}
	png_init_io(png, out);
	write_header(png, info, glass, glass_colours(style, glass->light));
	write_lines(png, glass);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	return !ferror(out);
}
