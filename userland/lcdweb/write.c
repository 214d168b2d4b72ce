// SPDX-License-Identifier: GPL-2.0-only
#include "write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../common/sanitize.h"

/* In one write, so that no other writer's text comes in between. */
static int write_whole(const char *path, int flags, const char *bytes, size_t count)
{
	int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags);
	int error = 0;
	ssize_t done;

	if (fd < 0)
		return -errno;
	done = count ? write(fd, bytes, count) : 0;
	if (done < 0)
		error = -errno;
	else if ((size_t)done < count)
		error = -ENOSPC;
	close(fd);
	return error;
}

int write_text(const char *path, const char *bytes, size_t count, bool truncate)
{
	struct sanitize sanitize = { 0 };
	char text[SANITIZE_ROOM(WRITE_MAX)];
	size_t length = sanitize_text(&sanitize, (const u8 *)bytes, count, text);

	if (length > WRITE_MAX)
		return -EFBIG;
	return write_whole(path, truncate ? O_TRUNC : O_APPEND, text, length);
}

int write_command(const char *path, const char *command)
{
	return write_whole(path, 0, command, strlen(command));
}
