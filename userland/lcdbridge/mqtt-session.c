// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-session.h"

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "macros.h"
#include "mqtt-client.h"
#include "mqtt-guard.h"
#include "mqtt-reason.h"
#include "mqtt-subscription.h"
#include "sock.h"
#include "timer.h"

#define SUFFIX_MAX 120			/* of a topic, after the prefix */
#define STEADY_MS 30000			/* up that long, a loss is not part of a series */
#define FALLBACK_MS 2			/* from MQTT 5 to 3.1.1 */
#define ROOM 8				/* messages under way: about what a display says */
#define UNDER_WAY_MAX 100		/* that many repeat that we are online */
#define STORED_MS 2000			/* after the subscription, for what was retained */

/**
 * enum mqtt_phase - where the connection is
 * @MQTT_WAITING:    @retry runs
 * @MQTT_CONNECTING: @thread has the library; nobody else may touch it
 * @MQTT_GREETING:   connected, the broker has not answered yet
 * @MQTT_ONLINE:     it did
 */
enum mqtt_phase { MQTT_WAITING, MQTT_CONNECTING, MQTT_GREETING, MQTT_ONLINE };

/**
 * struct mqtt_session - a connection to a broker
 * @fd:       the library's socket, as far as our events know
 * @readable: events on it
 * @writable: likewise; only session_rearm() arms it
 * @keepalive: runs loop_misc() when a ping may be due
 * @retry:    connects again
 * @delay:    milliseconds before the next try
 * @since:    timer_now() when it went online
 * @settled:  what was retained has come by then; 0 for unknown
 * @thread:   connects by name, which blocks
 * @done:     eventfd, by which @thread says that it has ended
 * @reason:   why the connection ended; @thread has it while it connects
 * @guard:    looks at what the broker sends
 * @properties: of MQTT 5, which @thread sends
 * @version:  of MQTT, as libmosquitto counts
 * @abandoned: freed as soon as @thread has ended
 * @host:     @thread's own copy; the configuration may change meanwhile
 * @port:     likewise
 * @seconds:  keep-alive, likewise
 * @agreed:   keep-alive of this connection
 * @complaint: the last one logged, so that a dead broker is reported once
 * @ration:   of complaints about what could not be published
 */
struct mqtt_session {
	struct event_base *base;
	const struct config *config;
	const struct mqtt_session_ops *ops;
	void *arg;
	struct mosquitto *mosq;
	enum mqtt_phase phase;
	int fd;
	struct event *readable;
	struct event *writable;
	struct event *keepalive;
	struct event *retry;
	unsigned int delay;
	u64 since;
	u64 settled;
	pthread_t thread;
	int done;
	struct event *done_event;
	struct mqtt_reason reason;
	struct mqtt_guard guard;
	mosquitto_property *properties;
	int version;
	bool abandoned;
	char *host;
	unsigned int port;
	unsigned int seconds;
	unsigned int agreed;
	char complaint[256];
	struct log_ration ration;
	char prefix[MQTT_NAME_MAX];
	struct mqtt_subscription subscription;
};

bool mqtt_session_has_room(const struct mqtt_session *session)
{
	return session->phase == MQTT_ONLINE && session->guard.under_way < ROOM;
}

static void session_complain(struct mqtt_session *session, const char *why)
{
	char text[sizeof(session->complaint)];

	snprintf(text, sizeof(text), "mqtt: %s:%u: %s", session->host, session->port, why);
	if (strcmp(text, session->complaint))
		log_warnx("%s", text);
	strcpy(session->complaint, text);
}

/* Half to the whole of the delay, so that a fleet does not come back at once. */
static void session_retry_later(struct mqtt_session *session)
{
	unsigned int jitter, ms;

	evutil_secure_rng_get_bytes(&jitter, sizeof(jitter));
	ms = session->delay / 2 + jitter % (session->delay / 2 + 1);
	timer_arm(session->retry, ms);
	session->phase = MQTT_WAITING;
	session->delay *= 2;
	if (session->delay < session->config->mqtt_retry)	/* it was a fallback's */
		session->delay = session->config->mqtt_retry;
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
	bool steady = session->phase == MQTT_ONLINE &&
		      timer_now() - session->since >= STEADY_MS;

	if (session->phase == MQTT_ONLINE)
		session->complaint[0] = '\0';
	if (!session->reason.refused)	/* of that was complained at once */
		session_complain_of_end(session);
	session_drop_events(session);
	if (steady)
		session->delay = session->config->mqtt_retry;
	session_retry_later(session);
}

/*
 * The only place that arms the write event; to be called after every call of
 * the library. The library may have closed its socket in that call: then our
 * events go at once, before the descriptor means another file.
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

static void session_cut_off(struct mqtt_session *session)
{
	size_t excess = session->guard.packets.excess;
	char hint[32];

	if (excess) {
		snprintf(hint, sizeof(hint), "%zu bytes", excess);
		mqtt_reason_note_log(&session->reason, MOSQ_LOG_ERR, hint);
	}
	mqtt_guard_cut_off(session->mosq);
}

static void session_read(struct mqtt_session *session)
{
	int result = mqtt_guard_read(&session->guard, session->mosq);

	mqtt_reason_note(&session->reason, result);
	if (result == MOSQ_ERR_OVERSIZE_PACKET || result == MOSQ_ERR_TIMEOUT ||
	    result == MOSQ_ERR_PROTOCOL)
		session_cut_off(session);
}

static void session_on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	session_read(session);
	session_rearm(session);
	if (!session->readable)
		return;
	sock_acknowledge(session->fd);
	if (mqtt_guard_has_decrypted(session->mosq))
		event_active(session->readable, EV_READ, 0);
}

static void session_on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note(&session->reason, mosquitto_loop_write(session->mosq, 1));
	session_rearm(session);
}

/* A ping is at most a third late; a broker allows half (MQTT 3.1.2.10). */
static void session_arm_keepalive(struct mqtt_session *session)
{
	timer_arm(session->keepalive, (session->agreed / 3 + 1) * 1000);
}

static void session_on_keepalive(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note(&session->reason, mosquitto_loop_misc(session->mosq));
	session_rearm(session);
	if (session->phase >= MQTT_GREETING)
		session_arm_keepalive(session);
}

/* Runs without the loop: names may take ten seconds to resolve, or for ever. */
static void *session_connect(void *arg)
{
	struct mqtt_session *session = arg;
	const u64 one = 1;

	mqtt_reason_note(&session->reason,
			 mqtt_client_connect(session->mosq, session->host, session->port,
					     session->seconds, session->properties));
	if (write(session->done, &one, sizeof(one)) < 0)
		abort();	/* an eventfd takes a one */
	return NULL;
}

/* In @thread, or inside mosquitto_loop_read(). */
static void session_on_log(struct mosquitto *mosq, void *arg, int level, const char *text)
{
	struct mqtt_session *session = arg;

	mqtt_reason_note_log(&session->reason, level, text);
}

void mqtt_session_connect(struct mqtt_session *session)
{
	sigset_t all, old;
	int error;

	mqtt_client_set_version(session->mosq, session->config, session->version,
				&session->properties);
	session->reason = (struct mqtt_reason){ 0 };
	mosquitto_log_callback_set(session->mosq, session_on_log);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&session->thread, NULL, session_connect, session);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!error) {
		session->phase = MQTT_CONNECTING;
		return;
	}
	session_complain(session, strerror(error));
	session_retry_later(session);
}

static void session_on_retry(evutil_socket_t fd, short what, void *arg)
{
	mqtt_session_connect(arg);
}

static void session_free(struct mqtt_session *session)
{
	struct event *const events[] = { session->readable, session->writable,
					 session->keepalive, session->retry,
					 session->done_event };

	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		if (events[i])
			event_free(events[i]);
	if (session->done >= 0)
		close(session->done);
	if (session->mosq)
		mqtt_client_free(session->mosq);
	mqtt_subscription_drop(&session->subscription);
	mosquitto_property_free_all(&session->properties);
	free(session->host);
	free(session);
}

/* The thread has connected: its socket is the loop's from now on. */
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
	mqtt_guard_start(&session->guard, session->config->buffer,
			 mqtt_client_qos_max(session->config));
	event_add(session->readable, NULL);
	session->agreed = session->seconds;
	session_arm_keepalive(session);
	session_rearm(session);
	return true;
}

static void session_on_connected(evutil_socket_t fd, short what, void *arg)
{
	struct mqtt_session *session = arg;
	u64 count;

	if (read(fd, &count, sizeof(count)) < 0)
		return;
	pthread_join(session->thread, NULL);
	if (session->abandoned) {
		session_free(session);
		return;
	}
	if (!session->reason.result && session_take_socket(session))
		return;
	session_complain_of_end(session);
	session_drop_events(session);
	session_retry_later(session);
}

/* Callbacks of the library. They come from inside mosquitto_loop_read(). */

/* A broker of MQTT 3.1.1 says so in its own way, or in that of MQTT 5. */
static bool session_falls_back(struct mqtt_session *session, int code)
{
	if (session->version != MQTT_PROTOCOL_V5 || strcmp(session->config->mqtt_version, "auto") ||
	    (code != CONNACK_REFUSED_PROTOCOL_VERSION &&
	     code != MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION))
		return false;
	log_debug("mqtt: %s:%u: MQTT 3.1.1", session->host, session->port);
	session->version = MQTT_PROTOCOL_V311;
	session->delay = FALLBACK_MS;
	return true;
}

static void session_on_connect(struct mosquitto *mosq, void *arg, int code, int flags,
			       const mosquitto_property *properties)
{
	struct mqtt_session *session = arg;

	if (session->phase != MQTT_GREETING)
		return;		/* it has greeted before */
	if (code) {
		session->reason.refused = true;
		mqtt_reason_note(&session->reason, code);
		if (!session_falls_back(session, code))
			session_complain_of_end(session);
		return;
	}
	log_info("mqtt: %s:%u: connected", session->host, session->port);
	session->phase = MQTT_ONLINE;
	session->since = timer_now();
	session->settled = 0;
	session->complaint[0] = '\0';
	mosquitto_log_callback_set(mosq, NULL);	/* a line for every packet from now on */
	session->agreed = mqtt_client_keepalive(properties, session->seconds);
	session_arm_keepalive(session);
	session->ops->online(session->arg);
}

static void session_on_disconnect(struct mosquitto *mosq, void *arg, int code)
{
	struct mqtt_session *session = arg;

	/*
	 * In its own way means shorter than MQTT 5 has it: newer libraries (2.0.21,
	 * not 2.0.11) call that malformed instead of calling session_on_connect().
	 */
	if (session->phase == MQTT_GREETING && code == MOSQ_ERR_MALFORMED_PACKET &&
	    session_falls_back(session, CONNACK_REFUSED_PROTOCOL_VERSION))
		session->reason.refused = true;
	mqtt_reason_note(&session->reason, code);
}

static void session_on_subscribe(struct mosquitto *mosq, void *arg, int mid, int count,
				 const int *granted)
{
	struct mqtt_session *session = arg;

	mqtt_subscription_answered(&session->subscription, mid, count, granted);
	session->settled = timer_now() + STORED_MS;
	/* Only now: who waits for "online" may publish at once. */
	mqtt_session_publish(session, "status", "online", 6, true);
	log_debug("mqtt: subscribed");
}

/* A refusal, too, is the broker's word. Of one of QoS 2, only this kind of callback tells. */
static void session_on_publish(struct mosquitto *mosq, void *arg, int mid, int code,
			       const mosquitto_property *properties)
{
	struct mqtt_session *session = arg;

	if (session->guard.under_way && session->guard.under_way-- == ROOM &&
	    session->phase == MQTT_ONLINE)
		session->ops->room(session->arg);
}

/* We subscribe so that MQTT 5 keeps the flag of what is published from then on. */
static enum mqtt_delivery session_delivery(const struct mqtt_session *session, bool retain)
{
	bool keeps_flag = session->version == MQTT_PROTOCOL_V5;

	if (!retain)
		return keeps_flag ? MQTT_LIVE : MQTT_KEPT;
	return keeps_flag && session->settled && timer_now() > session->settled ?
	       MQTT_KEPT : MQTT_STORED;
}

static void session_on_message(struct mosquitto *mosq, void *arg,
			       const struct mosquitto_message *message)
{
	struct mqtt_session *session = arg;

	session->ops->message(session->arg, message->topic, message->payload,
			      message->payloadlen, session_delivery(session, message->retain));
}

const char *mqtt_session_prefix(const struct mqtt_session *session)
{
	return session->prefix;
}

void mqtt_session_subscribe(struct mqtt_session *session, const char *const *topics, int count)
{
	bool keeps_flag = session->version == MQTT_PROTOCOL_V5;

	mqtt_subscription_ask(&session->subscription, session->mosq, topics, count,
			      session->config->mqtt_qos,
			      keeps_flag ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0);
	session_rearm(session);
}

void mqtt_session_publish_to(struct mqtt_session *session, const char *topic,
			     const void *payload, size_t count, bool retain)
{
	int result;

	if (session->phase != MQTT_ONLINE || session->guard.under_way >= UNDER_WAY_MAX)
		return;
	result = mosquitto_publish(session->mosq, NULL, topic, count, payload,
				   session->config->mqtt_qos, retain);
	if (!result && session->config->mqtt_qos)
		session->guard.under_way++;
	if (result && log_allowed(&session->ration))
		log_warnx("mqtt: %s: %s", topic, mosquitto_strerror(result));
	session_rearm(session);
}

void mqtt_session_publish(struct mqtt_session *session, const char *topic, const void *payload,
			  size_t count, bool retain)
{
	char full[MQTT_TOPIC_MAX];

	snprintf(full, sizeof(full), "%s/%.*s", session->prefix, SUFFIX_MAX, topic);
	mqtt_session_publish_to(session, full, payload, count, retain);
}

static bool session_make_client(struct mqtt_session *session)
{
	session->mosq = mqtt_client_new(session->config, session->prefix, session);
	if (!session->mosq)
		return false;
	mosquitto_connect_v5_callback_set(session->mosq, session_on_connect);
	mosquitto_disconnect_callback_set(session->mosq, session_on_disconnect);
	mosquitto_subscribe_callback_set(session->mosq, session_on_subscribe);
	mosquitto_publish_v5_callback_set(session->mosq, session_on_publish);
	mosquitto_message_callback_set(session->mosq, session_on_message);
	return true;
}

static bool session_make_events(struct mqtt_session *session)
{
	struct event_base *base = session->base;

	session->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	session->done_event = event_new(base, session->done, EV_READ | EV_PERSIST,
					session_on_connected, session);
	session->keepalive = evtimer_new(base, session_on_keepalive, session);
	session->retry = evtimer_new(base, session_on_retry, session);
	return session->done >= 0 && session->done_event && session->keepalive &&
	       session->retry && !event_add(session->done_event, NULL);
}

struct mqtt_session *mqtt_session_new(struct event_base *base, const struct config *config,
				      const struct mqtt_session_ops *ops, void *arg)
{
	struct mqtt_session *session = calloc(1, sizeof(*session));

	if (!session)
		return NULL;
	*session = (struct mqtt_session){ .base = base, .config = config, .ops = ops,
					  .arg = arg, .fd = -1, .done = -1,
					  .delay = config->mqtt_retry,
					  .port = mqtt_client_port(config),
					  .version = mqtt_client_version(config),
					  .seconds = config->mqtt_keepalive };
	session->host = strdup(config->mqtt_host);
	mqtt_name(config, config->mqtt_prefix, session->prefix);
	if (!session->host || !session_make_client(session) || !session_make_events(session)) {
		session_free(session);
		return NULL;
	}
	return session;
}

/*
 * The library disconnects without waiting for what is under way, and "offline" may
 * be still behind that. So then the broker is to publish our last will instead;
 * by MQTT 3.1.1 it does that only for those who leave without a word.
 */
static void session_disconnect(struct mqtt_session *session, bool is_told)
{
	if (is_told)
		mosquitto_disconnect(session->mosq);
	else if (session->version == MQTT_PROTOCOL_V5)
		mosquitto_disconnect_v5(session->mosq, MQTT_RC_DISCONNECT_WITH_WILL_MSG, NULL);
	else
		mqtt_guard_cut_off(session->mosq);
}

/*
 * The loop has ended, or is not for this session any more: what the socket does
 * not take at once is sent here. The library closes it, so our events go before.
 */
static void session_say_goodbye(struct mqtt_session *session, unsigned int patience)
{
	const u64 until = timer_now() + patience;
	const bool is_told = !session->guard.under_way;
	struct pollfd poll_fd;

	mqtt_session_publish(session, "status", "offline", 7, true);
	session_drop_events(session);
	session->phase = MQTT_WAITING;
	session_disconnect(session, is_told);
	while (mosquitto_socket(session->mosq) >= 0 && timer_now() < until) {
		poll_fd = (struct pollfd){ mosquitto_socket(session->mosq), POLLIN, 0 };
		if (mosquitto_want_write(session->mosq))
			poll_fd.events |= POLLOUT;
		poll(&poll_fd, 1, 10);
		mosquitto_loop_write(session->mosq, 1);
		if (mosquitto_socket(session->mosq) >= 0)
			session_read(session);
	}
}

/* Has the thread, if there is one, given the library back? */
static bool session_join(struct mqtt_session *session, unsigned int ms)
{
	struct timespec until;

	if (session->phase != MQTT_CONNECTING)
		return true;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += ms * 1000000l;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return !pthread_clockjoin_np(session->thread, NULL, CLOCK_MONOTONIC, &until);
}

void mqtt_session_free(struct mqtt_session *session, unsigned int patience)
{
	if (!session_join(session, patience)) {
		session->abandoned = true;	/* a name may take long to resolve */
		return;
	}
	if (session->phase == MQTT_ONLINE)
		session_say_goodbye(session, patience);
	session_free(session);
}
