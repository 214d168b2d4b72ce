// SPDX-License-Identifier: GPL-2.0-only
#include "client.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/log.h"
#include "../base/macros.h"
#include "../config/credential.h"
#include "../config/words.h"
#include "../net/tls.h"
#include "patience.h"

#define SECRET_MAX 65535		/* bytes of a password in MQTT */
#define SYSTEM_CA "/etc/ssl/certs"
#define NO_TOPIC "must be a topic in UTF-8, without + and #, of 127 bytes at most"
#define SHARED "$share/"		/* a subscription whose clients take turns */
#define NO_URL "must begin with http:// or https://"
#define NO_SHARED "must not begin with " SHARED
#define REMEMBER_S (7 * 86400)	/* expiry of a persistent session */
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

/* A longer topic would be cut. */
static bool is_topic(const char *text)
{
	return strlen(text) < MQTT_NAME_MAX && is_utf8(text) && !mosquitto_pub_topic_check(text);
}

static bool is_url(const char *text)
{
	return strlen(text) < MQTT_NAME_MAX && is_utf8(text) && !strpbrk(text, " \t\"") &&
	       (!strncmp(text, "http://", 7) || !strncmp(text, "https://", 8));
}

void mqtt_client_check(const struct config *config, config_complain *complain, void *arg)
{
	const char *username = config->mqtt_username;
	char prefix[MQTT_NAME_MAX], id[MQTT_NAME_MAX];

	mqtt_name(config, config->mqtt_group_prefix, prefix);
	if (!is_topic(prefix) || !strncmp(prefix, SHARED, strlen(SHARED)))
		complain(arg, "mqtt", "group-prefix", NO_TOPIC);
	mqtt_name(config, config->mqtt_prefix, prefix);
	mqtt_name(config, config->mqtt_client_id, id);
	if (!is_topic(prefix))
		complain(arg, "mqtt", "prefix", NO_TOPIC);
	if (!words_count(config->mqtt_host))
		complain(arg, "mqtt", "host", "must name a broker, or be none");
	if (words_count(config->mqtt_host) > MQTT_HOSTS_MAX)
		complain(arg, "mqtt", "host", "must be at most 8 brokers");
	if (!strncmp(prefix, SHARED, strlen(SHARED)))
		complain(arg, "mqtt", "prefix", NO_SHARED);
	if (!strncmp(config->hass_prefix, SHARED, strlen(SHARED)))
		complain(arg, "hass", "prefix", NO_SHARED);
	if (!is_topic(config->hass_prefix))
		complain(arg, "hass", "prefix", NO_TOPIC);
	if (config->hass_web && !is_url(config->hass_web))
		complain(arg, "hass", "web", NO_URL);
	if (config->hass_support && !is_url(config->hass_support))
		complain(arg, "hass", "support", NO_URL);
	if (!is_utf8(id))
		complain(arg, "mqtt", "client-id", "must be UTF-8");
	if (username && !is_utf8(username))
		complain(arg, "mqtt", "username", "must be UTF-8");
	if (config->mqtt_password_file && !username)
		complain(arg, "mqtt", "password-file", "requires username");
	if (config->mqtt_certificate && !config->mqtt_key)
		complain(arg, "mqtt", "certificate", "requires key");
	if (config->mqtt_certificate && !config->mqtt_ca)
		complain(arg, "mqtt", "certificate", "requires ca: without it there is no TLS");
	if (config->mqtt_key && !config->mqtt_certificate)
		complain(arg, "mqtt", "key", "requires certificate");
	if (config->mqtt_ciphers && !config->mqtt_ca && !config->mqtt_psk_file)
		complain(arg, "mqtt", "ciphers",
			 "requires ca or psk-file: without them there is no TLS");
	if (config->mqtt_persistent && !config->mqtt_qos)
		complain(arg, "mqtt", "persistent", "requires a qos of 1 or 2");
	if (config->mqtt_psk_identity && !config->mqtt_psk_file)
		complain(arg, "mqtt", "psk-identity", "requires psk-file");
	if (config->mqtt_psk_file && !config->mqtt_psk_identity)
		complain(arg, "mqtt", "psk-file", "requires psk-identity");
}

/* Log an error of the library about @what. */
static bool is_taken(const char *what, int result)
{
	if (result)
		log_errx("mqtt: %s: %s", what, result == MOSQ_ERR_ERRNO ?
			 strerror(errno) : mosquitto_strerror(result));
	return !result;
}

/* Everybody who may write to the display belongs to the group of the service. */
static void warn_of_readers(const char *path, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return;
	if (st.st_mode & 0004)
		log_warnx("mqtt: %s: everybody can read this secret", path);
	else if (st.st_mode & 0040 && st.st_gid == getegid() && st.st_uid != geteuid() &&
		 !credential_folder())
		log_warnx("mqtt: %s: the whole group of the display can read this secret", path);
}

static void free_secret(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

/* Read the first line of a secret file; free it with free_secret(). */
static char *read_secret(const char *path)
{
	FILE *file = fopen(path, "re");
	char *secret = NULL;
	size_t size = 0;
	ssize_t n;

	if (!file) {
		log_err("mqtt: %s", path);
		return NULL;
	}
	warn_of_readers(path, fileno(file));
	n = getline(&secret, &size, file);
	fclose(file);
	if (n > 0) {
		secret[strcspn(secret, "\r\n")] = '\0';
		if (strlen(secret) <= SECRET_MAX)
			return secret;
	}
	log_errx("mqtt: %s: %s", path, n > 0 ? "longer than MQTT allows" : "empty");
	free_secret(secret);
	return NULL;
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
	char *password = NULL;
	int result;

	if (!config->mqtt_username)
		return true;
	if (config->mqtt_password_file) {
		password = read_secret(config->mqtt_password_file);
		if (!password)
			return false;
	}
	result = mosquitto_username_pw_set(mosq, config->mqtt_username, password);
	free_secret(password);
	return is_taken("username and password", result);
}

/* Knows only the usual names; any other name of this machine gets a needless warning. */
static bool is_this_machine(const char *host)
{
	struct in_addr in;
	struct in6_addr in6;

	if (inet_pton(AF_INET, host, &in) == 1)
		return ntohl(in.s_addr) >> 24 == IN_LOOPBACKNET;
	if (inet_pton(AF_INET6, host, &in6) == 1)
		return IN6_IS_ADDR_LOOPBACK(&in6);
	return !strcasecmp(host, "localhost");
}

static void warn_of_plain_password(const char *host)
{
	if (!is_this_machine(host))
		log_warnx("mqtt: %s: the password is sent without TLS: others can read it; set ca",
			  host);
}

void mqtt_client_warn(const struct config *config)
{
	char host[MQTT_HOST_MAX];

	if (!config->mqtt_password_file || config->mqtt_ca || config->mqtt_psk_file)
		return;
	for (unsigned int n = 0; mqtt_client_host(config->mqtt_host, n, host); n++)
		warn_of_plain_password(host);
}

static bool set_psk(struct mosquitto *mosq, const struct config *config)
{
	char *key = read_secret(config->mqtt_psk_file);
	int result;

	if (!key)
		return false;
	result = mosquitto_tls_psk_set(mosq, key, config->mqtt_psk_identity, NULL);
	free_secret(key);
	return is_taken(config->mqtt_psk_file, result);
}

/* Check it before the library loads it, which may ask for a password on the terminal. */
static bool is_key(const char *path)
{
	const char *wrong = path ? tls_key_problem(path) : NULL;

	if (wrong)
		log_errx("mqtt: %s: %s", path, wrong);
	return !wrong;
}

/* Name the file: the library would only say "invalid argument". */
static bool is_readable(const char *path)
{
	if (!path || !access(path, R_OK))
		return true;
	log_err("mqtt: %s", path);
	return false;
}

/* The CA is a file, a folder, or the system's. */
static const char *ca_path(const struct config *config)
{
	return strcmp(config->mqtt_ca, "system") ? config->mqtt_ca : SYSTEM_CA;
}

static bool set_tls(struct mosquitto *mosq, const struct config *config)
{
	const char *path = ca_path(config);
	struct stat st;
	bool folder = !stat(path, &st) && S_ISDIR(st.st_mode);

	if (!is_readable(path) || !is_readable(config->mqtt_certificate) ||
	    !is_key(config->mqtt_key))
		return false;
	return is_taken(path, mosquitto_tls_set(mosq, folder ? NULL : path, folder ? path : NULL,
						config->mqtt_certificate, config->mqtt_key, NULL));
}

static bool set_security(struct mosquitto *mosq, const struct config *config)
{
	char version[16];

	if (!config->mqtt_psk_file && !config->mqtt_ca)
		return true;
	if (!(config->mqtt_psk_file ? set_psk(mosq, config) : set_tls(mosq, config)))
		return false;
	snprintf(version, sizeof(version), "tlsv%s", config->mqtt_tls_version);
	return is_taken("tls-version and ciphers",
			mosquitto_tls_opts_set(mosq, 1, version, config->mqtt_ciphers));
}

bool mqtt_client_host(const char *hosts, unsigned int n, char host[MQTT_HOST_MAX])
{
	size_t length;

	if (!words_get(hosts, n, host, MQTT_HOST_MAX))
		return false;
	length = strlen(host);
	if (length > 2 && host[0] == '[' && host[length - 1] == ']') {
		memmove(host, host + 1, length - 2);
		host[length - 2] = '\0';
	}
	return true;
}

unsigned int mqtt_client_port(const struct config *config)
{
	if (config->mqtt_port)
		return config->mqtt_port;
	return config->mqtt_ca || config->mqtt_psk_file ? PORT_TLS : PORT_PLAIN;
}

/* MQTT 5, 3.2.2.3.14. The library obeys it; our timer must run the library in time. */
unsigned int mqtt_client_keepalive(const mosquitto_property *properties, unsigned int offered)
{
	u16 wanted = 0;

	mosquitto_property_read_int16(properties, MQTT_PROP_SERVER_KEEP_ALIVE, &wanted, false);
	return wanted ? wanted : offered;
}

/* Properties of MQTT 5: the largest packet, and the expiry of the session. */
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

struct mosquitto *mqtt_client_new(const struct config *config, const char *prefix,
				  unsigned int qos, bool retain, void *arg)
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
		 is_taken(topic, mosquitto_will_set(mosq, topic, 7, "offline", qos,
						    retain)))
		return mosq;
	mqtt_client_free(mosq);
	return NULL;
}

void mqtt_client_free(struct mosquitto *mosq)
{
	mosquitto_destroy(mosq);
	mosquitto_lib_cleanup();
}

/* Remove the credentials, which only the service has. */
static void drop_credentials(struct config *config)
{
	char **const secrets[] = { &config->mqtt_password_file, &config->mqtt_psk_file,
				   &config->mqtt_key };

	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++)
		if (credential_is_elsewhere("mqtt", *secrets[i]))
			*secrets[i] = NULL;
}

bool mqtt_client_try(const struct config *config)
{
	const char *const certificate = config->mqtt_certificate;
	struct config here = *config;
	char prefix[MQTT_NAME_MAX];
	struct mosquitto *mosq;

	drop_credentials(&here);
	if (!here.mqtt_key)
		here.mqtt_certificate = NULL;	/* the library takes both or none */
	mqtt_name(&here, here.mqtt_prefix, prefix);
	mosq = mqtt_client_new(&here, prefix, 1, true, NULL);
	if (!mosq)
		return false;
	mqtt_client_free(mosq);
	if (!config->mqtt_ca || config->mqtt_psk_file)
		return true;
	/* The library would load these only when it connects. */
	return tls_try(ca_path(&here), certificate, here.mqtt_key);
}

int mqtt_client_connect(struct mosquitto *mosq, const char *host, unsigned int port,
			const char *bind_address, unsigned int keepalive,
			const mosquitto_property *properties)
{
	timer_t timer;
	bool limited = patience_begin(&timer, CONNECT_S);
	int result = mosquitto_connect_bind_v5(mosq, host, port, keepalive, bind_address,
					       properties);
	int error = errno == EINTR ? ETIMEDOUT : errno;

	if (limited)
		patience_end(timer);
	errno = error;
	return result;
}
