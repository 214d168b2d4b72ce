// SPDX-License-Identifier: GPL-2.0-only
#include "lcdproc-draw.h"

#include "macros.h"
#include "text/charset.h"

#define FULL_BLOCK 0x2588u
#define LOWER_EIGHTH 0x2581u		/* up to seven eighths */
#define CELL_WIDTH 5
#define CELL_HEIGHT 8
#define LINE_CELLS WIDGET_TEXT_MAX
#define NUM_ROWS 4
#define NUM_COLS 3
#define COLON 10

/**
 * struct canvas - the part of a screen that may be drawn on
 * @screen: screen
 * @left:   first column, from 0
 * @top:    first row
 * @cols:   width
 * @rows:   height
 * @dx:     columns that have scrolled out at the left
 * @dy:     rows that have scrolled out at the top
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

/* @x and @y from 0; what is outside is clipped. No cell holds a line feed. */
static void put(const struct canvas *canvas, int x, int y, u32 cp)
{
	x -= canvas->dx;
	y -= canvas->dy;
	if (x < 0 || y < 0 || x >= canvas->cols || y >= canvas->rows)
		return;
	canvas->screen->cells[canvas->top + y][canvas->left + x] = cp == '\n' ? ' ' : cp;
}

/* UTF-8 to cells; line feeds stay, tabs become blanks. Return: how many. */
static int decode(const char *text, u32 cells[LINE_CELLS])
{
	struct utf8 utf8 = { 0 };
	int count = 0;
	u32 cp, composed;

	for (; text && *text && count < LINE_CELLS; text++) {
		if (utf8_step(&utf8, (u8)*text, &cp) != UTF8_DONE)
			continue;
		composed = count && charset_combining(cp) ?
			   charset_compose(cells[count - 1], cp) : 0;
		if (composed)
			cells[count - 1] = composed;
		else if (cp == '\n' || cp == '\t')
			cells[count++] = cp == '\n' ? cp : ' ';
		else if (charset_cell(cp))
			cells[count++] = charset_cell(cp);
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

/* Two blocks, the text between blanks, blocks to the right edge. */
static void draw_title(const struct canvas *canvas, const struct widget *widget)
{
	u32 cells[LINE_CELLS];
	int count = decode(widget->text, cells), width = canvas->cols;

	if (!count)
		return;
	count = min(count, width - 4);
	for (int x = 0; x < width; x++)
		put(canvas, x, 0, FULL_BLOCK);
	put(canvas, 2, 0, ' ');
	for (int i = 0; i < count; i++)
		put(canvas, 3 + i, 0, cells[i]);
	put(canvas, 3 + count, 0, ' ');
}

/* A block's left part: how many of a cell's five columns, to eighths. */
static u32 left_part(int columns)
{
	static const u32 parts[CELL_WIDTH] = { ' ', 0x258e, 0x258d, 0x258b, 0x258a };

	return parts[columns];
}

static void draw_hbar(const struct canvas *canvas, const struct widget *widget)
{
	int cells = widget->value / CELL_WIDTH, rest = widget->value % CELL_WIDTH;
	int x = widget->x - 1, y = widget->y - 1, room = SCREEN_MAX_COLS * 2;

	for (int i = 0; i < min(cells, room); i++)
		put(canvas, x + i, y, FULL_BLOCK);
	if (rest && cells < room)
		put(canvas, x + cells, y, left_part(rest));
}

static void draw_vbar(const struct canvas *canvas, const struct widget *widget)
{
	int cells = widget->value / CELL_HEIGHT, rest = widget->value % CELL_HEIGHT;
	int x = widget->x - 1, y = widget->y - 1, room = SCREEN_MAX_ROWS * 2;

	for (int i = 0; i < min(cells, room); i++)
		put(canvas, x, y - i, FULL_BLOCK);
	if (rest && cells < room)
		put(canvas, x, y - cells, LOWER_EIGHTH + rest - 1);
}

static void draw_icon(const struct canvas *canvas, const struct widget *widget)
{
	if (widget->value)
		put(canvas, widget->x - 1, widget->y - 1, charset_cell(widget->value));
}

/*
 * Half a cell stays free at both sides, for digits stand side by side. Block
 * elements: R and L the right and left half, ^ and _ the upper and lower one,
 * the rest quadrants. They are eight, as many as a display has slots.
 */
static const char *const big_digits[COLON + 1][NUM_ROWS] = {
	{ "R^L", "R L", "R L", "'^`" },
	{ "  L", "  L", "  L", "  `" },
	{ "'^L", ",_L", "R  ", "'^`" },
	{ "'^L", " _L", "  L", "'^`" },
	{ "R L", "R_L", "  L", "  `" },
	{ "R^`", "R_.", "  L", "'^`" },
	{ "R^`", "R_.", "R L", "'^`" },
	{ "'^L", "  L", "  L", "  `" },
	{ "R^L", "R_L", "R L", "'^`" },
	{ "R^L", "R_L", "  L", "'^`" },
	{ " ", "_", "_", " " },
};

static u32 big_cell(char c)
{
	static const struct {
		char letter;
		u32 block;
	} blocks[] = {
		{ 'R', 0x2590 }, { 'L', 0x258c }, { '^', 0x2580 }, { '_', 0x2584 },
		{ '\'', 0x259d }, { '`', 0x2598 }, { ',', 0x2597 }, { '.', 0x2596 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++)
		if (blocks[i].letter == c)
			return blocks[i].block;
	return ' ';
}

/* On fewer than four rows a digit is a digit. */
static void draw_num(const struct canvas *canvas, const struct widget *widget)
{
	u32 digit = widget->value;

	if (digit > COLON || !widget->x)
		return;
	if (canvas->rows < NUM_ROWS) {
		put(canvas, widget->x - 1, 0, digit == COLON ? ':' : '0' + digit);
		return;
	}
	for (int row = 0; row < NUM_ROWS; row++)
		for (int i = 0; i < NUM_COLS && big_digits[digit][row][i]; i++)
			put(canvas, widget->x - 1 + i, row, big_cell(big_digits[digit][row][i]));
}

/*
 * Where a movement of @steps positions is, and when it moves next. A positive
 * speed is eighths of a second a step, a negative one steps in an eighth.
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

/* To the end and back again. */
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

/* Break cells into lines of a width: @starts of each, and one past the end. */
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

/* What a frame shows of what is in it: it moves where that is larger. */
static unsigned int draw_frame(const struct widget_list *widgets, const struct canvas *outer,
			       const struct widget *frame, u64 age)
{
	struct canvas inner = { .screen = outer->screen };
	unsigned int change = 0;
	u64 at = movement(frame->speed, age, &change);
	bool across = frame->direction == 'h';
	int spare;

	if (frame->x < 1 || frame->y < 1 || frame->right < frame->x || frame->bottom < frame->y)
		return 0;
	inner.left = min(outer->left + frame->x - 1, outer->screen->cols);
	inner.top = min(outer->top + frame->y - 1, outer->screen->rows);
	inner.cols = min(frame->right - frame->x + 1, outer->screen->cols - inner.left);
	inner.rows = min(frame->bottom - frame->y + 1, outer->screen->rows - inner.top);
	spare = across ? frame->width - inner.cols : frame->height - inner.rows;
	if (spare <= 0)
		change = 0;
	else if (across)
		inner.dx = there_and_back(at, spare);
	else
		inner.dy = there_and_back(at, spare);
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
		return draw_frame(widgets, canvas, widget, age);
	}
	return 0;
}

/* A frame is never inside itself: it is made before what is put into it. */
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

unsigned int widgets_draw(const struct widget_list *widgets, struct screen *screen, u64 age)
{
	const struct canvas whole = { .screen = screen, .cols = screen->cols,
				      .rows = screen->rows };

	return draw_all(widgets, NULL, &whole, age);
}
