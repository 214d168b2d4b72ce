// SPDX-License-Identifier: GPL-2.0-only
/*
 * A server for LCDproc's protocol 0.3. LCDproc clients need no change. Each of their
 * screens is a page.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/macros.h"
#include "../net/listener.h"
#include "../net/sock.h"
#include "keys.h"
#include "light.h"
#include "menu.h"
#include "menuview.h"
#include "screen.h"

#define LINE_MAX_BYTES 8192	/* LCDd's limit */
#define SLEEP_MAX 60
#define GREETING "connect LCDproc 0.5.9 protocol 0.3 lcd wid %u hgt %u cellwid 5 cellhgt 8"

/* Add nothing to the greeting: clients compare all of it. */
static void do_hello(struct client *client, const struct words *words)
{
	if (words->count > 1)
		client_huh(client, "extra parameters ignored");
	client->greeted = true;
	client_say(client, GREETING, pages_cols(client->env->pages),
		   pages_rows(client->env->pages));
}

static void do_bye(struct client *client, const struct words *words)
{
	conn_finish(client->conn, "", 0);
}

static void do_client_set(struct client *client, const struct words *words)
{
	if (words->count != 3) {
		client_huh(client, "Usage: client_set -name <name>");
		return;
	}
	if (!strcmp(option_name(words->word[1]), "name")) {
		client->named = true;
		text_to_utf8(words->word[2], client->name, sizeof(client->name));
		client_success(client);
		return;
	}
	for (int i = 1; i < words->count; i++)
		client_say(client, "huh? invalid parameter (%.100s)",
			   option_name(words->word[i]));
}

static void do_backlight(struct client *client, const struct words *words)
{
	if (words->count != 2) {
		client_huh(client, "Usage: backlight {on|off|toggle|blink|flash}");
		return;
	}
	light_parse(words->word[1], &client->backlight);	/* ignores other words */
	screens_changed(client);
	client_success(client);
}

/* Parse an integer. If it is invalid, answer as LCDd does and return false. */
static bool take_number(struct client *client, const char *word, long *number)
{
	char *end;

	errno = 0;
	*number = strtol(word, &end, 0);
	if (errno)
		client_say(client, "huh? number argument: %s", strerror(errno));
	else if (!*word || *end)
		client_huh(client, "invalid parameter...");
	return !errno && *word && !*end;
}

/* Accepted but ignored: a display of devlcd has no outputs. */
static void do_output(struct client *client, const struct words *words)
{
	const char *value = words_at(words, 1);
	long number;

	if (words->count != 2)
		client_huh(client, "Usage: output {on|off|<num>}");
	else if (!strcmp(value, "on") || !strcmp(value, "off") ||
		 take_number(client, value, &number))
		client_success(client);
}

static void do_info(struct client *client, const struct words *words)
{
	if (words->count > 1)
		client_huh(client, "Extra arguments ignored...");
	client_say(client, "lcdbridge");
}

static void do_noop(struct client *client, const struct words *words)
{
	client_say(client, "noop complete");
}

/* LCDd does not sleep either. */
static void do_sleep(struct client *client, const struct words *words)
{
	long seconds;

	if (words->count != 2) {
		client_huh(client, "Usage: sleep <secs>");
	} else if (take_number(client, words->word[1], &seconds)) {
		client_say(client, "sleeping %ld seconds",
			   seconds < 1 ? 1 : seconds > SLEEP_MAX ? SLEEP_MAX : seconds);
		client_huh(client, "ignored (not fully implemented)");
	}
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

/* Clients send an empty line to keep the connection alive: do not answer it. */
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

/* Ignore a line that is too long, up to its end. */
static void client_skip(struct client *client, struct evbuffer *in)
{
	if (!client->skipping)
		client_refuse_line(client);
	client->skipping = true;
	evbuffer_drain(in, evbuffer_get_length(in));
}

static void client_input(struct conn *conn, struct evbuffer *in)
{
	struct client *client = (void *)conn->state;
	size_t n;
	char *line;

	while ((line = evbuffer_readln(in, &n, EVBUFFER_EOL_ANY))) {
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
	struct client *client = (void *)conn->state;
	unsigned int buffer = conn->env->config->buffer;

	client->conn = conn;
	client->env = conn->env;
	/* The buffer must hold the longest line and its end. */
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
	struct client *client = (void *)conn->state;

	screens_free(client);
	menuview_free(client);
	menus_free(client);
}

static const struct conn_ops lcdproc_ops = {
	.name = "lcdproc",
	.state = sizeof(struct client),
	.patient = true,
	.opened = client_opened,
	.input = client_input,
	.ended = client_ended,
	.closed = client_closed,
};

static bool lcdproc_key(void *source, const struct key *key)
{
	return !key->taken &&
	       (lcdproc_keys_offer(source, key) || menuview_offer(source, key));
}

static void *lcdproc_start(const struct source_env *env)
{
	return listeners_new(env, &lcdproc_ops, offsetof(struct config, lcdproc));
}

static bool lcdproc_try(const struct config *config)
{
	return sock_try(&config->lcdproc, SOCK_STREAM, "lcdproc");
}

/* On "bye", clients exit. */
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
	.try = lcdproc_try,
	.start = lcdproc_start,
	.key = lcdproc_key,
	.prepare = listeners_prepare,
	.yield = listeners_yield,
	.abandon = listeners_abandon,
	.reclaim = listeners_reclaim,
	.reload = listeners_reload,
	.stop = lcdproc_stop,
};
