// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdvote: a poll, over TCP and MQTT, live on a display.
 *
 *   vote server PORT CHOICE...          the poll; server.c has its loop
 *   vote client HOST PORT NAME CHOICE   a voter over TCP; client.c
 *
 * The voters over MQTT are programs of their own, in voters/.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "server.h"

int main(int argc, char **argv)
{
	/* Text is UTF-8 here, whatever the language of the terminal. */
	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc > 1 && !strcmp(argv[1], "client"))
		return client_main(argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "server"))
		return server_main(argc - 1, argv + 1);
	fputs("usage: vote client HOST PORT NAME CHOICE\n"
	      "       vote server [OPTION]... PORT CHOICE...\n", stderr);
	return 2;
}
