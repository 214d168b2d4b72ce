// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "kselftest.h"

#include "device.h"

#define CLASS "/sys/class/devlcd"
#define MODULE "/sys/module/devlcd"

/* End the test, which runs in a process of its own, as failed. */
static _Noreturn void fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("# ", stderr);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, ": %s\n", strerror(errno));
	va_end(arguments);
	_exit(1);
}

/* Files */

int open_or_fail(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		fail("%s: open", path);
	return fd;
}

void write_bytes_or_fail(int fd, const void *bytes, size_t count)
{
	ssize_t done = write(fd, bytes, count);

	if (done != (ssize_t)count)
		fail("write of %zu bytes: %zd", count, done);
}

void write_or_fail(int fd, const char *text)
{
	write_bytes_or_fail(fd, text, strlen(text));
}

static void put_or_fail(const char *path, int flags, const char *text)
{
	int fd = open_or_fail(path, O_WRONLY | flags);

	write_or_fail(fd, text);
	close(fd);
}

void lcd_overwrite(const char *text)
{
	put_or_fail(LCD, O_TRUNC, text);
}

void lcd_append(const char *text)
{
	put_or_fail(LCD, O_APPEND, text);
}

void shell_or_fail(const char *command)
{
	errno = 0;
	if (system(command))
		fail("%s", command);
}

void *nowhere(void)
{
	return (void *)1;
}

/* Screens */

const char *screen_line(const char *bytes, size_t count)
{
	static char line[SCREEN_MAX + 1];

	if (count > SCREEN_MAX)
		fail("a screen of %zu bytes", count);
	for (size_t i = 0; i < count; i++)
		line[i] = bytes[i] == '\n' ? '|' : bytes[i];
	line[count] = '\0';
	return line;
}

const char *screen_rest(int fd)
{
	char bytes[SCREEN_MAX];
	size_t count = 0;
	ssize_t got;

	while (count < sizeof(bytes) &&
	       (got = read(fd, bytes + count, sizeof(bytes) - count)) > 0)
		count += got;
	if (count < sizeof(bytes) && got < 0)
		fail("read");
	return screen_line(bytes, count);
}

const char *screen_again(int fd)
{
	if (lseek(fd, 0, SEEK_SET))
		fail("lseek to 0");
	return screen_rest(fd);
}

const char *screen_of(const char *name)
{
	char path[NAME_MAX];
	const char *screen;
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open_or_fail(path, O_RDONLY);
	screen = screen_rest(fd);
	close(fd);
	return screen;
}

const char *lcd_screen(void)
{
	return screen_of("LCD");
}

short events_of(int fd, int timeout_ms)
{
	struct pollfd asked = { .fd = fd, .events = EVENTS_ASKED };

	if (poll(&asked, 1, timeout_ms) < 0)
		fail("poll");
	return asked.revents;
}

/* Attributes */

int file_store(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return errno;
	if (write(fd, value, strlen(value)) < 0)
		err = errno;
	close(fd);
	return err;
}

const char *attr_show(const char *display, const char *attribute)
{
	static char value[4096];
	char path[PATH_MAX];
	ssize_t count;
	int fd;

	snprintf(path, sizeof(path), CLASS "/%s/%s", display, attribute);
	fd = open_or_fail(path, O_RDONLY);
	count = read(fd, value, sizeof(value) - 1);
	if (count < 0)
		fail("%s: read", path);
	close(fd);
	if (count && value[count - 1] == '\n')
		count--;
	value[count] = '\0';
	return value;
}

int attr_store(const char *display, const char *attribute, const char *value)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), CLASS "/%s/%s", display, attribute);
	return file_store(path, value);
}

unsigned long long generation_of(const char *display)
{
	return strtoull(attr_show(display, "generation"), NULL, 10);
}

unsigned long long lcd_generation(void)
{
	return generation_of("LCD");
}

/* Displays */

int display_new(const char *geometry)
{
	return file_store(CLASS "/new_display", geometry);
}

int display_delete(const char *name)
{
	return file_store(CLASS "/delete_display", name);
}

bool display_exists(const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), CLASS "/%s", name);
	return !access(path, F_OK);
}

static bool is_display(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "LCD", 3);
}

/* Call @act, if any, with the name of each display; return how many they are. */
static int displays_visit(int (*act)(const char *name))
{
	DIR *class = opendir(CLASS);
	struct dirent *entry;
	int count = 0;

	if (!class)
		return 0;
	while ((entry = readdir(class))) {
		if (!is_display(entry))
			continue;
		count++;
		if (act)
			act(entry->d_name);
	}
	closedir(class);
	return count;
}

int display_count(void)
{
	return displays_visit(NULL);
}

void displays_reset(const char *geometry)
{
	errno = module_loaded() ? 0 : module_load("");
	if (errno)
		fail("loading devlcd");
	displays_visit(display_delete);
	errno = display_new(geometry);
	if (errno)
		fail(CLASS "/new_display: %s", geometry);
}

const char *keypad_file(const char *display)
{
	static char path[64];
	char pattern[64];
	glob_t found;

	path[0] = '\0';
	snprintf(pattern, sizeof(pattern), CLASS "/%s/input*/event*", display);
	if (!glob(pattern, 0, NULL, &found))
		snprintf(path, sizeof(path), "/dev/input%s", strrchr(found.gl_pathv[0], '/'));
	globfree(&found);
	return path;
}

/* The module */

const char *tree_file(const char *variable, const char *name)
{
	static char path[PATH_MAX];
	const char *asked = getenv(variable);
	char *end;

	if (asked)
		return asked;
	if (readlink("/proc/self/exe", path, sizeof(path) / 2) < 0)
		fail("/proc/self/exe");
	while ((end = strrchr(path, '/'))) {
		sprintf(end, "/%s", name);
		if (!access(path, R_OK))
			return path;
		*end = '\0';
	}
	return name;
}

static const char *module_path(void)
{
	return tree_file("DEVLCD_KO", "devlcd.ko");
}

int module_load(const char *parameters)
{
	int fd = open(module_path(), O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return errno;
	if (syscall(SYS_finit_module, fd, parameters, 0))
		err = errno;
	close(fd);
	return err;
}

int module_unload(void)
{
	return syscall(SYS_delete_module, "devlcd", O_NONBLOCK) ? errno : 0;
}

bool module_loaded(void)
{
	return !access(MODULE "/refcnt", F_OK);
}

int module_users(void)
{
	char text[16] = "";
	int fd = open_or_fail(MODULE "/refcnt", O_RDONLY);

	if (read(fd, text, sizeof(text) - 1) < 0)
		fail(MODULE "/refcnt: read");
	close(fd);
	return atoi(text);
}

void module_unload_or_fail(void)
{
	if (!eventually(!module_loaded() || !module_unload()))
		fail("unloading devlcd");
}

/* First of all, before the harness registers its tests and begins. */
static void __attribute__((constructor(101))) module_require(void)
{
	int err;

	if (module_loaded())
		return;
	err = module_load("");
	if (!err)
		return;
	ksft_print_header();
	ksft_exit_skip("%s: not loaded: %s (root, a kernel that takes modules, make)\n",
		       module_path(), strerror(err));
}

/* Time */

double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}
