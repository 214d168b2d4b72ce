// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(2) and lseek(2) of /dev/LCD: the screen as UTF-8, a line for each row,
 * in one consistent snapshot that is taken at offset 0.
 */
#include <errno.h>
#include <fcntl.h>

#include "kselftest_harness.h"

#include "device.h"

/* The format, byte for byte */

FIXTURE(format) {
	char bytes[SCREEN_MAX + 1];
	ssize_t count;
};

FIXTURE_VARIANT(format) {
	const char *geometry;
	const char *text;
	const char *screen;
};

FIXTURE_VARIANT_ADD(format, of_a_blank_screen) {
	.geometry = "20x4", .text = "", .screen = "\n\n\n\n",
};

FIXTURE_VARIANT_ADD(format, of_a_blank_screen_of_two_rows) {
	.geometry = "16x2", .text = "", .screen = "\n\n",
};

FIXTURE_VARIANT_ADD(format, of_a_single_cell) {
	.geometry = "1x1", .text = "x", .screen = "x\n",
};

FIXTURE_VARIANT_ADD(format, of_three_rows) {
	.geometry = "8x3", .text = "a\nb\nc", .screen = "a\nb\nc\n",
};

FIXTURE_VARIANT_ADD(format, cuts_trailing_blanks_only) {
	.geometry = "20x4",
	.text = "  a  b  \r\n \r\n c",
	.screen = "  a  b\n\n c\n\n",
};

FIXTURE_VARIANT_ADD(format, of_text_in_the_last_row) {
	.geometry = "20x4", .text = "\n\n\nlast", .screen = "\n\n\nlast\n",
};

FIXTURE_VARIANT_ADD(format, of_a_full_screen) {
	.geometry = "4x2", .text = "abcdefgh", .screen = "abcd\nefgh\n",
};

FIXTURE_VARIANT_ADD(format, of_the_widest_row) {
	.geometry = "40x1",
	.text = "0123456789012345678901234567890123456789",
	.screen = "0123456789012345678901234567890123456789\n",
};

FIXTURE_VARIANT_ADD(format, of_utf8) {
	.geometry = "20x4",
	.text = "Crème brûlée 20°C",
	.screen = "Crème brûlée 20°C\n\n\n\n",
};

FIXTURE_VARIANT_ADD(format, of_user_glyphs) {
	.geometry = "20x4",
	.text = "\1\2\3\4\5\6\7",
	.screen = "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\n\n\n\n",
};

FIXTURE_VARIANT_ADD(format, of_private_code_points) {
	.geometry = "20x4",
	.text = "\ue000\ue007\uf000\uf0ff",
	.screen = "\ue000\ue007\uf000\uf0ff\n\n\n\n",
};

FIXTURE_VARIANT_ADD(format, of_ill_formed_text) {
	.geometry = "20x4",
	.text = "a\200b\303c\342\202d",
	.screen = "a\ufffdb\ufffdc\ufffdd\n\n\n\n",
};

FIXTURE_SETUP(format)
{
	int fd;

	displays_reset(variant->geometry);
	lcd_append(variant->text);
	fd = open_or_fail(LCD, O_RDONLY);
	self->count = read(fd, self->bytes, SCREEN_MAX);
	close(fd);
	ASSERT_LE(0, self->count);
}

FIXTURE_TEARDOWN(format)
{
}

TEST_F(format, is_a_line_for_each_row)
{
	EXPECT_STREQ(variant->screen, self->bytes);
	EXPECT_EQ((ssize_t)strlen(variant->screen), self->count);
}

TEST_F(format, is_that_of_the_attribute_text)
{
	char without_last[SCREEN_MAX + 1];

	snprintf(without_last, sizeof(without_last), "%.*s",
		 (int)strlen(variant->screen) - 1, variant->screen);
	EXPECT_STREQ(without_last, attr_show("LCD", "text"));
}

TEST_F(format, gives_the_same_screen_when_written_back)
{
	shell_or_fail("cat /dev/LCD > /tmp/screen && cat /tmp/screen > /dev/LCD");
	EXPECT_STREQ(screen_line(variant->screen, strlen(variant->screen)),
		     lcd_screen());
}

/* Snapshots */

FIXTURE(reader) {
	int fd;
	char bytes[SCREEN_MAX];
};

FIXTURE_SETUP(reader)
{
	displays_reset("20x4");
	lcd_append("abcdef\nghi");
	self->fd = open_or_fail(LCD, O_RDWR);
}

FIXTURE_TEARDOWN(reader)
{
	close(self->fd);
}

TEST_F(reader, the_longest_screen_is_read_at_once)
{
	static const char clef[] = "\U0001d11e";
	char all[SCREEN_MAX] = "";
	int fd;

	displays_reset("40x4");
	for (int i = 0; i < 4 * 40; i++)
		memcpy(all + i * 4, clef, 4);
	fd = open_or_fail(LCD, O_RDWR);
	write_bytes_or_fail(fd, all, 4 * 40 * 4);

	EXPECT_EQ(SCREEN_MAX, read(fd, self->bytes, SCREEN_MAX));
	for (int row = 0; row < 4; row++) {
		EXPECT_EQ(0, memcmp(all, self->bytes + row * 161, 160));
		EXPECT_EQ('\n', self->bytes[row * 161 + 160]);
	}
	close(fd);
}

TEST_F(reader, every_way_to_cut_the_reads_gives_the_same)
{
	char pieces[SCREEN_MAX];

	for (size_t size = 1; size < 16; size++) {
		size_t count = 0;
		ssize_t got;

		ASSERT_EQ(0, lseek(self->fd, 0, SEEK_SET));
		while ((got = read(self->fd, pieces + count, size)) > 0) {
			EXPECT_GE((ssize_t)size, got);
			count += got;
		}
		EXPECT_EQ(0, got);
		EXPECT_STREQ("abcdef|ghi|||", screen_line(pieces, count));
	}
}

TEST_F(reader, one_pass_is_one_snapshot)
{
	ASSERT_EQ(2, read(self->fd, self->bytes, 2));
	lcd_overwrite("XXXXXX\nXXX");

	EXPECT_STREQ("cdef|ghi|||", screen_rest(self->fd));
}

TEST_F(reader, end_of_file_stays)
{
	screen_rest(self->fd);
	lcd_append("and more");

	EXPECT_EQ(0, read(self->fd, self->bytes, 1));
}

TEST_F(reader, reading_nothing_gives_nothing)
{
	EXPECT_EQ(0, read(self->fd, self->bytes, 0));
	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_CUR));
}

TEST_F(reader, each_open_file_has_its_own_snapshot)
{
	int other = open_or_fail(LCD, O_RDONLY);

	ASSERT_EQ(2, read(self->fd, self->bytes, 2));
	lcd_overwrite("new");

	EXPECT_STREQ("new||||", screen_rest(other));
	EXPECT_STREQ("cdef|ghi|||", screen_rest(self->fd));
	close(other);
}

TEST_F(reader, faulting_buffer_does_not_move_the_offset)
{
	EXPECT_EQ(-1, read(self->fd, nowhere(), 1));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_CUR));
	EXPECT_STREQ("abcdef|ghi|||", screen_rest(self->fd));
}

TEST_F(reader, writing_does_not_move_the_offset)
{
	ASSERT_EQ(2, read(self->fd, self->bytes, 2));
	write_or_fail(self->fd, "more");

	EXPECT_EQ(2, lseek(self->fd, 0, SEEK_CUR));
	EXPECT_STREQ("cdef|ghi|||", screen_rest(self->fd));
}

TEST_F(reader, writing_first_does_not_move_the_offset)
{
	write_or_fail(self->fd, "j");
	EXPECT_STREQ("abcdef|ghij|||", screen_rest(self->fd));
}

/* lseek */

TEST_F(reader, seeking_to_0_takes_a_new_snapshot)
{
	screen_rest(self->fd);
	lcd_overwrite("new");

	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_SET));
	EXPECT_STREQ("new||||", screen_rest(self->fd));
}

TEST_F(reader, the_new_snapshot_is_taken_by_the_read)
{
	screen_rest(self->fd);
	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_SET));
	lcd_overwrite("new");

	EXPECT_STREQ("new||||", screen_rest(self->fd));
}

TEST_F(reader, seeking_elsewhere_stays_in_the_snapshot)
{
	screen_rest(self->fd);
	lcd_overwrite("XXXXXX");

	EXPECT_EQ(4, lseek(self->fd, 4, SEEK_SET));
	EXPECT_STREQ("ef|ghi|||", screen_rest(self->fd));
}

TEST_F(reader, seeking_past_0_without_reading_keeps_the_snapshot)
{
	screen_rest(self->fd);
	lcd_overwrite("XXXXXX");

	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_SET));
	EXPECT_EQ(4, lseek(self->fd, 4, SEEK_CUR));
	EXPECT_STREQ("ef|ghi|||", screen_rest(self->fd));
}

TEST_F(reader, seeking_counts_from_all_three_ends)
{
	ASSERT_STREQ("abcdef|ghi|||", screen_rest(self->fd));

	EXPECT_EQ(13, lseek(self->fd, 0, SEEK_CUR));
	EXPECT_EQ(13, lseek(self->fd, 0, SEEK_END));
	EXPECT_EQ(6, lseek(self->fd, -7, SEEK_END));
	EXPECT_EQ(7, lseek(self->fd, 1, SEEK_CUR));
	EXPECT_STREQ("ghi|||", screen_rest(self->fd));
	EXPECT_EQ(3, lseek(self->fd, 3, SEEK_SET));
}

TEST_F(reader, seeking_out_of_the_snapshot_is_refused)
{
	ASSERT_EQ(2, read(self->fd, self->bytes, 2));

	EXPECT_EQ(-1, lseek(self->fd, -1, SEEK_SET));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, lseek(self->fd, -3, SEEK_CUR));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, lseek(self->fd, 14, SEEK_SET));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, lseek(self->fd, 1, SEEK_END));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, lseek(self->fd, 0, 77));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_STREQ("cdef|ghi|||", screen_rest(self->fd));
}

TEST_F(reader, seeking_first_knows_the_length)
{
	EXPECT_EQ(13, lseek(self->fd, 0, SEEK_END));
	EXPECT_EQ(POLLIN, events_of(self->fd, 0) & POLLIN);
	EXPECT_EQ(4, lseek(self->fd, 4, SEEK_SET));
	EXPECT_STREQ("ef|ghi|||", screen_rest(self->fd));
}

/* pread */

TEST_F(reader, pread_does_not_move_the_offset)
{
	EXPECT_EQ(6, pread(self->fd, self->bytes, 6, 0));
	EXPECT_EQ(0, memcmp("abcdef", self->bytes, 6));
	EXPECT_EQ(0, lseek(self->fd, 0, SEEK_CUR));
}

TEST_F(reader, pread_goes_on_in_the_snapshot)
{
	ASSERT_EQ(1, read(self->fd, self->bytes, 1));
	lcd_overwrite("XXXXXX");

	EXPECT_EQ(3, pread(self->fd, self->bytes, 3, 7));
	EXPECT_EQ(0, memcmp("ghi", self->bytes, 3));
	EXPECT_EQ(0, pread(self->fd, self->bytes, 3, 13));
	EXPECT_EQ(0, pread(self->fd, self->bytes, 3, 1 << 30));
}

TEST_F(reader, a_first_pread_elsewhere_takes_a_snapshot)
{
	EXPECT_EQ(3, pread(self->fd, self->bytes, 3, 7));
	EXPECT_EQ(0, memcmp("ghi", self->bytes, 3));
	EXPECT_EQ(0, events_of(self->fd, 0) & POLLIN);
}

TEST_F(reader, pread_at_0_takes_a_new_snapshot)
{
	screen_rest(self->fd);
	lcd_overwrite("new");

	EXPECT_EQ(3, pread(self->fd, self->bytes, 3, 0));
	EXPECT_EQ(0, memcmp("new", self->bytes, 3));
}

TEST_HARNESS_MAIN
