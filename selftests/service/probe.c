// SPDX-License-Identifier: GPL-2.0-only
/*
 * probe forbidden|needed: run as a service in place of another, try one after
 * the other what such a service must not be able to do, or must, and tell what
 * became of it, one line each: "done: WHAT" or "refused: WHAT: why".
 *
 * probe root: is it root? Tried by a set-user-ID copy.
 */
#include "probe.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ATTEMPT_SECONDS 20

/* In a process of its own: it may lose privileges, or its life. */
static int probe_fork(const struct attempt *attempt)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		alarm(ATTEMPT_SECONDS);
		errno = EIO;
		_exit(attempt->try(attempt->path) ? 0 : errno);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0) {
		perror("probe");
		exit(EXIT_FAILURE);
	}
	return status;
}

static void probe_attempt(const struct attempt *attempt)
{
	int status = probe_fork(attempt);

	if (!status)
		printf("done: %s\n", attempt->what);
	else if (WIFSIGNALED(status))
		printf("refused: %s: %s\n", attempt->what, strsignal(WTERMSIG(status)));
	else
		printf("refused: %s: %s\n", attempt->what, strerror(WEXITSTATUS(status)));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const char *mode = argc == 2 ? argv[1] : "";
	const struct attempt *attempt = !strcmp(mode, "forbidden") ? forbidden : needed;

	if (!strcmp(mode, "root"))
		return geteuid() ? EXIT_FAILURE : EXIT_SUCCESS;
	for (; attempt->what; attempt++)
		probe_attempt(attempt);
	printf("end of %s\n", mode);
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
