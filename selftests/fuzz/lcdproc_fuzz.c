// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions of LCDproc's language, of two clients. The first two bytes of an
 * input choose the display's size and the cut. A line that begins with 0xff is
 * not sent: it lets time pass, a second for each byte in it. One that begins
 * with 0xfe is the second client's; 0xfd, alone or behind that, and a number
 * make a line of so many times the rest.
 */
#include "../../userland/lcdbridge/net/listener.h"
#include "daemon.h"

#define HELLO "hello\nclient_set name fuzz\n"	/* menus require a name */
#define CLIENTS 2
#define LINE_MAX_BYTES 8192
#define LONG_MAX 20000

/**
 * struct client - one of the two
 * @conn: its connection
 * @seen: what it has heard
 */
struct client {
	struct conn *conn;
	struct peer_seen *seen;
};

static struct daemon daemon;

/* Say it in pieces; no turn of the loop in between, so the order stays. */
static void say(struct conn *conn, struct input line, size_t piece)
{
	while (line.count) {
		struct input part = input_take(&line, piece);

		peer_say(conn, part.bytes, part.count);
	}
}

static int lines_heard(const struct peer_seen *seen)
{
	int lines = 0;

	for (size_t i = 0; i < seen->count; i++)
		lines += seen->text[i] == '\n';
	return lines;
}

/* What is too long is one line all the same, and gets one answer. */
static void say_again_and_again(const struct client *client, struct input rest, size_t piece)
{
	int before = lines_heard(client->seen);
	u8 times = input_byte(&rest);
	struct input line = input_until(&rest, '\n');
	bool one = !memchr(line.bytes, '\r', line.count);	/* which ends lines, too */
	size_t said = 0;

	for (; times-- && said < LONG_MAX; said += line.count)
		say(client->conn, line, piece);
	say(client->conn, (struct input){ (const u8 *)"\n", 1 }, piece);
	if (one && said > LINE_MAX_BYTES && client->seen->count < sizeof(client->seen->text))
		must(lines_heard(client->seen) == before + !client->seen->over);
}

static void say_line(const struct client *clients, struct input line, size_t piece)
{
	const struct client *client = &clients[0];

	if (line.bytes[0] == 0xfe) {
		input_byte(&line);
		client = &clients[1];
	}
	if (line.count > 2 && line.bytes[0] == 0xfd) {
		input_byte(&line);
		say_again_and_again(client, line, piece);
	} else {
		say(client->conn, line, piece);
	}
}

static void session(u8 size, size_t piece, struct input input, struct peer_seen *seen)
{
	const struct endpoint endpoint = { 0 };
	struct client clients[CLIENTS];

	daemon_init(&daemon, 1 + size % 4, 1 + size / 4 % 40);
	daemon_start(&daemon, &source_lcdproc);
	for (int i = 0; i < CLIENTS; i++) {
		clients[i].seen = &seen[i];
		clients[i].conn = peer_connect(&daemon, &endpoint, &seen[i]);
		peer_say(clients[i].conn, HELLO, strlen(HELLO));
	}
	while (input.count) {
		const u8 *begin = input.bytes;
		struct input line = input_until(&input, '\n');

		line.count = input.bytes - begin;
		if (line.bytes[0] == 0xff)
			daemon_wait(&daemon, line.count * 1000);
		else
			say_line(clients, line, piece);
	}
	daemon_wait(&daemon, 1000);
	for (int i = 0; i < CLIENTS; i++)
		peer_close(clients[i].conn);
	daemon_wait(&daemon, 1000);
	daemon_stop(&daemon);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	static struct peer_seen whole[CLIENTS], pieces[CLIENTS];
	struct input input = { bytes, count };
	u8 size = input_byte(&input), cut = input_byte(&input);
	struct screen shown;

	session(size, SIZE_MAX, input, whole);
	shown = daemon.shown;
	session(size, 1 + cut, input, pieces);
	for (int i = 0; i < CLIENTS; i++)
		must(whole[i].count == pieces[i].count &&
		     !memcmp(whole[i].text, pieces[i].text, whole[i].count));
	must(!memcmp(&shown, &daemon.shown, sizeof(shown)));
	return 0;
}
