// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kselftest.h"

#include "emu.h"

#define FILES "/sys/kernel/debug/lcdemu"
#define PARAMETERS "/sys/module/lcdemu/parameters"
#define SHOWN_MAX 4096

#ifndef LCDEMU_FOLDER
#define LCDEMU_FOLDER "."
#endif

static const struct {
	const char *name;
	const char *value;
} defaults[] = {
	{ "geometry", "20x4" },
	{ "bus_khz", "100" },
	{ "chip", "pcf8574" },
	{ "address", "0x27" },
	{ "variant", "hd44780" },
	{ "max_write_len", "0" },
	{ "reads", "any" },
	{ "smbus_func", "0x0e7f0000" },
	{ "pins", "0,1,2,3,4,5,6,7,8" },
	{ "mcp_pins", "-1" },
	{ "rw_wired", "Y" },
	{ "backlight_low", "N" },
	{ "cansleep", "N" },
	{ "interrupt", "N" },
	{ "realtime", "N" },
	{ "linger_ms", "0" },
	{ "power_on_ms", "40" },
	{ "first_rs", "N" },
};

static const char *stand_in;

static void __attribute__((noreturn, format(printf, 1, 2)))
fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("# ", stderr);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, ": %s\n", strerror(errno));
	va_end(arguments);
	_exit(1);
}

static int insert(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		err = errno;
	if (fd >= 0)
		close(fd);
	return err;
}

int emu_load(void)
{
	const char *path = getenv("LCDEMU_KO");
	int err = 0;

	if (access(FILES, F_OK))
		err = insert(path ?: LCDEMU_FOLDER "/lcdemu.ko");
	if (!err && system("modprobe -q i2c-dev"))
		err = ENODEV;
	return err;
}

static int try_put(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t length = strlen(word);
	int err = 0;

	if (fd < 0 || write(fd, word, length) != (ssize_t)length)
		err = errno;
	if (fd >= 0)
		close(fd);
	return err;
}

static void put(const char *path, const char *word)
{
	errno = try_put(path, word);
	if (errno)
		fail("%s: write \"%s\"", path, word);
}

void emu_set(const char *parameter, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), PARAMETERS "/%s", parameter);
	put(path, value);
}

void emu_set_defaults(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++)
		emu_set(defaults[i].name, defaults[i].value);
}

void emu_stand_in(const char *board)
{
	stand_in = board;
}

const char *emu_board(const char *board)
{
	bool on_i2c = !strcmp(board, "i2c") || !strcmp(board, "smbus");

	return stand_in && on_i2c ? stand_in : board;
}

void emu_control(const char *board, const char *control, const char *word)
{
	char path[128];

	snprintf(path, sizeof(path), FILES "/%s/%s", emu_board(board), control);
	put(path, word);
}

int emu_try_control(const char *board, const char *control, const char *word)
{
	char path[128];

	snprintf(path, sizeof(path), FILES "/%s/%s", emu_board(board), control);
	return try_put(path, word);
}

void emu_replug(const char *board)
{
	emu_control(board, "plugged", "0");
	emu_control(board, "plugged", "1");
}

void emu_fresh(const char *board)
{
	emu_replug(board);
	emu_control(board, "nak", "off");
	emu_control(board, "absent", "0");
	usleep(50 * 1000);	/* the controller's own time, nothing to wait for */
	emu_control(board, "reset", "1");
}

const char *emu_show(const char *board, const char *file)
{
	static char shown[SHOWN_MAX];
	char path[128];
	ssize_t got = -1;
	int fd;

	snprintf(path, sizeof(path), FILES "/%s/%s", emu_board(board), file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		got = read(fd, shown, sizeof(shown) - 1);
	if (got < 0)
		fail("%s: read", path);
	shown[got] = '\0';
	close(fd);
	return shown;
}

/* The rest of the line that begins with @key and a blank. */
static const char *find(const char *lines, const char *key)
{
	static char value[128];
	size_t length = strlen(key);

	for (; lines; lines = strchr(lines, '\n')) {
		lines += *lines == '\n';
		if (!strncmp(lines, key, length) && lines[length] == ' ') {
			snprintf(value, sizeof(value), "%s", lines + length + 1);
			value[strcspn(value, "\n")] = '\0';
			return value;
		}
	}
	return "";
}

const char *emu_state(const char *board, const char *key)
{
	return find(emu_show(board, "state"), key);
}

unsigned long long emu_counter(const char *board, const char *name)
{
	return strtoull(find(emu_show(board, "counters"), name), NULL, 10);
}

unsigned long long emu_violations(const char *board, const char *rule)
{
	const char *lines = emu_show(board, "violations");
	unsigned long long all = 0;

	if (rule)
		return strtoull(find(lines, rule), NULL, 10);
	for (const char *at = lines; (at = strchr(at, ' ')); at = strchr(at, '\n'))
		all += strtoull(at, NULL, 10);
	if (all)
		printf("# violations on %s:\n%s", board, lines);
	return all;
}

const char *emu_row(const char *board, unsigned int row)
{
	char *line = (char *)emu_show(board, "glass");
	size_t length;

	while (line && row--) {
		line = strchr(line, '\n');
		line += !!line;
	}
	if (!line)
		return "";
	length = strcspn(line, "\n");
	while (length && line[length - 1] == ' ')
		length--;
	line[length] = '\0';
	return line;
}

int emu_bus(const char *board)
{
	int bus = -1;

	if (sscanf(emu_show(board, "bus"), "i2c-%d", &bus) != 1)
		fail("%s: no I2C bus", board);
	return bus;
}
