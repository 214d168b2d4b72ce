// SPDX-License-Identifier: GPL-2.0-only
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

long long tool_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

void tool_read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);

	text[got > 0 ? got : 0] = '\0';
	close(fd);
}

static int tool_sleeps(int pid)
{
	char path[64], text[512];
	const char *state;

	sprintf(path, "/proc/%d/stat", pid);
	tool_read_file(path, text, sizeof(text));
	state = strrchr(text, ')');
	return state && !strncmp(state, ") S", 3);
}

bool tool_sleeps_for(int pid, int ms)
{
	long long end = tool_now_ms() + TOOL_SECONDS * 1000;
	char path[64], before[128], after[128];

	sprintf(path, "/proc/%d/schedstat", pid);
	do {
		tool_read_file(path, before, sizeof(before));
		poll(NULL, 0, ms);
		tool_read_file(path, after, sizeof(after));
		if (*before && !strcmp(before, after) && tool_sleeps(pid))
			return true;
	} while (tool_now_ms() < end);
	return false;
}

int tool_count(const char *text, const char *part)
{
	int count = 0;

	while ((text = strstr(text, part))) {
		count++;
		text += strlen(part);
	}
	return count;
}

void tool_exec(const char *const argv[])
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", PROGRAMS, argv[0]);
	execv(path, (char *const *)argv);
	perror(path);
	_exit(127);
}

/* Append what a pipe holds; at its end, close it. */
static void take(int *fd, char *text, size_t size)
{
	size_t used = strlen(text);
	char rest[4096];
	ssize_t got;

	if (used + 1 < size)
		got = read(*fd, text + used, size - used - 1);
	else
		got = read(*fd, rest, sizeof(rest));
	if (got > 0)
		return;
	close(*fd);
	*fd = -1;
}

static void give(int *fd, const char **input, size_t *length)
{
	ssize_t done = *length ? write(*fd, *input, *length) : -1;

	if (done > 0) {
		*input += done;
		*length -= done;
	}
	if (done < 0 || !*length) {
		close(*fd);
		*fd = -1;
	}
}

/* Feed and listen until both outputs are closed. */
static void converse(struct tool *tool, int pipes[3], const char *input, size_t length)
{
	long long end = tool_now_ms() + TOOL_SECONDS * 1000;

	while ((pipes[1] >= 0 || pipes[2] >= 0) && tool_now_ms() < end) {
		struct pollfd fds[] = {
			{ .fd = pipes[0], .events = POLLOUT },
			{ .fd = pipes[1], .events = POLLIN },
			{ .fd = pipes[2], .events = POLLIN },
		};

		poll(fds, 3, 100);
		if (fds[0].revents)
			give(&pipes[0], &input, &length);
		if (fds[1].revents)
			take(&pipes[1], tool->out, sizeof(tool->out));
		if (fds[2].revents)
			take(&pipes[2], tool->err, sizeof(tool->err));
	}
}

static pid_t start(const char *locale, const char *const argv[], int pipes[3])
{
	int ends[3][2];
	pid_t pid;

	for (int i = 0; i < 3; i++) {
		if (pipe2(ends[i], O_CLOEXEC))
			abort();
	}
	pid = fork();
	if (!pid) {
		dup2(ends[0][0], 0);
		dup2(ends[1][1], 1);
		dup2(ends[2][1], 2);
		setenv("LC_ALL", locale, 1);
		tool_exec(argv);
	}
	close(ends[0][0]);
	close(ends[1][1]);
	close(ends[2][1]);
	pipes[0] = ends[0][1];
	pipes[1] = ends[1][0];
	pipes[2] = ends[2][0];
	fcntl(pipes[0], F_SETFL, O_NONBLOCK);
	return pid;
}

void tool_run(struct tool *tool, const char *locale, const char *input, size_t length,
	      const char *const argv[])
{
	long long begin = tool_now_ms();
	int pipes[3];
	pid_t pid;
	int status;

	memset(tool, 0, sizeof(*tool));
	signal(SIGPIPE, SIG_IGN);
	pid = start(locale, argv, pipes);
	if (!input) {
		close(pipes[0]);
		pipes[0] = -1;
	}
	converse(tool, pipes, input, length);
	for (int i = 0; i < 3; i++) {
		if (pipes[i] >= 0)
			close(pipes[i]);
	}
	if (tool_now_ms() - begin >= TOOL_SECONDS * 1000)
		kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	tool->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	tool->ms = tool_now_ms() - begin;
}
