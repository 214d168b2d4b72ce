// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-client.h"

#include <ctype.h>
#include <errno.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "macros.h"
#include "patience.h"

#define SECRET_MAX 512
#define SYSTEM_CA "/etc/ssl/certs"
#define NO_TOPIC "must be a topic in UTF-8, without + and #, of 127 bytes at most"
#define REMEMBER_S (7 * 86400)	/* of a persistent session */
#define CONNECT_S 10		/* for each address of the broker */
#define PORT_PLAIN 1883
#define PORT_TLS 8883

void mqtt_name(const struct config *config, const char *text, char *name)
{
	char host[65] = "", device[MQTT_NAME_MAX];
	size_t n = 0;

	gethostname(host, sizeof(host) - 1);
	snprintf(device, sizeof(device), "%s", config_device_name(config));
	for (char *p = device; *p; p++)
		*p = strchr("+#", *p) ? '_' : tolower((unsigned char)*p);
	for (; *text && n + 1 < MQTT_NAME_MAX; text++) {
		const char *value = text[0] != '%' ? NULL : text[1] == 'h' ? host :
				    text[1] == 'd' ? device : NULL;

		if (!value) {
			name[n++] = *text;
			continue;
		}
		n += snprintf(name + n, MQTT_NAME_MAX - n, "%s", value);
		n = n < MQTT_NAME_MAX ? n : MQTT_NAME_MAX - 1;
		text++;
	}
	name[n] = '\0';
}

static bool is_utf8(const char *text)
{
	return !mosquitto_validate_utf8(text, strlen(text));
}

/* A longer one would be cut. */
static bool is_topic(const char *text)
{
	return strlen(text) < MQTT_NAME_MAX && is_utf8(text) && !mosquitto_pub_topic_check(text);
}

void mqtt_client_check(const struct config *config, config_complain *complain, void *arg)
{
	const char *username = config->mqtt_username;
	char prefix[MQTT_NAME_MAX], id[MQTT_NAME_MAX];

	mqtt_name(config, config->mqtt_prefix, prefix);
	mqtt_name(config, config->mqtt_client_id, id);
	if (!is_topic(prefix))
		complain(arg, "mqtt", "prefix", NO_TOPIC);
	if (!is_topic(config->hass_prefix))
		complain(arg, "hass", "prefix", NO_TOPIC);
	if (!is_utf8(id))
		complain(arg, "mqtt", "client-id", "must be UTF-8");
	if (username && !is_utf8(username))
		complain(arg, "mqtt", "username", "must be UTF-8");
	if (config->mqtt_password_file && !username)
		complain(arg, "mqtt", "password-file", "takes a username");
	if (config->mqtt_certificate && !config->mqtt_key)
		complain(arg, "mqtt", "certificate", "takes a key");
	if (config->mqtt_certificate && !config->mqtt_ca)
		complain(arg, "mqtt", "certificate", "takes a ca: without, there is no TLS");
	if (config->mqtt_key && !config->mqtt_certificate)
		complain(arg, "mqtt", "key", "takes a certificate");
	if (config->mqtt_persistent && !config->mqtt_qos)
		complain(arg, "mqtt", "persistent", "takes a qos of 1 or 2");
	if (config->mqtt_psk_identity && !config->mqtt_psk_file)
		complain(arg, "mqtt", "psk-identity", "takes a psk-file");
	if (config->mqtt_psk_file && !config->mqtt_psk_identity)
		complain(arg, "mqtt", "psk-file", "takes a psk-identity");
}

/* The library's answer to being given @what. */
static bool is_taken(const char *what, int result)
{
	if (result)
		log_errx("mqtt: %s: %s", what, result == MOSQ_ERR_ERRNO ?
			 strerror(errno) : mosquitto_strerror(result));
	return !result;
}

/* The first line of a file that others should not read. */
static bool read_secret(const char *path, char *secret)
{
	FILE *file = fopen(path, "re");
	struct stat st;
	bool got;

	if (!file) {
		log_err("mqtt: %s", path);
		return false;
	}
	if (!fstat(fileno(file), &st) && st.st_mode & 0004)
		log_warnx("mqtt: %s: everybody may read this secret", path);
	got = fgets(secret, SECRET_MAX, file);
	fclose(file);
	if (!got) {
		log_errx("mqtt: %s: empty", path);
		return false;
	}
	secret[strcspn(secret, "\r\n")] = '\0';
	return true;
}

u64 mqtt_client_secrets(const struct config *config)
{
	const char *const paths[] = { config->mqtt_password_file, config->mqtt_psk_file };
	struct stat st;
	u64 sum = 1;

	for (unsigned int i = 0; i < ARRAY_SIZE(paths); i++) {
		if (!paths[i])
			continue;
		if (stat(paths[i], &st)) {
			log_err("mqtt: %s", paths[i]);
			return 0;
		}
		sum = sum * 31 + st.st_ino;
		sum = sum * 31 + (u64)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec;
	}
	return sum;
}

static bool set_password(struct mosquitto *mosq, const struct config *config)
{
	char password[SECRET_MAX] = "";
	int result;

	if (!config->mqtt_username)
		return true;
	if (config->mqtt_password_file && !read_secret(config->mqtt_password_file, password))
		return false;
	result = mosquitto_username_pw_set(mosq, config->mqtt_username,
					   config->mqtt_password_file ? password : NULL);
	explicit_bzero(password, sizeof(password));
	return is_taken("username and password", result);
}

static bool set_psk(struct mosquitto *mosq, const struct config *config)
{
	char key[SECRET_MAX];
	int result;

	if (!read_secret(config->mqtt_psk_file, key))
		return false;
	result = mosquitto_tls_psk_set(mosq, key, config->mqtt_psk_identity, NULL);
	explicit_bzero(key, sizeof(key));
	return is_taken(config->mqtt_psk_file, result);
}

/* The library would say "invalid argument", and not of which file. */
static bool is_readable(const char *path)
{
	if (!path || !access(path, R_OK))
		return true;
	log_err("mqtt: %s", path);
	return false;
}

/* The CA is a file, a folder, or the system's. */
static bool set_tls(struct mosquitto *mosq, const struct config *config)
{
	const char *ca = config->mqtt_ca;
	const char *path = !strcmp(ca, "system") ? SYSTEM_CA : ca;
	struct stat st;
	bool folder = !stat(path, &st) && S_ISDIR(st.st_mode);

	if (!is_readable(path) || !is_readable(config->mqtt_certificate) ||
	    !is_readable(config->mqtt_key))
		return false;
	return is_taken(path, mosquitto_tls_set(mosq, folder ? NULL : path, folder ? path : NULL,
						config->mqtt_certificate, config->mqtt_key, NULL));
}

static bool set_security(struct mosquitto *mosq, const struct config *config)
{
	if (config->mqtt_psk_file)
		return set_psk(mosq, config);
	return !config->mqtt_ca || set_tls(mosq, config);
}

unsigned int mqtt_client_port(const struct config *config)
{
	if (config->mqtt_port)
		return config->mqtt_port;
	return config->mqtt_ca || config->mqtt_psk_file ? PORT_TLS : PORT_PLAIN;
}

/* MQTT 5, 3.2.2.3.14. The library heeds it; we say when it looks at its clock. */
unsigned int mqtt_client_keepalive(const mosquitto_property *properties, unsigned int offered)
{
	u16 wanted = 0;

	mosquitto_property_read_int16(properties, MQTT_PROP_SERVER_KEEP_ALIVE, &wanted, false);
	return wanted ? wanted : offered;
}

unsigned int mqtt_client_qos_max(const struct config *config)
{
	return config->mqtt_persistent ? 2 : config->mqtt_qos;
}

int mqtt_client_version(const struct config *config)
{
	return strcmp(config->mqtt_version, "3.1.1") ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311;
}

/* What only MQTT 5 can say: how much we take, and how long to remember us. */
void mqtt_client_set_version(struct mosquitto *mosq, const struct config *config, int version,
			     mosquitto_property **properties)
{
	mosquitto_int_option(mosq, MOSQ_OPT_PROTOCOL_VERSION, version);
	mosquitto_property_free_all(properties);
	if (version != MQTT_PROTOCOL_V5)
		return;
	mosquitto_property_add_int32(properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, config->buffer);
	if (config->mqtt_persistent)
		mosquitto_property_add_int32(properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL,
					     REMEMBER_S);
}

struct mosquitto *mqtt_client_new(const struct config *config, const char *prefix, void *arg)
{
	char id[MQTT_NAME_MAX], topic[MQTT_TOPIC_MAX];
	struct mosquitto *mosq;

	mosquitto_lib_init();
	mqtt_name(config, config->mqtt_client_id, id);
	snprintf(topic, sizeof(topic), "%s/status", prefix);
	mosq = mosquitto_new(id, !config->mqtt_persistent, arg);
	if (!mosq)
		log_err("mqtt: client-id %s", id);
	else if (set_password(mosq, config) && set_security(mosq, config) &&
		 is_taken(topic, mosquitto_will_set(mosq, topic, 7, "offline",
						    config->mqtt_qos, true)))
		return mosq;
	mqtt_client_free(mosq);
	return NULL;
}

void mqtt_client_free(struct mosquitto *mosq)
{
	mosquitto_destroy(mosq);
	mosquitto_lib_cleanup();
}

int mqtt_client_connect(struct mosquitto *mosq, const char *host, unsigned int port,
			unsigned int keepalive, const mosquitto_property *properties)
{
	timer_t timer;
	bool limited = patience_begin(&timer, CONNECT_S);
	int result = mosquitto_connect_bind_v5(mosq, host, port, keepalive, NULL, properties);
	int error = errno == EINTR ? ETIMEDOUT : errno;

	if (limited)
		patience_end(timer);
	errno = error;
	return result;
}
