// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../../common/geometry.h"
#include "../base/log.h"
#include "../base/macros.h"
#include "config.h"
#include "credential.h"

#define AT(field) offsetof(struct config, field)
#define KIB 1024
#define FLAG_MAX 32

static const struct option_def options[] = {
	{ "bridge", "device", "device", "FILE",
	  "the display: /dev/LCD, or any file, terminal or FIFO",
	  "/dev/LCD", OPTION_TEXT, 0, 0, AT(device) },
	{ "bridge", "geometry", "geometry", "COLSxROWS",
	  "the size, if the file cannot tell it",
	  "20x4", OPTION_GEOMETRY, 0, 0, AT(geometry) },
	{ "bridge", "log", "log", "LEVEL",
	  "what to report: error, warning, info or debug",
	  "info", OPTION_LEVEL, 0, 0, AT(log_level) },

	{ "tcp", "listen", "tcp", "[ADDRESS:]PORT",
	  "text port, or none; words may follow: append, escapes, tls, insecure",
	  "4478", OPTION_STREAM, 0, 0, AT(tcp) },
	{ "udp", "listen", "udp", "[ADDRESS:]PORT",
	  "UDP port, or none; words may follow: append, escapes, insecure",
	  "4478", OPTION_DATAGRAM, 0, 0, AT(udp) },
	{ "unix", "listen", "unix", "PATH",
	  "text port that is a Unix socket, or none; words may follow: append, escapes",
	  "none", OPTION_PATH, 0, 0, AT(unix_sockets) },
	{ "spool", "file", "spool", "FILE",
	  "show the text that is written to this file, which must exist",
	  "none", OPTION_TEXT, 0, 0, AT(spool) },
	{ "lcdproc", "listen", "lcdproc", "[ADDRESS:]PORT",
	  "port for LCDproc clients, usually 13666; words may follow: tls, insecure",
	  "none", OPTION_STREAM, 0, 0, AT(lcdproc) },
	{ "tls", "certificate", "tls-certificate", "FILE",
	  "certificate with its chain, PEM, for listeners with the word tls",
	  "none", OPTION_TEXT, 0, 0, AT(tls_certificate) },
	{ "tls", "key", "tls-key", "FILE",
	  "private key of this certificate",
	  "none", OPTION_SECRET, 0, 0, AT(tls_key) },
	{ "tls", "ca", "tls-ca", "FILE",
	  "authority that signs the certificates of permitted clients",
	  "none", OPTION_TEXT, 0, 0, AT(tls_ca) },

	{ "pages", "duration", "page-duration", "SECONDS",
	  "how long each page is shown when several take turns",
	  "5", OPTION_SECONDS, DURATION_MIN_MS, 86400000, AT(page_duration) },
	{ "pages", "notice", "notice-duration", "SECONDS",
	  "how long a notification is shown",
	  "5", OPTION_SECONDS, DURATION_MIN_MS, 86400000, AT(notice_duration) },
	{ "pages", "scroll-rest", "scroll-rest", "SECONDS",
	  "how long a line that is too long rests before it scrolls sideways",
	  "1.5", OPTION_SECONDS, 10, 3600000, AT(scroll_rest) },
	{ "pages", "scroll-step", "scroll-step", "SECONDS",
	  "how long each step of one column takes; 0 does not scroll",
	  "0.3", OPTION_SECONDS, 0, 60000, AT(scroll_step) },

	{ "keys", "device", "keys-device", "FILE",
	  "an input device in /dev/input; \"display\" is the display's own keypad",
	  KEYS_OF_DISPLAY, OPTION_TEXT, 0, 0, AT(keys_device) },
	{ "keys", "long", "keys-long", "SECONDS",
	  "how long a key must be held to switch the backlight",
	  "1", OPTION_SECONDS, 100, 60000, AT(keys_long) },

	{ "mqtt", "host", "mqtt-host", "HOST",
	  "the broker, or several that are tried in turn, or none",
	  "localhost", OPTION_TEXT, 0, 0, AT(mqtt_host) },
	{ "mqtt", "port", "mqtt-port", "PORT",
	  "the broker's port; 0 is 1883, or 8883 with TLS",
	  "0", OPTION_NUMBER, 0, 65535, AT(mqtt_port) },
	{ "mqtt", "bind-address", "mqtt-bind-address", "ADDRESS",
	  "the address of this machine to connect from",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_bind_address) },
	{ "mqtt", "version", "mqtt-version", "auto|5|3.1.1",
	  "version of the protocol; auto is 5, or 3.1.1 if the broker refuses 5",
	  "auto", OPTION_CHOICE, 0, 0, AT(mqtt_version) },
	{ "mqtt", "prefix", "mqtt-prefix", "TOPIC",
	  "what the topics begin with; %h is the host's name, %d the device's",
	  "%d", OPTION_TEXT, 0, 0, AT(mqtt_prefix) },
	{ "mqtt", "group", "mqtt-group", "NAME",
	  "groups that this display belongs to, separated by blanks",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_groups) },
	{ "mqtt", "group-prefix", "mqtt-group-prefix", "TOPIC",
	  "what the topics of groups begin with",
	  "groups", OPTION_TEXT, 0, 0, AT(mqtt_group_prefix) },
	{ "mqtt", "client-id", "mqtt-client-id", "ID",
	  "the name by which the broker knows the bridge",
	  "lcdbridge-%h-%d", OPTION_TEXT, 0, 0, AT(mqtt_client_id) },
	{ "mqtt", "username", "mqtt-username", "NAME",
	  "the user's name, if the broker requires one",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_username) },
	{ "mqtt", "password-file", "mqtt-password-file", "FILE",
	  "file whose first line is the password",
	  "none", OPTION_SECRET, 0, 0, AT(mqtt_password_file) },
	{ "mqtt", "ca", "mqtt-ca", "FILE",
	  "use TLS, and trust the authorities in this file or folder; \"system\" trusts the system's",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_ca) },
	{ "mqtt", "certificate", "mqtt-certificate", "FILE",
	  "the bridge's certificate, if the broker requires one",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_certificate) },
	{ "mqtt", "key", "mqtt-key", "FILE",
	  "private key of this certificate",
	  "none", OPTION_SECRET, 0, 0, AT(mqtt_key) },
	{ "mqtt", "tls-version", "mqtt-tls-version", "1.2|1.3",
	  "the oldest version of TLS to accept",
	  "1.2", OPTION_CHOICE, 0, 0, AT(mqtt_tls_version) },
	{ "mqtt", "ciphers", "mqtt-ciphers", "LIST",
	  "the ciphers to use with TLS 1.2, by their names in openssl-ciphers(1)",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_ciphers) },
	{ "mqtt", "psk-identity", "mqtt-psk-identity", "NAME",
	  "use TLS with a pre-shared key of this name",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_psk_identity) },
	{ "mqtt", "psk-file", "mqtt-psk-file", "FILE",
	  "file whose first line is the pre-shared key, in hexadecimal",
	  "none", OPTION_SECRET, 0, 0, AT(mqtt_psk_file) },
	{ "mqtt", "persistent", "mqtt-persistent", "yes|no",
	  "whether the broker keeps messages while the bridge is disconnected",
	  "no", OPTION_SWITCH, 0, 0, AT(mqtt_persistent) },
	{ "mqtt", "keepalive", "mqtt-keepalive", "SECONDS",
	  "how long the connection to the broker may be silent",
	  "60", OPTION_SECONDS, 5000, 65535000, AT(mqtt_keepalive) },
	{ "mqtt", "retry", "mqtt-retry", "SECONDS",
	  "time from the loss of the connection to the first try to connect again",
	  "1", OPTION_SECONDS, 10, 3600000, AT(mqtt_retry) },
	{ "mqtt", "retry-max", "mqtt-retry-max", "SECONDS",
	  "the longest pause between two tries",
	  "60", OPTION_SECONDS, 10, 3600000, AT(mqtt_retry_max) },
	{ "mqtt", "stats", "mqtt-stats", "SECONDS",
	  "the shortest pause between two messages with counters",
	  "60", OPTION_SECONDS, 100, 86400000, AT(mqtt_stats) },
	{ "mqtt", "qos", "mqtt-qos", "0|1|2",
	  "quality of service of subscriptions and published messages",
	  "0", OPTION_NUMBER, 0, 2, AT(mqtt_qos) },

	{ "hass", "discovery", "hass", "yes|no",
	  "whether Home Assistant finds the display by itself",
	  "no", OPTION_SWITCH, 0, 0, AT(hass_discovery) },
	{ "hass", "prefix", "hass-prefix", "TOPIC",
	  "what Home Assistant's discovery topics begin with",
	  "homeassistant", OPTION_TEXT, 0, 0, AT(hass_prefix) },

	{ "hass", "web", "hass-web", "URL",
	  "the URL by which Home Assistant reaches lcdweb; %h is the host's name",
	  "none", OPTION_TEXT, 0, 0, AT(hass_web) },
	{ "hass", "picture", "hass-picture", "yes|no",
	  "whether the picture of the display is published as an image",
	  "no", OPTION_SWITCH, 0, 0, AT(hass_picture) },
	{ "hass", "support", "hass-support", "URL",
	  "the URL of a page that helps with the display",
	  "none", OPTION_TEXT, 0, 0, AT(hass_support) },

	{ "limits", "connections", "max-connections", "COUNT",
	  "the most connections of one listener",
	  "256", OPTION_NUMBER, 1, 65536, AT(connections) },
	{ "limits", "per-address", "max-per-address", "COUNT",
	  "the most connections from one address (IPv6: from one /64)",
	  "64", OPTION_NUMBER, 1, 65536, AT(per_address) },
	{ "limits", "line", "max-line", "BYTES",
	  "the longest line of text",
	  "4096", OPTION_BYTES, 16, 1024 * KIB, AT(line) },
	{ "limits", "buffer", "max-buffer", "BYTES",
	  "how much is buffered in each direction of a connection",
	  "65536", OPTION_BYTES, KIB, 16 * KIB * KIB, AT(buffer) },
	{ "limits", "first-byte", "first-byte-time", "SECONDS",
	  "the longest time from connecting to the first byte",
	  "5", OPTION_SECONDS, 10, 3600000, AT(first_byte) },
	{ "limits", "line-time", "line-time", "SECONDS",
	  "the longest time from the first byte of a line to its end",
	  "30", OPTION_SECONDS, 10, 3600000, AT(line_time) },
	{ "limits", "idle", "idle", "SECONDS",
	  "how long a connection to a text port may be silent; 0 is for ever",
	  "600", OPTION_SECONDS, 0, 86400000, AT(idle) },
	{ "limits", "idle-local", "idle-local", "yes|no",
	  "whether idle also holds for connections from this machine",
	  "no", OPTION_SWITCH, 0, 0, AT(idle_local) },
	{ "limits", "drain", "drain-time", "SECONDS",
	  "how long a client may take to close after the answer",
	  "1", OPTION_SECONDS, 10, 60000, AT(drain) },
	{ "limits", "rate", "max-rate", "BYTES",
	  "how much one address may send each second; 0 is any number",
	  "65536", OPTION_BYTES, 0, 1024 * KIB * KIB, AT(rate) },
	{ "limits", "burst", "max-burst", "BYTES",
	  "how much one address may send at once, before the rate slows it",
	  "1048576", OPTION_BYTES, KIB, 1024 * KIB * KIB, AT(burst) },
	{ "limits", "rate-local", "rate-local", "yes|no",
	  "whether the rate also holds for this machine",
	  "no", OPTION_SWITCH, 0, 0, AT(rate_local) },
	{ "limits", "payload", "max-payload", "BYTES",
	  "the longest payload of an MQTT message, and the longest datagram",
	  "4096", OPTION_BYTES, 16, 1024 * KIB, AT(payload) },
};

#define OPTIONS_COUNT ARRAY_SIZE(options)

const struct option_def *options_table(size_t *count)
{
	*count = OPTIONS_COUNT;
	return options;
}

const struct option_def *options_find(const char *section, const char *name)
{
	for (size_t i = 0; i < OPTIONS_COUNT; i++)
		if (!strcmp(options[i].section, section) && !strcmp(options[i].name, name))
			return &options[i];
	return NULL;
}

const char *options_flag(const struct option_def *def)
{
	static char flags[OPTIONS_COUNT][FLAG_MAX];
	char *flag = flags[def - options];
	bool ours = !strcmp(def->section, "bridge");

	snprintf(flag, FLAG_MAX, "%s%s%s", ours ? "" : def->section, ours ? "" : "-", def->name);
	return flag;
}

bool options_is_list(const struct option_def *def)
{
	return def->type >= OPTION_STREAM;
}

bool options_has_section(const char *section)
{
	for (size_t i = 0; i < OPTIONS_COUNT; i++)
		if (!strcmp(options[i].section, section))
			return true;
	return false;
}

const char *options_text(const struct config *config, const struct option_def *def)
{
	return *(char *const *)((const char *)config + def->offset);
}

bool options_has_tls(const struct config *config, const struct option_def *def)
{
	const struct endpoints *list = (const void *)((const char *)config + def->offset);

	for (size_t i = 0; options_is_list(def) && i < list->count; i++)
		if (list->list[i].tls)
			return true;
	return false;
}

static const char *options_out_of_range(const struct option_def *def)
{
	static char wrong[64];
	bool time = def->type == OPTION_SECONDS;

	snprintf(wrong, sizeof(wrong), "must be %.10g to %.10g",
		 time ? def->min / 1000.0 : def->min, time ? def->max / 1000.0 : def->max);
	return wrong;
}

/* What a unit makes of a number; 0 if it is not one of this type. */
static double options_factor(enum option_type type, const char *unit)
{
	static const struct {
		enum option_type type;
		const char *name;
		double factor;
	} units[] = {
		{ OPTION_NUMBER, "", 1 },
		{ OPTION_SECONDS, "", 1000 },
		{ OPTION_SECONDS, "ms", 1 },
		{ OPTION_SECONDS, "s", 1000 },
		{ OPTION_SECONDS, "m", 60000 },
		{ OPTION_SECONDS, "min", 60000 },
		{ OPTION_SECONDS, "h", 3600000 },
		{ OPTION_SECONDS, "d", 86400000 },
		{ OPTION_BYTES, "", 1 },
		{ OPTION_BYTES, "K", KIB },
		{ OPTION_BYTES, "M", KIB * KIB },
		{ OPTION_BYTES, "G", KIB * KIB * KIB },
	};

	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i].type == type && !strcasecmp(units[i].name, unit))
			return units[i].factor;
	return 0;
}

static const char *options_set_number(unsigned int *value, const struct option_def *def,
				      const char *text)
{
	size_t n = strspn(text, def->type == OPTION_SECONDS ? "0123456789." : "0123456789");
	double number, factor;
	char *end;

	number = strtod(text, &end);
	factor = options_factor(def->type, text + n + strspn(text + n, " "));
	if (!isdigit((unsigned char)*text) || (factor && end != text + n))
		return "not a number";
	if (!factor)
		return def->type == OPTION_SECONDS ? "not a time: 5, 1.5, 500ms, 5s, 2min, 1h, 1d" :
		       def->type == OPTION_BYTES ? "not a size: 4096, 64K, 1M" : "not a number";
	number *= factor;
	if (!(number >= def->min && number <= def->max))
		return options_out_of_range(def);
	*value = number;
	return NULL;
}

static const char *options_set_text(char **value, const char *text)
{
	free(*value);
	*value = *text && strcmp(text, "none") ? strdup(text) : NULL;
	return NULL;
}

/* A name without a folder is that of a credential, if systemd has passed any. */
static const char *options_set_secret(char **value, const char *text)
{
	const char *credentials = credential_folder();
	char path[PATH_MAX];

	if (!credentials || strchr(text, '/') || !*text || !strcmp(text, "none"))
		return options_set_text(value, text);
	snprintf(path, sizeof(path), "%s/%s", credentials, text);
	return options_set_text(value, path);
}

static const char *options_set_choice(char **value, const struct option_def *def,
				      const char *text)
{
	static char wrong[64];
	size_t n = strlen(text);

	for (const char *word = def->arg; word; word = strchr(word, '|')) {
		word += *word == '|';
		if (n && !strncmp(word, text, n) && (!word[n] || word[n] == '|'))
			return options_set_text(value, text);
	}
	snprintf(wrong, sizeof(wrong), "must be %s", def->arg);
	return wrong;
}

static const char *options_set_switch(bool *value, const char *text)
{
	bool yes = !strcasecmp(text, "yes") || !strcasecmp(text, "true") ||
		   !strcasecmp(text, "on") || !strcmp(text, "1");
	bool no = !strcasecmp(text, "no") || !strcasecmp(text, "false") ||
		  !strcasecmp(text, "off") || !strcmp(text, "0");

	if (!yes && !no)
		return "must be yes or no, true or false, on or off";
	*value = yes;
	return NULL;
}

static const char *const level_names[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

static const char *options_set_level(unsigned int *value, const char *text)
{
	for (*value = 0; *value < ARRAY_SIZE(level_names); ++*value)
		if (!strcmp(text, level_names[*value]))
			return NULL;
	return "must be error, warning, info or debug";
}

const char *options_set(struct config *config, const struct option_def *def, const char *text)
{
	void *value = (char *)config + def->offset;

	switch (def->type) {
	case OPTION_TEXT:
		return options_set_text(value, text);
	case OPTION_SECRET:
		return options_set_secret(value, text);
	case OPTION_NUMBER:
	case OPTION_SECONDS:
	case OPTION_BYTES:
		return options_set_number(value, def, text);
	case OPTION_SWITCH:
		return options_set_switch(value, text);
	case OPTION_CHOICE:
		return options_set_choice(value, def, text);
	case OPTION_GEOMETRY:
		return geometry_parse(text, &((struct geometry *)value)->rows,
				      &((struct geometry *)value)->cols) ? NULL :
		       GEOMETRY_RULE;
	case OPTION_LEVEL:
		return options_set_level(value, text);
	case OPTION_STREAM:
		return endpoint_parse(value, ENDPOINT_STREAM, text);
	case OPTION_DATAGRAM:
		return endpoint_parse(value, ENDPOINT_DATAGRAM, text);
	case OPTION_PATH:
		return endpoint_parse(value, ENDPOINT_PATH, text);
	}
	return "unknown type";
}

static void options_print_list(const struct endpoints *list, const char *name)
{
	char text[ENDPOINT_TEXT_MAX];

	for (size_t i = 0; i < list->count;) {
		i = endpoint_text(list, i, text);
		printf("%s = %s\n", name, text);
	}
	if (!list->count)
		printf("%s = none\n", name);
}

void options_print(const struct config *config, const struct option_def *def)
{
	const void *value = (const char *)config + def->offset;
	const struct geometry *geometry = value;
	const unsigned int *number = value;
	char *const *text = value;

	switch (def->type) {
	case OPTION_TEXT:
	case OPTION_SECRET:
	case OPTION_CHOICE:
		printf("%s = %s\n", def->name, *text ? *text : "none");
		return;
	case OPTION_NUMBER:
	case OPTION_BYTES:
		printf("%s = %u\n", def->name, *number);
		return;
	case OPTION_SECONDS:
		printf("%s = %.10g\n", def->name, *number / 1000.0);
		return;
	case OPTION_SWITCH:
		printf("%s = %s\n", def->name, *(const bool *)value ? "yes" : "no");
		return;
	case OPTION_GEOMETRY:
		printf("%s = %ux%u\n", def->name, geometry->cols, geometry->rows);
		return;
	case OPTION_LEVEL:
		printf("%s = %s\n", def->name, level_names[*number]);
		return;
	case OPTION_STREAM:
	case OPTION_DATAGRAM:
	case OPTION_PATH:
		options_print_list(value, def->name);
	}
}

static bool text_same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool option_same(const struct option_def *def, const char *a, const char *b)
{
	switch (def->type) {
	case OPTION_TEXT:
	case OPTION_SECRET:
	case OPTION_CHOICE:
		return text_same(*(char *const *)a, *(char *const *)b);
	case OPTION_SWITCH:
		return *(const bool *)a == *(const bool *)b;
	case OPTION_NUMBER:
	case OPTION_SECONDS:
	case OPTION_BYTES:
	case OPTION_LEVEL:
		return *(const unsigned int *)a == *(const unsigned int *)b;
	case OPTION_GEOMETRY:
		return !memcmp(a, b, sizeof(struct geometry));
	default:
		return !memcmp(a, b, sizeof(struct endpoints));
	}
}

bool options_same(const struct config *a, const struct config *b, const char *section)
{
	for (const struct option_def *def = options; def < options + OPTIONS_COUNT; def++)
		if (!strcmp(def->section, section) &&
		    !option_same(def, (const char *)a + def->offset, (const char *)b + def->offset))
			return false;
	return true;
}

void options_free(struct config *config, const struct option_def *def)
{
	if (def->type <= OPTION_SECRET || def->type == OPTION_CHOICE)
		free(*(char **)((char *)config + def->offset));
}
