// SPDX-License-Identifier: GPL-2.0-only
/* The rest of the daemon is linked as it is; see the Makefile. */
#include "daemon.h"

#include <stdarg.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../../userland/lcdbridge/config/options.h"
#include "charset.h"
#include "invariant.h"

#define START_MS 1000000
#define TURNS_MAX 8

static u64 clock_ms = START_MS;

/* For libevent too. What a fuzzer measures by, CLOCK_REALTIME, goes on. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
	if (clock != CLOCK_MONOTONIC && clock != CLOCK_MONOTONIC_COARSE)
		return syscall(SYS_clock_gettime, clock, now);
	now->tv_sec = clock_ms / 1000;
	now->tv_nsec = clock_ms % 1000 * 1000000;
	return 0;
}

/* Zero-width, bidi: what makes text look like other text. */
static bool is_invisible(u32 cp)
{
	return cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
}

static bool is_harmless(u32 cp, const char *controls)
{
	if (cp < ' ')
		return cp && strchr(controls, cp);
	if (cp >= 0x7f && cp < 0xa0)
		return false;
	return !is_invisible(cp);
}

bool is_printable(const char *text, size_t count, const char *controls)
{
	struct utf8 utf8 = { 0 };
	u32 cp;

	for (size_t i = 0; i < count; i++) {
		switch (utf8_step(&utf8, (u8)text[i], &cp)) {
		case UTF8_MORE:
			break;
		case UTF8_DONE:
			if (!is_harmless(cp, controls))
				return false;
			break;
		default:
			return false;
		}
	}
	return !utf8.left;
}

static bool is_private(u32 cp)
{
	return (cp >= 0xe000 && cp <= 0xf8ff) || cp >= 0xf0000;
}

bool is_plain(const char *text, size_t count, const char *controls)
{
	struct utf8 utf8 = { 0 };
	u32 cp;

	for (size_t i = 0; i < count; i++)
		if (utf8_step(&utf8, (u8)text[i], &cp) == UTF8_DONE && is_private(cp))
			return false;
	return is_printable(text, count, controls);
}

/* What log.c writes with; nothing is printed. */
int __wrap_dprintf(int fd, const char *format, ...);
int __wrap_dprintf(int fd, const char *format, ...)
{
	va_list args;
	char *line;
	int n;

	va_start(args, format);
	n = vasprintf(&line, format, args);
	va_end(args);
	must(n > 0 && line[n - 1] == '\n');
	must(is_printable(line, n - 1, ""));
	free(line);
	return n;
}

/* ---- the display ---- */

enum charset_rom display_rom(const struct display *display)
{
	return CHARSET_A00;
}

const char *display_problem(const struct display *display)
{
	return NULL;
}

static void on_repaint(void *arg, const struct screen *screen)
{
	const struct vt none = { 0 };
	struct daemon *daemon = arg;
	char text[SCREEN_TEXT_MAX];

	daemon->shown = *screen;
	must_hold(invariant_state(&none, screen));
	if (!daemon->escapes)
		must(is_plain(text, screen_text(screen, text), "\n"));
	daemon->stats.repaints++;
	if (daemon->source && daemon->ops->shown)
		daemon->ops->shown(daemon->source);
}

/* ---- it ---- */

static void set_defaults(struct config *config)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	for (size_t i = 0; i < count; i++)
		must_hold(options_set(config, &table[i], table[i].value));
	options_set(config, options_find("mqtt", "host"), "localhost");
	config->log_level = LOG_LEVEL_DEBUG;
}

void daemon_init(struct daemon *daemon, unsigned int rows, unsigned int cols)
{
	memset(daemon, 0, sizeof(*daemon));
	set_defaults(&daemon->config);
	daemon->config.geometry = (struct geometry){ rows, cols };
}

void daemon_start(struct daemon *daemon, const struct source_ops *ops)
{
	static struct event_base *base;
	const struct geometry *size = &daemon->config.geometry;
	struct source_env *env = &daemon->env;

	clock_ms = START_MS;
	if (!base)
		base = event_base_new();
	env->base = base;
	env->config = &daemon->config;
	env->stats = &daemon->stats;
	env->buckets = &daemon->buckets;
	env->ration = &daemon->ration;
	env->pages = pages_new(base, size->rows, size->cols, on_repaint, daemon);
	must(env->pages);
	env->main = mainpage_new(env->pages, env->config);
	env->texts = textpages_new(env->pages, env->config);
	must(env->main && env->texts);
	log_set_level(daemon->config.log_level);
	daemon->ops = ops;
	daemon->source = ops->start(env);
	must(daemon->source);
}

void daemon_wait(struct daemon *daemon, unsigned int ms)
{
	clock_ms += ms;
	for (int i = 0; i < TURNS_MAX; i++)
		event_base_loop(daemon->env.base, EVLOOP_NONBLOCK);
}

void daemon_stop(struct daemon *daemon)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	daemon->ops->stop(daemon->source);
	daemon->source = NULL;
	textpages_free(daemon->env.texts);
	mainpage_free(daemon->env.main);
	pages_free(daemon->env.pages);
	for (size_t i = 0; i < count; i++)
		options_free(&daemon->config, &table[i]);
}
