// SPDX-License-Identifier: GPL-2.0-only
/*
 * publish PORT TOPIC QOS SECONDS: as many texts of a row's length as the broker
 * takes, each another. Prints how many that were a second.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "talk.h"
#include "timing.h"

#define BATCH 50
#define WINDOW 1000		/* of QoS 1, that the broker has not acknowledged */
#define IDS 65535
#define PUBACK 4

static size_t make_batch(char *batch, const char *topic, long number, int qos)
{
	char text[32];
	size_t n = 0;

	for (long end = number + BATCH; number < end; number++) {
		snprintf(text, sizeof(text), "message %09ld  *", number % 1000000000);
		n += mqtt_publish(batch + n, topic, text, qos ? 1 + number % IDS : 0);
	}
	return n;
}

static long acknowledged(int fd, int flags)
{
	static long bytes;
	char acks[WINDOW * PUBACK];
	ssize_t n = recv(fd, acks, sizeof(acks), flags);

	if (!n)
		errx(1, "the broker has closed the connection");
	if (n < 0 && !flags)
		err(1, "recv");
	bytes += n > 0 ? n : 0;
	return bytes / PUBACK;
}

int main(int argc, char **argv)
{
	char batch[BATCH * MQTT_PACKET_MAX];
	long long begin, end;
	long number = 0;
	int fd, qos;

	if (argc != 5)
		errx(2, "usage: publish PORT TOPIC QOS SECONDS");
	fd = mqtt_connect(argv[1]);
	qos = atoi(argv[3]);
	begin = now_ns();
	end = begin + atof(argv[4]) * NS_PER_S;
	while (now_ns() < end) {
		talk_send(fd, batch, make_batch(batch, argv[2], number, qos));
		number += BATCH;
		if (qos && number - acknowledged(fd, MSG_DONTWAIT) > WINDOW - BATCH)
			acknowledged(fd, 0);
	}
	printf("%.0f\n", number / ((now_ns() - begin) / 1e9));
	return 0;
}
