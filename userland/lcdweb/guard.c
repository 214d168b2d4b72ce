// SPDX-License-Identifier: GPL-2.0-only
#include "guard.h"

#include <string.h>
#include <strings.h>

#define DECODED_MAX 512
#define DIGITS "0123456789"

static const char *const loopback[] = { "localhost", "127.0.0.1", "[::1]", NULL };

/* The length of a host's name or address, up to the colon of its port. */
static size_t host_length(const char *host)
{
	const char *bracket = *host == '[' ? strchr(host, ']') : NULL;

	if (*host == '[')
		return bracket ? bracket + 1 - host : 0;
	return strcspn(host, ":");
}

/* ":", and up to five digits; or nothing. */
static bool is_port(const char *port)
{
	size_t digits;

	if (!*port)
		return true;
	if (*port++ != ':')
		return false;
	digits = strspn(port, DIGITS);
	return digits && digits <= 5 && !port[digits];
}

static bool is_host(const char *name, const char *host, size_t length)
{
	return strlen(name) == length && !strncasecmp(name, host, length);
}

bool guard_host_is_name(const char *name)
{
	size_t length = host_length(name);

	return length && !name[length] && !strpbrk(name, "/@?# \t,");
}

bool guard_host(const struct guard *guard, const char *host)
{
	size_t length = host_length(host);

	if (!length || !is_port(host + length))
		return false;
	for (const char *const *name = loopback; *name; name++)
		if (is_host(*name, host, length))
			return true;
	for (size_t i = 0; i < guard->count; i++)
		if (is_host(guard->hosts[i], host, length))
			return true;
	return false;
}

/* A browser omits the default port of the scheme. */
static const char *port_of(const char *host, const char *standard)
{
	const char *port = host + host_length(host);

	return *port ? port + 1 : standard;
}

/* A proxy with TLS may omit port 443, and lcdweb does not see the scheme. */
bool guard_origin(const char *origin, const char *host)
{
	const char *standard;
	size_t length;

	if (!strncasecmp(origin, "http://", 7)) {
		standard = "80";
		origin += 7;
	} else if (!strncasecmp(origin, "https://", 8)) {
		standard = "443";
		origin += 8;
	} else {
		return false;
	}
	length = host_length(origin);
	return length && length == host_length(host) && !strncasecmp(origin, host, length) &&
	       is_port(origin + length) && is_port(host + length) &&
	       !strcmp(port_of(origin, standard), port_of(host, standard));
}

static int base64_value(char letter)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = letter ? strchr(letters, letter) : NULL;

	return at ? (int)(at - letters) : -1;
}

/* Return: the number of bytes, or -1 if it is not base64, or too long. */
static int base64_decode(const char *text, char *out, size_t size)
{
	unsigned int bits = 0, have = 0;
	size_t count = 0;
	int value;

	for (; (value = base64_value(*text)) >= 0; text++) {
		bits = bits << 6 | value;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (count == size)
			return -1;
		out[count++] = (char)(bits >> have);
	}
	return text[strspn(text, "=")] ? -1 : (int)count;
}

/* Takes a time that depends only on the length of @given, not on the token. */
static bool same_secret(const char *token, const char *given, size_t length)
{
	size_t size = strlen(token);
	unsigned char differs = length != size;

	for (size_t i = 0; i < length; i++)
		differs |= given[i] ^ token[size ? i % size : 0];
	return !differs;
}

static bool has_word(const char **value, const char *word)
{
	size_t length = strlen(word);

	if (strncasecmp(*value, word, length) || (*value)[length] != ' ')
		return false;
	*value += length + strspn(*value + length, " ");
	return true;
}

bool guard_token(const struct guard *guard, const char *authorization)
{
	char decoded[DECODED_MAX];
	const char *password;
	int count;

	if (!*guard->token)
		return false;
	if (has_word(&authorization, "Bearer"))
		return same_secret(guard->token, authorization, strlen(authorization));
	if (!has_word(&authorization, "Basic"))
		return false;
	count = base64_decode(authorization, decoded, sizeof(decoded));
	password = count > 0 ? memchr(decoded, ':', count) : NULL;
	if (!password)
		return false;
	password++;
	return same_secret(guard->token, password, decoded + count - password);
}
