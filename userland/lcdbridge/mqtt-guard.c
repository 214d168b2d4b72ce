// SPDX-License-Identifier: GPL-2.0-only
#include "mqtt-guard.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define WINDOW 16384		/* a record of TLS has no more */
#define MANY 65536		/* packets, more than a window holds */
#define BLIND_READS 64		/* in a turn of the loop */
#define UNSENT_MAX 10000	/* packets: answers to them are a megabyte */

void mqtt_guard_start(struct mqtt_guard *guard, size_t limit, unsigned int qos)
{
	guard->packets = (struct mqtt_packets){ .limit = limit, .qos = qos };
	guard->unsent = 0;
}

/* What was read of a socket: what has come, less what is there. */
static bool socket_position(int fd, u64 *position)
{
	struct tcp_info before, after;
	socklen_t size;
	int queued;

	do {
		size = sizeof(before);
		if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &before, &size) ||
		    ioctl(fd, FIONREAD, &queued))
			return false;
		size = sizeof(after);
		if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &after, &size))
			return false;
	} while (before.tcpi_bytes_received != after.tcpi_bytes_received);
	*position = after.tcpi_bytes_received - queued;
	return true;
}

static int guard_read_packet(struct mqtt_guard *guard, struct mosquitto *mosq)
{
	guard->unsent = mosquitto_want_write(mosq) ? guard->unsent + 1 : 0;
	return guard->unsent > UNSENT_MAX ? MOSQ_ERR_TIMEOUT : mosquitto_loop_read(mosq, 1);
}

/*
 * The library reads a packet a call, but for each message of QoS 1 or 2 that is
 * under way one. Those of QoS 2 that come are among them, and nobody tells us.
 */
static unsigned int guard_most(const struct mqtt_guard *guard)
{
	if (guard->packets.qos == 2)
		return MANY;
	return guard->under_way ? guard->under_way : 1;
}

/*
 * Where the window ends within what a call reads, the library may get past it by
 * what arrives meanwhile: then it is out of our sight.
 */
static int guard_read_packets(struct mqtt_guard *guard, struct mosquitto *mosq)
{
	int fd = mosquitto_socket(mosq), result;
	unsigned int most;

	do {
		most = guard_most(guard);
		guard->packets.whole -= guard->packets.whole < most ? guard->packets.whole : most;
		result = guard_read_packet(guard, mosq);
		most = guard_most(guard);
	} while (!result && mosquitto_socket(mosq) == fd && guard->packets.whole >= most);
	return result;
}

static int guard_read_blindly(struct mqtt_guard *guard, struct mosquitto *mosq)
{
	int fd = mosquitto_socket(mosq), left = BLIND_READS, queued, result;

	do
		result = guard_read_packet(guard, mosq);
	while (!result && mosquitto_socket(mosq) == fd && --left &&
	       !ioctl(fd, FIONREAD, &queued) && queued);
	return result;
}

static int guard_read_plain(struct mqtt_guard *guard, struct mosquitto *mosq)
{
	int fd = mosquitto_socket(mosq), result;
	u8 window[WINDOW];
	ssize_t n;

	guard->packets.lost = guard->packets.lost || !socket_position(fd, &guard->packets.position);
	if (guard->packets.lost)
		return guard_read_blindly(guard, mosq);
	n = recv(fd, window, sizeof(window), MSG_PEEK | MSG_DONTWAIT);
	result = n > 0 ? mqtt_packets_look(&guard->packets, window, n) : MOSQ_ERR_SUCCESS;
	return result ? result : guard_read_packets(guard, mosq);
}

/* What OpenSSL reads from. An empty one: no more than it has decrypted. */
static void tls_read_from(SSL *ssl, BIO *bio)
{
	if (bio)
		SSL_set0_rbio(ssl, bio);
}

static int guard_read_tls(struct mqtt_guard *guard, struct mosquitto *mosq)
{
	SSL *ssl = mosquitto_ssl_get(mosq);
	u8 window[WINDOW];
	int n, result;

	ERR_clear_error();
	n = SSL_peek(ssl, window, sizeof(window));
	if (n <= 0 && SSL_get_error(ssl, n) == SSL_ERROR_WANT_READ)
		return MOSQ_ERR_SUCCESS;
	if (n <= 0)
		return mosquitto_loop_read(mosq, 1);	/* it finds the same */
	result = mqtt_packets_look(&guard->packets, window, n);
	if (result)
		return result;

	tls_read_from(ssl, BIO_new(BIO_s_mem()));
	result = guard_read_packet(guard, mosq);
	ssl = mosquitto_ssl_get(mosq);
	if (!ssl)
		return result;		/* it has closed the connection */
	BIO_up_ref(SSL_get_wbio(ssl));
	tls_read_from(ssl, SSL_get_wbio(ssl));
	guard->packets.position += n - SSL_pending(ssl);
	return result;
}

int mqtt_guard_read(struct mqtt_guard *guard, struct mosquitto *mosq)
{
	SSL *ssl = mosquitto_ssl_get(mosq);

	if (!ssl)
		return guard_read_plain(guard, mosq);
	if (SSL_is_init_finished(ssl))
		return guard_read_tls(guard, mosq);
	return mosquitto_loop_read(mosq, 1);	/* shakes hands */
}

void mqtt_guard_cut_off(struct mosquitto *mosq)
{
	shutdown(mosquitto_socket(mosq), SHUT_RDWR);
	mosquitto_disconnect(mosq);
	mosquitto_loop_write(mosq, 1);		/* fails, and closes */
}

/*
 * The library stops where it takes its full wake-up pipe, which only its own
 * loop empties, for an empty socket. What TLS has decrypted by then lies where
 * no poll looks.
 */
bool mqtt_guard_has_decrypted(struct mosquitto *mosq)
{
	SSL *ssl = mosquitto_ssl_get(mosq);

	return ssl && SSL_pending(ssl) > 0;
}
