// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest.h"

#include "device.h"
#include "emulator.h"

#define DEBUGFS "/sys/kernel/debug/lcdemu"
#define FILE_MAX 4096

static void read_or_fail(const char *board, const char *name, char *text)
{
	char path[PATH_MAX];
	ssize_t count;
	int fd;

	snprintf(path, sizeof(path), DEBUGFS "/%s/%s", board, name);
	fd = open_or_fail(path, O_RDONLY);
	count = read(fd, text, FILE_MAX - 1);
	text[count < 0 ? 0 : count] = '\0';
	close(fd);
}

void emulator_do(const char *board, const char *control, const char *value)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), DEBUGFS "/%s/%s", board, control);
	fd = open_or_fail(path, O_WRONLY);
	write_or_fail(fd, value);
	close(fd);
}

void emulator_stop(void)
{
	shell_or_fail("rmmod devlcd 2>/dev/null; rmmod lcdemu 2>/dev/null; true");
}

void emulator_start(const char *emulator_parameters,
		    const char *module_parameters)
{
	char command[PATH_MAX + 256];

	emulator_stop();
	snprintf(command, sizeof(command), "insmod %s %s", tree_file("LCDEMU_KO", "selftests/emulator/lcdemu.ko"),
		 emulator_parameters);
	shell_or_fail(command);
	errno = module_load(module_parameters);
	if (errno) {
		perror("# devlcd");
		_exit(1);
	}
}

static void adapter_write(const char *board, const char *file, const char *text)
{
	char bus[FILE_MAX], path[PATH_MAX];
	int fd;

	read_or_fail(board, "bus", bus);
	bus[strcspn(bus, "\n")] = '\0';
	snprintf(path, sizeof(path), "/sys/bus/i2c/devices/%.32s/%s", bus, file);
	fd = open_or_fail(path, O_WRONLY);
	write_or_fail(fd, text);
	close(fd);
}

void panel_bind(const char *board)
{
	adapter_write(board, "new_device", "devlcd-pcf8574 0x27\n");
}

void panel_unbind(const char *board)
{
	adapter_write(board, "delete_device", "0x27\n");
}

void panel_start(const char *board, const char *emulator_parameters,
		 const char *module_parameters)
{
	char parameters[512];

	snprintf(parameters, sizeof(parameters), "plug=%s %s", board,
		 emulator_parameters);
	emulator_start(parameters, module_parameters);
	if (strcmp(board, "gpio"))
		panel_bind(board);
}

const char *glass_of(const char *board)
{
	static char line[FILE_MAX];
	char text[FILE_MAX];
	size_t length = 0;

	read_or_fail(board, "glass", text);
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

/* What follows "name " on its line. */
static const char *value_of(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = text; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (!strncmp(at, name, length) && at[length] == ' ')
			return at + length + 1;
	}
	printf("# no line \"%s\"\n", name);
	_exit(1);
}

unsigned long long counter_of(const char *board, const char *name)
{
	char text[FILE_MAX];

	read_or_fail(board, "counters", text);
	return strtoull(value_of(text, name), NULL, 10);
}

const char *state_of(const char *board, const char *name)
{
	static char value[64];
	char text[FILE_MAX];

	read_or_fail(board, "state", text);
	snprintf(value, sizeof(value), "%s", value_of(text, name));
	value[strcspn(value, "\n")] = '\0';
	return value;
}

/* "rule count" or "rule count first: ..." a line; those that count are shown. */
unsigned int violations_of(const char *board)
{
	char text[FILE_MAX];
	unsigned int all = 0, count;
	char *end;

	read_or_fail(board, "violations", text);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		end = strchr(line, ' ');
		count = end ? strtoul(end, NULL, 10) : 0;
		if (count)
			printf("# %s: %s\n", board, line);
		all += count;
	}
	return all;
}

/* The code of a cell: a glass line has "\xNN" for some of them. */
static unsigned int code_of(const char *board, int row, int col)
{
	char text[FILE_MAX];
	const char *at = text;
	unsigned int code;

	read_or_fail(board, "glass", text);
	for (; row; row--)
		at = strchr(at, '\n') + 1;
	for (;; col--) {
		code = *at == '\\' ? strtoul(at + 2, NULL, 16)
				   : (unsigned char)*at;
		if (!col)
			return code;
		at += *at == '\\' ? 4 : 1;
	}
}

bool picture_of(const char *board, int row, int col, unsigned char rows[8])
{
	unsigned int code = code_of(board, row, col);
	char text[FILE_MAX];
	char *at = text;

	rows[0] = code;
	if (code > 7)
		return false;
	read_or_fail(board, "cgram", text);
	for (; code; code--)
		at = strchr(at, '\n') + 1;
	for (int i = 0; i < 8; i++)
		rows[i] = strtoul(at, &at, 16);
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
	errno = lcd_sync();
	if (errno) {
		perror("# fsync");
		_exit(1);
	}
}
