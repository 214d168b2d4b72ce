// SPDX-License-Identifier: GPL-2.0-only
#include "client.h"

#include <stdarg.h>
#include <stdio.h>

#define SAY_MAX 512

void client_say(struct client *client, const char *format, ...)
{
	char text[SAY_MAX];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text) - 1, format, args);
	va_end(args);
	if (n >= (int)sizeof(text) - 1)
		n = sizeof(text) - 2;
	text[n++] = '\n';
	conn_send(client->conn, text, n);
}

void client_success(struct client *client)
{
	client_say(client, "success");
}

void client_huh(struct client *client, const char *why)
{
	client_say(client, "huh? %s", why);
}

void client_answer(struct client *client, const char *why)
{
	if (why)
		client_huh(client, why);
	else
		client_success(client);
}
