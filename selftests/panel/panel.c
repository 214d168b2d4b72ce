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

#define HC595_PINS "1,8,2,7,6,5,4,3,8"	/* as devlcd-hc595 is wired by default */

#define SELECT "0"	/* the chip select of those on SPI */

/* What is on an I2C or SPI board: in the emulator, for devlcd, and where. */
static const struct wire {
	const char *chip;
	const char *id;
	const char *driver;
	const char *address;
} wires[] = {
	{ "pcf8574", "devlcd-pcf8574", "devlcd-pcf8574", "0x27" },
	{ "mcp23008", "devlcd-mcp23008", "devlcd-mcp230xx", "0x20" },
	{ "mcp23017", "devlcd-mcp23017", "devlcd-mcp230xx", "0x20" },
	{ "aip31068", "devlcd-aip31068", "devlcd-native", "0x3e" },
	{ "jhd1313", "devlcd-jhd1313", "devlcd-native", "0x3e" },
	{ "jhd1313-v5", "devlcd-jhd1313", "devlcd-native", "0x3e" },
	{ "st7032", "devlcd-st7032", "devlcd-native", "0x3e" },
	{ "st7036", "devlcd-st7036", "devlcd-native", "0x3c" },
	{ "st7036-3line", "devlcd-st7036-3line", "devlcd-native", "0x3c" },
	{ "pcf2119", "devlcd-pcf2119", "devlcd-native", "0x3b" },
	{ "us2066", "devlcd-us2066", "devlcd-native", "0x3c" },
	{ "hc595", "devlcd-hc595", "devlcd-hc595", SELECT },
	{ "mcp23s08", "devlcd-mcp23s08", "devlcd-mcp23s", SELECT },
	{ "mcp23s17", "devlcd-mcp23s17", "devlcd-mcp23s", SELECT },
};

static const struct wire *wire = &wires[0];

static void wire_choose(const char *chip)
{
	for (size_t i = 0; i < sizeof(wires) / sizeof(wires[0]); i++) {
		if (strcmp(wires[i].chip, chip))
			continue;
		wire = &wires[i];
		emu_set("chip", wire->chip);
		emu_set("address", wire->address);
		if (!strcmp(chip, "hc595"))
			emu_set("pins", HC595_PINS);
		return;
	}
	require(chip, ENODEV);
}

static bool on_gpio(const char *board)
{
	return !strcmp(board, "gpio");
}

static bool on_spi(const char *board)
{
	return !strcmp(emu_board(board), "spi");
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
	wire_choose(getenv("DEVLCD_WIRE") ?: "pcf8574");
	emu_stand_in(!strcmp(wire->address, SELECT) ? "spi" : NULL);
	snprintf(copy, sizeof(copy), "%s", settings);
	for (char *one = strtok(copy, " "); one; one = strtok(NULL, " ")) {
		value = strchr(one, '=');
		*value++ = '\0';
		if (strcmp(one, "chip"))
			emu_set(one, value);
		else
			wire_choose(value);
	}
}

static void unplug_all(void)
{
	static const char *const boards[] = { "i2c", "smbus", "gpio", "spi" };

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
	static char path[64];

	if (on_gpio(board))
		return "/sys/bus/platform/drivers/devlcd-gpio";
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s",
		 on_spi(board) ? "spi" : "i2c", wire->driver);
	return path;
}

static void driver_put(const char *board, const char *file)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", panel_driver(board), file);
	put_or_fail(path, "devlcd-gpio");
}

void panel_bind(const char *board)
{
	char device[64];

	snprintf(device, sizeof(device), "%s %s", wire->id, wire->address);
	if (on_gpio(board))
		driver_put(board, "bind");
	else if (on_spi(board))
		emu_control(board, "device", wire->id);
	else
		bus_put(board, "new_device", device);
}

void panel_unbind(const char *board)
{
	if (on_gpio(board))
		driver_put(board, "unbind");
	else if (on_spi(board))
		emu_control(board, "device", "none");
	else
		bus_put(board, "delete_device", wire->address);
}

/* An SPI controller does not notice that a chip is absent, but it may fail. */
void panel_lose(const char *board)
{
	if (on_spi(board))
		emu_control(board, "nak", "always");
	else
		emu_control(board, "absent", "1");
}

void panel_find(const char *board)
{
	if (on_spi(board))
		emu_control(board, "nak", "off");
	else
		emu_control(board, "absent", "0");
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
static unsigned int code_in(const char *at, int row, int col)
{
	unsigned int code;

	for (; row; row--)
		at = strchr(at, '\n') + 1;
	for (; col; col--)
		at += *at == '\\' ? 4 : 1;
	return sscanf(at, "\\x%2x", &code) == 1 ? code : (unsigned char)*at;
}

bool glass_is_screen(const char *board)
{
	char glass[256];

	snprintf(glass, sizeof(glass), "%s", glass_of(board));
	return !strcmp(glass, lcd_screen());
}

bool picture_in(const char *glass, const char *cgram, int row, int col, unsigned char rows[8])
{
	unsigned int code = code_in(glass, row, col);
	char *end;

	rows[0] = code;
	if (code > 7)
		return false;
	for (; code; code--)
		cgram = strchr(cgram, '\n') + 1;
	for (int i = 0; i < 8; i++) {
		rows[i] = strtoul(cgram, &end, 16);
		cgram = end;
	}
	return true;
}

bool picture_of(const char *board, int row, int col, unsigned char rows[8])
{
	char glass[GLASS_MAX];

	snprintf(glass, sizeof(glass), "%s", emu_show(board, "glass"));
	return picture_in(glass, emu_show(board, "cgram"), row, col, rows);
}

bool panel_is_lost(void)
{
	return strstr(attr_show("LCD", "panel"), " lost");
}

int panel_stat(const char *name)
{
	const char *line = strstr(attr_show("LCD", "stats"), name);

	return line ? atoi(line + strlen(name)) : -1;
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
