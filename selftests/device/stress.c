// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random calls on /dev/LCD, its attributes and its displays, by several threads
 * that share their files: nothing may hang, no call may fail in a way that the
 * contract does not know, what is read is always a screen, and nothing is left
 * in use. What a thread does follows from the seed, so that a run can be
 * repeated; how the threads meet does not.
 *
 *	stress [-s seed] [-n calls a thread] [-t seconds at most] [-j threads]
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "kselftest.h"

#include "device.h"

#define FILES 16
#define THREADS_MAX 64
#define WRITE_MAX 9000

#define DONE -1

/* The files that are open, for all threads; 0 where none is. */
static atomic_int files[FILES];
static atomic_int surprises;
static atomic_bool stop;

/**
 * struct worker - one thread
 * @random: state of its random numbers
 * @calls:  how many to make
 * @made:   how many it has made
 * @doing:  the call that it is in, an index of calls[]; DONE at the end
 */
struct worker {
	pthread_t thread;
	uint64_t random;
	long calls;
	atomic_long made;
	atomic_int doing;
};

/* xorshift64*: the same numbers for the same seed everywhere */
static uint32_t draw(struct worker *worker, uint32_t below)
{
	worker->random ^= worker->random >> 12;
	worker->random ^= worker->random << 25;
	worker->random ^= worker->random >> 27;
	return (worker->random * 0x2545f4914f6cdd1d >> 32) % below;
}

static const char *call_name(const struct worker *worker);

static void __attribute__((format(printf, 2, 3)))
surprise(struct worker *worker, const char *format, ...)
{
	va_list arguments;
	char text[256];

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	ksft_print_msg("%s, call %ld: %s\n", call_name(worker), worker->made, text);
	surprises++;
}

/* @result of a call may be an error only if it is one of @expected, up to 0. */
static void check_error(struct worker *worker, ssize_t result, const int *expected)
{
	int error = errno;

	if (result >= 0)
		return;
	for (; *expected; expected++)
		if (*expected == error)
			return;
	surprise(worker, "%s", strerror(error));
}

#define CHECK(worker, result, ...) \
	check_error(worker, result, (const int[]){ __VA_ARGS__, 0 })

/*
 * Any file may be closed under a call, and its number taken by a pipe, a folder
 * or an attribute.
 */
#define CLOSED EBADF, EINVAL, ESPIPE, EISDIR, EPIPE, EAGAIN, EIO

/* Files */

static int any_file(struct worker *worker)
{
	return files[draw(worker, FILES)] ?: -1;
}

static void replace_file(struct worker *worker, int fd)
{
	int old = atomic_exchange(&files[draw(worker, FILES)], fd > 0 ? fd : 0);

	if (old)
		close(old);
}

static void any_name(struct worker *worker, char name[8])
{
	int number = draw(worker, 4);

	snprintf(name, 8, number ? "LCD%d" : "LCD", number);
}

static void do_open(struct worker *worker)
{
	static const int flags[] = {
		O_RDONLY, O_WRONLY, O_RDWR, O_RDWR | O_TRUNC, O_WRONLY | O_TRUNC,
		O_WRONLY | O_APPEND, O_RDWR | O_SYNC, O_RDWR | O_NONBLOCK,
		O_RDONLY | O_TRUNC,
	};
	char path[16] = "/dev/";
	int fd;

	any_name(worker, path + 5);
	fd = open(path, flags[draw(worker, ARRAY_SIZE(flags))]);
	CHECK(worker, fd, ENOENT, ENXIO, ENODEV);
	replace_file(worker, fd);
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

static size_t any_text(struct worker *worker, char *bytes)
{
	static const char * const pieces[] = {
		"text", "Crème", "\n", "\r", "\t", "\b", "\f", "\xe2\x82", "\xac",
		"\xff", "\x1b[2;3H", "\x1b[", "\x1b[99;99H", "\x1b[2J", "\x1b[K",
		"\x1b[1J", "\x1b[s", "\x1b[u", "\033c", "\x1b[?25h", "\x1b[?7l",
		"\x1b[L+", "\x1b[L-", "\x1b[L*", "\x1b[LD", "\x1b[Ld", "\x1b[LI",
		"\x1b[LG31f1f1f;", "\x1b[Lx3y1;", "\x1b[Lx", "\x1b]0;", "\x07",
		"\x1b[38;5;1m", "e\u0301", "\U0001f514", "\1\2\3",
		"1234567890123456789012345678901234567890123456789012345678901234567890",
	};
	size_t limit = draw(worker, 8) ? 200 : WRITE_MAX, count = 0, length;
	const char *piece;

	do {
		piece = pieces[draw(worker, ARRAY_SIZE(pieces))];
		length = strlen(piece);
		if (count + length > limit)
			break;
		memcpy(bytes + count, piece, length);
		count += length;
	} while (draw(worker, 50));
	return count;
}

static void do_write(struct worker *worker)
{
	char bytes[WRITE_MAX];
	size_t count = any_text(worker, bytes);
	ssize_t done = write(any_file(worker), bytes, count);

	CHECK(worker, done, CLOSED, ENODEV);
	if (done >= 0 && done != (ssize_t)count)
		surprise(worker, "%zd of %zu bytes", done, count);
}

static void do_writev(struct worker *worker)
{
	char bytes[WRITE_MAX];
	size_t count = any_text(worker, bytes);
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
	size_t count = any_text(worker, bytes);
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

static void do_sendfile(struct worker *worker)
{
	CHECK(worker, sendfile(any_file(worker), any_file(worker), NULL, 700),
	      CLOSED, ENODEV);
}

static void do_fsync(struct worker *worker)
{
	CHECK(worker, fsync(any_file(worker)), CLOSED, ENODEV);
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

static void do_read_screen(struct worker *worker)
{
	char path[16] = "/dev/", bytes[SCREEN_MAX + 1];
	ssize_t count;
	int fd;

	any_name(worker, path + 5);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(worker, fd, ENOENT, ENXIO, ENODEV);
	if (fd < 0)
		return;
	count = read(fd, bytes, sizeof(bytes));
	CHECK(worker, count, CLOSED, ENODEV);
	if (count >= 0 && !is_screen(bytes, count))
		surprise(worker, "no screen: %.*s", (int)count, bytes);
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

/* Attributes and displays */

static void do_store(struct worker *worker)
{
	static const char * const attributes[] = {
		"cursor", "blink", "power", "backlight", "charset", "reinit",
		"glyph0", "glyph7", "text",
	};
	static const char * const values[] = {
		"0", "1", "A00", "A02", "01 02 03 04 05 06 07 08", "rubbish", "",
	};
	char name[8];

	any_name(worker, name);
	attr_store(name, attributes[draw(worker, ARRAY_SIZE(attributes))],
		   values[draw(worker, ARRAY_SIZE(values))]);
}

static void do_show(struct worker *worker)
{
	static const char * const attributes[] = {
		"text", "rows", "cols", "generation", "position", "cursor",
		"glyph3", "panel", "charset", "stats", "uevent",
	};
	char path[64], name[8], bytes[4096];
	int fd;

	any_name(worker, name);
	snprintf(path, sizeof(path), "/sys/class/devlcd/%s/%s", name,
		 attributes[draw(worker, ARRAY_SIZE(attributes))]);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(worker, fd, ENOENT, ENODEV);
	if (fd < 0)
		return;
	CHECK(worker, read(fd, bytes, sizeof(bytes)), CLOSED, ENODEV);
	close(fd);
}

static void do_new(struct worker *worker)
{
	static const char * const geometries[] = {
		"20x4", "16x2", "40x4", "1x1", "8x3", "41x4", "20x5", "x",
	};
	const char *geometry = geometries[draw(worker, ARRAY_SIZE(geometries))];
	int err;

	if (display_count() > 4)
		return;
	err = display_new(geometry);
	if (err && err != EINVAL && err != ENOSPC)
		surprise(worker, "%s: %s", geometry, strerror(err));
}

static void do_delete(struct worker *worker)
{
	char name[8];
	int err;

	any_name(worker, name);
	err = display_delete(name);
	if (err && err != ENODEV)
		surprise(worker, "%s: %s", name, strerror(err));
}

static void do_unload(struct worker *worker)
{
	int fd = open(LCD, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return;
	err = module_unload();		/* refused: this file is open */
	if (err != EWOULDBLOCK)
		surprise(worker, "%s", err ? strerror(err) : "went");
	close(fd);
}

static const struct {
	const char *name;
	void (*act)(struct worker *worker);
	int weight;
} calls[] = {
	{ "open", do_open, 10 },
	{ "close", do_close, 4 },
	{ "dup", do_dup, 1 },
	{ "write", do_write, 20 },
	{ "writev", do_writev, 3 },
	{ "write of a fault", do_write_fault, 2 },
	{ "splice", do_splice, 3 },
	{ "sendfile", do_sendfile, 3 },
	{ "fsync", do_fsync, 3 },
	{ "read of a screen", do_read_screen, 10 },
	{ "read", do_read, 10 },
	{ "pread", do_pread, 5 },
	{ "read of a fault", do_read_fault, 2 },
	{ "lseek", do_lseek, 5 },
	{ "poll", do_poll, 5 },
	{ "refused calls", do_refused, 1 },
	{ "store", do_store, 6 },
	{ "show", do_show, 6 },
	{ "new_display", do_new, 4 },
	{ "delete_display", do_delete, 3 },
	{ "unload", do_unload, 1 },
};

static const char *call_name(const struct worker *worker)
{
	return calls[worker->doing].name;
}

static size_t any_call(struct worker *worker)
{
	int sum = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		sum += calls[i].weight;
	sum = draw(worker, sum);
	for (i = 0; sum >= calls[i].weight; i++)
		sum -= calls[i].weight;
	return i;
}

static void *work(void *data)
{
	struct worker *worker = data;

	while (!stop && worker->made < worker->calls) {
		size_t call = any_call(worker);

		worker->doing = call;
		calls[call].act(worker);
		worker->made++;
	}
	worker->doing = DONE;
	return NULL;
}

/* The run */

static struct worker workers[THREADS_MAX];

static long made_by_all(int threads)
{
	long made = 0;

	for (int i = 0; i < threads; i++)
		made += workers[i].made;
	return made;
}

static bool all_done(int threads)
{
	for (int i = 0; i < threads; i++)
		if (workers[i].doing != DONE)
			return false;
	return true;
}

/* Until all is done or the time is up; false where nobody gets on any more. */
static bool watch(int threads, double seconds)
{
	double begin = seconds_now(), progress = begin;
	long made = 0;

	while (!all_done(threads)) {
		usleep(20 * 1000);
		stop = seconds_now() - begin > seconds;
		if (made_by_all(threads) != made)
			progress = seconds_now();
		made = made_by_all(threads);
		if (seconds_now() - progress > 20)
			return false;
	}
	return true;
}

static void start(int threads, uint64_t seed, long number)
{
	for (int i = 0; i < threads; i++) {
		workers[i].random = (seed + 1) * 0x9e3779b97f4a7c15 + i * 0xd1342543de82ef95;
		workers[i].calls = number;
		pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	}
}

static void tell_who_hangs(int threads)
{
	for (int i = 0; i < threads; i++)
		if (workers[i].doing != DONE)
			ksft_print_msg("thread %d hangs in %s, call %ld\n", i,
				       call_name(&workers[i]), workers[i].made);
}

static bool nothing_is_left(void)
{
	for (int i = 0; i < FILES; i++)
		if (files[i])
			close(files[i]);
	displays_reset("20x4");
	lcd_append("done");
	return module_users() == 0 && !strcmp("done||||", lcd_screen());
}

struct options {
	uint64_t seed;
	long number;
	double seconds;
	int threads;
};

static void read_options(struct options *options, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:n:t:j:")) != -1) {
		switch (option) {
		case 's':
			options->seed = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			options->number = atol(optarg);
			break;
		case 't':
			options->seconds = atof(optarg);
			break;
		case 'j':
			options->threads = atoi(optarg);
			break;
		default:
			ksft_exit_fail_msg("stress [-s seed] [-n calls] [-t seconds] "
					   "[-j threads]\n");
		}
	}
	if (options->threads < 1 || options->threads > THREADS_MAX)
		ksft_exit_fail_msg("-j %d: 1 to %d\n", options->threads, THREADS_MAX);
}

int main(int argc, char **argv)
{
	struct options options = {
		.seed = time(NULL), .number = 100000, .seconds = 10, .threads = 4,
	};

	read_options(&options, argc, argv);
	signal(SIGPIPE, SIG_IGN);
	ksft_print_header();
	ksft_set_plan(1);
	ksft_print_msg("stress -s %llu -n %ld -t %g -j %d\n",
		       (unsigned long long)options.seed, options.number,
		       options.seconds, options.threads);

	displays_reset("20x4");
	start(options.threads, options.seed, options.number);
	if (!watch(options.threads, options.seconds)) {
		tell_who_hangs(options.threads);
		ksft_test_result_fail("stress\n");
		_exit(KSFT_FAIL);	/* exit() would wait for them */
	}
	for (int i = 0; i < options.threads; i++)
		pthread_join(workers[i].thread, NULL);

	ksft_print_msg("%ld calls\n", made_by_all(options.threads));
	ksft_test_result(nothing_is_left() && !surprises, "stress\n");
	ksft_finished();
}
