// SPDX-License-Identifier: GPL-2.0-only
/* Page numbers: HD44780U data sheet, ADE-207-272(Z). */
#include "hd44780.h"

/* Instructions (table 6, p. 24) */
#define CLEAR 0x01u
#define HOME 0x02u
#define ENTRY_INCREMENT 0x06u
#define FUNCTION 0x20u
#define FUNCTION_8_BITS 0x10u
#define FUNCTION_2_LINES 0x08u

#define LINE_CELLS 40u		/* cells of a line in 2-line mode (p. 11) */
#define LINE_ADDRESSES 0x40u	/* addresses from one line to the next */

/* Microseconds */
#define POWER_ON_MS 40u		/* after Vcc rises to 2.7 V (p. 46) */
#define FIRST_SYNC_US 4100u	/* p. 46 */
#define SECOND_SYNC_US 100u	/* p. 46 */
#define INSTRUCTION_US 37u	/* p. 24 */
#define DATA_US 41u		/* 37, and 4 for the address counter (p. 25) */
#define HOME_US 1520u		/* clear and home (p. 24) */
#define SYNC_ZEROS 5u
#define PAUSE_MS 50u		/* fits into @wait_us of one pause */

static const struct hd44780_variant hd44780;

static const struct hd44780_variant *variant_of(const struct hd44780_module *module)
{
	return module->variant ? module->variant : &hd44780;
}

static bool has_own_lines(const struct hd44780_module *module)
{
	return variant_of(module)->lines;
}

/*
 * A module with one true line has a duty of 1/8 (p. 27). All others use two
 * lines, the four rows of a 20x4 too. Three lines need the bit as well.
 */
static bool has_two_lines(const struct hd44780_module *module)
{
	return module->rows > 1 || module->split || has_own_lines(module);
}

static unsigned int stride(const struct hd44780_module *module)
{
	return module->stride ? module->stride : module->cols;
}

/* Number of cells of a line of the memory; and of addresses from line to line. */
static unsigned int line_cells(const struct hd44780_module *module)
{
	if (has_own_lines(module))
		return module->variant->line_cells;
	return has_two_lines(module) ? LINE_CELLS : HD44780_CELLS;
}

static unsigned int line_step(const struct hd44780_module *module)
{
	if (has_own_lines(module))
		return module->variant->line_step;
	return has_two_lines(module) ? LINE_ADDRESSES : HD44780_CELLS;
}

static unsigned int memory_cells(const struct hd44780_module *module)
{
	if (has_own_lines(module))
		return module->variant->lines * module->variant->line_cells;
	return HD44780_CELLS;
}

unsigned int hd44780_units(const struct hd44780_module *module)
{
	if (has_own_lines(module))
		return 1;
	return module->rows > 2 && module->cols > LINE_CELLS / 2 ? 2 : 1;
}

bool hd44780_module_valid(const struct hd44780_module *module)
{
	if (module->rows < 1 || module->rows > 4 ||
	    module->cols < 1 || module->cols > LINE_CELLS)
		return false;
	if (module->bits != 4 && module->bits != 8)
		return false;
	if (has_own_lines(module))
		return !module->split && module->rows <= module->variant->lines &&
		       module->cols <= module->variant->line_cells;
	if (module->split)
		return module->rows == 1;
	if (module->rows <= 2 || hd44780_units(module) > 1)
		return true;
	return stride(module) >= module->cols &&
	       stride(module) + module->cols <= LINE_CELLS;
}

struct hd44780_place hd44780_place(const struct hd44780_module *module,
				   unsigned int row, unsigned int col)
{
	unsigned int left = module->split ? (module->cols + 1u) / 2 : LINE_CELLS;
	unsigned int unit = 0, cell;

	if (has_own_lines(module)) {
		cell = row * line_cells(module) + col;
		return (struct hd44780_place){ 0, cell % memory_cells(module) };
	}
	if (module->split && col >= left)
		cell = LINE_CELLS + col - left;
	else
		cell = (row & 1) * LINE_CELLS + col;
	if (hd44780_units(module) > 1)
		unit = (row >> 1) & 1;
	else
		cell += (row >> 1) * stride(module);
	return (struct hd44780_place){ unit, cell % HD44780_CELLS };
}

u8 hd44780_address(const struct hd44780_module *module, unsigned int cell)
{
	unsigned int cells = line_cells(module);

	return HD44780_SET_DDRAM | (cell / cells * line_step(module) + cell % cells);
}

int hd44780_cell(const struct hd44780_module *module, u8 address)
{
	unsigned int step = line_step(module), cells = line_cells(module);
	unsigned int at = address & ~HD44780_SET_DDRAM;
	unsigned int cell = at / step * cells + at % step;

	if (!(address & HD44780_SET_DDRAM) || at % step >= cells)
		return -1;
	return cell < memory_cells(module) ? (int)cell : -1;
}

u8 hd44780_next_address(const struct hd44780_module *module, u8 address)
{
	int cell = hd44780_cell(module, address);

	if (cell >= 0 && variant_of(module)->strays &&
	    (cell + 1) % line_cells(module) == 0)
		return HD44780_NO_ADDRESS;
	if (cell >= 0 && cell + 1 < (int)memory_cells(module))
		return hd44780_address(module, cell + 1);
	/* The data sheets of such controllers do not say what follows a line. */
	if (cell >= 0)
		return has_own_lines(module) ? HD44780_NO_ADDRESS : HD44780_SET_DDRAM;
	if ((address & HD44780_SET_CGRAM) &&
	    address != (HD44780_SET_CGRAM | 0x3f))
		return address + 1;
	return HD44780_NO_ADDRESS;
}

static void forget_unit(struct hd44780_state *unit)
{
	memset(unit->ddram, HD44780_NO_CODE, sizeof(unit->ddram));
	memset(unit->cgram, HD44780_NO_ROW, sizeof(unit->cgram));
	unit->control = HD44780_NO_CONTROL;
	unit->address = HD44780_NO_ADDRESS;
}

static void forget(struct hd44780_glass *glass)
{
	for (unsigned int i = 0; i < HD44780_UNITS; i++)
		forget_unit(&glass->unit[i]);
	glass->rs = HD44780_RS_UNKNOWN;
}

static unsigned int not_below(unsigned int us, unsigned int least)
{
	return us > least ? us : least;
}

/* A slow clone's clear and home are slower by the same factor: it has one clock. */
static u16 wait_us(const struct hd44780_module *module, u8 flags, u8 byte)
{
	unsigned int exec_us = not_below(module->exec_us, variant_of(module)->exec_us);
	unsigned int us = not_below(exec_us, INSTRUCTION_US);

	if (flags & HD44780_DATA)
		return not_below(exec_us, DATA_US);
	if (byte != CLEAR && byte != HOME)
		return us;
	us = (us * HOME_US + INSTRUCTION_US - 1) / INSTRUCTION_US;
	us = not_below(us, variant_of(module)->home_us);
	return us < 0xffff ? us : 0xffff;
}

struct hd44780_op hd44780_op(const struct hd44780_module *module, u8 flags,
			     u8 byte)
{
	return (struct hd44780_op){ wait_us(module, flags, byte), byte, flags };
}

static void add(struct hd44780_plan *plan, struct hd44780_op op)
{
	plan->ops[plan->count++] = op;
}

static u8 function_set(const struct hd44780_module *module)
{
	u8 two_lines = variant_of(module)->two_lines;

	if (!two_lines)
		two_lines = FUNCTION_2_LINES;
	return FUNCTION | (module->bits == 8 ? FUNCTION_8_BITS : 0) |
	       (has_two_lines(module) ? two_lines : 0) | module->font;
}

/*
 * The half byte of a function set for four data lines comes next. It completes a home,
 * or is an instruction if the controller used eight. Three times 0x3, which the HD44780
 * wants, may first complete a 0x13: that switches the WS0010's voltage off.
 */
static void sync_with_zeros(const struct hd44780_module *module, u8 flags,
			    struct hd44780_plan *plan)
{
	struct hd44780_op sync = hd44780_op(module, flags | HD44780_NIBBLE, 0);

	for (unsigned int i = 0; i < SYNC_ZEROS; i++)
		add(plan, sync);
	sync.byte = FUNCTION;
	sync.wait_us = wait_us(module, 0, HOME);
	add(plan, sync);
}

/*
 * Figures 23 and 24 (pp. 45, 46): after 0x3 three times, the controller uses eight data
 * lines, even if it was in the middle of a byte on four. The first 0x3 may complete an
 * instruction as slow as home, but never a clear. After power-on the three need @first_us
 * and @second_us between them. With eight lines wired, the lower half is sent too, so
 * that the second line stays visible.
 */
static void sync_interface(const struct hd44780_module *module, u8 flags,
			   unsigned int first_us, unsigned int second_us,
			   struct hd44780_plan *plan)
{
	struct hd44780_op sync = hd44780_op(module, flags | HD44780_NIBBLE,
					    module->bits == 8 ?
					    function_set(module) :
					    FUNCTION | FUNCTION_8_BITS);
	u8 synchronise = variant_of(module)->synchronise;
	u16 exec_us = sync.wait_us;

	if (synchronise == HD44780_WHOLE_BYTES)
		return;
	if (synchronise == HD44780_ZEROS && module->bits == 4) {
		sync_with_zeros(module, flags, plan);
		return;
	}
	sync.wait_us = not_below(wait_us(module, 0, HOME), first_us);
	add(plan, sync);
	sync.wait_us = not_below(exec_us, second_us);
	add(plan, sync);
	sync.wait_us = exec_us;
	add(plan, sync);
	if (module->bits == 4)
		add(plan, hd44780_op(module, sync.flags, FUNCTION));
}

static u8 value_of(const struct hd44780_module *module, u8 value)
{
	switch (value) {
	case HD44780_LEVEL:
		return module->light;
	case HD44780_DIMNESS:
		return variant_of(module)->light_max - module->light;
	case HD44780_FULL:
		return module->light == variant_of(module)->light_max ? 0xff : 0;
	default:
		return module->contrast;
	}
}

static void add_step(const struct hd44780_module *module, u8 flags,
		     const struct hd44780_step *step, struct hd44780_plan *plan)
{
	u8 bits = value_of(module, step->value) >> step->shift & step->mask;

	flags |= HD44780_OWN | (step->data ? HD44780_DATA : 0);
	add(plan, hd44780_op(module, flags, step->byte | bits));
}

/* Send function set, then the controller's own @steps between table switches. */
static void set_modes(const struct hd44780_module *module, u8 flags,
		      struct hd44780_plan *plan)
{
	const struct hd44780_variant *variant = variant_of(module);
	u8 function = function_set(module);

	for (unsigned int i = 0; variant->leave && i < 2; i++)
		add(plan, hd44780_op(module, flags | HD44780_OWN, variant->leave));
	add(plan, hd44780_op(module, flags, function));
	if (variant->extended)
		add(plan, hd44780_op(module, flags, function | variant->extended));
	for (unsigned int i = 0; i < variant->step_count; i++)
		add_step(module, flags, &variant->steps[i], plan);
	if (variant->extended)
		add(plan, hd44780_op(module, flags, function));
}

void hd44780_set_modes(const struct hd44780_module *module,
		       struct hd44780_plan *plan)
{
	plan->count = 0;
	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		u8 flags = i ? HD44780_SECOND : 0;

		set_modes(module, flags, plan);
		add(plan, hd44780_op(module, flags, HD44780_SET_DDRAM));
	}
}

static void add_pause(unsigned int ms, struct hd44780_plan *plan)
{
	for (; ms > PAUSE_MS; ms -= PAUSE_MS)
		add(plan, (struct hd44780_op){ PAUSE_MS * 1000, 0, HD44780_PAUSE });
	if (ms)
		add(plan, (struct hd44780_op){ ms * 1000, 0, HD44780_PAUSE });
}

/* Home after clear: some modules do not home when they clear, and keep a shift. */
static void init_registers(const struct hd44780_module *module, u8 flags,
			   struct hd44780_plan *plan)
{
	set_modes(module, flags, plan);
	add_pause(variant_of(module)->settle_ms, plan);
	add(plan, hd44780_op(module, flags, HD44780_CONTROL));
	add(plan, hd44780_op(module, flags, CLEAR));
	add(plan, hd44780_op(module, flags, ENTRY_INCREMENT));
	add(plan, hd44780_op(module, flags, HOME));
}

void hd44780_init(const struct hd44780_module *module,
		  struct hd44780_glass *glass, struct hd44780_plan *plan)
{
	forget(glass);
	plan->count = 0;
	add_pause(not_below(variant_of(module)->power_on_ms, POWER_ON_MS), plan);
	for (unsigned int i = 0; i < hd44780_units(module); i++) {
		u8 flags = i ? HD44780_SECOND : 0;

		sync_interface(module, flags, FIRST_SYNC_US, SECOND_SYNC_US, plan);
		init_registers(module, flags, plan);
	}
}

void hd44780_resync(const struct hd44780_module *module, unsigned int unit,
		    const struct hd44780_glass *glass,
		    struct hd44780_plan *plan)
{
	u8 flags = unit ? HD44780_SECOND : 0;
	u8 control = glass->unit[unit].control &
		     ~(HD44780_CONTROL_CURSOR | HD44780_CONTROL_BLINK);

	plan->count = 0;
	sync_interface(module, flags, 0, 0, plan);
	set_modes(module, flags, plan);
	add(plan, hd44780_op(module, flags, ENTRY_INCREMENT));
	add(plan, hd44780_op(module, flags, control));
	add(plan, hd44780_op(module, flags, HOME));
	add(plan, hd44780_op(module, flags, HD44780_SET_DDRAM));
}

u8 *hd44780_byte(const struct hd44780_module *module,
		 struct hd44780_state *unit, u8 address)
{
	int cell = hd44780_cell(module, address);
	unsigned int row = address & ~HD44780_SET_CGRAM;

	if (cell >= 0)
		return &unit->ddram[cell];
	if ((address & (HD44780_SET_DDRAM | HD44780_SET_CGRAM)) != HD44780_SET_CGRAM)
		return NULL;
	return &unit->cgram[row / HD44780_SLOT_ROWS][row % HD44780_SLOT_ROWS];
}

static void apply_data(const struct hd44780_module *module, u8 data,
		       struct hd44780_state *unit)
{
	u8 *byte = hd44780_byte(module, unit, unit->address);

	if (byte)
		*byte = data;
	unit->address = hd44780_next_address(module, unit->address);
}

/*
 * After clear and home, assume no blanks and no address: then everything is
 * painted, and a module that was too slow for the clear still shows the right text.
 */
static void apply_instruction(u8 instruction, struct hd44780_state *unit)
{
	if (instruction & (HD44780_SET_DDRAM | HD44780_SET_CGRAM))
		unit->address = instruction;
	else if ((instruction & ~0x07u) == HD44780_CONTROL)
		unit->control = instruction;
	else if (instruction == CLEAR || instruction == HOME)
		unit->address = HD44780_NO_ADDRESS;
}

void hd44780_apply(const struct hd44780_module *module,
		   const struct hd44780_op *op, struct hd44780_state *unit)
{
	if (op->flags & HD44780_OWN)
		unit->address = HD44780_NO_ADDRESS;
	else if (op->flags & HD44780_DATA)
		apply_data(module, op->byte, unit);
	else
		apply_instruction(op->byte, unit);
}

void hd44780_commit(const struct hd44780_module *module,
		    const struct hd44780_plan *plan,
		    struct hd44780_glass *glass)
{
	for (unsigned int i = 0; i < plan->count; i++) {
		const struct hd44780_op *op = &plan->ops[i];

		if (op->flags & HD44780_PAUSE)
			continue;
		glass->rs = op->flags & HD44780_DATA ? HD44780_RS_DATA :
						       HD44780_RS_INSTRUCTION;
		hd44780_apply(module, op, &glass->unit[op->flags & HD44780_SECOND ? 1 : 0]);
	}
}
