// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many at once: writers of whole screens and readers who must never see a mix;
 * files opened while displays come and go; threads and processes that share a
 * file. The long one takes DEVLCD_SECONDS (10), the others less.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdatomic.h>
#include <sys/uio.h>

#include "kselftest_harness.h"

#include "device.h"

#define WRITERS 8
#define READERS 8
#define FEW 10		/* calls; a crowd makes more of each kind */
#define ROWS 4
#define COLS 20
#define SCREEN_BYTES (ROWS * (COLS + 1))

#define HOME "\x1b[H"
#define MARKED_BYTES (sizeof(HOME) - 1 + ROWS * COLS)
#define CHUNK 4096

static double long_time(void)
{
	const char *asked = getenv("DEVLCD_SECONDS");

	return asked ? atof(asked) : 10;
}

/* A screen that is full of one letter, drawn from the top left. */
static size_t mark_screen(char *bytes, char letter)
{
	memcpy(bytes, HOME, sizeof(HOME) - 1);
	memset(bytes + sizeof(HOME) - 1, letter, ROWS * COLS);
	return MARKED_BYTES;
}

/*
 * All that one write may hold: screens of letters that must never be seen, then
 * one of @letter.
 */
static size_t mark_chunk(char *bytes, char letter)
{
	size_t at = 0;

	while (at + 2 * MARKED_BYTES <= CHUNK)
		at += mark_screen(bytes + at, '#');
	while (at + MARKED_BYTES < CHUNK)
		bytes[at++] = '\r';
	return at + mark_screen(bytes + at, letter);
}

/* Is it full of one letter that a writer marked it with? */
static bool whole(const char *screen, ssize_t count)
{
	char first = screen[0];

	if (count != SCREEN_BYTES || first < 'A' || first > 'A' + WRITERS)
		return false;
	for (ssize_t i = 0; i < count; i++)
		if (screen[i] != (i % (COLS + 1) == COLS ? '\n' : first))
			return false;
	return true;
}

/*
 * struct crowd - eight writers and eight readers
 * @write:  how a writer writes bytes, once
 * @read:   how a reader reads a screen; returns the count
 * @mark:   what a writer writes
 * @shared: a file that all use, or -1
 * @until:  when they stop
 * @writes: how often the writers wrote
 * @reads:  how often the readers read
 * @torn:   how often a screen was not whole
 */
struct crowd {
	bool (*write)(int fd, const char *bytes, size_t count);
	ssize_t (*read)(int fd, char *bytes);
	size_t (*mark)(char *bytes, char letter);
	int shared;
	double until;
	atomic_int writes;
	atomic_int reads;
	atomic_int torn;
	atomic_int next_letter;
};

static bool write_once(int fd, const char *bytes, size_t count)
{
	return write(fd, bytes, count) == (ssize_t)count;
}

static bool write_scattered(int fd, const char *bytes, size_t count)
{
	struct iovec pieces[3] = {
		{ (char *)bytes, 10 },
		{ (char *)bytes + 10, 20 },
		{ (char *)bytes + 30, count - 30 },
	};

	return writev(fd, pieces, 3) == (ssize_t)count;
}

/* echo > /dev/LCD, and again, and again */
static bool overwrite(int unused, const char *bytes, size_t count)
{
	int fd = open(LCD, O_WRONLY | O_TRUNC);
	bool done = fd >= 0 && write_once(fd, bytes, count);

	(void)unused;
	close(fd);
	return done;
}

static ssize_t read_at_once(int fd, char *bytes)
{
	return pread(fd, bytes, SCREEN_MAX, 0);
}

static ssize_t read_in_pieces(int fd, char *bytes)
{
	ssize_t count = 0, got;

	lseek(fd, 0, SEEK_SET);
	while ((got = read(fd, bytes + count, 7)) > 0)
		count += got;
	return count;
}

/* Longer if a busy machine has let some of them do next to nothing. */
static bool crowd_goes_on(const struct crowd *crowd)
{
	double late = seconds_now() - crowd->until;

	return late < 0 || (late < 15 * patience() &&
			    (crowd->writes <= FEW || crowd->reads <= FEW));
}

static void *crowd_write(void *data)
{
	struct crowd *crowd = data;
	int fd = crowd->shared < 0 ? open_or_fail(LCD, O_WRONLY) : crowd->shared;
	char letter = 'A' + ++crowd->next_letter;
	char bytes[CHUNK];
	size_t count = crowd->mark(bytes, letter);

	while (crowd_goes_on(crowd)) {
		if (!crowd->write(fd, bytes, count))
			crowd->torn++;
		crowd->writes++;
	}
	return NULL;
}

static void *crowd_read(void *data)
{
	struct crowd *crowd = data;
	int fd = crowd->shared < 0 ? open_or_fail(LCD, O_RDONLY) : crowd->shared;
	char bytes[SCREEN_MAX];

	while (crowd_goes_on(crowd)) {
		if (!whole(bytes, crowd->read(fd, bytes)))
			crowd->torn++;
		crowd->reads++;
	}
	return NULL;
}

static void crowd_run(struct crowd *crowd, double seconds)
{
	pthread_t threads[WRITERS + READERS];

	crowd->until = seconds_now() + seconds;
	for (int i = 0; i < WRITERS + READERS; i++)
		pthread_create(&threads[i], NULL,
			       i < WRITERS ? crowd_write : crowd_read, crowd);
	for (int i = 0; i < WRITERS + READERS; i++)
		pthread_join(threads[i], NULL);
}

FIXTURE(crowd) {
	struct crowd crowd;
};

FIXTURE_VARIANT(crowd) {
	bool (*write)(int fd, const char *bytes, size_t count);
	ssize_t (*read)(int fd, char *bytes);
	size_t (*mark)(char *bytes, char letter);
	bool shared;
	bool is_long;
};

FIXTURE_VARIANT_ADD(crowd, with_files_of_their_own) {
	.write = write_once, .read = read_at_once, .mark = mark_screen,
	.is_long = true,
};

FIXTURE_VARIANT_ADD(crowd, that_fills_chunks) {
	.write = write_once, .read = read_in_pieces, .mark = mark_chunk,
};

FIXTURE_VARIANT_ADD(crowd, that_scatters) {
	.write = write_scattered, .read = read_in_pieces, .mark = mark_chunk,
};

FIXTURE_VARIANT_ADD(crowd, that_overwrites) {
	.write = overwrite, .read = read_in_pieces, .mark = mark_screen,
};

FIXTURE_VARIANT_ADD(crowd, that_shares_a_file) {
	.write = write_once, .read = read_at_once, .mark = mark_screen,
	.shared = true,
};

FIXTURE_SETUP(crowd)
{
	char bytes[CHUNK];

	displays_reset("20x4");
	write_bytes_or_fail(open_or_fail(LCD, O_WRONLY), bytes,
			    mark_screen(bytes, 'A'));
	self->crowd.write = variant->write;
	self->crowd.read = variant->read;
	self->crowd.mark = variant->mark;
	self->crowd.shared = variant->shared ? open_or_fail(LCD, O_RDWR) : -1;
}

FIXTURE_TEARDOWN(crowd)
{
}

TEST_F_TIMEOUT(crowd, never_sees_a_torn_or_blank_screen, 300)
{
	crowd_run(&self->crowd, patience() * (variant->is_long ? long_time() : 1));
	TH_LOG("%d writes, %d reads", self->crowd.writes, self->crowd.reads);
	EXPECT_EQ(0, self->crowd.torn);
	EXPECT_LT(FEW, self->crowd.writes);
	EXPECT_LT(FEW, self->crowd.reads);
}

FIXTURE(display) {
};

FIXTURE_SETUP(display)
{
	displays_reset("20x4");
}

FIXTURE_TEARDOWN(display)
{
	displays_reset("20x4");
}

/* Readers that sleep */

static void *count_up(void *data)
{
	int fd = open_or_fail(LCD, O_WRONLY);
	int last = *(int *)data;
	char text[16];

	for (int i = 0; i <= last; i++) {
		snprintf(text, sizeof(text), "\f%d", i);
		write_or_fail(fd, text);
		usleep(i % 7 * 100);
	}
	close(fd);
	return NULL;
}

TEST_F_TIMEOUT(display, sleepers_miss_no_change, 120)
{
	int last = 1000, seen = -1;
	pthread_t writer;
	int fd;

	fd = open_or_fail(LCD, O_RDONLY);
	ASSERT_EQ(0, pthread_create(&writer, NULL, count_up, &last));
	while (seen < last) {
		struct pollfd asked = { .fd = fd, .events = POLLIN };
		const char *screen;

		ASSERT_EQ(1, poll(&asked, 1, 15000 * patience()));
		screen = screen_again(fd);
		if (*screen == '|')	/* before the first */
			continue;
		ASSERT_LT(seen, atoi(screen));
		seen = atoi(screen);
	}
	pthread_join(writer, NULL);
	close(fd);
}

/* Displays that come and go under their users */

struct users {
	atomic_bool stop;
	atomic_int opened;
	atomic_int orphaned;
	atomic_int surprised;
};

/* Count how a call ended: well, with its display gone, or in no good way. */
static void users_note(struct users *users, ssize_t result)
{
	if (result < 0 && errno == ENODEV)
		users->orphaned++;
	else if (result < 0)
		users->surprised++;
}

static void *use_display(void *data)
{
	struct users *users = data;
	char bytes[SCREEN_MAX];
	int fd;

	while (!users->stop) {
		fd = open(LCD, O_RDWR | O_TRUNC);
		if (fd < 0)
			continue;
		users->opened++;
		users_note(users, write(fd, "used", 4));
		users_note(users, read(fd, bytes, 10));
		users_note(users, read(fd, bytes, 10));
		users_note(users, fsync(fd));
		events_of(fd, 0);
		close(fd);
	}
	return NULL;
}

static void *use_attributes(void *data)
{
	struct users *users = data;
	char bytes[4096];
	int fd;

	while (!users->stop) {
		fd = open("/sys/class/devlcd/LCD/text", O_RDONLY);
		if (fd < 0)
			continue;
		users_note(users, read(fd, bytes, sizeof(bytes)));
		close(fd);
		attr_store("LCD", "backlight", "0");
		attr_store("LCD", "backlight", "1");
	}
	return NULL;
}

TEST_F_TIMEOUT(display, comes_and_goes_under_its_users, 120)
{
	struct users users = { 0 };
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL,
			       i < 3 ? use_display : use_attributes, &users);
	for (int i = 0; i < 200; i++) {
		EXPECT_EQ(0, display_delete("LCD"));
		EXPECT_EQ(0, display_new("20x4"));
		usleep(2000);
	}
	users.stop = true;
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);

	TH_LOG("%d opened, %d calls orphaned", users.opened, users.orphaned);
	EXPECT_LT(0, users.opened);
	EXPECT_EQ(0, users.surprised);
	EXPECT_EQ(0, module_users());
}

static void *make_displays(void *data)
{
	atomic_int *made = data;

	for (int i = 0; i < 8; i++)
		*made += !display_new("8x1");
	return NULL;
}

TEST_F(display, gets_a_name_of_its_own_among_those_made_meanwhile)
{
	atomic_int made = 0;
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, make_displays, &made);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);

	EXPECT_EQ(15, made);
	EXPECT_EQ(16, display_count());
}

/* Writing moves no offset: two threads may share an open file. */

struct sharing {
	int fd;
	atomic_bool ended;
};

static void *write_nothing(void *data)
{
	struct sharing *sharing = data;

	while (!atomic_load(&sharing->ended))
		write_or_fail(sharing->fd, "\x1b[m");
	return NULL;
}

TEST(a_write_does_not_put_back_the_offset_that_a_read_has_moved)
{
	struct sharing sharing = { .ended = false };
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	pthread_t writer;

	displays_reset("40x1");
	lcd_overwrite(letters);
	sharing.fd = open_or_fail(LCD, O_RDWR);
	ASSERT_EQ(0, pthread_create(&writer, NULL, write_nothing, &sharing));
	for (int pass = 0; pass < 2000; pass++) {
		char seen[2 * sizeof(letters)] = "";
		size_t count = 0;

		lseek(sharing.fd, 0, SEEK_SET);
		while (count + 1 < sizeof(seen) && read(sharing.fd, seen + count, 1) == 1)
			count++;
		seen[count ? count - 1 : 0] = '\0';	/* the line feed */
		EXPECT_STREQ(letters, seen);
		if (strcmp(letters, seen))
			break;
	}
	atomic_store(&sharing.ended, true);
	pthread_join(writer, NULL);
	close(sharing.fd);
}

TEST_HARNESS_MAIN
