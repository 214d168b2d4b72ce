// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sessions of LCDproc's language. The first two bytes of an input choose the
 * display's size and the cut. A line that begins with 0xff is not sent: it
 * lets time pass, a second for each byte in it.
 */
#include "../../userland/lcdbridge/listener.h"
#include "daemon.h"

#define HELLO "hello\n"

static struct daemon daemon;

/* Say it in pieces; no turn of the loop in between, so the order stays. */
static void say(struct conn *conn, struct input line, size_t piece)
{
	while (line.count) {
		struct input part = input_take(&line, piece);

		peer_say(conn, part.bytes, part.count);
	}
}

static void session(u8 size, size_t piece, struct input input, struct peer_seen *seen)
{
	const struct endpoint endpoint = { 0 };
	struct conn *conn;

	daemon_init(&daemon, 1 + size % 4, 1 + size / 4 % 40);
	daemon_start(&daemon, &source_lcdproc);
	conn = peer_connect(&daemon, &endpoint, seen);
	peer_say(conn, HELLO, strlen(HELLO));
	while (input.count) {
		const u8 *begin = input.bytes;
		struct input line = input_until(&input, '\n');

		line.count = input.bytes - begin;
		if (line.bytes[0] == 0xff)
			daemon_wait(&daemon, line.count * 1000);
		else
			say(conn, line, piece);
	}
	daemon_wait(&daemon, 1000);
	peer_close(conn);
	daemon_wait(&daemon, 1000);
	daemon_stop(&daemon);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	static struct peer_seen whole, pieces;
	struct input input = { bytes, count };
	u8 size = input_byte(&input), cut = input_byte(&input);
	struct screen shown;

	session(size, SIZE_MAX, input, &whole);
	shown = daemon.shown;
	session(size, 1 + cut, input, &pieces);
	must(whole.count == pieces.count && !memcmp(whole.text, pieces.text, whole.count));
	must(!memcmp(&shown, &daemon.shown, sizeof(shown)));
	return 0;
}
