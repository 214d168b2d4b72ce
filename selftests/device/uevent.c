// SPDX-License-Identifier: GPL-2.0-only
#include "uevent.h"

#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int uevent_listen(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		perror("# netlink socket of uevents");
		_exit(1);
	}
	return fd;
}

static bool is_about_a_display(const char *event)
{
	return strstr(event, "\nSUBSYSTEM=devlcd\n");
}

static bool uevent_within(int socket, char event[UEVENT_MAX], int timeout_ms)
{
	struct pollfd asked = { .fd = socket, .events = POLLIN };
	ssize_t count;

	while (poll(&asked, 1, timeout_ms) == 1) {
		count = recv(socket, event, UEVENT_MAX - 1, 0);
		for (ssize_t i = 0; i < count; i++)
			if (!event[i])
				event[i] = '\n';
		event[count < 0 ? 0 : count] = '\0';
		if (is_about_a_display(event))
			return true;
	}
	return false;
}

bool uevent_next(int socket, char event[UEVENT_MAX])
{
	return uevent_within(socket, event, 30000 * patience());
}

bool uevent_pending(int socket, char event[UEVENT_MAX])
{
	return uevent_within(socket, event, 0);
}
