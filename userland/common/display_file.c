// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file of a display, seen from outside: attributes, and what can be wrong.
 */
#include "display_file.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LEFTOVER \
	"a regular file, written before the module was loaded, hides it: rm %s, then load devlcd anew"
#define DISPLAYS "/dev/LCD"	/* how the names of displays begin */
#define GROUP_USES 0060		/* reads and writes */

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

bool display_file_is_leftover(const char *path)
{
	char real[PATH_MAX];
	struct stat stat;

	return !lstat(path, &stat) && S_ISREG(stat.st_mode) && realpath(path, real) &&
	       !strncmp(real, "/dev/", 5) && !strchr(real + 5, '/');
}

static void explain_permission(const char *path, char *why, size_t size)
{
	const struct passwd *owner;
	const struct group *group;
	struct stat stat;

	if (lstat(path, &stat)) {
		snprintf(why, size, "%s", strerror(EACCES));
		return;
	}
	owner = getpwuid(stat.st_uid);
	group = getgrgid(stat.st_gid);
	snprintf(why, size, "%s: it belongs to user %s and group %s, mode %04o%s",
		 strerror(EACCES), owner ? owner->pw_name : "unknown",
		 group ? group->gr_name : "unknown", stat.st_mode & 07777,
		 (stat.st_mode & GROUP_USES) == GROUP_USES ?
		 " (join the group and log in anew)" : "");
}

void display_file_explain(const char *path, int error, char *why, size_t size)
{
	if (display_file_is_leftover(path))
		snprintf(why, size, LEFTOVER, path);
	else if (error == EACCES)
		explain_permission(path, why, size);
	else if (error == ENOENT && !strncmp(path, DISPLAYS, strlen(DISPLAYS)))
		snprintf(why, size, "%s: is the module devlcd loaded?", strerror(error));
	else
		snprintf(why, size, "%s", strerror(error));
}
