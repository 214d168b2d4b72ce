// SPDX-License-Identifier: GPL-2.0-only
/*
 * Screens one after the other on a module, through the planner and a wire to
 * emulated controllers, which must then hold what the glass should show; and
 * no list may cost more than writing each byte that differs by itself.
 *
 * An input begins with the module, the ROM, the costs and the interface; a 0xff
 * separates what is written to the screen between two flushes.
 */
#include "glyphs.h"
#include "hd44780-variants.h"
#include "invariant.h"
#include "must.h"
#include "vt.h"
#include "wire.h"

static const char *const modules[] = {
	"20x4", "16x2", "40x4", "16x1s", "8x1", "16x4", "40x2", "20x2", "16x1", "8x2",
};

static const struct hd44780_costs costs[] = {
	{ .data = 4, .instruction = 4, .rs_change = 1 },
	{ .data = 6, .instruction = 6, .rs_change = 1 },
	{ .data = 1, .instruction = 1 },
	{ .data = 7, .instruction = 2 },
	{ .data = 1, .instruction = 5, .rs_change = 2 },
};

/* What an address and a byte of data cost, where RS may have to change twice. */
static unsigned int cost_alone(const struct hd44780_costs *wire)
{
	return wire->instruction + wire->data + 2 * wire->rs_change;
}

static unsigned int bytes_wrong(const struct hd44780_state *is, const struct hd44780_state *should)
{
	unsigned int wrong = 0;

	for (unsigned int i = 0; i < HD44780_CELLS; i++)
		wrong += should->ddram[i] != HD44780_NO_CODE && is->ddram[i] != should->ddram[i];
	for (unsigned int i = 0; i < HD44780_SLOTS * HD44780_SLOT_ROWS; i++)
		wrong += should->cgram[i / 8][i % 8] != HD44780_NO_ROW &&
			 is->cgram[i / 8][i % 8] != should->cgram[i / 8][i % 8];
	return wrong;
}

/* Off, on, and the cursor, each by itself. */
static unsigned int naive_cost(const struct wire *wire, const struct hd44780_costs *cost)
{
	unsigned int all = 0;

	for (unsigned int i = 0; i < hd44780_units(&wire->module); i++) {
		const struct hd44780_state *is = &wire->known.unit[i];
		const struct hd44780_state *should = &wire->should[i];
		unsigned int instructions = (is->control != should->control) +
					    (should->address != HD44780_NO_ADDRESS);

		all += bytes_wrong(is, should) * cost_alone(cost);
		all += instructions * (cost->instruction + cost->rs_change);
	}
	return all;
}

static u8 control_of(const struct controller *c)
{
	return HD44780_CONTROL | (c->on ? HD44780_CONTROL_DISPLAY : 0) |
	       (c->cursor ? HD44780_CONTROL_CURSOR : 0) | (c->blink ? HD44780_CONTROL_BLINK : 0);
}

/* 0x08..0x0f only repeat 0x00..0x07. */
static bool same_code(u8 a, u8 b)
{
	return a == b || (a < 16 && b < 16 && a % 8 == b % 8);
}

static void unit_must_hold(const struct wire *wire, unsigned int i)
{
	const struct controller *c = &wire->unit[i].controller;
	const struct hd44780_state *should = &wire->should[i];

	for (unsigned int at = 0; at < HD44780_CELLS; at++)
		must(should->ddram[at] == HD44780_NO_CODE ||
		     same_code(c->ddram[at], should->ddram[at]));
	for (unsigned int at = 0; at < HD44780_SLOTS * HD44780_SLOT_ROWS; at++)
		must(should->cgram[at / 8][at % 8] == HD44780_NO_ROW ||
		     (c->cgram[at] & HD44780_ROW_PIXELS) == should->cgram[at / 8][at % 8]);
	must(control_of(c) == should->control);
	must(should->address == HD44780_NO_ADDRESS ||
	     (!c->in_cgram && (0x80 | c->ac) == should->address));
}

#define ROMS 4

/* charset_rom_code() of the Basic Multilingual Plane, asked for once. */
static int rom_code(enum charset_rom rom, u32 cp)
{
	static short codes[ROMS][0x10000];
	short *code = &codes[rom][cp & 0xffff];

	if (!*code)
		*code = 2 + charset_rom_code(rom, cp & 0xffff);
	return cp < 0x10000 ? *code - 2 : -1;
}

/* A cell whose character the ROM has shows that code. */
static void rom_must_show(const struct wire *wire, enum charset_rom rom,
			  const struct screen *screen)
{
	for (unsigned int row = 0; row < screen->rows && screen->power; row++) {
		for (unsigned int col = 0; col < screen->cols; col++) {
			int code = rom_code(rom, screen->cells[row][col]);

			if (code >= 16)
				must(wire_code(wire, row, col) == code);
		}
	}
}

static void flush(struct wire *wire, struct glyphs *glyphs, enum charset_rom rom,
		  const struct screen *screen, const struct hd44780_costs *cost)
{
	unsigned int most;

	glyphs_render(&wire->module, rom, screen, &wire->known, glyphs);
	memcpy(wire->should, glyphs->should, sizeof(wire->should));
	most = naive_cost(wire, cost);
	must(wire_flush(wire, cost) <= most);
	must(wire->plan.count <= HD44780_OPS);
	for (unsigned int i = 0; i < hd44780_units(&wire->module); i++)
		unit_must_hold(wire, i);
	rom_must_show(wire, rom, screen);
	must(!strcmp(wire_breach(wire), "none"));
	must(!wire_flush(wire, cost));
}

static const struct hd44780_variant three_lines = {
	.lines = 3, .line_cells = 16, .line_step = 16,
};

static const struct hd44780_variant *const variants[] = {
	NULL, &three_lines, &hd44780_us2066, &hd44780_ws0010, &hd44780_vfd,
};

/* Whatever the arguments hold, the list is bounded. */
static void plan_nonsense(struct input input, struct hd44780_plan *plan)
{
	struct {
		struct hd44780_module module;
		struct hd44780_costs cost;
		struct hd44780_glass is;
		struct hd44780_state should[HD44780_UNITS];
	} nonsense;

	if (!input.count)
		return;
	for (size_t i = 0; i < sizeof(nonsense); i++)
		((u8 *)&nonsense)[i] = input.bytes[i % input.count] + i / input.count;
	nonsense.module.split = input.count % 2;
	nonsense.module.variant = variants[input.count / 2 % ARRAY_SIZE(variants)];
	hd44780_plan(&nonsense.module, &nonsense.cost, &nonsense.is, nonsense.should, plan);
	must(plan->count <= HD44780_OPS);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	static struct glyphs glyphs;
	static struct wire wire;
	struct input input = { bytes, count }, piece;
	const char *name = modules[input_byte(&input) % ARRAY_SIZE(modules)];
	enum charset_rom rom = input_byte(&input) % ROMS;
	const struct hd44780_costs *cost = &costs[input_byte(&input) % ARRAY_SIZE(costs)];
	u8 how = input_byte(&input);
	struct screen screen;
	struct vt vt = { 0 };

	wire_power_on(&wire, name, NULL, how % 2 ? 8 : 4, 1 + how);
	wire_init(&wire);
	screen_init(&screen, wire.glass->rows, wire.glass->cols);
	flush(&wire, &glyphs, rom, &screen, cost);
	plan_nonsense(input, &wire.plan);
	while (input.count) {
		piece = input_until(&input, 0xff);
		vt_write(&vt, &screen, piece.bytes, piece.count);
		must_hold(invariant_state(&vt, &screen));
		flush(&wire, &glyphs, rom, &screen, cost);
	}
	return 0;
}
