// SPDX-License-Identifier: GPL-2.0-only
#include "opening.h"

#include <string.h>

#include "../base/macros.h"

/**
 * struct rest - a place in the first bytes
 * @at:   next byte
 * @left: bytes from there on
 */
struct rest {
	const u8 *at;
	size_t left;
};

/* Does the rest begin with @text? Undecided while the rest is too short. */
static enum opening rest_takes(struct rest *rest, const char *text, enum opening if_so)
{
	size_t length = strlen(text), n = rest->left < length ? rest->left : length;

	if (memcmp(rest->at, text, n))
		return OPENING_OURS;
	if (n < length)
		return OPENING_UNDECIDED;
	rest->at += length;
	rest->left -= length;
	return if_so;
}

/* A digit ends the name of a protocol and begins its version. */
static enum opening rest_is_version(struct rest rest, const char *protocol, enum opening if_so)
{
	enum opening result = rest_takes(&rest, protocol, if_so);

	if (result != if_so)
		return result;
	if (!rest.left)
		return OPENING_UNDECIDED;
	return *rest.at >= '0' && *rest.at <= '9' ? if_so : OPENING_OURS;
}

/* METHOD TARGET HTTP/1: ordinary text may also begin with the first two words. */
static enum opening judge_request(struct rest rest, const char *method)
{
	enum opening result = rest_takes(&rest, method, OPENING_HTTP), rtsp;
	size_t target = 0;

	if (result != OPENING_HTTP)
		return result;
	while (target < rest.left && rest.at[target] > ' ' && rest.at[target] != 0x7f)
		target++;
	if (target == rest.left)
		return OPENING_UNDECIDED;
	if (!target || rest.at[target] != ' ')
		return OPENING_OURS;
	rest.at += target + 1;
	rest.left -= target + 1;
	result = rest_is_version(rest, "HTTP/", OPENING_HTTP);
	rtsp = rest_is_version(rest, "RTSP/", OPENING_HTTP);
	return result > rtsp ? result : rtsp;
}

static enum opening judge(struct rest rest, bool glyphs)
{
	static const char *const methods[] = {
		"GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "CONNECT ", "OPTIONS ", "TRACE ",
		"PATCH ", "PRI ",
	};
	enum opening result = rest_is_version(rest, "SSH-", OPENING_SSH), other;
	struct rest tls = rest;

	other = rest_takes(&tls, "\x16\x03", OPENING_TLS);
	result = other > result ? other : result;
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++) {
		other = judge_request(rest, methods[i]);
		result = other > result ? other : result;
	}
	if (glyphs || !rest.left)
		return result;
	if (!*rest.at)
		return OPENING_BINARY;
	if (*rest.at != 3)
		return result;
	if (rest.left < 2)
		return OPENING_UNDECIDED;
	return rest.at[1] ? OPENING_OURS : OPENING_BINARY;
}

enum opening opening_judge(const u8 *bytes, size_t count, bool glyphs)
{
	enum opening result = judge((struct rest){ bytes, count }, glyphs);

	/* Of all undecided beginnings, only the target of a request is that long. */
	return result == OPENING_UNDECIDED && count >= OPENING_MAX ? OPENING_HTTP : result;
}

const char *opening_reason(enum opening opening)
{
	static const char *const reasons[] = {
		[OPENING_HTTP] = "this is not a web server: lcdweb is one",
		[OPENING_TLS] = "this port has no TLS: its listener needs the word tls",
		[OPENING_SSH] = "this is not an SSH server",
		[OPENING_BINARY] = "not text",
	};

	return reasons[opening];
}
