// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the sysfs attributes of a display's file, and explains why it cannot be used.
 */
#include "display_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define HIDDEN \
	"a regular file hides the display: rm %s && mknod -m 660 %s c %u %u && chgrp lcd %s"
#define DISPLAYS "/dev/LCD"	/* how the names of displays begin */
#define GROUP_USES 0060		/* reads and writes */
#define NAME_ROOM 33		/* as useradd takes them */

int display_file_attributes(dev_t device)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/dev/char/%u:%u", major(device), minor(device));
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool display_file_word(int attributes, const char *name, char *word, size_t size)
{
	int fd = openat(attributes, name, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return false;
	got = read(fd, word, size - 1);
	close(fd);
	if (got < 0)
		return false;
	word[got] = '\0';
	word[strcspn(word, "\n")] = '\0';
	return true;
}

bool display_file_number(int attributes, const char *name, int *value)
{
	char word[32];
	char *end;
	long number;

	if (!display_file_word(attributes, name, word, sizeof(word)))
		return false;
	number = strtol(word, &end, 10);
	if (end == word || *end || number < 0 || number > INT_MAX)
		return false;
	*value = number;
	return true;
}

enum charset_rom display_file_rom(int attributes)
{
	char word[16];

	if (display_file_word(attributes, "charset", word, sizeof(word)))
		for (int rom = 0; charset_rom_names[rom]; rom++)
			if (!strcmp(word, charset_rom_names[rom]))
				return rom;
	return CHARSET_A00;
}

bool display_file_is_leftover(const char *path)
{
	char real[PATH_MAX];
	struct stat stat;

	return !lstat(path, &stat) && S_ISREG(stat.st_mode) && realpath(path, real) &&
	       !strncmp(real, "/dev/", 5) && !strchr(real + 5, '/');
}

/* If the module is loaded and has this display, only its device node is missing. */
static void explain_leftover(const char *path, char *why, size_t size)
{
	unsigned int major, minor;
	char class[PATH_MAX], number[32];
	int attributes;
	bool alive;

	snprintf(class, sizeof(class), "/sys/class/devlcd/%s", strrchr(path, '/') + 1);
	attributes = open(class, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	alive = attributes >= 0 &&
		display_file_word(attributes, "dev", number, sizeof(number)) &&
		sscanf(number, "%u:%u", &major, &minor) == 2;
	if (attributes >= 0)
		close(attributes);
	if (alive)
		snprintf(why, size, HIDDEN, path, path, major, minor, path);
	else
		snprintf(why, size, "a regular file, not a display: rm %s, then load devlcd", path);
}

/*
 * The name of a user or group in the local files, else its number: getpwuid() may ask
 * another machine, which may not answer.
 */
static void name_id(const char *database, unsigned int id, char *name)
{
	FILE *file = fopen(database, "re");
	char *line = NULL;
	size_t room = 0;

	snprintf(name, NAME_ROOM, "%u", id);
	while (file && getline(&line, &room, file) > 0) {
		const char *first = strchr(line, ':');
		const char *second = first ? strchr(first + 1, ':') : NULL;

		if (second && strtoul(second + 1, NULL, 10) == id) {
			snprintf(name, NAME_ROOM, "%.*s", (int)(first - line), line);
			break;
		}
	}
	free(line);
	if (file)
		fclose(file);
}

static void explain_permission(const char *path, char *why, size_t size)
{
	char owner[NAME_ROOM], group[NAME_ROOM];
	struct stat stat;

	if (lstat(path, &stat)) {
		snprintf(why, size, "%s", strerror(EACCES));
		return;
	}
	name_id("/etc/passwd", stat.st_uid, owner);
	name_id("/etc/group", stat.st_gid, group);
	snprintf(why, size, "%s: it belongs to user %s and group %s, mode %04o%s",
		 strerror(EACCES), owner, group, stat.st_mode & 07777,
		 (stat.st_mode & GROUP_USES) == GROUP_USES ?
		 " (join the group and log in again)" : "");
}

void display_file_explain(const char *path, int error, char *why, size_t size)
{
	if (display_file_is_leftover(path))
		explain_leftover(path, why, size);
	else if (error == EACCES)
		explain_permission(path, why, size);
	else if (error == ENOENT && !strncmp(path, DISPLAYS, strlen(DISPLAYS)))
		snprintf(why, size, "%s: is the module devlcd loaded?", strerror(error));
	else
		snprintf(why, size, "%s", strerror(error));
}
