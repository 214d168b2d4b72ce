// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest.h"

#include "boards.h"
#include "chaos.h"
#include "device.h"
#include "emu.h"
#include "panel.h"
#include "settle.h"

#define ROWS 4
#define COLS 20
#define RETRY_MAX_S "/sys/module/devlcd/parameters/retry_max_s"
#define PARAMETERS "panel_geometry=20x4 retry_max_s=1 gpio_panel=" GPIO_4BIT

bool panels_begin(void)
{
	if (emu_load()) {
		displays_reset("20x4");
		return false;
	}
	panel_prepare("i2c", "", PARAMETERS);
	emu_control("smbus", "plugged", "1");
	emu_control("gpio", "plugged", "1");
	for (int i = 0; i < BOARDS; i++)
		board_restore(i);
	return true;
}

/* The display that has this panel, "" where none has. */
static const char *display_of(const char *panel)
{
	static char name[8];
	const char *seen;

	for (int i = 0; i < 16; i++) {
		snprintf(name, sizeof(name), i ? "LCD%d" : "LCD", i);
		if (!display_exists(name))
			continue;
		seen = attr_show(name, "panel");
		if (!strncmp(seen, panel, strlen(panel)))
			return name;
	}
	return "";
}

static int sync_of(const char *display)
{
	char path[32];
	int fd, err;

	snprintf(path, sizeof(path), "/dev/%s", display);
	fd = open_or_fail(path, O_RDWR);
	err = fsync(fd) ? errno : 0;
	close(fd);
	return err;
}

/*
 * The next cell of a row of the screen: its byte, 0 where it is not ASCII, a
 * blank beyond the end; step over it.
 */
static unsigned char text_cell(const char **text)
{
	unsigned char first = **text;

	if (!first || first == '\n')
		return ' ';
	while ((*++*text & 0xc0) == 0x80)
		;
	return first < 0x80 ? first : 0;
}

/* The same of the glass, where \xNN stands for what is not ASCII. */
static unsigned char glass_cell(const char **glass)
{
	unsigned char first = *(*glass)++;

	if (first == '\\')
		*glass += strlen("xNN");
	return first == '\\' ? 0 : first;
}

static bool row_shows(const char *glass, const char *text)
{
	unsigned char wanted, seen;

	for (int col = 0; col < COLS; col++) {
		wanted = text_cell(&text);
		seen = glass_cell(&glass);
		/* What the ROM lacks may be drawn or transliterated. */
		if (wanted && wanted != '\\' && wanted != '~' && seen != wanted)
			return false;
	}
	return true;
}

static const char *next_row(const char *rows)
{
	const char *end = strchr(rows, '\n');

	return end ? end + 1 : "";
}

static bool glass_shows(const char *glass, const char *text)
{
	for (int row = 0; row < ROWS; row++) {
		if (!row_shows(glass, text))
			return false;
		glass = next_row(glass);
		text = next_row(text);
	}
	return true;
}

static bool board_settles(int board)
{
	char panel[32], display[8];
	const char *glass, *text;

	board_panel(board, panel, sizeof(panel));
	for (int i = 0; i < BOARDS && !*display_of(panel); i++)
		display_new("20x4");
	strcpy(display, display_of(panel));
	if (!*display) {
		ksft_print_msg("%s: no display has the panel %s\n",
			       board_name(board), panel);
		return false;
	}
	attr_store(display, "power", "1");
	if (!eventually(!sync_of(display))) {
		ksft_print_msg("%s: lost, %s\n", display, attr_show(display, "panel"));
		return false;
	}
	glass = emu_show(board_name(board), "glass");
	text = attr_show(display, "text");
	if (glass_shows(glass, text))
		return true;
	ksft_print_msg("%s, %s:\n%s\non its glass:\n%s\n", display, panel, text, glass);
	return false;
}

static bool all_settle(const char *when)
{
	bool well = true;

	for (int i = 0; i < BOARDS; i++)
		well &= board_settles(i);
	if (!well)
		ksft_print_msg("that was %s\n", when);
	return well;
}

static void all_lose_power(void)
{
	for (int i = 0; i < BOARDS; i++)
		board_control(i, "power_cycle", "1");
}

static void all_bind(const char *bind)
{
	for (int i = 0; i < BOARDS; i++)
		board_bind(i, bind);
}

/*
 * A panel is initialised once a second at most: one that was asked for may be due. Twice,
 * as after a stop of the machine the first wait ends while it is under way.
 */
static void wait_for_reinit(void)
{
	usleep(1100 * 1000);
	usleep(1100 * 1000);
}

/* Errors repair much during the storm: what nothing else repairs comes after it. */
bool panels_settle(void)
{
	bool well;

	file_store(RETRY_MAX_S, "1");
	for (int i = 0; i < BOARDS; i++)
		board_restore(i);
	wait_for_reinit();
	well = all_settle("after the storm");

	wait_for_reinit();
	all_lose_power();
	boards_reinit();
	well &= all_settle("after a loss of power");

	all_bind("unbind");
	all_lose_power();
	all_bind("bind");
	return all_settle("after being bound anew") && well;
}

bool all_is_released(void)
{
	int err;

	displays_reset("20x4");
	err = display_delete("LCD");
	if (!files_are_dead()) {
		ksft_print_msg("a file serves a display that is gone\n");
		return false;
	}
	files_close();
	if (err || display_count() || module_users()) {
		ksft_print_msg("%d displays, %d users\n", display_count(), module_users());
		return false;
	}
	errno = module_unload();
	if (!errno)
		errno = module_load("");
	if (errno) {
		ksft_print_msg("module: %s\n", strerror(errno));
		return false;
	}
	lcd_append("done");
	return !strcmp("done||||", lcd_screen());
}
