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

/* No picture is left of the last time. */
static void show_anew(const char *board)
{
	show_little(board);
	attr_store("LCD", "reinit", "1");
	lcd_sync();
}

static void unbind(const char *board)
{
	panel_unbind(board);
	lcd_overwrite("after");
}

static void reinit(const char *board)
{
	(void)board;
	attr_store("LCD", "reinit", "1");
}

static void lose_power(const char *board)
{
	show_little(board);
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
const struct stage stage_initialisation = { show_little, reinit };
const struct stage stage_power_cycle = { lose_power, reinit };
const struct stage stage_small_change = { show_anew, change_little };
const struct stage stage_repaint = { show_little, repaint };
