// SPDX-License-Identifier: GPL-2.0-only
#include "session.h"

#include <errno.h>
#include <malloc.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../base/log.h"
#include "../base/macros.h"
#include "../base/timer.h"
#include "../net/sock.h"
#include "client.h"
#include "dial.h"
#include "reason.h"
#include "terms.h"
#include "traffic.h"

#define STEADY_MS 30000			/* a connection that lasted longer resets the delay */
#define AGAIN_MS 2			/* delay before trying lower terms */
#define READS 64			/* packets in a turn of the loop */

/**
 * enum mqtt_phase - the phase of the connection
 * @MQTT_WAITING:    @retry runs
 * @MQTT_CONNECTING: the thread of @dial has @mosq; no other thread may touch it
 * @MQTT_GREETING:   connected, but the broker has not answered yet
 * @MQTT_ONLINE:     the broker has accepted the connection
 */
enum mqtt_phase { MQTT_WAITING, MQTT_CONNECTING, MQTT_GREETING, MQTT_ONLINE };

/**
 * struct mqtt_session - a connection to a broker
 * @fd:       the library's socket, on which our events are
 * @readable: event on @fd
 * @writable: event on @fd; only session_rearm() arms it
 * @keepalive: timer: runs loop_misc() when a ping may be due
 * @retry:    timer: connects again
 * @delay:    milliseconds before the next try
 * @since:    timer_now() when it went online
 * @mosq:     the library's client; after connecting, the loop serves its socket
 * @properties: of MQTT 5, for its CONNECT
 * @reason:   why the connection ended
 * @dial:     connects; meanwhile its thread owns @mosq, @properties and @reason
 * @brokers:  the terms with each broker, so that its limits are reported once
 * @terms:    the terms with the broker that is connected or being tried
 * @made:     the terms for which @mosq was made
 * @abandoned: free the session when @dial has ended
 * @agreed:   keep-alive of this connection
 * @complaint: the last message about each broker, so that a dead one is reported once
 * @traffic:  subscriptions and publications
 */
struct mqtt_session {
	struct event_base *base;
	const struct config *config;
	const struct mqtt_session_ops *ops;
	void *arg;
	enum mqtt_phase phase;
	int fd;
	struct event *readable;
	struct event *writable;
	struct event *keepalive;
	struct event *retry;
	unsigned int delay;
	u64 since;
	struct mosquitto *mosq;
	mosquitto_property *properties;
	struct mqtt_reason reason;
	struct mqtt_dial dial;
	struct mqtt_terms brokers[MQTT_HOSTS_MAX];
	struct mqtt_terms *terms;
	struct mqtt_asked made;
	bool abandoned;
	unsigned int agreed;
	char complaint[MQTT_HOSTS_MAX][MQTT_HOST_MAX + 256];
	struct mqtt_traffic traffic;
};

bool mqtt_session_has_room(const struct mqtt_session *session)
{
	return session->phase == MQTT_ONLINE && mqtt_traffic_has_room(&session->traffic);
}

bool mqtt_session_is_stuck(const struct mqtt_session *session)
{
	return mosquitto_want_write(session->mosq);
}

static void session_complain(struct mqtt_session *session, const char *why)
{
	char *complaint = session->complaint[session->dial.at];
	char text[sizeof(session->complaint[0])];

	snprintf(text, sizeof(text), "mqtt: %s:%u: %s", session->dial.host, session->dial.port,
		 why);
	if (strcmp(text, complaint))
		log_warnx("%s", text);
	strcpy(complaint, text);
}

static void session_forget_complaints(struct mqtt_session *session)
{
	memset(session->complaint, 0, sizeof(session->complaint));
}

static void session_choose_terms(struct mqtt_session *session)
{
	session->terms = &session->brokers[session->dial.at];
	session->traffic.terms = session->terms;
}

/* Select the next broker. Return: true if it is the first one again. */
static bool session_next_broker(struct mqtt_session *session)
{
	const bool first = mqtt_dial_next(&session->dial);

	session_choose_terms(session);
	return first;
}

/*
 * Wait for a random time between half of the delay and all of it, so that many bridges do
 * not return at the same moment. The delay grows after all brokers have been tried.
 */
static void session_retry_later(struct mqtt_session *session)
{
	unsigned int jitter, ms;

	evutil_secure_rng_get_bytes(&jitter, sizeof(jitter));
	ms = session->delay / 2 + jitter % (session->delay / 2 + 1);
	timer_arm(session->retry, ms);
	session->phase = MQTT_WAITING;
	if (!session_next_broker(session))
		return;
	session->delay *= 2;
	if (session->delay > session->config->mqtt_retry_max)
		session->delay = session->config->mqtt_retry_max;
}

static void session_drop_events(struct mqtt_session *session)
{
	if (session->readable)
		event_free(session->readable);
	if (session->writable)
		event_free(session->writable);
	session->readable = NULL;
	session->writable = NULL;
	event_del(session->keepalive);
	session->fd = -1;
}

static void session_complain_of_end(struct mqtt_session *session)
{
	char why[224];

	mqtt_reason_tell(&session->reason, why, sizeof(why));
	session_complain(session, why);
}

static void session_lose(struct mqtt_session *session)
{
	const bool was_online = session->phase == MQTT_ONLINE;
	const u64 lasted = was_online ? timer_now() - session->since : 0;
	const bool again = was_online ?
			   mqtt_terms_lost(session->terms, &session->reason, lasted) :
			   mqtt_terms_refused(session->terms, &session->reason);

	if (was_online)
		session_forget_complaints(session);
	session_drop_events(session);
	session->phase = MQTT_WAITING;
	if (was_online)
		session->ops->lost(session->arg);
	if (again) {
		timer_arm(session->retry, AGAIN_MS);
		return;
	}
	session_complain_of_end(session);
	mqtt_terms_explain(session->terms, &session->reason, lasted);
	if (lasted >= STEADY_MS)
		session->delay = session->config->mqtt_retry;
	session_retry_later(session);
}

/*
 * The only place that arms the write event; call it after every call of the library. If
 * the library has closed its socket in that call, delete our events at once, before the
 * descriptor belongs to another file.
 */
static void session_rearm(struct mqtt_session *session)
{
	if (session->phase < MQTT_GREETING)
		return;
	if (mosquitto_socket(session->mosq) != session->fd)
		session_lose(session);
	else if (mosquitto_want_write(session->mosq))
		event_add(session->writable, NULL);
	else
		event_del(session->writable);
}

/*
 * The library reads one packet in each call, and sets errno if there is none. Reading
 * several in a turn saves turns in a flood.
 */
static void session_read(struct mqtt_session *session)
{
	int fd = mosquitto_socket(session->mosq), left = READS, result;

	do {
		errno = 0;
		result = mosquitto_loop_read(session->mosq, 1);
	} while (!result && errno != EAGAIN && mosquitto_socket(session->mosq) == fd && --left);
	mqtt_reason_note(&session->reason, result);
}

/*
 * The library also stops reading when its wake-up pipe is full, which only its own loop
 * empties. Then TLS may hold decrypted bytes, which poll() does not report.
 */
static bool session_has_decrypted(const struct mqtt_session *session)
{
	SSL *ssl = mosquitto_ssl_get(session->mosq);

	return ssl && SSL_pending(ssl) > 0;
}

static void session_on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	session_read(session);
	session_rearm(session);
	if (!session->readable)
		return;
	sock_acknowledge(session->fd);
	if (session_has_decrypted(session))
		event_active(session->readable, EV_READ, 0);
}

static void session_on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note(&session->reason, mosquitto_loop_write(session->mosq, 1));
	session_rearm(session);
}

/* A ping is at most a quarter late; a broker permits a half (MQTT 3.1.2.10). */
static void session_arm_keepalive(struct mqtt_session *session)
{
	timer_arm(session->keepalive, session->agreed * 1000 / 4);
}

static void session_on_keepalive(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note(&session->reason, mosquitto_loop_misc(session->mosq));
	session_rearm(session);
	if (session->phase >= MQTT_GREETING)
		session_arm_keepalive(session);
}

/* Callbacks of the library. They come from inside mosquitto_loop_read(). */

static void session_on_connect(struct mosquitto *mosq, void *arg, int code, int flags,
			       const mosquitto_property *properties)
{
	struct mqtt_session *session = arg;

	if (session->phase != MQTT_GREETING)
		return;		/* it has greeted before */
	if (code) {
		session->reason.refused = true;
		mqtt_reason_note(&session->reason, code);
		return;
	}
	log_info("mqtt: %s:%u: connected", session->dial.host, session->dial.port);
	if (mosquitto_ssl_get(mosq))
		malloc_trim(0);	/* the handshake leaves holes in the heap */
	session->phase = MQTT_ONLINE;
	session->since = timer_now();
	session_forget_complaints(session);
	mqtt_terms_accepted(session->terms, properties);
	mosquitto_log_callback_set(mosq, NULL);	/* a line for every packet from now on */
	session->agreed = mqtt_client_keepalive(properties, session->dial.seconds);
	session_arm_keepalive(session);
	session->ops->online(session->arg);
}

static void session_on_disconnect(struct mosquitto *mosq, void *arg, int code)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note(&session->reason, code);
}

static void session_on_subscribe(struct mosquitto *mosq, void *arg, int mid, int count,
				 const int *granted)
{
	struct mqtt_session *session = arg;

	if (!mqtt_traffic_subscribed(&session->traffic, mid, count, granted))
		return;
	/* Not earlier: other clients wait for "online", and then publish at once. */
	mqtt_session_publish(session, "status", "online", 6, true);
	session->ops->subscribed(session->arg);
	log_debug("mqtt: subscribed");
}

/* Called for acceptance and refusal. Only the v5 callback reports a refusal of QoS 2. */
static void session_on_publish(struct mosquitto *mosq, void *arg, int mid, int code,
			       const mosquitto_property *properties)
{
	struct mqtt_session *session = arg;

	if (mqtt_traffic_acknowledged(&session->traffic) && session->phase == MQTT_ONLINE)
		session->ops->room(session->arg);
}

static void session_on_message(struct mosquitto *mosq, void *arg,
			       const struct mosquitto_message *message,
			       const mosquitto_property *properties)
{
	struct mqtt_session *session = arg;
	u32 expiry = 0;

	mosquitto_property_read_int32(properties, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, &expiry,
				      false);
	session->ops->message(session->arg, message->topic, message->payload,
			      message->payloadlen,
			      mqtt_traffic_delivery(&session->traffic, message->retain), expiry);
}

const char *mqtt_session_host(const struct mqtt_session *session)
{
	return session->dial.host;
}

bool mqtt_session_is_online(const struct mqtt_session *session)
{
	return session->phase == MQTT_ONLINE;
}

bool mqtt_session_is_subscribed(const struct mqtt_session *session)
{
	return session->phase == MQTT_ONLINE && session->traffic.settled;
}

const char *mqtt_session_prefix(const struct mqtt_session *session)
{
	return session->traffic.prefix;
}

void mqtt_session_subscribe(struct mqtt_session *session, const char *const *topics, int count)
{
	mqtt_traffic_subscribe(&session->traffic, session->mosq, topics, count);
	session_rearm(session);
}

void mqtt_session_publish_to(struct mqtt_session *session, const char *topic,
			     const void *payload, size_t count, bool retain)
{
	if (session->phase != MQTT_ONLINE)
		return;
	mqtt_traffic_publish_to(&session->traffic, session->mosq, topic, payload, count,
				retain);
	session_rearm(session);
}

void mqtt_session_publish(struct mqtt_session *session, const char *topic, const void *payload,
			  size_t count, bool retain)
{
	if (session->phase != MQTT_ONLINE)
		return;
	mqtt_traffic_publish(&session->traffic, session->mosq, topic, payload, count, retain);
	session_rearm(session);
}

static bool session_make_client(struct mqtt_session *session)
{
	session->made = session->terms->asked;
	session->mosq = mqtt_client_new(session->config, session->traffic.prefix,
					session->made.qos, session->made.retain, session);
	if (!session->mosq)
		return false;
	mosquitto_connect_v5_callback_set(session->mosq, session_on_connect);
	mosquitto_disconnect_callback_set(session->mosq, session_on_disconnect);
	mosquitto_subscribe_callback_set(session->mosq, session_on_subscribe);
	mosquitto_publish_v5_callback_set(session->mosq, session_on_publish);
	mosquitto_message_v5_callback_set(session->mosq, session_on_message);
	return true;
}

/* In the thread of @dial, or inside mosquitto_loop_read(). */
static void session_on_log(struct mosquitto *mosq, void *arg, int level, const char *text)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note_log(&session->reason, level, text, mosquitto_ssl_get(mosq));
}

/* New terms need a new client: an old one keeps the QoS of its will and pending messages. */
static void session_renew_client(struct mqtt_session *session)
{
	const struct mqtt_asked *asked = &session->terms->asked, *made = &session->made;
	struct mosquitto *old = session->mosq;

	if (asked->qos == made->qos && asked->retain == made->retain)
		return;
	if (session_make_client(session)) {
		mqtt_client_free(old);
		session->traffic.under_way = 0;
	} else {
		session->mosq = old;
	}
}

static void session_begin(struct mqtt_session *session)
{
	int error;

	session_renew_client(session);
	mqtt_client_set_version(session->mosq, session->config, session->terms->asked.version,
				&session->properties);
	session->reason = (struct mqtt_reason){ 0 };
	mosquitto_log_callback_set(session->mosq, session_on_log);
	error = mqtt_dial_start(&session->dial, session->mosq, session->properties,
				&session->reason);
	if (!error) {
		session->phase = MQTT_CONNECTING;
		return;
	}
	session_complain(session, strerror(error));
	session_retry_later(session);
}

static void session_on_retry(evutil_socket_t fd, short what, void *arg)
{
	session_begin(arg);
}

void mqtt_session_connect(struct mqtt_session *session, const struct config *config)
{
	session->config = config;
	for (size_t i = 0; i < MQTT_HOSTS_MAX; i++)
		session->brokers[i].config = config;
	session_begin(session);
}

static void session_free(struct mqtt_session *session)
{
	struct event *const events[] = { session->readable, session->writable,
					 session->keepalive, session->retry };

	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		if (events[i])
			event_free(events[i]);
	mqtt_dial_drop(&session->dial);
	if (session->mosq)
		mqtt_client_free(session->mosq);
	mosquitto_property_free_all(&session->properties);
	mqtt_subscription_drop(&session->traffic.subscription);
	free(session);
}

/* The thread has connected: the loop now serves the socket. */
static bool session_take_socket(struct mqtt_session *session)
{
	session->fd = mosquitto_socket(session->mosq);
	if (session->fd < 0)
		return false;
	session->readable = event_new(session->base, session->fd, EV_READ | EV_PERSIST,
				      session_on_readable, session);
	session->writable = event_new(session->base, session->fd, EV_WRITE,
				      session_on_writable, session);
	if (!session->readable || !session->writable)
		return false;
	session->phase = MQTT_GREETING;
	event_add(session->readable, NULL);
	session->agreed = session->dial.seconds;
	session_arm_keepalive(session);
	session_rearm(session);
	return true;
}

static void session_on_connected(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	if (!mqtt_dial_end(&session->dial))
		return;
	if (session->abandoned) {
		session_free(session);
		return;
	}
	if (session->reason.result || !session_take_socket(session))
		session_lose(session);
}

static bool session_make_events(struct mqtt_session *session)
{
	struct event_base *base = session->base;

	session->keepalive = evtimer_new(base, session_on_keepalive, session);
	session->retry = evtimer_new(base, session_on_retry, session);
	return session->keepalive && session->retry;
}

struct mqtt_session *mqtt_session_new(struct event_base *base, const struct config *config,
				      const struct mqtt_session_ops *ops, void *arg)
{
	struct mqtt_session *session = calloc(1, sizeof(*session));
	bool dialable;

	if (!session)
		return NULL;
	*session = (struct mqtt_session){ .base = base, .config = config, .ops = ops,
					  .arg = arg, .fd = -1, .delay = config->mqtt_retry };
	dialable = mqtt_dial_init(&session->dial, base, config, session_on_connected, session);
	mqtt_name(config, config->mqtt_prefix, session->traffic.prefix);
	for (size_t i = 0; i < MQTT_HOSTS_MAX; i++)
		mqtt_terms_init(&session->brokers[i], config, session->dial.host,
				session->dial.port);
	session_choose_terms(session);
	if (!dialable || !session_make_client(session) || !session_make_events(session)) {
		session_free(session);
		return NULL;
	}
	return session;
}

/*
 * If the broker has not acknowledged all, "offline" may still be queued, or not complete.
 * Then let the broker publish our last will instead. With MQTT 3.1.1 it does so only if the
 * connection ends without a DISCONNECT.
 */
static void session_disconnect(struct mqtt_session *session)
{
	if (session->traffic.under_way && session->terms->asked.version == MQTT_PROTOCOL_V5) {
		mosquitto_disconnect_v5(session->mosq, MQTT_RC_DISCONNECT_WITH_WILL_MSG, NULL);
		return;
	}
	if (session->traffic.under_way)
		shutdown(mosquitto_socket(session->mosq), SHUT_RDWR);
	mosquitto_disconnect(session->mosq);
}

static bool session_is_open(const struct mqtt_session *session, u64 until)
{
	return mosquitto_socket(session->mosq) >= 0 && timer_now() < until;
}

static void session_serve(struct mqtt_session *session)
{
	const short events = mosquitto_want_write(session->mosq) ? POLLIN | POLLOUT : POLLIN;
	struct pollfd poll_fd = { mosquitto_socket(session->mosq), events, 0 };

	poll(&poll_fd, 1, 10);
	mosquitto_loop_write(session->mosq, 1);
	if (mosquitto_socket(session->mosq) >= 0)
		session_read(session);
}

/*
 * The loop no longer serves this session. Wait until the broker has acknowledged all: the
 * library disconnects without waiting for that, and a broker that cannot answer may not
 * read the rest. The library closes the socket: delete our events before.
 */
static void session_say_goodbye(struct mqtt_session *session, unsigned int patience)
{
	const u64 until = timer_now() + patience;

	mqtt_session_publish(session, "status", "offline", 7, true);
	session_drop_events(session);
	session->phase = MQTT_WAITING;
	while (session->traffic.under_way && session_is_open(session, until))
		session_serve(session);
	session_disconnect(session);
	while (session_is_open(session, until))
		session_serve(session);
}

void mqtt_session_free(struct mqtt_session *session, unsigned int patience)
{
	if (session->phase == MQTT_CONNECTING && !mqtt_dial_wait(&session->dial, patience)) {
		session->abandoned = true;	/* a name may take long to resolve */
		return;
	}
	if (session->phase == MQTT_ONLINE)
		session_say_goodbye(session, patience);
	session_free(session);
}
