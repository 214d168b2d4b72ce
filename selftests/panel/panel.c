// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "emu.h"
#include "panel.h"

/* Each test is a process: what the module was loaded with is kept here. */
#define LOADED "/run/devlcd-panel-test"

static void require(const char *what, int err)
{
	if (!err)
		return;
	fprintf(stderr, "# %s: %s\n", what, strerror(err));
	_exit(1);
}

static bool on_gpio(const char *board)
{
	return !strcmp(board, "gpio");
}

/* The module */

static bool loaded_with(const char *parameters)
{
	char seen[512] = "";
	FILE *file = fopen(LOADED, "r");

	if (!file)
		return false;
	if (!fgets(seen, sizeof(seen), file))
		seen[0] = '\0';
	fclose(file);
	return module_loaded() && !strcmp(seen, parameters);
}

static void remember(const char *parameters)
{
	FILE *file = fopen(LOADED, "w");

	if (!file)
		require(LOADED, errno);
	fputs(parameters, file);
	fclose(file);
}

void module_restart(const char *parameters)
{
	if (loaded_with(parameters) && !strstr(parameters, "=")) {
		displays_reset("20x4");
		return;
	}
	if (module_loaded())
		require("unloading devlcd", module_unload());
	require("loading devlcd", module_load(parameters));
	remember(parameters);
}

/* The board */

static void apply_settings(const char *settings)
{
	char copy[512];
	char *value;

	emu_set_defaults();
	snprintf(copy, sizeof(copy), "%s", settings);
	for (char *one = strtok(copy, " "); one; one = strtok(NULL, " ")) {
		value = strchr(one, '=');
		*value++ = '\0';
		emu_set(one, value);
	}
}

static void unplug_all(void)
{
	static const char *const boards[] = { "i2c", "smbus", "gpio" };

	for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++)
		emu_try_control(boards[i], "plugged", "0");
}

void panel_prepare(const char *board, const char *settings,
		   const char *parameters)
{
	require("loading lcdemu", emu_load());
	unplug_all();
	apply_settings(settings);
	emu_fresh(board);
	module_restart(parameters);
}

void panel_start(const char *board, const char *settings,
		 const char *parameters)
{
	panel_prepare(board, settings, parameters);
	if (!on_gpio(board))
		panel_bind(board);
}

static void put_or_fail(const char *path, const char *text)
{
	int fd = open_or_fail(path, O_WRONLY);

	write_or_fail(fd, text);
	close(fd);
}

static void bus_put(const char *board, const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/bus/i2c/devices/i2c-%d/%s",
		 emu_bus(board), file);
	put_or_fail(path, text);
}

const char *panel_driver(const char *board)
{
	return on_gpio(board) ? "/sys/bus/platform/drivers/devlcd-gpio" :
				"/sys/bus/i2c/drivers/devlcd-pcf8574";
}

static void driver_put(const char *board, const char *file)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", panel_driver(board), file);
	put_or_fail(path, "devlcd-gpio");
}

void panel_bind(const char *board)
{
	if (on_gpio(board))
		driver_put(board, "bind");
	else
		bus_put(board, "new_device", "devlcd-pcf8574 0x27");
}

void panel_unbind(const char *board)
{
	if (on_gpio(board))
		driver_put(board, "unbind");
	else
		bus_put(board, "delete_device", "0x27");
}

/* The glass */

const char *glass_of(const char *board)
{
	static char line[1024];
	char text[1024];
	size_t length = 0;

	snprintf(text, sizeof(text), "%s", emu_show(board, "glass"));
	for (char *row = strtok(text, "\n"); row; row = strtok(NULL, "\n")) {
		size_t end = strlen(row);

		while (end && row[end - 1] == ' ')
			end--;
		memcpy(line + length, row, end);
		length += end;
		line[length++] = '|';
	}
	line[length] = '\0';
	return line;
}

/* A cell of the glass is a byte, or four: \xNN. */
static unsigned int code_of(const char *board, int row, int col)
{
	const char *at = emu_show(board, "glass");
	unsigned int code;

	for (; row; row--)
		at = strchr(at, '\n') + 1;
	for (; col; col--)
		at += *at == '\\' ? 4 : 1;
	return sscanf(at, "\\x%2x", &code) == 1 ? code : (unsigned char)*at;
}

bool picture_of(const char *board, int row, int col, unsigned char rows[8])
{
	unsigned int code = code_of(board, row, col);
	const char *at;
	char *end;

	rows[0] = code;
	if (code > 7)
		return false;
	at = emu_show(board, "cgram");
	for (; code; code--)
		at = strchr(at, '\n') + 1;
	for (int i = 0; i < 8; i++) {
		rows[i] = strtoul(at, &end, 16);
		at = end;
	}
	return true;
}

int lcd_sync(void)
{
	int fd = open_or_fail(LCD, O_RDWR);
	int err = fsync(fd) ? errno : 0;

	close(fd);
	return err;
}

void lcd_show(const char *text)
{
	lcd_overwrite(text);
	require("fsync", lcd_sync());
}

void lcd_show_more(const char *text)
{
	lcd_append(text);
	require("fsync", lcd_sync());
}
