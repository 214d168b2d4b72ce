// SPDX-License-Identifier: GPL-2.0-only
/*
 * The instructions of the HD44780U, from its data sheet (table 6, pages 24
 * to 31). It knows nothing of pins and time: see mpu.c.
 */
#include "controller.h"

#define SECOND_LINE	0x40
#define NO_FONT		0xff
#define TIME_SHORT	(37 * LCD_USEC)
#define TIME_HOME	(1520 * LCD_USEC)

static u64 garbage(u64 *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void fill(u8 *ram, size_t size, u64 *seed)
{
	for (size_t i = 0; i < size; i++)
		ram[i] = garbage(seed) >> 32;
}

u8 controller_blank(const struct controller *c)
{
	return ' ' + (c->kind ? c->kind->ascii : 0);
}

void controller_become(struct controller *c, const struct controller_kind *kind)
{
	c->kind = kind;
	c->table = 0;
	c->contrast = 0;
	c->booster = false;
	c->follower = false;
	c->three = false;
	c->dark = kind && kind->converts;
	c->told = kind && kind->lines && !kind->when_told;
	c->brightness = kind ? kind->brightness : 0;
	c->font = NO_FONT;
	c->operand = 0;
	c->awaits = 0;
}

static bool is_wide(const struct controller *c, bool told)
{
	return c->kind && c->kind->width ? c->kind->width == 8 : told;
}

void controller_reset(struct controller *c, u64 seed)
{
	memset(c, 0, offsetof(struct controller, kind));
	memset(c->ddram, controller_blank(c), sizeof(c->ddram));
	memset(c->spare, controller_blank(c), sizeof(c->spare));
	c->increment = true;
	c->wide = is_wide(c, true);
	if (!seed)
		return;
	fill(c->ddram, sizeof(c->ddram), &seed);
	fill(c->cgram, sizeof(c->cgram), &seed);
}

void controller_garble(struct controller *c, u64 seed)
{
	u64 bits;

	controller_reset(c, seed | 1);
	bits = garbage(&seed) >> 16;
	c->increment = bits & 1;
	c->autoshift = bits & 2;
	c->on = bits & 4;
	c->cursor = bits & 8;
	c->blink = bits & 16;
	c->wide = is_wide(c, bits & 32);
	c->two_line = bits & 64;
	c->tall = bits & 128;
	c->in_cgram = bits & 256;
	c->shift = (bits >> 9) % CONTROLLER_LINE;
	c->ac = (bits >> 16) % CONTROLLER_LINE;
}

bool controller_has_own_lines(const struct controller *c)
{
	return c->kind && c->told;
}

static unsigned int line_step(const struct controller *c)
{
	return c->kind->step ?: c->kind->line;
}

static unsigned int line_length(const struct controller *c)
{
	if (controller_has_own_lines(c))
		return c->kind->line;
	return c->two_line ? CONTROLLER_LINE : CONTROLLER_DDRAM;
}

/* Characters of memory that each of two lines has, shown or not. */
static unsigned int line_memory(const struct controller *c)
{
	return CONTROLLER_LINE + (c->kind ? c->kind->spare : 0);
}

static bool address_exists(const struct controller *c, u8 address)
{
	if (controller_has_own_lines(c))
		return address / line_step(c) < c->kind->lines &&
		       address % line_step(c) < c->kind->line;
	if (c->two_line)
		return (address & ~SECOND_LINE) < line_memory(c);
	return address < CONTROLLER_DDRAM;
}

u8 *controller_ddram(struct controller *c, u8 address)
{
	unsigned int cell = address;

	if (!address_exists(c, address))
		return NULL;
	if (controller_has_own_lines(c))
		cell = address / line_step(c) * c->kind->line + address % line_step(c);
	else if (c->two_line && address % SECOND_LINE >= CONTROLLER_LINE)
		return &c->spare[address / SECOND_LINE][address % SECOND_LINE - CONTROLLER_LINE];
	else if (c->two_line && address >= SECOND_LINE)
		cell = CONTROLLER_LINE + address - SECOND_LINE;
	return &c->ddram[cell];
}

/* In a hole of the memory map a write is lost, and a read gives blanks. */
static u8 *memory(struct controller *c)
{
	if (c->in_cgram)
		return &c->cgram[c->ac % CONTROLLER_CGRAM];
	return controller_ddram(c, c->ac);
}

static u8 next_of_own(const struct controller *c)
{
	unsigned int line = c->ac / line_step(c);

	if (c->ac % line_step(c) + 1 < c->kind->line)
		return c->ac + 1;
	return (line + 1) % c->kind->lines * line_step(c);
}

static u8 next_address(const struct controller *c)
{
	if (c->in_cgram)
		return (c->ac + 1) % CONTROLLER_CGRAM;
	if (controller_has_own_lines(c))
		return next_of_own(c);
	if (!c->two_line)
		return c->ac == CONTROLLER_DDRAM - 1 ? 0 : (c->ac + 1) & 0x7f;
	if (c->ac == line_memory(c) - 1)
		return SECOND_LINE;
	if (c->ac == SECOND_LINE + line_memory(c) - 1)
		return 0;
	return (c->ac + 1) & 0x7f;
}

static u8 previous_address(const struct controller *c)
{
	if (c->in_cgram)
		return (c->ac + CONTROLLER_CGRAM - 1) % CONTROLLER_CGRAM;
	if (!c->two_line)
		return c->ac ? c->ac - 1 : CONTROLLER_DDRAM - 1;
	if (c->ac == SECOND_LINE)
		return line_memory(c) - 1;
	if (c->ac == 0)
		return SECOND_LINE + line_memory(c) - 1;
	return c->ac - 1;
}

static void step(struct controller *c, bool up)
{
	c->ac = up ? next_address(c) : previous_address(c);
}

static void shift_display(struct controller *c, bool left)
{
	unsigned int length = line_length(c);

	c->shift = (c->shift + (left ? 1 : length - 1)) % length;
}

static void home(struct controller *c)
{
	c->ac = 0;
	c->in_cgram = false;
	c->fetched = false;
	c->shift = 0;
}

static void clear(struct controller *c)
{
	memset(c->ddram, controller_blank(c), sizeof(c->ddram));
	memset(c->spare, controller_blank(c), sizeof(c->spare));
	home(c);
	c->increment = true;
}

static void move(struct controller *c, u8 code)
{
	bool right = code & 0x04;

	if (code & 0x08) {
		shift_display(c, !right);
		return;
	}
	step(c, right);
	c->fetched = !c->in_cgram;
}

static void set_function(struct controller *c, u8 code)
{
	c->wide = is_wide(c, code & 0x10);
	c->two_line = code & 0x08;
	c->tall = code & 0x04;
	c->shift %= line_length(c);
}

static void set_display(struct controller *c, u8 code)
{
	c->on = code & 0x04;
	c->cursor = code & 0x02;
	c->blink = code & 0x01;
}

static void set_entry(struct controller *c, u8 code)
{
	c->increment = code & 0x02;
	c->autoshift = code & 0x01;
}

static bool set_ddram(struct controller *c, u8 code)
{
	c->in_cgram = false;
	c->fetched = true;
	c->ac = code & 0x7f;
	return address_exists(c, c->ac);
}

static void set_cgram(struct controller *c, u8 code)
{
	c->in_cgram = true;
	c->fetched = true;
	c->ac = code & 0x3f;
}

/* The highest bit that is set tells the instruction. */
bool controller_execute(struct controller *c, u8 code, u32 *time)
{
	int translated = c->kind && c->kind->translate ?
			 c->kind->translate(c, code) : code;
	u32 time_home = c->kind && c->kind->home_ns ? c->kind->home_ns : TIME_HOME;

	*time = c->kind && c->kind->short_ns ? c->kind->short_ns : TIME_SHORT;
	if (translated == CONTROLLER_OWN)
		return true;
	code = translated;
	if (code & 0x80)
		return set_ddram(c, code);
	if (code & 0x40) {
		set_cgram(c, code);
	} else if (code & 0x20) {
		set_function(c, code);
	} else if (code & 0x10) {
		move(c, code);
	} else if (code & 0x08) {
		set_display(c, code);
	} else if (code & 0x04) {
		set_entry(c, code);
	} else if (code & 0x02) {
		home(c);
		*time = time_home;
	} else if (code & 0x01) {
		clear(c);
		*time = time_home;
	}
	return true;
}

void controller_write(struct controller *c, u8 data)
{
	u8 *cell = memory(c);

	if (c->kind && c->kind->take && c->kind->take(c, data))
		return;
	if (cell)
		*cell = data;
	c->last = data;
	c->fetched = false;
	step(c, c->increment);
	if (c->autoshift && !c->in_cgram)
		shift_display(c, c->increment);
}

u8 controller_read(struct controller *c)
{
	u8 *cell = memory(c);
	u8 data = cell ? *cell : controller_blank(c);

	if (!c->fetched)
		data = c->last;
	c->last = data;
	c->fetched = true;
	step(c, c->increment);
	return data;
}

unsigned int controller_cell(const struct controller *c, unsigned int line,
			     unsigned int position)
{
	unsigned int length = line_length(c);

	return (controller_has_own_lines(c) || c->two_line ? line * length : 0) +
	       (position + c->shift) % length;
}
