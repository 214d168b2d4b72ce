/* SPDX-License-Identifier: GPL-2.0-only */
/* A server, and lcdsend that talks to it: for one test program, behind its harness. */
#ifndef LCDSEND_H
#define LCDSEND_H

#include <sys/socket.h>

#include "server.h"
#include "tool.h"

/* Generous: a busy machine may stop the server for seconds. */
#define SEND(tool, ...) RUN(tool, "lcdsend", "--timeout=15", __VA_ARGS__)

/* To servers that lcdsend shall leave. */
#define SEND_BRIEFLY(tool, ...) RUN(tool, "lcdsend", "--timeout=1", __VA_ARGS__)
#define BRIEFLY_MS 50000	/* generous as well */

FIXTURE(server) {
	struct server server;
	struct tool tool;
};

FIXTURE_SETUP(server)
{
	ASSERT_EQ(0, server_listen(&self->server, AF_INET));
}

FIXTURE_TEARDOWN(server)
{
	server_close(&self->server);
}

#endif
