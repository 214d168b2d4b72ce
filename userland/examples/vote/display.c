// SPDX-License-Identifier: GPL-2.0-only
/*
 * Look at what the three ways have in common: the same text. What can write a
 * file, reach a socket or a broker can drive the display.
 */
#include "display.h"

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ballot.h"
#include "bridge.h"
#include "clock.h"
#include "mqtt.h"
#include "rows.h"

#define REST 1			/* seconds, after the file could not be written */

static int columns = 20, rows = 4;
static const char *file;
static const char *prefix;
static bool on_bridge;

void display_size(const char *size)
{
	char rest;

	if (sscanf(size, "%dx%d%c", &columns, &rows, &rest) != 2 ||
	    columns < 16 || columns > 40 || rows < 1 || rows > 4)
		errx(2, "%s: not a size from 16x1 to 40x4", size);
}

void display_on_file(const char *path)
{
	file = path;
}

void display_on_bridge(const char *where)
{
	on_bridge = true;
	bridge_start(where);
}

void display_on_lines(const char *topics)
{
	prefix = topics;
}

/* Not O_CREAT: a regular file /dev/LCD would hide the device once it is there. */
static bool write_file(const char *text)
{
	int fd = open(file, O_WRONLY | O_TRUNC | O_NONBLOCK | O_CLOEXEC);
	bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	static bool told;

	if (!written && !told)
		warn("%s", file);
	told = !written;
	if (fd >= 0)
		close(fd);
	return written;
}

static void show_on_file(const char *text)
{
	static unsigned int shown = -1;
	static time_t rest;

	if (shown == ballot_total() || now() < rest)
		return;
	if (write_file(text))
		shown = ballot_total();
	else
		rest = now() + REST;
}

static void show_on_bridge(const char *text)
{
	static unsigned int shown = -1;

	if (shown != ballot_total())
		bridge_show(text);
	shown = ballot_total();
}

/* Each choice is a row of its own, and the rows below are somebody else's. */
static void publish_lines(char *text)
{
	char topic[128];
	int number = 0;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		snprintf(topic, sizeof(topic), "%s/line/%d/set", prefix, ++number);
		mqtt_publish(topic, line, false);
	}
}

static void show_on_lines(char *text)
{
	static unsigned int shown, session;

	if (!mqtt_session() || (session == mqtt_session() && shown == ballot_total()))
		return;
	session = mqtt_session();
	shown = ballot_total();
	publish_lines(text);
}

void display_update(void)
{
	char text[ROWS_MAX];

	rows_print(text, sizeof(text), columns, rows);
	if (file)
		show_on_file(text);
	if (on_bridge)
		show_on_bridge(text);
	if (prefix)
		show_on_lines(text);
}
