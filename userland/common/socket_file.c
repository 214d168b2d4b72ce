// SPDX-License-Identifier: GPL-2.0-only
#include "socket_file.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

const char *socket_file(const struct sockaddr_storage *address)
{
	const struct sockaddr_un *un = (const void *)address;

	return address->ss_family == AF_UNIX ? un->sun_path : NULL;
}

void socket_file_clear(const struct sockaddr_storage *address, socklen_t length)
{
	const char *path = socket_file(address);
	struct stat st;
	int fd;

	if (!path || lstat(path, &st) || !S_ISSOCK(st.st_mode))
		return;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const void *)address, length) && errno == ECONNREFUSED)
		unlink(path);
	close(fd);
}
