// SPDX-License-Identifier: GPL-2.0-only
#include "bands.h"

#include <math.h>
#include <string.h>

#include "../base/timer.h"
#include "blocks.h"
#include "cells.h"
#include "numerals.h"

#define BLINK_MS 500
#define PERCENT 100

/**
 * struct area - the place of a band on the screen
 * @row:  its first row
 * @rows: number of rows
 * @left: its first column
 * @cols: number of columns
 */
struct area {
	unsigned int row;
	unsigned int rows;
	unsigned int left;
	unsigned int cols;
};

/* ---- values ---- */

static void widen(const double *values, unsigned int count, double *min, double *max)
{
	*min = values[0];
	*max = values[0];
	for (unsigned int i = 1; i < count; i++) {
		if (values[i] < *min)
			*min = values[i];
		if (values[i] > *max)
			*max = values[i];
	}
}

/* Set the limits: the given ones, else those of the newest @count values. */
static void band_scale(const struct band *band, unsigned int count, double *min, double *max)
{
	widen(band->values + band->count - count, count, min, max);
	if (band->kind == BAND_BARS && *min > 0)
		*min = 0;
	if (!isnan(band->min))
		*min = band->min;
	if (!isnan(band->max))
		*max = band->max;
}

/* The place of @value between @min and @max, from 0 to @steps. */
static unsigned int level(double value, double min, double max, unsigned int steps)
{
	if (value <= min || max <= min)
		return 0;
	return value >= max ? steps : (value - min) / (max - min) * steps + 0.5;
}

/* ---- bars ---- */

static void draw_column(struct screen *screen, const struct area *area, unsigned int col,
			unsigned int eighths)
{
	for (unsigned int row = area->row + area->rows; row-- > area->row;) {
		unsigned int here = eighths < BLOCK_EIGHTHS ? eighths : BLOCK_EIGHTHS;

		screen->cells[row][col] = block_lower(here);
		eighths -= here;
	}
}

static void draw_progress(const struct band *band, struct screen *screen, const struct area *area)
{
	unsigned int eighths = level(band->values[0], 0, PERCENT, area->cols * BLOCK_EIGHTHS);

	for (unsigned int col = area->left; col < area->left + area->cols; col++) {
		unsigned int here = eighths < BLOCK_EIGHTHS ? eighths : BLOCK_EIGHTHS;

		screen->cells[area->row][col] = block_left(here);
		eighths -= here;
	}
}

/* The least value is one eighth high, so that it is visible. */
static void draw_line(const struct band *band, struct screen *screen, const struct area *area)
{
	unsigned int count = band->count < area->cols ? band->count : area->cols;
	const double *values = band->values + band->count - count;
	double min, max;

	band_scale(band, count, &min, &max);
	for (unsigned int i = 0; i < area->cols; i++)
		draw_column(screen, area, area->left + i,
			    1 + level(values[i * count / area->cols], min, max,
				      BLOCK_EIGHTHS - 1));
}

/* Separate the bars by a free column if there is room. */
static void draw_bars(const struct band *band, struct screen *screen, const struct area *area)
{
	unsigned int count = band->count < area->cols ? band->count : area->cols;
	const double *values = band->values + band->count - count;
	unsigned int gap = 2 * count - 1 <= area->cols;
	unsigned int width = (area->cols - gap * (count - 1)) / count;
	double min, max;

	band_scale(band, count, &min, &max);
	for (unsigned int i = 0; i < count * width; i++)
		draw_column(screen, area, area->left + i + i / width * gap,
			    level(values[i / width], min, max, area->rows * BLOCK_EIGHTHS));
}

/* ---- text ---- */

static unsigned int draw_text(const struct band *band, struct screen *screen, unsigned int row,
			      const struct marquee_pace *pace, u64 age)
{
	const struct marquee_pace stop = { .rest = pace->rest };

	return marquee_draw(screen, row, band->text, strlen(band->text),
			    band->still ? &stop : pace, band->align, age);
}

/* Text in front of bars takes at most half of the row. */
static void draw_label(const struct band *band, struct screen *screen, struct area *area)
{
	u32 cells[SCREEN_MAX_COLS];
	unsigned int count = cells_line(cells, area->cols / 2, band->text, strlen(band->text));

	for (unsigned int i = 0; i < count; i++)
		screen->cells[area->row][i] = cells[i];
	if (count && count + 1 < area->cols) {
		area->left += count + 1;
		area->cols -= count + 1;
	}
}

static unsigned int numerals_width(const u32 *cells, unsigned int count)
{
	unsigned int width = 0;

	for (unsigned int i = 0; i < count; i++)
		width += numeral_width(cells[i]);
	return width;
}

/* If the text is too wide or has only one row, draw it as a line. */
static unsigned int draw_big(const struct band *band, struct screen *screen,
			     const struct area *area, const struct marquee_pace *pace, u64 age)
{
	u32 cells[SCREEN_MAX_COLS + 1];
	unsigned int count = cells_line(cells, SCREEN_MAX_COLS + 1, band->text,
					strlen(band->text));
	unsigned int width = numerals_width(cells, count), left;

	if (area->rows < NUMERAL_ROWS_MIN || width > area->cols)
		return draw_text(band, screen, area->row, pace, age);
	left = marquee_column(band->align, width, area->cols);
	for (unsigned int i = 0; i < count; left += numeral_width(cells[i++]))
		for (unsigned int row = 0; row < area->rows; row++)
			for (unsigned int col = 0; col < numeral_width(cells[i]); col++)
				screen->cells[area->row + row][left + col] =
					numeral_cell(cells[i], area->rows, row, col);
	return 0;
}

/* ---- all ---- */

static unsigned int band_draw(const struct band *band, struct screen *screen,
			      unsigned int row, unsigned int rows,
			      const struct marquee_pace *pace, u64 age)
{
	struct area area = { .row = row, .rows = rows, .cols = screen->cols };

	switch (band->kind) {
	case BAND_TEXT:
		return draw_text(band, screen, row, pace, age);
	case BAND_BIG:
		return draw_big(band, screen, &area, pace, age);
	case BAND_PROGRESS:
		draw_label(band, screen, &area);
		draw_progress(band, screen, &area);
		return 0;
	case BAND_LINE:
		draw_label(band, screen, &area);
		draw_line(band, screen, &area);
		return 0;
	case BAND_BARS:
		draw_label(band, screen, &area);
		draw_bars(band, screen, &area);
		return 0;
	}
	return 0;
}

static bool band_is_high(const struct band *band)
{
	return band->kind == BAND_BIG || band->kind == BAND_BARS;
}

static unsigned int band_least_rows(const struct band *band)
{
	return band_is_high(band) && band->height ? band->height : 1;
}

/* Rows of a band, of @left free ones. A band that takes all leaves the others their rows. */
static unsigned int band_rows(const struct band *band, const struct band *end, unsigned int left)
{
	unsigned int rows = band_least_rows(band), others = 0;

	for (const struct band *next = band + 1; next < end; next++)
		others += band_least_rows(next);
	if (band_is_high(band) && !band->height && others < left)
		rows = left - others;
	return rows < left ? rows : left;
}

unsigned int bands_draw(const struct band *bands, unsigned int count, struct screen *screen,
			const struct marquee_pace *pace, u64 age)
{
	const struct band *end = bands + count;
	unsigned int row = 0, rows, change = 0;

	for (const struct band *band = bands; band < end && row < screen->rows; band++) {
		rows = band_rows(band, end, screen->rows - row);
		if (band->blink)
			change = sooner(change, BLINK_MS - age % BLINK_MS);
		if (!band->blink || age / BLINK_MS % 2 == 0)
			change = sooner(change, band_draw(band, screen, row, rows, pace, age));
		row += rows;
	}
	return change;
}
