// SPDX-License-Identifier: GPL-2.0-only
#include "pty.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "tool.h"

#define DEADLINE_MS 60000

/* The job of a shell: a process group of its own. */
static pid_t start_job(bool foreground, const char *const argv[])
{
	pid_t pid = fork();

	if (pid) {
		setpgid(pid, pid);
		return pid;
	}
	setpgid(0, 0);
	signal(SIGTTOU, SIG_IGN);
	if (foreground)
		tcsetpgrp(0, getpid());
	signal(SIGTTOU, SIG_DFL);
	tool_exec(argv);
}

/* Tells the test the pid, then each wait status. */
static noreturn void be_a_shell(int report, bool foreground,
				const char *const argv[])
{
	int status = start_job(foreground, argv);
	pid_t pid = status;

	signal(SIGHUP, SIG_IGN);
	while (write(report, &status, sizeof(status)) == sizeof(status)) {
		if (waitpid(pid, &status, WUNTRACED) != pid)
			break;
	}
	_exit(0);
}

static int open_terminal(struct pty *pty, int rows, int cols)
{
	struct winsize size = { .ws_row = rows, .ws_col = cols };

	pty->length = 0;
	pty->out[0] = '\0';
	return openpty(&pty->terminal, &pty->program, NULL, NULL, &size) ||
	       tcgetattr(pty->program, &pty->before);
}

/* In a child: lead a session on the terminal. */
static void enter_terminal(struct pty *pty)
{
	close(pty->terminal);
	login_tty(dup(pty->program));
	close(pty->program);
	setenv("LC_ALL", "C.UTF-8", 1);
}

static int start_in_shell(struct pty *pty, int rows, int cols, bool foreground,
			  const char *const argv[])
{
	int report[2];

	if (open_terminal(pty, rows, cols) || pipe(report))
		return -1;
	pty->shell = fork();
	if (!pty->shell) {
		close(report[0]);
		enter_terminal(pty);
		be_a_shell(report[1], foreground, argv);
	}
	close(report[1]);
	pty->waits = report[0];
	return read(pty->waits, &pty->pid, sizeof(int)) == sizeof(int) ? 0 : -1;
}

int pty_start(struct pty *pty, int rows, int cols, const char *const argv[])
{
	return start_in_shell(pty, rows, cols, true, argv);
}

int pty_start_in_background(struct pty *pty, int rows, int cols, const char *const argv[])
{
	return start_in_shell(pty, rows, cols, false, argv);
}

int pty_start_alone(struct pty *pty, int rows, int cols, const char *const argv[])
{
	if (open_terminal(pty, rows, cols))
		return -1;
	pty->waits = -1;
	pty->shell = fork();
	if (!pty->shell) {
		enter_terminal(pty);
		tool_exec(argv);
	}
	pty->pid = pty->shell;
	return pty->pid < 0 ? -1 : 0;
}

void pty_end(struct pty *pty)
{
	kill(pty->pid, SIGKILL);
	waitpid(pty->shell, NULL, 0);	/* which waits for the program */
	close(pty->terminal);
	close(pty->program);
	close(pty->waits);
}

void pty_type(struct pty *pty, const char *keys)
{
	if (write(pty->terminal, keys, strlen(keys)) < 0)
		abort();
}

void pty_resize(struct pty *pty, int rows, int cols)
{
	struct winsize size = { .ws_row = rows, .ws_col = cols };

	ioctl(pty->terminal, TIOCSWINSZ, &size);
}

/* Wait for output, 50 ms at most, and keep it without carriage returns. */
static void listen_to(struct pty *pty)
{
	struct pollfd output = { .fd = pty->terminal, .events = POLLIN };
	char piece[4096];
	ssize_t got;

	if (poll(&output, 1, 50) <= 0)
		return;
	got = read(pty->terminal, piece, sizeof(piece));
	for (ssize_t i = 0; i < got; i++) {
		if (piece[i] != '\r' && pty->length + 1 < sizeof(pty->out))
			pty->out[pty->length++] = piece[i];
	}
	pty->out[pty->length] = '\0';
}

static const char *find_last(const char *text, const char *part)
{
	const char *found = NULL;

	while ((text = strstr(text, part)))
		found = text++;
	return found;
}

/* Each line of a frame ends with EL. */
static void copy_without_erasing(char *to, size_t size, const char *from, size_t length)
{
	const char *end = from + length;
	size_t count = 0;

	while (from < end && count + 1 < size) {
		if (!strncmp(from, "\033[K", 3))
			from += 3;
		else
			to[count++] = *from++;
	}
	to[count] = '\0';
}

static const char *newest_frame(const struct pty *pty)
{
	static char frame[8192];
	const char *end = find_last(pty->out, "\033[J");
	const char *home = end;

	frame[0] = '\0';
	while (home && home > pty->out && strncmp(home, "\033[H", 3))
		home--;
	if (home)
		copy_without_erasing(frame, sizeof(frame), home + 3, end - home - 3);
	return frame;
}

const char *pty_frame(struct pty *pty, const char *want)
{
	long long end = tool_now_ms() + DEADLINE_MS;

	while (strcmp(newest_frame(pty), want) && tool_now_ms() < end)
		listen_to(pty);
	return newest_frame(pty);
}

int pty_saw(struct pty *pty, const char *text)
{
	long long end = tool_now_ms() + DEADLINE_MS;

	while (!strstr(pty->out, text) && tool_now_ms() < end)
		listen_to(pty);
	return tool_count(pty->out, text);
}

int pty_wait(struct pty *pty)
{
	struct pollfd news = { .fd = pty->waits, .events = POLLIN };
	int status = -1;

	if (poll(&news, 1, DEADLINE_MS) == 1 &&
	    read(pty->waits, &status, sizeof(status)) != sizeof(status))
		status = -1;
	return status;
}

#define ENTER "\033[?1049h"
#define LEAVE "\033[0m\033[?25h\033[?1049l"

int pty_is_taken(const struct pty *pty)
{
	const char *enter = find_last(pty->out, ENTER);
	const char *leave = find_last(pty->out, LEAVE);

	return enter && enter > leave;
}

static int is_set_as_before(const struct pty *pty)
{
	struct termios now;

	tcgetattr(pty->program, &now);
	return now.c_lflag == pty->before.c_lflag && now.c_iflag == pty->before.c_iflag &&
	       now.c_oflag == pty->before.c_oflag &&
	       !memcmp(now.c_cc, pty->before.c_cc, sizeof(now.c_cc));
}

static int is_left(const struct pty *pty)
{
	return strstr(pty->out, LEAVE) && !pty_is_taken(pty) && is_set_as_before(pty);
}

/* The screen is left first. */
int pty_is_restored(struct pty *pty)
{
	long long end = tool_now_ms() + DEADLINE_MS;

	while (!is_left(pty) && tool_now_ms() < end)
		listen_to(pty);
	return is_left(pty);
}
