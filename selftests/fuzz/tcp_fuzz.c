// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a connection to the text port sends, and how it is cut into reads. The
 * first four bytes of an input choose the words of the listener, the longest
 * line, the cut, and the display's size.
 */
#include "../../userland/lcdbridge/net/listener.h"
#include "daemon.h"

#define JOINER "\u200d"
#define CLEAN_MAX SANITIZE_ROOM(65536)

/* U+200D passes, to join emoji; nothing else of its kind does. */
static size_t without_joiners(char *text, size_t count)
{
	char *end = text + count, *at;

	while ((at = memmem(text, end - text, JOINER, strlen(JOINER)))) {
		memmove(at, at + strlen(JOINER), end - at - strlen(JOINER));
		end -= strlen(JOINER);
	}
	return end - text;
}

/* All at once, and a byte at a time; then again what came out. */
static void sanitizer_must_hold(const struct input *input)
{
	static char whole[CLEAN_MAX], bytewise[CLEAN_MAX], again[SANITIZE_ROOM(CLEAN_MAX)];
	struct sanitize one = { 0 }, other = { 0 }, third = { 0 };
	size_t count = sanitize_text(&one, input->bytes, input->count, whole), n = 0, ascii = 0;

	must(count <= SANITIZE_ROOM(input->count));
	for (size_t i = 0; i < input->count; i++)
		n += sanitize_text(&other, input->bytes + i, 1, bytewise + n);
	must(n == count && !memcmp(whole, bytewise, n));
	must(sanitize_text(&third, (u8 *)whole, count, again) == count);
	must(!memcmp(whole, again, count));
	must(is_plain(again, without_joiners(again, count), "\n\t\f"));

	for (size_t i = 0; i < input->count; i++)
		ascii += input->bytes[i] >= ' ' && input->bytes[i] < 0x7f;
	for (size_t i = 0; i < count; i++)
		ascii -= whole[i] >= ' ' && whole[i] < 0x7f;
	must(!ascii);
}

/* How much comes before a line is too long. */
static size_t length_taken(const struct input *text, size_t max)
{
	size_t line = 0;

	for (size_t i = 0; i < text->count; i++) {
		line = text->bytes[i] == '\n' ? 0 : line + 1;
		if (line > max)
			return i;
	}
	return text->count;
}

static void write_all(struct screen *screen, const struct input *text, size_t count, bool escapes)
{
	static char clean[CLEAN_MAX];
	struct sanitize sanitize = { 0 };
	struct vt vt = { 0 };

	if (escapes)
		vt_write(&vt, screen, text->bytes, count);
	else
		vt_write(&vt, screen, (u8 *)clean,
			 sanitize_text(&sanitize, text->bytes, count, clean));
}

static void must_show(const struct daemon *daemon, const struct screen *want)
{
	char text[SCREEN_TEXT_MAX], shown[SCREEN_TEXT_MAX];
	size_t count = screen_text(want, text);

	must(screen_text(&daemon->shown, shown) == count && !memcmp(text, shown, count));
	must(daemon->shown.row == want->row && daemon->shown.col == want->col);
}

static void must_have_heard(const struct peer_seen *seen, const struct screen *want)
{
	char text[SCREEN_TEXT_MAX];
	size_t count = screen_text(want, text);

	must(seen->count == count && !memcmp(seen->text, text, count));
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	static struct peer_seen seen;
	static struct daemon daemon;
	struct input text = { bytes, count }, rest, piece;
	u8 words = input_byte(&text), max = input_byte(&text), cut = input_byte(&text);
	u8 size = input_byte(&text);
	const struct endpoint endpoint = { .append = words & 1, .escapes = words & 2 };
	struct screen want;
	struct conn *conn;
	size_t taken;

	if (text.count > 16384)
		return 0;
	sanitizer_must_hold(&text);
	daemon_init(&daemon, 1 + size % 4, 1 + size / 4 % 40);
	daemon.config.line = 1 + 8 * max;
	daemon.escapes = endpoint.escapes;
	daemon_start(&daemon, &source_tcp);
	mainpage_set(daemon.env.main, "before", 6);
	daemon_wait(&daemon, 0);
	want = daemon.shown;
	if (!endpoint.append && text.count)
		screen_reset(&want);
	taken = length_taken(&text, daemon.config.line);
	if (taken || !text.count || endpoint.append)
		write_all(&want, &text, taken, endpoint.escapes);
	else
		want = daemon.shown;

	conn = peer_connect(&daemon, &endpoint, &seen);
	for (rest = text; rest.count;) {
		piece = input_take(&rest, 1 + cut);
		peer_say(conn, piece.bytes, piece.count);
		daemon_wait(&daemon, cut);
	}
	must(seen.over == (taken < text.count));
	must_show(&daemon, &want);
	if (!seen.over) {
		peer_end(conn);
		must_have_heard(&seen, &want);
	}
	peer_close(conn);
	daemon_stop(&daemon);
	return 0;
}
