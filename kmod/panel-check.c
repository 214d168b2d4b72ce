// SPDX-License-Identifier: GPL-2.0-only
/*
 * The self-check. A stray pulse on E or a dip of the supply can change a
 * controller without an error on the wire. Only differences are sent, so such a
 * fault would stay for ever.
 *
 * A check synchronises the controller and sets its modes. Then it reads the known
 * bytes of DDRAM and CGRAM and repairs the wrong ones, or writes all of them again
 * if that is cheaper. It works in slices, so that a flush never waits long.
 */
#include <linux/device.h>
#include <linux/minmax.h>
#include <linux/ratelimit.h>
#include <linux/time64.h>

#include "panel.h"

#define SLICE_NS (5 * NSEC_PER_MSEC)
#define CGRAM_BYTES (HD44780_SLOTS * HD44780_SLOT_ROWS)
#define MEMORY_BYTES (HD44780_CELLS + CGRAM_BYTES)
#define TRIAL_CELL 0x15		/* an address with ones and zeros */

/* A byte of a controller's memory: the cells, then the rows of the pictures. */
static u8 *memory_byte(struct hd44780_state *state, unsigned int at)
{
	unsigned int row = at - HD44780_CELLS;

	if (at < HD44780_CELLS)
		return &state->ddram[at];
	return &state->cgram[row / HD44780_SLOT_ROWS][row % HD44780_SLOT_ROWS];
}

static u8 unknown_byte(unsigned int at)
{
	return at < HD44780_CELLS ? HD44780_NO_CODE : HD44780_NO_ROW;
}

static u8 address_of(const struct panel *panel, unsigned int at)
{
	return at < HD44780_CELLS ? hd44780_address(&panel->module, at) :
				    HD44780_SET_CGRAM | (at - HD44780_CELLS);
}

/* How many bytes fit into a slice, if each takes @cost units of the wire. */
static unsigned int slice_bytes(const struct panel *panel, unsigned int cost)
{
	const struct hd44780_costs *costs = &panel->costs;
	unsigned int units = SLICE_NS / panel->unit_ns;
	unsigned int address = costs->instruction + 2 * costs->rs_change;

	return units > address + cost ? (units - address) / cost : 1;
}

/* How many of the @count bytes from @first need no new address. */
static unsigned int run_of(const struct panel *panel, unsigned int first,
			   unsigned int count)
{
	unsigned int run = 1;

	while (run < count &&
	       hd44780_next_address(&panel->module, address_of(panel, first + run - 1)) ==
	       address_of(panel, first + run))
		run++;
	return run;
}

/* Send all bytes marked unknown. The cursor is hidden until the check is over. */
static int send_forgotten(struct panel *panel, bool over)
{
	struct hd44780_state should[HD44780_UNITS];

	for (unsigned int i = 0; i < HD44780_UNITS; i++) {
		should[i] = panel->glyphs.should[i];
		if (over)
			continue;
		should[i].control &= ~(HD44780_CONTROL_CURSOR |
				       HD44780_CONTROL_BLINK);
		should[i].address = HD44780_NO_ADDRESS;
	}
	hd44780_plan(&panel->module, &panel->costs, &panel->glass, should,
		     &panel->plan);
	return panel_send(panel);
}

/* Reading back */

static int set_address(struct panel *panel, unsigned int unit, u8 address)
{
	panel->plan.ops[0] = hd44780_op(&panel->module,
					unit ? HD44780_SECOND : 0, address);
	panel->plan.count = 1;
	return panel_send(panel);
}

/* Return: 1 if the address counter reads as set, else 0; or a negative errno. */
static int address_reads(struct panel *panel, unsigned int unit, u8 address)
{
	u8 bits = hd44780_cell(&panel->module, address) < 0 ? 0x3f : 0x7f;
	u8 counter;
	int err;

	err = set_address(panel, unit, address);
	if (!err)
		err = panel->wire->read(panel, unit ? HD44780_SECOND : 0,
					&counter, 1);
	if (err)
		return err;
	/* Addresses of DDRAM have seven bits, of CGRAM six (HD44780U data sheet, p. 24). */
	return (counter & bits) == (address & bits);
}

int panel_check_wire(struct panel *panel)
{
	int reads;

	panel->readable = false;
	if (!panel->read_cost)
		return 0;
	reads = address_reads(panel, 0, hd44780_address(&panel->module, TRIAL_CELL));
	panel->readable = reads > 0;
	return min(reads, 0);
}

/* Return: how many bytes were wrong, and are now marked unknown; or a negative errno. */
static int read_bytes(struct panel *panel, unsigned int first, unsigned int count)
{
	struct panel_check *check = &panel->check;
	struct hd44780_state *is = &panel->glass.unit[check->unit];
	u8 bytes[MEMORY_BYTES];
	int err, wrong = 0;

	err = panel->wire->read(panel, HD44780_DATA |
				(check->unit ? HD44780_SECOND : 0), bytes, count);
	is->address = HD44780_NO_ADDRESS;
	if (err)
		return err;
	for (unsigned int i = 0; i < count; i++) {
		u8 *known = memory_byte(is, first + i);
		u8 seen = bytes[i];

		if (first >= HD44780_CELLS)
			seen &= HD44780_ROW_PIXELS;
		if (*known == unknown_byte(first) || *known == seen)
			continue;
		*known = unknown_byte(first);
		wrong++;
	}
	return wrong;
}

static int read_slice(struct panel *panel)
{
	struct panel_check *check = &panel->check;
	unsigned int first = check->at;
	unsigned int end = first < HD44780_CELLS ? HD44780_CELLS : MEMORY_BYTES;
	unsigned int count = min(end - first, slice_bytes(panel, panel->read_cost));
	int wrong;

	count = run_of(panel, first, count);
	wrong = address_reads(panel, check->unit, address_of(panel, first));
	if (wrong < 0)
		return wrong;
	if (!wrong) {
		check->reads = false;	/* what it reads may be wrong */
		return 0;
	}
	wrong = read_bytes(panel, first, count);
	if (wrong < 0)
		return wrong;
	check->at += count;
	if (!wrong)
		return 0;
	atomic64_add(wrong, &panel->repairs);
	if (__ratelimit(&panel->repair_log))
		dev_info(panel->dev, "repaired %d bytes: noise or a dip of the supply?\n",
			 wrong);
	return send_forgotten(panel, false);
}

/* Sending again */

static int rewrite_slice(struct panel *panel)
{
	struct panel_check *check = &panel->check;
	unsigned int left = slice_bytes(panel, panel->costs.data);

	for (; left && check->at < MEMORY_BYTES; check->at++) {
		u8 *known = memory_byte(&panel->glass.unit[check->unit], check->at);

		if (*known == unknown_byte(check->at))
			continue;
		*known = unknown_byte(check->at);
		left--;
	}
	return send_forgotten(panel, false);
}

/* The slices of a check */

static int resync_slice(struct panel *panel)
{
	int err = 0;

	if (panel->wire->refresh)
		err = panel->wire->refresh(panel);
	if (err)
		return err;
	/* A chip that had lost its registers may have missed a key. */
	panel_keys_wake(panel);
	hd44780_resync(&panel->module, panel->check.unit, &panel->glass,
		       &panel->plan);
	err = panel_send(panel);
	if (!err && panel->light_wired)
		err = panel->wire->light(panel);
	return err;
}

void panel_check_start(struct panel *panel)
{
	panel->check = (struct panel_check){
		.running = true,
		.resync = true,
		.reads = panel->readable &&
			 panel->read_cost <= panel->costs.data,
	};
}

static int check_slice(struct panel *panel)
{
	struct panel_check *check = &panel->check;

	if (check->resync) {
		check->resync = false;
		return resync_slice(panel);
	}
	if (check->at < MEMORY_BYTES)
		return check->reads ? read_slice(panel) : rewrite_slice(panel);
	if (++check->unit < hd44780_units(&panel->module)) {
		check->at = 0;
		check->resync = true;
		return 0;
	}
	check->running = false;
	atomic64_inc(&panel->checks);
	return send_forgotten(panel, true);
}

/*
 * The busy flag may stay high because of a stray nibble after the synchronisation: begin
 * again before initialising the controllers, which would clear the glass.
 */
int panel_check_slice(struct panel *panel)
{
	struct panel_check *check = &panel->check;
	int err = check_slice(panel);

	if (err != -ETIMEDOUT || check->again)
		return err;
	panel_check_start(panel);
	check->again = true;
	return 0;
}
