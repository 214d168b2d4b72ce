// SPDX-License-Identifier: GPL-2.0-only
#include "log.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "text/charset.h"
#include "text/utf8.h"

#define LOG_LINE 1024

/* The only state that all rooms of the process share: where messages go. */
static enum log_level log_level = LOG_LEVEL_INFO;
static bool log_journal;
static unsigned long log_unread;	/* messages that found no room */

/* Is standard error the journal's stream? systemd.exec(5), $JOURNAL_STREAM. */
static bool log_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, ino;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &dev, &ino) == 2 &&
	       !fstat(STDERR_FILENO, &st) && st.st_dev == dev && st.st_ino == ino;
}

void log_open(void)
{
	log_journal = log_is_journal();
}

void log_set_level(enum log_level level)
{
	log_level = level;
}

static const char *log_prefix(enum log_level level)
{
	static const char *const priority[] = {
		[LOG_LEVEL_ERROR] = "<3>",
		[LOG_LEVEL_WARNING] = "<4>",
		[LOG_LEVEL_INFO] = "<6>",
		[LOG_LEVEL_DEBUG] = "<7>",
	};

	return log_journal ? priority[level] : "lcdbridge: ";
}

/* The length of the printable character at @s, 0 if there is none. */
static size_t log_printable(const char *s)
{
	struct utf8 utf8 = { 0 };
	enum utf8_step step;
	size_t n = 0;
	u32 cp;

	do
		step = utf8_step(&utf8, (u8)s[n++], &cp);
	while (step == UTF8_MORE);
	return step == UTF8_DONE && charset_cell(cp) ? n : 0;
}

/* Copy @text to @out, unprintable bytes as \xNN; both end in NUL. */
static void log_escape(char *out, size_t size, const char *text)
{
	char *end = out + size - UTF8_MAX - 1;

	while (*text && out < end) {
		size_t n = log_printable(text);

		if (n)
			out = mempcpy(out, text, n);
		else
			out += sprintf(out, "\\x%02x", (u8)*text);
		text += n ? n : 1;
	}
	*out = '\0';
}

/* Writing to a full pipe or socket would block. A writable one has room for a line. */
static bool log_has_room(void)
{
	struct pollfd stream = { .fd = STDERR_FILENO, .events = POLLOUT };

	return poll(&stream, 1, 0);
}

static void log_write(enum log_level level, int error, const char *format, va_list args)
{
	char text[LOG_LINE], line[LOG_LINE + 64];
	int saved = errno, n;

	if (level > log_level)
		return;
	if (!log_has_room()) {
		log_unread++;
		errno = saved;
		return;
	}
	if (log_unread)
		dprintf(STDERR_FILENO, "%sdropped %lu messages: standard error was full\n",
			log_prefix(LOG_LEVEL_WARNING), log_unread);
	log_unread = 0;
	n = vsnprintf(text, sizeof(text), format, args);
	if (error && n >= 0 && (size_t)n < sizeof(text))
		snprintf(text + n, sizeof(text) - n, ": %s", strerror(error));
	n = sprintf(line, "%s", log_prefix(level));
	log_escape(line + n, sizeof(line) - n - 1, text);
	dprintf(STDERR_FILENO, "%s\n", line);
	errno = saved;
}

#define LOG_FUNCTION(name, level, error)		\
void name(const char *format, ...)			\
{							\
	va_list args;					\
							\
	va_start(args, format);				\
	log_write(level, error, format, args);		\
	va_end(args);					\
}

LOG_FUNCTION(log_err, LOG_LEVEL_ERROR, errno)
LOG_FUNCTION(log_errx, LOG_LEVEL_ERROR, 0)
LOG_FUNCTION(log_warn, LOG_LEVEL_WARNING, errno)
LOG_FUNCTION(log_warnx, LOG_LEVEL_WARNING, 0)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO, 0)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG, 0)

bool log_allowed(struct log_ration *ration)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec < ration->until) {
		ration->dropped++;
		return false;
	}
	if (ration->dropped)
		log_info("dropped %lu similar messages", ration->dropped);
	ration->dropped = 0;
	ration->until = now.tv_sec + 1;
	return true;
}
