// SPDX-License-Identifier: GPL-2.0-only
#include "metrics.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/display_file.h"
#include "displays.h"
#include "events.h"
#include "reply.h"
#include "web.h"

#define STATS_MAX 4096
#define NAMES_MAX 64
#define NAME_SIZE 32		/* with the NUL */
#define TYPE "text/plain; version=0.0.4; charset=utf-8"

static void head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void number(FILE *out, const char *name, const char *type, const char *help,
		   unsigned long long value)
{
	head(out, name, type, help);
	fprintf(out, "%s %llu\n", name, value);
}

/* Write the value of a label; it may be any file name. */
static void write_label(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", out);
		else if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else
			putc(*text, out);
	}
}

static void labelled(FILE *out, const char *name, const struct display *display,
		     unsigned long long value)
{
	fprintf(out, "%s{display=\"", name);
	write_label(out, display_name(display));
	fprintf(out, "\"} %llu\n", value);
}

static void write_presence(const struct web *web, FILE *out)
{
	const struct display *display;

	head(out, "devlcd_display_up", "gauge", "1 if the display is there.");
	for (size_t n = 0; (display = displays_at(web->displays, n)); n++)
		labelled(out, "devlcd_display_up", display, display_frame(display) ? 1 : 0);
	head(out, "lcdweb_frames_total", "counter", "Pictures drawn.");
	for (size_t n = 0; (display = displays_at(web->displays, n)); n++)
		labelled(out, "lcdweb_frames_total", display, display_drawn(display));
}

/* The attribute "stats": lines of a name and a number. */
static void read_stats(int attributes, char *text, size_t size)
{
	int fd = openat(attributes, "stats", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, text, size - 1);

	text[got > 0 ? got : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

static bool is_name(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

/* Prometheus wants the lines of one name together, so the outer loop is over names. */
static void write_stat(const struct web *web, FILE *out, const char *name)
{
	char metric[64], text[STATS_MAX];
	const struct display *display;

	snprintf(metric, sizeof(metric), "devlcd_%.*s_total", NAME_SIZE - 1, name);
	head(out, metric, "counter", "From the module's attribute stats.");
	for (size_t n = 0; (display = displays_at(web->displays, n)); n++) {
		size_t length = strlen(name);
		const char *line = text;

		if (display_attributes(display) < 0)
			continue;
		read_stats(display_attributes(display), text, sizeof(text));
		while (line && *line) {
			if (!strncmp(line, name, length) && line[length] == ' ')
				labelled(out, metric, display,
					 strtoull(line + length, NULL, 10));
			line = strchr(line, '\n');
			line += line ? 1 : 0;
		}
	}
}

/* The names of all stats of all displays, each once. */
static void write_stats(const struct web *web, FILE *out)
{
	char text[STATS_MAX], names[NAMES_MAX][NAME_SIZE];
	const struct display *display;
	size_t count = 0;

	for (size_t n = 0; (display = displays_at(web->displays, n)); n++) {
		char *save, *line;

		if (display_attributes(display) < 0)
			continue;
		read_stats(display_attributes(display), text, sizeof(text));
		for (line = strtok_r(text, "\n", &save); line && count < NAMES_MAX;
		     line = strtok_r(NULL, "\n", &save)) {
			size_t i = 0;

			line[strcspn(line, " ")] = '\0';
			while (i < count && strcmp(names[i], line))
				i++;
			if (i == count && is_name(line) && strlen(line) < sizeof(names[0]))
				strcpy(names[count++], line);
		}
	}
	for (size_t i = 0; i < count; i++)
		write_stat(web, out, names[i]);
}

static void write_own(const struct web *web, FILE *out)
{
	const struct events_counts *counts = events_counts(web->events);

	number(out, "lcdweb_connections", "gauge", "Connections now.", web->conns.count);
	number(out, "lcdweb_refused_total", "counter", "Connections beyond a limit.",
	       web->conns.refused);
	number(out, "lcdweb_expired_total", "counter", "Connections that took too long.",
	       web->conns.expired);
	number(out, "lcdweb_requests_total", "counter", "Requests answered.", web->requests);
	number(out, "lcdweb_denied_total", "counter",
	       "Requests refused because of their Host, Origin or token.", web->denied);
	number(out, "lcdweb_writes_total", "counter", "Texts written.", web->writes);
	number(out, "lcdweb_presses_total", "counter", "Keys pressed.", web->presses);
	number(out, "lcdweb_streams", "gauge", "Streams of events now.", counts->streams);
	number(out, "lcdweb_events_total", "counter", "Events sent.", counts->sent);
	number(out, "lcdweb_events_skipped_total", "counter",
	       "Events skipped because a newer one was ready.", counts->skipped);
}

enum MHD_Result metrics_reply(const struct web *web, struct MHD_Connection *connection)
{
	char *bytes = NULL;
	size_t count = 0;
	FILE *out = open_memstream(&bytes, &count);
	enum MHD_Result result;
	struct display *display;

	if (!out)
		return MHD_NO;
	for (size_t n = 0; (display = displays_at(web->displays, n)); n++)
		display_look(display);
	write_presence(web, out);
	write_stats(web, out);
	write_own(web, out);
	if (fclose(out)) {
		free(bytes);
		return MHD_NO;
	}
	result = reply_bytes(connection, MHD_HTTP_OK, TYPE, bytes, count);
	free(bytes);
	return result;
}
