// SPDX-License-Identifier: GPL-2.0-only
#include "draw.h"

#include "../base/timer.h"
#include "../pages/blocks.h"
#include "../pages/cells.h"
#include "../pages/numerals.h"

#define CELL_WIDTH 5
#define CELL_HEIGHT 8
#define LINE_CELLS WIDGET_TEXT_MAX
#define NUM_ROWS 4
#define COLON 10

/**
 * struct canvas - a rectangle of a screen to draw in
 * @screen: screen
 * @left:   first column, from 0
 * @top:    first row, from 0
 * @cols:   width
 * @rows:   height
 * @dx:     number of columns scrolled out at the left
 * @dy:     number of rows scrolled out at the top
 */
struct canvas {
	struct screen *screen;
	int left;
	int top;
	int cols;
	int rows;
	int dx;
	int dy;
};

static int min(int a, int b)
{
	return a < b ? a : b;
}

/* @x and @y count from 0. Clip at the canvas, and draw a line feed as a blank. */
static void put(const struct canvas *canvas, int x, int y, u32 cp)
{
	x -= canvas->dx;
	y -= canvas->dy;
	if (x < 0 || y < 0 || x >= canvas->cols || y >= canvas->rows)
		return;
	canvas->screen->cells[canvas->top + y][canvas->left + x] = cp == '\n' ? ' ' : cp;
}

/* Convert UTF-8 to cells. Keep line feeds; a tab is a blank. Return: the number of cells. */
static unsigned int decode(const char *text, u32 cells[LINE_CELLS])
{
	enum charset_cluster cluster = CHARSET_ALONE;
	struct utf8 utf8 = { 0 };
	unsigned int count = 0;
	u32 cp;

	for (; text && *text && count < LINE_CELLS; text++) {
		if (utf8_step(&utf8, (u8)*text, &cp) != UTF8_DONE)
			continue;
		if (cp == '\n') {
			cells[count++] = cp;
			cluster = CHARSET_ALONE;
			continue;
		}
		count = cells_add(cells, count, LINE_CELLS, &cluster, cp == '\t' ? ' ' : cp);
	}
	return count;
}

static void draw_string(const struct canvas *canvas, const struct widget *widget)
{
	u32 cells[LINE_CELLS];
	int count = decode(widget->text, cells);

	for (int i = 0; i < count; i++)
		put(canvas, widget->x - 1 + i, widget->y - 1, cells[i]);
}

/* Draw two blocks, a blank, the text, a blank, and blocks up to the right edge. */
static void draw_title(const struct canvas *canvas, const struct widget *widget)
{
	u32 cells[LINE_CELLS];
	int count = decode(widget->text, cells), width = canvas->cols;

	if (!count)
		return;
	count = min(count, width - 4);
	for (int x = 0; x < width; x++)
		put(canvas, x, 0, BLOCK_FULL);
	put(canvas, 2, 0, ' ');
	for (int i = 0; i < count; i++)
		put(canvas, 3 + i, 0, cells[i]);
	put(canvas, 3 + count, 0, ' ');
}

/* LCDproc measures bars in dots, five to a cell; block characters come in eighths. */
static u32 left_columns(int columns)
{
	static const u8 eighths[CELL_WIDTH] = { 0, 2, 3, 5, 6 };

	return block_left(eighths[columns]);
}

static void draw_hbar(const struct canvas *canvas, const struct widget *widget)
{
	int cells = widget->value / CELL_WIDTH, rest = widget->value % CELL_WIDTH;
	int x = widget->x - 1, y = widget->y - 1, room = SCREEN_MAX_COLS * 2;

	for (int i = 0; i < min(cells, room); i++)
		put(canvas, x + i, y, BLOCK_FULL);
	if (rest && cells < room)
		put(canvas, x + cells, y, left_columns(rest));
}

static void draw_vbar(const struct canvas *canvas, const struct widget *widget)
{
	int cells = widget->value / CELL_HEIGHT, rest = widget->value % CELL_HEIGHT;
	int x = widget->x - 1, y = widget->y - 1, room = SCREEN_MAX_ROWS * 2;

	for (int i = 0; i < min(cells, room); i++)
		put(canvas, x, y - i, BLOCK_FULL);
	if (rest && cells < room)
		put(canvas, x, y - cells, block_lower(rest));
}

static void draw_icon(const struct canvas *canvas, const struct widget *widget)
{
	if (widget->value)
		put(canvas, widget->x - 1, widget->y - 1, charset_cell(widget->value));
}

/* A display of fewer than four rows gets an ordinary digit. */
static void draw_num(const struct canvas *canvas, const struct widget *widget)
{
	u32 cp = widget->value == COLON ? ':' : '0' + widget->value;

	if (widget->value > COLON || !widget->x)
		return;
	if (canvas->rows < NUM_ROWS) {
		put(canvas, widget->x - 1, 0, cp);
		return;
	}
	for (unsigned int row = 0; row < NUM_ROWS; row++)
		for (unsigned int col = 0; col < numeral_width(cp); col++)
			put(canvas, widget->x - 1 + col, row,
			    numeral_cell(cp, NUM_ROWS, row, col));
}

/*
 * Return the number of steps after @age ms at @speed, see struct widget. Set @change to the
 * ms until the next step.
 */
static u64 movement(int speed, u64 age, unsigned int *change)
{
	u64 stroke = age / STROKE_MS;

	if (!speed)
		return 0;
	if (speed < 0) {
		*change = STROKE_MS - age % STROKE_MS;
		return stroke * -(long long)speed;
	}
	*change = (u64)speed * STROKE_MS - age % ((u64)speed * STROKE_MS);
	return stroke / speed;
}

/* Go from 0 to @last and back, again and again. */
static int there_and_back(u64 at, int last)
{
	int phase = last ? at % (2 * last) : 0;

	return phase <= last ? phase : 2 * last - phase;
}

static unsigned int draw_scroller_line(const struct canvas *canvas, const struct widget *widget,
				       const u32 *cells, int count, int width, u64 age)
{
	bool round = widget->direction == 'm';
	int period = round ? count + width / 2 + 1 : count, offset = 0;
	unsigned int change = 0;
	u64 at = 0;

	if (count > width)
		at = movement(widget->speed, age, &change);
	if (count > width)
		offset = round ? at % period : (u64)there_and_back(at, count - width);
	for (int i = 0; i < width; i++) {
		int from = round && count > width ? (offset + i) % period : offset + i;

		put(canvas, widget->x - 1 + i, widget->y - 1, from < count ? cells[from] : ' ');
	}
	return change;
}

/* Break cells into lines. Set @starts to the start of each line and the end of the last. */
static int break_lines(const u32 *cells, int count, int width, int starts[LINE_CELLS + 1])
{
	int lines = 0, begin = 0;

	for (int i = 0; i <= count; i++) {
		if (i < count && cells[i] != '\n' && i - begin < width)
			continue;
		if (i == count && i == begin && lines)
			break;
		starts[lines++] = begin;
		begin = i + (i < count && cells[i] == '\n');
	}
	starts[lines] = count;
	return lines;
}

static void draw_line(const struct canvas *canvas, const struct widget *widget, int row,
		      const u32 *cells, int count, int width)
{
	for (int i = 0; i < width; i++)
		put(canvas, widget->x - 1 + i, widget->y - 1 + row,
		    i < count ? cells[i] : ' ');
}

static unsigned int draw_scroller_block(const struct canvas *canvas, const struct widget *widget,
					const u32 *cells, int count, int width, u64 age)
{
	int starts[LINE_CELLS + 1], height = min(widget->bottom - widget->y + 1, SCREEN_MAX_ROWS);
	int lines = break_lines(cells, count, width, starts), offset = 0;
	unsigned int change = 0;

	if (lines > height)
		offset = there_and_back(movement(widget->speed, age, &change), lines - height);
	for (int row = 0; row < height; row++) {
		int line = offset + row;

		if (line < lines)
			draw_line(canvas, widget, row, cells + starts[line],
				  starts[line + 1] - starts[line], width);
	}
	return change;
}

static unsigned int draw_scroller(const struct canvas *canvas, const struct widget *widget,
				  u64 age)
{
	int width = min(widget->right - widget->x + 1, SCREEN_MAX_COLS);
	u32 cells[LINE_CELLS];
	int count = decode(widget->text, cells);

	if (width < 1 || widget->bottom < widget->y)
		return 0;
	if (widget->direction == 'v')
		return draw_scroller_block(canvas, widget, cells, count, width, age);
	return draw_scroller_line(canvas, widget, cells, count, width, age);
}

static unsigned int draw_all(const struct widget_list *widgets, const struct widget *frame,
			     const struct canvas *canvas, u64 age);

/*
 * Draw the widgets of @frame, or those in no frame if it is NULL, within @bounds. If they
 * need more room, scroll as LCDd does: horizontally to the end and back; vertically to the
 * end, then again from the start.
 */
static unsigned int draw_within(const struct widget_list *widgets, const struct canvas *outer,
				const struct widget *bounds, const struct widget *frame, u64 age)
{
	struct canvas inner = { .screen = outer->screen };
	unsigned int change = 0;
	u64 at = movement(bounds->speed, age, &change);
	bool across = bounds->direction == 'h';
	int spare;

	if (bounds->x < 1 || bounds->y < 1 || bounds->right < bounds->x ||
	    bounds->bottom < bounds->y)
		return 0;
	inner.left = min(outer->left + bounds->x - 1, outer->screen->cols);
	inner.top = min(outer->top + bounds->y - 1, outer->screen->rows);
	inner.cols = min(bounds->right - bounds->x + 1, outer->screen->cols - inner.left);
	inner.rows = min(bounds->bottom - bounds->y + 1, outer->screen->rows - inner.top);
	spare = across ? bounds->width - inner.cols : bounds->height - inner.rows;
	if (spare <= 0)
		change = 0;
	else if (across)
		inner.dx = there_and_back(at, spare);
	else
		inner.dy = at % (spare + 1);
	return sooner(change, draw_all(widgets, frame, &inner, age));
}

static unsigned int draw_widget(const struct widget_list *widgets, const struct widget *widget,
				const struct canvas *canvas, u64 age)
{
	switch (widget->type) {
	case WIDGET_STRING:
		draw_string(canvas, widget);
		return 0;
	case WIDGET_TITLE:
		draw_title(canvas, widget);
		return 0;
	case WIDGET_HBAR:
		draw_hbar(canvas, widget);
		return 0;
	case WIDGET_VBAR:
		draw_vbar(canvas, widget);
		return 0;
	case WIDGET_ICON:
		draw_icon(canvas, widget);
		return 0;
	case WIDGET_NUM:
		draw_num(canvas, widget);
		return 0;
	case WIDGET_SCROLLER:
		return draw_scroller(canvas, widget, age);
	case WIDGET_FRAME:
		return draw_within(widgets, canvas, widget, widget, age);
	}
	return 0;
}

/* The recursion ends: widget_add rejects a frame inside itself. */
static unsigned int draw_all(const struct widget_list *widgets, const struct widget *frame,
			     const struct canvas *canvas, u64 age)
{
	const struct widget *widget;
	unsigned int change = 0;

	TAILQ_FOREACH(widget, widgets, entry)
		if (widget->frame == frame)
			change = sooner(change, draw_widget(widgets, widget, canvas, age));
	return change;
}

unsigned int widgets_draw(const struct widget_list *widgets, struct screen *screen, int height,
			  int speed, u64 age)
{
	const struct canvas canvas = { .screen = screen, .cols = screen->cols,
				       .rows = screen->rows };
	const struct widget whole = { .x = 1, .y = 1, .right = screen->cols,
				      .bottom = screen->rows, .height = height,
				      .direction = 'v', .speed = speed };

	return draw_within(widgets, &canvas, &whole, NULL, age);
}
