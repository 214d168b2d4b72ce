// SPDX-License-Identifier: GPL-2.0-only
/* Calls on files of displays, which the threads share and close under each other. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "kselftest.h"

#include "chaos.h"
#include "device.h"
#include "text.h"

#define FILES 16
#define OWN 512			/* numbers above are no shared file's, ever */

/* The files that are open, for all threads; 0 where none is. */
static atomic_int files[FILES];

void files_close(void)
{
	for (int i = 0; i < FILES; i++)
		if (files[i])
			close(files[i]);
}

static bool is_device(int fd)
{
	struct stat stat;

	return !fstat(fd, &stat) && S_ISCHR(stat.st_mode);
}

static bool is_dead(int fd)
{
	struct pollfd asked = { .fd = fd };
	int mode = fcntl(fd, F_GETFL) & O_ACCMODE;
	char byte;

	return (mode == O_WRONLY || (read(fd, &byte, 1) < 0 && errno == ENODEV)) &&
	       (mode == O_RDONLY || (write(fd, "x", 1) < 0 && errno == ENODEV)) &&
	       lseek(fd, 0, SEEK_SET) < 0 && errno == ENODEV &&
	       fsync(fd) && errno == ENODEV &&
	       poll(&asked, 1, 0) == 1 && asked.revents & POLLHUP;
}

bool files_are_dead(void)
{
	for (int i = 0; i < FILES; i++)
		if (files[i] && is_device(files[i]) && !is_dead(files[i]))
			return false;
	return true;
}

/* Opening */

int any_file(struct worker *worker)
{
	return files[draw(worker, FILES)] ?: -1;
}

void replace_file(struct worker *worker, int fd)
{
	int old = atomic_exchange(&files[draw(worker, FILES)], fd > 0 ? fd : 0);

	if (old)
		close(old);
}

static int open_any(struct worker *worker, char name[8], int flags)
{
	char path[16];
	int fd;

	any_name(worker, name);
	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, flags | O_CLOEXEC);
	CHECK(worker, fd, ENOENT, ENXIO, ENODEV, EINTR);
	return fd;
}

int open_own(struct worker *worker, char name[8], int flags)
{
	int fd = open_any(worker, name, flags), own;

	if (fd < 0)
		return fd;
	own = fcntl(fd, F_DUPFD_CLOEXEC, OWN);
	CHECK(worker, own, 0);
	close(fd);
	return own;
}

static void do_open(struct worker *worker)
{
	static const int flags[] = {
		O_RDONLY, O_WRONLY, O_RDWR, O_RDWR | O_TRUNC, O_WRONLY | O_TRUNC,
		O_WRONLY | O_APPEND, O_RDWR | O_SYNC, O_RDWR | O_NONBLOCK,
		O_RDONLY | O_TRUNC,
	};
	char name[8];

	replace_file(worker, open_any(worker, name,
				      flags[draw(worker, ARRAY_SIZE(flags))]));
}

/* Also of a display that is gone: the file's inode still leads to it. */
static void do_reopen(struct worker *worker)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", any_file(worker));
	fd = open(path, O_RDWR | O_NONBLOCK | (draw(worker, 4) ? 0 : O_TRUNC));
	CHECK(worker, fd, CLOSED, ENOENT, ENXIO, ENODEV, EACCES);
	if (fd >= 0 && is_device(fd))
		replace_file(worker, fd);
	else if (fd >= 0)
		close(fd);
}

static void do_close(struct worker *worker)
{
	replace_file(worker, 0);
}

static void do_dup(struct worker *worker)
{
	int fd = any_file(worker);

	if (fd > 0)
		replace_file(worker, dup(fd));
}

/* Writing */

/* Only where the display goes, or memory, does a write end early. */
static void do_write(struct worker *worker)
{
	char bytes[WRITE_MAX];
	size_t count = text_any(worker, bytes);
	int fd = dup(any_file(worker));
	ssize_t done = write(fd, bytes, count);

	CHECK(worker, done, CLOSED, ENODEV);
	if (done >= 0 && done != (ssize_t)count && !fell_short(worker) &&
	    (done > (ssize_t)count || write(fd, bytes + done, count - done) >= 0))
		surprise(worker, "%zd of %zu bytes", done, count);
	if (fd >= 0)
		close(fd);
}

static void do_writev(struct worker *worker)
{
	char bytes[WRITE_MAX];
	size_t count = text_any(worker, bytes);
	struct iovec pieces[2] = {
		{ bytes, count / 3 }, { bytes + count / 3, count - count / 3 },
	};

	CHECK(worker, writev(any_file(worker), pieces, 2), CLOSED, ENODEV);
}

static void do_write_fault(struct worker *worker)
{
	CHECK(worker, write(any_file(worker), nowhere(), 1 + draw(worker, 9000)),
	      CLOSED, ENODEV, EFAULT);
}

static void do_splice(struct worker *worker)
{
	char bytes[WRITE_MAX];
	size_t count = text_any(worker, bytes);
	int pipe_of[2];

	if (pipe2(pipe_of, O_CLOEXEC | O_NONBLOCK))
		return;
	count = count < 4096 ? count : 4096;
	if (count && write(pipe_of[1], bytes, count) == (ssize_t)count)
		CHECK(worker, splice(pipe_of[0], NULL, any_file(worker), NULL,
				     count, 0), CLOSED, ENODEV);
	close(pipe_of[0]);
	close(pipe_of[1]);
}

static void do_splice_out(struct worker *worker)
{
	int pipe_of[2];

	if (pipe2(pipe_of, O_CLOEXEC | O_NONBLOCK))
		return;
	CHECK(worker, splice(any_file(worker), NULL, pipe_of[1], NULL,
			     1 + draw(worker, SCREEN_MAX), 0), CLOSED, ENODEV);
	close(pipe_of[0]);
	close(pipe_of[1]);
}

static void do_sendfile(struct worker *worker)
{
	CHECK(worker, sendfile(any_file(worker), any_file(worker), NULL, 700),
	      CLOSED, ENODEV);
}

/* Reading */

/* One to four lines of at most 40 characters of UTF-8, none of them a control. */
static bool is_screen(const char *bytes, ssize_t count)
{
	int rows = 0, cols = 0;

	for (ssize_t i = 0; i < count; i++) {
		if (bytes[i] == '\n') {
			rows++;
			cols = 0;
		} else if ((unsigned char)bytes[i] < ' ' || bytes[i] == 0x7f) {
			return false;
		} else if ((bytes[i] & 0xc0) != 0x80) {
			cols++;
		}
		if (cols > 40)
			return false;
	}
	return rows >= 1 && rows <= 4 && bytes[count - 1] == '\n';
}

/* Nobody has changed anything since it was read: then it is what there is. */
static void must_be_current(struct worker *worker, int fd, const char *name,
			    const char *bytes, ssize_t count)
{
	struct pollfd asked = { .fd = fd, .events = POLLIN };
	char path[64], text[SCREEN_MAX + 1];
	ssize_t length;
	int attribute;

	snprintf(path, sizeof(path), "/sys/class/devlcd/%s/text", name);
	attribute = open(path, O_RDONLY | O_CLOEXEC);
	if (attribute < 0)
		return;
	length = read(attribute, text, sizeof(text));
	close(attribute);
	if (length < 0 || poll(&asked, 1, 0))
		return;
	if (length != count || memcmp(text, bytes, count))
		surprise(worker, "read %.*s, there is %.*s", (int)count, bytes,
			 (int)length, text);
}

static void read_anew(struct worker *worker, int fd, const char *name)
{
	char bytes[SCREEN_MAX + 1];
	ssize_t count = pread(fd, bytes, sizeof(bytes), 0);

	CHECK(worker, count, CLOSED, ENODEV);
	if (count < 0)
		return;
	if (!is_screen(bytes, count))
		surprise(worker, "no screen: %.*s", (int)count, bytes);
	must_be_current(worker, fd, name, bytes, count);
}

/* Often, to meet a writer now and then. */
static void do_read_screen(struct worker *worker)
{
	char name[8];
	int fd = open_own(worker, name, O_RDONLY);

	if (fd < 0)
		return;
	for (int times = 1 + draw(worker, 32); times--;)
		read_anew(worker, fd, name);
	close(fd);
}

static void do_read(struct worker *worker)
{
	char bytes[SCREEN_MAX];

	CHECK(worker, read(any_file(worker), bytes, draw(worker, SCREEN_MAX)),
	      CLOSED, ENODEV);
}

static void do_pread(struct worker *worker)
{
	char bytes[SCREEN_MAX];

	CHECK(worker, pread(any_file(worker), bytes, draw(worker, SCREEN_MAX),
			    draw(worker, 2) ? draw(worker, 1000) : 0),
	      CLOSED, ENODEV);
}

static void do_read_fault(struct worker *worker)
{
	CHECK(worker, read(any_file(worker), nowhere(), 1 + draw(worker, 1000)),
	      CLOSED, ENODEV, EFAULT);
}

static void do_lseek(struct worker *worker)
{
	CHECK(worker, lseek(any_file(worker), (int)draw(worker, 200) - 50,
			    draw(worker, 3)), CLOSED, ENODEV);
}

static void do_poll(struct worker *worker)
{
	struct pollfd asked[3];

	for (int i = 0; i < 3; i++)
		asked[i] = (struct pollfd){
			.fd = any_file(worker), .events = POLLIN | POLLPRI,
		};
	CHECK(worker, poll(asked, 3, draw(worker, 3)), EINTR);
}

static void do_refused(struct worker *worker)
{
	int fd = any_file(worker);

	CHECK(worker, pwrite(fd, "x", 1, 0), CLOSED);
	/* FIONBIO and FIOASYNC are the kernel's own, and read their argument. */
	CHECK(worker, ioctl(fd, draw(worker, 1 << 20), nowhere()), CLOSED,
	      ENOTTY, EFAULT);
	if (mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED)
		surprise(worker, "mmap");
}

const struct call *file_calls(void)
{
	static const struct call calls[] = {
		{ "open", do_open, 10 },
		{ "reopen", do_reopen, 2 },
		{ "close", do_close, 4 },
		{ "dup", do_dup, 1 },
		{ "write", do_write, 20 },
		{ "writev", do_writev, 3 },
		{ "write of a fault", do_write_fault, 2 },
		{ "splice in", do_splice, 3 },
		{ "splice out", do_splice_out, 2 },
		{ "sendfile", do_sendfile, 3 },
		{ "read of a screen", do_read_screen, 10 },
		{ "read", do_read, 10 },
		{ "pread", do_pread, 5 },
		{ "read of a fault", do_read_fault, 2 },
		{ "lseek", do_lseek, 5 },
		{ "poll", do_poll, 5 },
		{ "refused calls", do_refused, 1 },
		{ }
	};

	return calls;
}
