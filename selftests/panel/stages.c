// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"
#include "emu.h"
#include "panel.h"
#include "stages.h"

#define LONG_TEXT							\
	"The quick brown fox\njumps over the lazy\n"			\
	"dog 0123456789 and\nback again, #$%&()*"

static void show_little(const char *board)
{
	(void)board;
	lcd_show("before");
}

/* What follows is initialised at once: users may ask for that once a second. */
static void show_and_unbind(const char *board)
{
	show_little(board);
	panel_unbind(board);
}

/* No picture is left of the last time. */
static void show_anew(const char *board)
{
	show_and_unbind(board);
	panel_bind(board);
	lcd_sync();
}

static void unbind(const char *board)
{
	panel_unbind(board);
	lcd_overwrite("after");
}

static void lose_power(const char *board)
{
	show_and_unbind(board);
	emu_control(board, "power_cycle", "7 noreset");
}

static void change_little(const char *board)
{
	(void)board;
	lcd_overwrite("after\u00e9");
}

static void repaint(const char *board)
{
	(void)board;
	lcd_overwrite(LONG_TEXT);
}

const struct stage stage_probe = { unbind, panel_bind };
const struct stage stage_initialisation = { show_and_unbind, panel_bind };
const struct stage stage_power_cycle = { lose_power, panel_bind };
const struct stage stage_small_change = { show_anew, change_little };
const struct stage stage_repaint = { show_little, repaint };
