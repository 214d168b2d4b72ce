// SPDX-License-Identifier: GPL-2.0-only
/*
 * vote server [OPTION]... PORT CHOICE...
 *
 * Look at turn(): all votes that have come are taken, then one fdatasync() puts
 * them on the disk, and only then somebody is told. However many come at once,
 * they share it; and whoever was told "a voté" has voted, also if the next
 * moment brings kill -9.
 */
#include "server.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "ballot.h"
#include "bridge.h"
#include "display.h"
#include "journal.h"
#include "mqtt.h"
#include "tcp.h"

#define SECOND 1000

static const char usage[] =
	"usage: vote server [OPTION]... PORT CHOICE...\n"
	"  --state=FILE          keep the votes in FILE (vote.journal)\n"
	"  --patience=SECONDS    a client has these for its vote (10)\n"
	"  --mqtt=HOST[:PORT]    take votes from this broker as well\n"
	"  --poll=POLL           on vote/POLL/cast/NAME, result on vote/POLL/result (lcdvote)\n"
	"  --display=FILE        show the counts there, as on /dev/LCD\n"
	"  --bridge=HOST[:PORT]  show them by lcdbridge's port for text (4478)\n"
	"  --lines=PREFIX        show them by its topics PREFIX/line/N/set, on the broker\n"
	"  --size=COLUMNSxROWS   of the display (20x4)\n";

static const struct option options[] = {
	{ "state",	required_argument, NULL, 's' },
	{ "patience",	required_argument, NULL, 't' },
	{ "mqtt",	required_argument, NULL, 'm' },
	{ "poll",	required_argument, NULL, 'p' },
	{ "display",	required_argument, NULL, 'd' },
	{ "bridge",	required_argument, NULL, 'b' },
	{ "lines",	required_argument, NULL, 'l' },
	{ "size",	required_argument, NULL, 'z' },
	{ }
};

static void turn(void)
{
	struct pollfd fds[2 + TCP_FDS];
	int count = 2;

	fds[0] = mqtt_watch();
	fds[1] = bridge_watch();
	count += tcp_watch(fds + count);
	/* At least once a second, as there are times that run out. */
	if (poll(fds, count, SECOND) < 0 && errno != EINTR)
		err(1, "poll");

	mqtt_read(&fds[0]);
	bridge_step(&fds[1]);
	tcp_read(fds + 2);

	journal_commit();

	tcp_answer();
	mqtt_write();
	display_update();
}

int server_main(int argc, char **argv)
{
	const char *state = "vote.journal", *mqtt = NULL, *poll = "lcdvote", *lines = NULL;
	int patience = 10;
	const char *error;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 's':
			state = optarg;
			break;
		case 't':
			patience = atoi(optarg);
			break;
		case 'm':
			mqtt = optarg;
			break;
		case 'p':
			poll = optarg;
			break;
		case 'd':
			display_on_file(optarg);
			break;
		case 'b':
			display_on_bridge(optarg);
			break;
		case 'l':
			lines = optarg;
			display_on_lines(lines);
			break;
		case 'z':
			display_size(optarg);
			break;
		default:
			fputs(usage, stderr);
			return 2;
		}
	}
	if (argc - optind < 2) {
		fputs(usage, stderr);
		return 2;
	}
	if (patience < 1)
		errx(2, "--patience: not a number of seconds");
	if (lines && !mqtt)
		errx(2, "--lines: without --mqtt there is no broker");
	error = ballot_open(argv + optind + 1, argc - optind - 1);
	if (error)
		errx(2, "%s", error);
	setlinebuf(stdout);
	journal_open(state);
	if (mqtt)
		mqtt_start(mqtt, poll);
	tcp_listen(argv[optind], patience);
	for (;;)
		turn();
}
