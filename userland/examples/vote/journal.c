// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only ever appended to, so that whatever happens, and wherever it happens,
 * what was written before is still there; only a last line may be torn, and of
 * that nobody was told.
 *
 * Look at the errors: all of them end the program. A file that could not be
 * written or synced is in a state that nobody knows; the next start reads what
 * is really there.
 */
#include "journal.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ballot.h"

static const char *path;
static int fd;
static bool dirty;

/* A new file is on the disk when its folder is: or its name may be lost. */
static void sync_folder(void)
{
	char copy[PATH_MAX];
	int folder;

	snprintf(copy, sizeof(copy), "%s", path);
	folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || fsync(folder))
		err(1, "%s: folder", path);
	close(folder);
}

static void replay_line(char *line, size_t length, unsigned int number)
{
	const char *error = "not a vote";
	char *choice = strchr(line, '\t');

	if (choice && strlen(line) == length) {
		*choice++ = '\0';
		error = ballot_refuses(line, choice);
	}
	/* Of another poll, or damaged: better no poll than one that is wrong. */
	if (error)
		errx(1, "%s, line %u: %s", path, number, error);
	ballot_take(line, choice);
}

static void replay(FILE *file)
{
	unsigned int number = 0;
	char *line = NULL;
	size_t size = 0;
	off_t whole = 0;
	ssize_t length;

	while ((length = getline(&line, &size, file)) > 0 && line[length - 1] == '\n') {
		line[length - 1] = '\0';
		replay_line(line, length - 1, ++number);
		whole += length;
	}
	free(line);
	if (ferror(file))
		err(1, "%s", path);
	if (length > 0) {
		warnx("%s, line %u: torn, removed", path, number + 1);
		if (ftruncate(fd, whole))
			err(1, "%s", path);
	}
}

void journal_open(const char *name)
{
	FILE *file;

	path = name;
	/* Who chose what is nobody else's to read. */
	fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		err(1, "%s", path);
	if (flock(fd, LOCK_EX | LOCK_NB))
		err(1, "%s: another server has it", path);
	sync_folder();
	file = fdopen(dup(fd), "r");
	if (!file)
		err(1, "%s", path);
	replay(file);
	fclose(file);
}

void journal_append(const char *name, const char *choice)
{
	char line[BALLOT_NAME + BALLOT_CHOICE + 3];
	int length = snprintf(line, sizeof(line), "%s\t%s\n", name, choice);
	ssize_t count = write(fd, line, length);

	if (count != length)
		err(1, "%s: %zd bytes of %d written", path, count, length);
	dirty = true;
}

void journal_commit(void)
{
	if (dirty && fdatasync(fd))
		err(1, "%s", path);
	dirty = false;
}
