// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "boards.h"
#include "device.h"
#include "emu.h"
#include "panel.h"

#define FILES "/sys/kernel/debug/lcdemu"

static const char * const boards[BOARDS] = { "i2c", "smbus", "gpio" };

const char *board_name(int board)
{
	return boards[board];
}

static bool on_i2c(int board)
{
	return strcmp(boards[board], "gpio");
}

void get_line(const char *path, char *line, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t count = fd < 0 ? 0 : read(fd, line, size - 1);

	line[count > 0 ? count : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (fd >= 0)
		close(fd);
}

void board_control(int board, const char *control, const char *word)
{
	emu_try_control(boards[board], control, word);
}

static void board_bus(int board, char *bus, size_t size)
{
	char path[128];

	snprintf(path, sizeof(path), FILES "/%s/bus", boards[board]);
	get_line(path, bus, size);
}

void board_panel(int board, char *name, size_t size)
{
	char bus[32];
	int number;

	if (!on_i2c(board)) {
		snprintf(name, size, "devlcd-gpio");
		return;
	}
	board_bus(board, bus, sizeof(bus));
	if (sscanf(bus, "i2c-%d", &number) != 1)
		number = -1;
	snprintf(name, size, "%d-0027", number);
}

static void bus_put(int board, const char *file, const char *word)
{
	char bus[32], path[128];

	if (!on_i2c(board))
		return;
	board_bus(board, bus, sizeof(bus));
	snprintf(path, sizeof(path), "/sys/bus/i2c/devices/%s/%s", bus, file);
	file_store(path, word);
}

void board_add_device(int board)
{
	bus_put(board, "new_device", "devlcd-pcf8574 0x27");
}

void board_remove_device(int board)
{
	bus_put(board, "delete_device", "0x27");
}

void board_bind(int board, const char *bind)
{
	char path[128], name[32];

	board_panel(board, name, sizeof(name));
	snprintf(path, sizeof(path), "%s/%s", panel_driver(boards[board]), bind);
	file_store(path, name);
}

void board_restore(int board)
{
	board_control(board, "nak", "off");
	board_control(board, "absent", "0");
	board_control(board, "plugged", "1");
	board_add_device(board);
	board_bind(board, "bind");
}

void boards_reinit(void)
{
	char name[8];

	for (int i = 0; i < DISPLAYS; i++) {
		snprintf(name, sizeof(name), i ? "LCD%d" : "LCD", i);
		attr_store(name, "reinit", "1");
	}
}
