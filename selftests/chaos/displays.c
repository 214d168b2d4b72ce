// SPDX-License-Identifier: GPL-2.0-only
/* Attributes; displays that come and go; a module that must not go. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest.h"

#include "boards.h"
#include "chaos.h"
#include "device.h"

static void do_store(struct worker *worker)
{
	static const char * const attributes[] = {
		"cursor", "blink", "power", "backlight", "charset", "reinit",
		"glyph0", "glyph7", "text", "generation",
	};
	static const char * const values[] = {
		"0", "1", "A00", "A02", "01 02 03 04 05 06 07 08", "rubbish", "",
	};
	char name[8];

	any_name(worker, name);
	attr_store(name, attributes[draw(worker, ARRAY_SIZE(attributes))],
		   values[draw(worker, ARRAY_SIZE(values))]);
}

static void do_show(struct worker *worker)
{
	static const char * const attributes[] = {
		"text", "rows", "cols", "generation", "position", "cursor",
		"glyph3", "panel", "charset", "stats", "uevent", "backlight",
	};
	char path[64], name[8], bytes[4096];
	int fd;

	any_name(worker, name);
	snprintf(path, sizeof(path), "/sys/class/devlcd/%s/%s", name,
		 attributes[draw(worker, ARRAY_SIZE(attributes))]);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(worker, fd, ENOENT, ENODEV, EINTR);
	if (fd < 0)
		return;
	CHECK(worker, read(fd, bytes, sizeof(bytes)), CLOSED, ENODEV);
	close(fd);
}

/* The light of a panel; how its worker goes about it. */
static void do_store_elsewhere(struct worker *worker)
{
	static const struct {
		const char *path;
		const char *values[3];
	} files[] = {
		{ "/sys/class/leds/%s::backlight/brightness", { "0", "1", "9" } },
		{ "/sys/class/leds/%s::backlight/trigger", { "timer", "none", "x" } },
		{ "/sys/module/devlcd/parameters/coalesce_ms", { "0", "20", "50" } },
		{ "/sys/module/devlcd/parameters/retry_max_s", { "0", "1", "2" } },
	};
	int file = draw(worker, ARRAY_SIZE(files));
	char path[64], name[8];

	any_name(worker, name);
	snprintf(path, sizeof(path), files[file].path, name);
	file_store(path, files[file].values[draw(worker, 3)]);
}

static void do_new(struct worker *worker)
{
	static const char * const geometries[] = {
		"20x4", "16x2", "40x4", "1x1", "8x3", "41x4", "20x5", "x",
	};
	const char *geometry = geometries[draw(worker, ARRAY_SIZE(geometries))];
	int err;

	if (display_count() > 4)
		return;
	err = display_new(geometry);
	if (err && err != EINVAL && err != ENOSPC && !excused(worker, err))
		surprise(worker, "%s: %s", geometry, strerror(err));
}

static void do_delete(struct worker *worker)
{
	char name[8];
	int err;

	any_name(worker, name);
	err = display_delete(name);
	if (err && err != ENODEV && !excused(worker, err))
		surprise(worker, "%s: %s", name, strerror(err));
}

/* As many as there may be, one more, and away with most of them. */
static void do_fill(struct worker *worker)
{
	int err, count = 0;
	char name[8];

	do
		err = display_new("8x1");
	while (!err && ++count < DISPLAYS);
	if (err && err != ENOSPC && !excused(worker, err))
		surprise(worker, "%s", strerror(err));
	for (int i = DISPLAYS - 1; i > 3; i--) {
		snprintf(name, sizeof(name), "LCD%d", i);
		display_delete(name);
	}
}

static void do_unload(struct worker *worker)
{
	int fd = open(LCD, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return;
	err = module_unload();		/* refused: this file is open */
	if (err != EWOULDBLOCK && err != EINTR && !excused(worker, err))
		surprise(worker, "%s", err ? strerror(err) : "went");
	close(fd);
}

const struct call *display_calls(void)
{
	static const struct call calls[] = {
		{ "store", do_store, 6 },
		{ "store elsewhere", do_store_elsewhere, 2 },
		{ "show", do_show, 6 },
		{ "new_display", do_new, 4 },
		{ "delete_display", do_delete, 3 },
		{ "all displays", do_fill, 1 },
		{ "unload", do_unload, 1 },
		{ }
	};

	return calls;
}
