// SPDX-License-Identifier: GPL-2.0-only
/*
 * A server of LCDproc's protocol 0.3, for LCDproc's clients unmodified. Their
 * screens are pages like all others.
 */
#include "lcdproc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lcdproc-menu.h"
#include "lcdproc-screen.h"
#include "macros.h"

#define LINE_MAX_BYTES 8192	/* as LCDd takes */
#define SAY_MAX 512
#define GREETING "connect LCDproc 0.5.9 protocol 0.3 lcd wid %u hgt %u cellwid 5 cellhgt 8"

void client_say(struct client *client, const char *format, ...)
{
	char text[SAY_MAX];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text) - 1, format, args);
	va_end(args);
	if (n >= (int)sizeof(text) - 1)
		n = sizeof(text) - 2;
	text[n++] = '\n';
	conn_send(client->conn, text, n);
}

void client_success(struct client *client)
{
	client_say(client, "success");
}

void client_huh(struct client *client, const char *why)
{
	client_say(client, "huh? %s", why);
}

void client_answer(struct client *client, const char *why)
{
	if (why)
		client_huh(client, why);
	else
		client_success(client);
}

/* Clients match this to its end: nothing may be added. */
static void do_hello(struct client *client, const struct words *words)
{
	const struct screen *screen = pages_screen(client->env->pages);

	client->greeted = true;
	client_say(client, GREETING, screen->cols, screen->rows);
}

static void do_bye(struct client *client, const struct words *words)
{
	conn_finish(client->conn, "", 0);
}

/* Names are for menus of clients, which a display without keys has not. */
static void do_client_set(struct client *client, const struct words *words)
{
	if (words->count < 3) {
		client_huh(client, "Usage: client_set -name <name>");
		return;
	}
	for (int i = 1; i < words->count; i += 2) {
		if (!strcmp(option_name(words->word[i]), "name") && i + 1 < words->count)
			client_success(client);
		else
			client_say(client, "huh? invalid parameter (%s)",
				   option_name(words->word[i]));
	}
}

static void do_client_add_key(struct client *client, const struct words *words)
{
	client_answer(client, words->count > 1 ? NULL :
		      "Usage: client_add_key [-exclusively|-shared] {<key>}+");
}

static void do_client_del_key(struct client *client, const struct words *words)
{
	client_answer(client, words->count > 1 ? NULL : "Usage: client_del_key {<key>}+");
}

static void do_backlight(struct client *client, const struct words *words)
{
	if (words->count != 2 || !light_parse(words->word[1], &client->backlight)) {
		client_huh(client, "Usage: backlight {on|off|toggle|blink|flash}");
		return;
	}
	screens_changed(client);
	client_success(client);
}

/* A display has no outputs to switch. */
static void do_output(struct client *client, const struct words *words)
{
	const char *value = words_at(words, 1);
	int number;

	if (words->count != 2)
		client_huh(client, "Usage: output {on|off|<number>}");
	else
		client_answer(client, !strcmp(value, "on") || !strcmp(value, "off") ||
			      number_parse(value, &number) ? NULL : "invalid parameter...");
}

static void do_info(struct client *client, const struct words *words)
{
	client_say(client, "lcdbridge");
}

static void do_noop(struct client *client, const struct words *words)
{
	client_say(client, "noop complete");
}

static void do_sleep(struct client *client, const struct words *words)
{
	client_huh(client, words->count == 2 ? "ignored (not fully implemented)" :
					       "Usage: sleep <secs>");
}

static const struct {
	const char *name;
	lcdproc_command act;
} commands[] = {
	{ "hello", do_hello },
	{ "bye", do_bye },
	{ "client_set", do_client_set },
	{ "client_add_key", do_client_add_key },
	{ "client_del_key", do_client_del_key },
	{ "screen_add", do_screen_add },
	{ "screen_del", do_screen_del },
	{ "screen_set", do_screen_set },
	{ "widget_add", do_widget_add },
	{ "widget_del", do_widget_del },
	{ "widget_set", do_widget_set },
	{ "menu_add_item", do_menu_add_item },
	{ "menu_del_item", do_menu_del_item },
	{ "menu_set_item", do_menu_set_item },
	{ "menu_goto", do_menu_goto },
	{ "menu_set_main", do_menu_set_main },
	{ "backlight", do_backlight },
	{ "output", do_output },
	{ "info", do_info },
	{ "noop", do_noop },
	{ "sleep", do_sleep },
};

static void client_run(struct client *client, const struct words *words)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(words->word[0], commands[i].name))
			continue;
		if (client->greeted || commands[i].act == do_hello || commands[i].act == do_bye)
			commands[i].act(client, words);
		else
			client_huh(client, "say hello first");
		return;
	}
	client_say(client, "huh? Invalid command \"%.100s\"", words->word[0]);
}

/* An empty line is a sign of life, without an answer. */
static void client_take_line(struct client *client, char *line)
{
	struct words words;

	if (!words_split(&words, line))
		client_huh(client, "Could not parse command");
	else if (words.count)
		client_run(client, &words);
}

static void client_refuse_line(struct client *client)
{
	stats_drop(client->env->stats, DROP_LINE);
	client_huh(client, "the line is too long");
}

/* A line that is too long is left out, up to its end. */
static void client_skip(struct client *client, struct evbuffer *in)
{
	if (!client->skipping)
		client_refuse_line(client);
	client->skipping = true;
	evbuffer_drain(in, evbuffer_get_length(in));
}

static void client_input(struct conn *conn, struct evbuffer *in)
{
	struct client *client = conn_state(conn);
	size_t n;
	char *line;

	while ((line = evbuffer_readln(in, &n, EVBUFFER_EOL_LF))) {
		conn_line(conn, false);
		if (client->skipping)
			client->skipping = false;
		else if (n > client->line_max)
			client_refuse_line(client);
		else
			client_take_line(client, line);
		free(line);
	}
	if (evbuffer_get_length(in) > client->line_max)
		client_skip(client, in);
	conn_line(conn, evbuffer_get_length(in) || client->skipping);
}

static void client_opened(struct conn *conn)
{
	struct client *client = conn_state(conn);
	unsigned int buffer = conn_env(conn)->config->buffer;

	client->conn = conn;
	client->env = conn_env(conn);
	/* Of a longer one the buffer would never hold the end. */
	client->line_max = buffer > LINE_MAX_BYTES ? LINE_MAX_BYTES : buffer - 1;
	LIST_INIT(&client->screens);
	TAILQ_INIT(&client->items);
}

static void client_ended(struct conn *conn)
{
	conn_finish(conn, "", 0);
}

static void client_closed(struct conn *conn)
{
	struct client *client = conn_state(conn);

	screens_free(client);
	menus_free(client);
}

static const struct listener_ops lcdproc_ops = {
	.name = "lcdproc",
	.state = sizeof(struct client),
	.opened = client_opened,
	.input = client_input,
	.ended = client_ended,
	.closed = client_closed,
};

static void *lcdproc_start(const struct source_env *env)
{
	return listeners_new(env, &lcdproc_ops, NULL, &env->config->lcdproc);
}

static void lcdproc_release(void *source)
{
	listeners_release(source);
}

static void lcdproc_reload(void *source, const struct config *old)
{
	listeners_reload(source);
}

/* Clients end when they hear this. */
static void client_say_bye(struct conn *conn, void *arg)
{
	conn_send(conn, "bye\n", 4);
	conn_flush(conn);
}

static void lcdproc_stop(void *source)
{
	listeners_each(source, client_say_bye, NULL);
	listeners_free(source);
}

const struct source_ops source_lcdproc = {
	.name = "lcdproc",
	.start = lcdproc_start,
	.release = lcdproc_release,
	.reload = lcdproc_reload,
	.stop = lcdproc_stop,
};
