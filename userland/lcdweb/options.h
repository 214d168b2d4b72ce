/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line. */
#ifndef LCDWEB_OPTIONS_H
#define LCDWEB_OPTIONS_H

#include <stdbool.h>

#include "conn.h"
#include "displays.h"
#include "guard.h"
#include "listen.h"

/**
 * struct options - the command line
 * @listen:    addresses, if systemd passes no socket
 * @files:     displays to show; if there are none, all of /dev/LCD*
 * @count:     of @files
 * @guard:     who may send requests
 * @limits:    of connections
 * @beat_s:    seconds between two signs of life of a stream
 * @insecure:  other machines may connect without a token
 * @read_only: refuse writes
 */
struct options {
	struct listen_list listen;
	struct displays_file files[DISPLAYS_MAX];
	size_t count;
	struct guard guard;
	struct conn_limits limits;
	unsigned int beat_s;
	bool insecure;
	bool read_only;
};

/* Exits after --help, --version and error messages. */
void options_parse(struct options *options, int argc, char **argv);

#endif
