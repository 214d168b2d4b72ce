// SPDX-License-Identifier: GPL-2.0-only
#include "file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int folder_make(struct folder *folder)
{
	strcpy(folder->path, "/tmp/lcdview-test.XXXXXX");
	if (!mkdtemp(folder->path))
		return -1;
	sprintf(folder->file, "%s/file", folder->path);
	sprintf(folder->other, "%s/other", folder->path);
	return 0;
}

void folder_remove(const struct folder *folder)
{
	unlink(folder->file);
	unlink(folder->other);
	rmdir(folder->path);
}

void file_write(const char *path, const char *bytes, size_t count)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, bytes, count) != (ssize_t)count)
		abort();
	close(fd);
}

void file_put(const char *path, const char *text)
{
	file_write(path, text, strlen(text));
}
