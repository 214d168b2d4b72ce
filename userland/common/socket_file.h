/* SPDX-License-Identifier: GPL-2.0-only */
/* The file of a Unix socket that a program listens on. */
#ifndef DEVLCD_COMMON_SOCKET_FILE_H
#define DEVLCD_COMMON_SOCKET_FILE_H

#include <sys/socket.h>

#define SOCKET_FILE_MODE 0660	/* the owner and the group */

/* The path in a Unix socket's address; NULL for other addresses. */
const char *socket_file(const struct sockaddr_storage *address);

/* Call before bind(): removes a file without a listener, left by a dead process. */
void socket_file_clear(const struct sockaddr_storage *address, socklen_t length);

#endif
