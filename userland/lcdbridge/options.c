// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config.h"
#include "log.h"
#include "macros.h"
#include "text/screen.h"

#define AT(field) offsetof(struct config, field)
#define KIB 1024

static const struct option_def options[] = {
	{ "bridge", "device", "device", "FILE",
	  "the display: /dev/LCD, or any file, terminal or FIFO",
	  "/dev/LCD", OPTION_TEXT, 0, 0, AT(device) },
	{ "bridge", "geometry", "geometry", "COLSxROWS",
	  "the size, where the file cannot tell it",
	  "20x4", OPTION_GEOMETRY, 0, 0, AT(geometry) },
	{ "bridge", "log", "log", "LEVEL",
	  "what to report: error, warning, info or debug",
	  "info", OPTION_LEVEL, 0, 0, AT(log_level) },

	{ "tcp", "listen", "tcp", "[ADDRESS:]PORT",
	  "text port, or none; words may follow: append, escapes, tls, insecure",
	  "4478", OPTION_STREAM, 0, 0, AT(tcp) },
	{ "udp", "listen", "udp", "[ADDRESS:]PORT",
	  "datagrams, or none; words may follow: append, escapes, insecure",
	  "4478", OPTION_DATAGRAM, 0, 0, AT(udp) },
	{ "unix", "listen", "unix", "PATH",
	  "text port for this machine, or none; words may follow: append, escapes",
	  "none", OPTION_PATH, 0, 0, AT(unix_sockets) },
	{ "spool", "file", "spool", "FILE",
	  "show what is written to this file, which must be there",
	  "none", OPTION_TEXT, 0, 0, AT(spool) },
	{ "lcdproc", "listen", "lcdproc", "[ADDRESS:]PORT",
	  "serve clients of LCDproc, whose port is 13666; words: tls, insecure",
	  "none", OPTION_STREAM, 0, 0, AT(lcdproc) },
	{ "tls", "certificate", "tls-certificate", "FILE",
	  "ours, for listeners with the word tls; PEM, with its chain",
	  "none", OPTION_TEXT, 0, 0, AT(tls_certificate) },
	{ "tls", "key", "tls-key", "FILE",
	  "its key",
	  "none", OPTION_TEXT, 0, 0, AT(tls_key) },
	{ "tls", "ca", "tls-ca", "FILE",
	  "who signs the certificates of the clients that we let in",
	  "none", OPTION_TEXT, 0, 0, AT(tls_ca) },

	{ "pages", "duration", "page-duration", "SECONDS",
	  "that a page is shown when several take turns",
	  "5", OPTION_SECONDS, DURATION_MIN_MS, 86400000, AT(page_duration) },
	{ "pages", "notice", "notice-duration", "SECONDS",
	  "that a notification is shown",
	  "5", OPTION_SECONDS, DURATION_MIN_MS, 86400000, AT(notice_duration) },
	{ "pages", "scroll-rest", "scroll-rest", "SECONDS",
	  "before a line that is too long begins to scroll sideways",
	  "1.5", OPTION_SECONDS, 10, 3600000, AT(scroll_rest) },
	{ "pages", "scroll-step", "scroll-step", "SECONDS",
	  "for each column that it scrolls; 0 keeps it still",
	  "0.3", OPTION_SECONDS, 0, 60000, AT(scroll_step) },

	{ "mqtt", "host", "mqtt-host", "HOST",
	  "the broker, or none",
	  "localhost", OPTION_TEXT, 0, 0, AT(mqtt_host) },
	{ "mqtt", "port", "mqtt-port", "PORT",
	  "the broker's port; 0 is 1883, or 8883 with TLS",
	  "0", OPTION_NUMBER, 0, 65535, AT(mqtt_port) },
	{ "mqtt", "version", "mqtt-version", "auto|5|3.1.1",
	  "of the protocol; auto is 5 where the broker has it",
	  "auto", OPTION_CHOICE, 0, 0, AT(mqtt_version) },
	{ "mqtt", "prefix", "mqtt-prefix", "TOPIC",
	  "what the topics begin with; %h is the host's name, %d the device's",
	  "%d", OPTION_TEXT, 0, 0, AT(mqtt_prefix) },
	{ "mqtt", "client-id", "mqtt-client-id", "ID",
	  "how the broker knows the bridge",
	  "lcdbridge-%h-%d", OPTION_TEXT, 0, 0, AT(mqtt_client_id) },
	{ "mqtt", "username", "mqtt-username", "NAME",
	  "for a broker that asks",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_username) },
	{ "mqtt", "password-file", "mqtt-password-file", "FILE",
	  "its first line is the password",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_password_file) },
	{ "mqtt", "ca", "mqtt-ca", "FILE",
	  "TLS, to a broker whose certificate this file, folder, or \"system\" vouches for",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_ca) },
	{ "mqtt", "certificate", "mqtt-certificate", "FILE",
	  "ours, for a broker that asks",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_certificate) },
	{ "mqtt", "key", "mqtt-key", "FILE",
	  "its key",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_key) },
	{ "mqtt", "psk-identity", "mqtt-psk-identity", "NAME",
	  "TLS with a pre-shared key: its name",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_psk_identity) },
	{ "mqtt", "psk-file", "mqtt-psk-file", "FILE",
	  "its first line is the key, in hexadecimal",
	  "none", OPTION_TEXT, 0, 0, AT(mqtt_psk_file) },
	{ "mqtt", "persistent", "mqtt-persistent", "yes|no",
	  "is the broker to keep messages for us while we are away?",
	  "no", OPTION_SWITCH, 0, 0, AT(mqtt_persistent) },
	{ "mqtt", "keepalive", "mqtt-keepalive", "SECONDS",
	  "how long the connection may be silent",
	  "60", OPTION_NUMBER, 5, 65535, AT(mqtt_keepalive) },
	{ "mqtt", "retry", "mqtt-retry", "SECONDS",
	  "from losing the broker to the first try to get it back",
	  "1", OPTION_SECONDS, 10, 3600000, AT(mqtt_retry) },
	{ "mqtt", "retry-max", "mqtt-retry-max", "SECONDS",
	  "the most between two tries",
	  "60", OPTION_SECONDS, 10, 3600000, AT(mqtt_retry_max) },
	{ "mqtt", "stats", "mqtt-stats", "SECONDS",
	  "at least between two messages of counters",
	  "60", OPTION_SECONDS, 100, 86400000, AT(mqtt_stats) },
	{ "mqtt", "qos", "mqtt-qos", "0|1|2",
	  "quality of service of what is subscribed and published",
	  "0", OPTION_NUMBER, 0, 2, AT(mqtt_qos) },

	{ "hass", "discovery", "hass", "yes|no",
	  "is Home Assistant to find the display by itself?",
	  "no", OPTION_SWITCH, 0, 0, AT(hass_discovery) },
	{ "hass", "prefix", "hass-prefix", "TOPIC",
	  "what its discovery topics begin with",
	  "homeassistant", OPTION_TEXT, 0, 0, AT(hass_prefix) },

	{ "limits", "connections", "max-connections", "COUNT",
	  "connections of one listener",
	  "256", OPTION_NUMBER, 1, 65536, AT(connections) },
	{ "limits", "per-address", "max-per-address", "COUNT",
	  "of them from one address (IPv6: from one /64)",
	  "64", OPTION_NUMBER, 1, 65536, AT(per_address) },
	{ "limits", "line", "max-line", "BYTES",
	  "one line of text",
	  "4096", OPTION_NUMBER, 16, 1024 * KIB, AT(line) },
	{ "limits", "buffer", "max-buffer", "BYTES",
	  "what a connection may leave unread",
	  "65536", OPTION_NUMBER, KIB, 16 * KIB * KIB, AT(buffer) },
	{ "limits", "first-byte", "first-byte-time", "SECONDS",
	  "from connecting to the first byte",
	  "5", OPTION_SECONDS, 10, 3600000, AT(first_byte) },
	{ "limits", "line-time", "line-time", "SECONDS",
	  "from the first byte of a line to its end",
	  "30", OPTION_SECONDS, 10, 3600000, AT(line_time) },
	{ "limits", "drain", "drain-time", "SECONDS",
	  "for a client to close once it is answered",
	  "1", OPTION_SECONDS, 10, 60000, AT(drain) },
	{ "limits", "rate", "max-rate", "BYTES",
	  "that one address may send a second; 0 for any number",
	  "65536", OPTION_NUMBER, 0, 1024 * KIB * KIB, AT(rate) },
	{ "limits", "burst", "max-burst", "BYTES",
	  "that it may send at once",
	  "1048576", OPTION_NUMBER, KIB, 1024 * KIB * KIB, AT(burst) },
	{ "limits", "rate-local", "rate-local", "yes|no",
	  "does the rate hold for this machine as well?",
	  "no", OPTION_SWITCH, 0, 0, AT(rate_local) },
	{ "limits", "payload", "max-payload", "BYTES",
	  "one MQTT message, one datagram",
	  "4096", OPTION_NUMBER, 16, 1024 * KIB, AT(payload) },
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

static const char *options_set_number(unsigned int *value, const struct option_def *def,
				      const char *text)
{
	double scale = def->type == OPTION_SECONDS ? 1000 : 1, number;
	char *end;

	if (!isdigit((unsigned char)*text))
		return "not a number";
	number = scale > 1 ? strtod(text, &end) * scale : strtoul(text, &end, 10);
	if (*end)
		return "not a number";
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
	bool yes = !strcasecmp(text, "yes") || !strcasecmp(text, "on") || !strcmp(text, "1");
	bool no = !strcasecmp(text, "no") || !strcasecmp(text, "off") || !strcmp(text, "0");

	if (!yes && !no)
		return "must be yes or no";
	*value = yes;
	return NULL;
}

static const char *options_set_geometry(struct geometry *value, const char *text)
{
	unsigned int rows, cols;
	int end = 0;

	if (sscanf(text, "%2ux%1u%n", &cols, &rows, &end) != 2 || text[end] || !rows || !cols ||
	    rows > SCREEN_MAX_ROWS || cols > SCREEN_MAX_COLS)
		return "must be COLSxROWS, 1x1 to 40x4, such as 20x4";
	*value = (struct geometry){ .rows = rows, .cols = cols };
	return NULL;
}

static const char *options_set_level(unsigned int *value, const char *text)
{
	static const char *const names[] = {
		[LOG_LEVEL_ERROR] = "error",
		[LOG_LEVEL_WARNING] = "warning",
		[LOG_LEVEL_INFO] = "info",
		[LOG_LEVEL_DEBUG] = "debug",
	};

	for (*value = 0; *value < 4; ++*value)
		if (!strcmp(text, names[*value]))
			return NULL;
	return "must be error, warning, info or debug";
}

const char *options_set(struct config *config, const struct option_def *def, const char *text)
{
	void *value = (char *)config + def->offset;

	switch (def->type) {
	case OPTION_TEXT:
		return options_set_text(value, text);
	case OPTION_NUMBER:
	case OPTION_SECONDS:
		return options_set_number(value, def, text);
	case OPTION_SWITCH:
		return options_set_switch(value, text);
	case OPTION_CHOICE:
		return options_set_choice(value, def, text);
	case OPTION_GEOMETRY:
		return options_set_geometry(value, text);
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

static bool text_same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool option_same(const struct option_def *def, const char *a, const char *b)
{
	switch (def->type) {
	case OPTION_TEXT:
	case OPTION_CHOICE:
		return text_same(*(char *const *)a, *(char *const *)b);
	case OPTION_SWITCH:
		return *(const bool *)a == *(const bool *)b;
	case OPTION_NUMBER:
	case OPTION_SECONDS:
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
	if (def->type == OPTION_TEXT || def->type == OPTION_CHOICE)
		free(*(char **)((char *)config + def->offset));
}
