// SPDX-License-Identifier: GPL-2.0-only
/*
 * delay mqtt|lcdproc PORT RATE COUNT < DEVICE: send numbers at that rate, and
 * watch for them at the device, which is a FIFO. Prints the median, the 95th
 * and the 99th percentile of the time from one to the other, in ms.
 *
 * A number that never comes because a newer one took its place counts as come
 * with that one.
 */
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "talk.h"
#include "timing.h"

#define DIGITS 7
#define PATIENCE_NS (2 * NS_PER_S)
#define MQTT_TOPIC "lcd/set"

/**
 * struct watch - the device, as far as it was read
 * @value:  of the digits after "#"
 * @digits: how many of them were read; -1 outside of a number
 */
struct watch {
	long value;
	int digits;
};

struct course {
	int fd;
	int is_mqtt;
	long count;
	long sent;
	long seen;
	long long *sent_at;
	long long *took;
};

static void send_number(struct course *course)
{
	char text[32], message[MQTT_PACKET_MAX];
	size_t n;

	snprintf(text, sizeof(text), "#%0*ld", DIGITS, course->sent);
	if (course->is_mqtt)
		n = mqtt_publish(message, MQTT_TOPIC, text, 0);
	else
		n = snprintf(message, sizeof(message), "widget_set s w 1 1 {%s}\n", text);
	course->sent_at[course->sent++] = now_ns();
	talk_send(course->fd, message, n);
}

static void note_seen(struct course *course, long number, long long now)
{
	if (number >= course->sent)
		return;
	for (; course->seen <= number; course->seen++)
		course->took[course->seen] = now - course->sent_at[course->seen];
}

static void watch_byte(struct watch *watch, struct course *course, char byte, long long now)
{
	if (byte == '#') {
		*watch = (struct watch){ 0 };
		return;
	}
	if (watch->digits < 0 || byte < '0' || byte > '9') {
		watch->digits = -1;
		return;
	}
	watch->value = watch->value * 10 + byte - '0';
	if (++watch->digits < DIGITS)
		return;
	note_seen(course, watch->value, now);
	watch->digits = -1;
}

static void read_device(struct watch *watch, struct course *course)
{
	char bytes[65536];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
	long long now = now_ns();

	for (ssize_t i = 0; i < n; i++)
		watch_byte(watch, course, bytes[i], now);
}

static void wait_until(struct course *course, struct watch *watch, long long until)
{
	struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { course->fd, POLLIN, 0 } };
	long long left = until - now_ns();
	struct timespec timeout;
	char answers[4096];

	left = left > 0 ? left : 0;
	timeout = (struct timespec){ left / NS_PER_S, left % NS_PER_S };
	if (ppoll(fds, 2, &timeout, NULL) <= 0)
		return;
	if (fds[0].revents)
		read_device(watch, course);
	if (fds[1].revents && recv(course->fd, answers, sizeof(answers), 0) <= 0)
		errx(1, "the server has closed the connection");
}

/* Not in step with a server that looks at its clients in turns. */
static long long due(long number, long long begin, long long period)
{
	return begin + number * period + period * (number * 7919 % 997) / 997;
}

static void run(struct course *course, double rate)
{
	const long long begin = now_ns(), period = NS_PER_S / rate;
	struct watch watch = { .digits = -1 };
	long long end;

	while (course->sent < course->count) {
		end = due(course->sent, begin, period);
		if (now_ns() >= end)
			send_number(course);
		else
			wait_until(course, &watch, end);
	}
	end = now_ns() + PATIENCE_NS;
	while (course->seen < course->count && now_ns() < end)
		wait_until(course, &watch, end);
	if (course->seen < course->count)
		errx(1, "of %ld numbers, the device showed %ld", course->count, course->seen);
}

static void drain_device(void)
{
	char old[65536];

	fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
	while (read(STDIN_FILENO, old, sizeof(old)) > 0)
		;
}

int main(int argc, char **argv)
{
	struct course course = { 0 };
	double median, p95, p99;

	if (argc != 5)
		errx(2, "usage: delay mqtt|lcdproc PORT RATE COUNT < DEVICE");
	prctl(PR_SET_TIMERSLACK, 1);
	course.is_mqtt = !strcmp(argv[1], "mqtt");
	course.count = atol(argv[4]);
	course.sent_at = calloc(course.count, sizeof(*course.sent_at));
	course.took = calloc(course.count, sizeof(*course.took));
	course.fd = course.is_mqtt ? mqtt_connect(argv[2]) : lcdproc_connect(argv[2]);
	drain_device();
	run(&course, atof(argv[3]));
	median = percentile_ms(course.took, course.count, 50);
	p95 = percentile_ms(course.took, course.count, 95);
	p99 = percentile_ms(course.took, course.count, 99);
	printf("%.3f %.3f %.3f\n", median, p95, p99);
	return 0;
}
