// SPDX-License-Identifier: GPL-2.0-only
/* lcdview --once: the frame of a text file, and what cannot be shown. */
#include "kselftest_harness.h"

#include <grp.h>
#include <linux/capability.h>
#include <locale.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <wchar.h>

#include "file.h"
#include "tool.h"

#define TOP	"\u250c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2510\n"
#define BOTTOM	"\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2518\n"
#define ROW(text) "\u2502" text "\u2502\n"
#define NO_DEVICE \
	"lcdview: /dev/LCD-not-there: No such file or directory: is the module devlcd loaded?\n"
#define NO_PERMISSION \
	"lcdview: %s: Permission denied: it belongs to user %s and group %s, mode %04o%s\n"
#define LEFTOVER \
	"lcdview: %s: a regular file, not a display: rm %s, then load devlcd\n"
#define ONCE(tool, ...) RUN(tool, "lcdview", "--once", __VA_ARGS__)

/* What a display of 8x2 shows of a text */

FIXTURE(frame) {
	struct folder folder;
	struct tool tool;
};

FIXTURE_VARIANT(frame) {
	const char *text;
	const char *frame;
};

FIXTURE_VARIANT_ADD(frame, of_an_empty_file) {
	"", TOP ROW("        ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, of_accents) {
	"Cr\u00e8me 2\u00b0\nbr\u00fbl\u00e9e\n",
	TOP ROW("Cr\u00e8me 2\u00b0") ROW("br\u00fbl\u00e9e  ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, wraps_a_long_line) {
	"0123456789ab", TOP ROW("01234567") ROW("89ab    ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, scrolls_to_the_end) {
	"a\nb\nc\nd\n", TOP ROW("c       ") ROW("d       ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, folds_full_width_letters) {
	"\uff21\uff22\uff01", TOP ROW("AB!     ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, has_one_column_for_a_wide_character) {
	"\u65e5\u672c|", TOP ROW("??|     ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, has_narrow_relatives_of_bell_battery_and_yen) {
	"\U0001f514\U0001f50b\u5186|",
	TOP ROW("\u237e\u25ae\u00a5|    ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, replaces_what_is_wide_and_has_no_relative) {
	"\u4e07\u5343|", TOP ROW("\ufffd\ufffd|     ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, composes_combining_marks) {
	"cafe\u0301|", TOP ROW("caf\u00e9|   ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, numbers_user_glyphs) {
	"\001\002\ue000\ue007|", TOP ROW("\u2460\u2461\u24ea\u2466|   ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, shows_rom_codes_by_their_characters) {
	"\uf041\uf0df\uf003\uf00b|", TOP ROW("A\u00b0\u2462\u2462|   ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, drops_bidi_and_zero_width_controls) {
	"a\u202e\u200b\u2066b", TOP ROW("ab      ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, shows_ill_formed_bytes_as_replacement) {
	"a\xff\xe2\x82|", TOP ROW("a\ufffd\ufffd|    ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, obeys_escapes_as_the_display_does) {
	"\033]0;title\007\033[2;3Hx\033[31m\033[99ty\033P1$r\033\\z",
	TOP ROW("        ") ROW("  xyz   ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, replaces_unassigned_and_private_characters) {
	"\uf8ff\U0010fffd|", TOP ROW("\ufffd\ufffd|     ") ROW("        ") BOTTOM };
FIXTURE_VARIANT_ADD(frame, marks_a_shown_cursor_in_the_border) {
	"ab\033[?25h",
	"\u250c\u2500\u2500\u25be\u2500\u2500\u2500\u2500\u2500\u2510\n"
	"\u25b8ab      \u2502\n" ROW("        ") BOTTOM };

FIXTURE_SETUP(frame)
{
	(void)variant;
	ASSERT_EQ(0, folder_make(&self->folder));
}

FIXTURE_TEARDOWN(frame)
{
	folder_remove(&self->folder);
}

TEST_F(frame, is_exact)
{
	file_put(self->folder.file, variant->text);
	ONCE(&self->tool, "--geometry=8x2", self->folder.file);
	EXPECT_STREQ(variant->frame, self->tool.out);
	EXPECT_STREQ("", self->tool.err);
	EXPECT_EQ(0, self->tool.status);
}

/* More about files */

FIXTURE(file) {
	struct folder folder;
	struct tool tool;
};

FIXTURE_SETUP(file)
{
	ASSERT_EQ(0, folder_make(&self->folder));
	file_put(self->folder.file, "");
}

FIXTURE_TEARDOWN(file)
{
	folder_remove(&self->folder);
}

TEST_F(file, is_20x4_by_default)
{
	ONCE(&self->tool, self->folder.file);
	EXPECT_EQ(6, tool_count(self->tool.out, "\n"));
	EXPECT_EQ(40, tool_count(self->tool.out, "\u2500"));
}

TEST_F(file, may_have_one_cell)
{
	file_put(self->folder.file, "ab");
	ONCE(&self->tool, "-g1x1", self->folder.file);
	EXPECT_STREQ("\u250c\u2500\u2510\n\u2502b\u2502\n\u2514\u2500\u2518\n", self->tool.out);
}

TEST_F(file, is_drawn_in_ascii_where_the_locale_is_c)
{
	const char *const argv[] = { "lcdview", "-1", "-g8x1", self->folder.file, NULL };

	file_put(self->folder.file, "\u00e9\u20ac\u2192\\~\001\033[?25h");
	tool_run(&self->tool, "C", NULL, 0, argv);
	EXPECT_STREQ("+------v-+\n>eE?\\~1  |\n+--------+\n", self->tool.out);
}

TEST_F(file, without_backlight_says_so)
{
	file_put(self->folder.file, "hi\033[L-");
	ONCE(&self->tool, "-g16x1", self->folder.file);
	EXPECT_NE(NULL, strstr(self->tool.out, "\u2502hi              \u2502\n"
			       "\u2514\u2500 backlight off \u2518\n"));
}

TEST_F(file, without_power_is_blank_and_says_so)
{
	file_put(self->folder.file, "hi\033[?25h\033[Ld");
	ONCE(&self->tool, "-g16x1", self->folder.file);
	EXPECT_NE(NULL, strstr(self->tool.out, "\u2502                \u2502\n"
			       "\u2514\u2500 power off \u2500\u2500\u2500\u2500\u2518\n"));
}

TEST_F(file, too_long_is_shown_by_its_end)
{
	const size_t length = 1 << 20;
	char *text = malloc(length);
	struct rusage used;

	ASSERT_NE(NULL, text);
	memset(text, '\n', length);
	memcpy(text, "\033[?25h", 6);
	memcpy(text + length - 4, "end\n", 4);
	file_write(self->folder.file, text, length);
	free(text);
	ONCE(&self->tool, "-g8x2", self->folder.file);
	EXPECT_STREQ(TOP ROW("        ") ROW("end     ") BOTTOM, self->tool.out);
	ASSERT_EQ(0, getrusage(RUSAGE_CHILDREN, &used));
	EXPECT_GT(2, used.ru_utime.tv_sec + used.ru_stime.tv_sec);
}

/* Whatever is in the file, the terminal gets lines of that many columns. */

static int line_columns(const wchar_t *line)
{
	int columns = 0;

	for (; *line && *line != L'\n'; line++) {
		int width = wcwidth(*line);

		if (width != 1)		/* a control, a mark, a wide one */
			return -1;
		columns++;
	}
	return columns;
}

static int all_lines_have(const char *out, int lines, int columns)
{
	static wchar_t wide[20000];
	const wchar_t *line = wide;

	if (mbstowcs(wide, out, 20000) == (size_t)-1)
		return 0;
	while (lines--) {
		if (line_columns(line) != columns)
			return 0;
		line += columns + 1;
	}
	return !*line;
}

static size_t make_hostile(char *bytes, size_t room, unsigned int *seed)
{
	static const char * const parts[] = {
		"\033[", "\033]", "\033P", "\033[L", "\x9b", "\xc2\x9b", "\xc2\x90", "\033[?1049h",
		"\u202e", "\u0301", "\U0001f514", "\xee\x80\x81", "\xef\x80", "\033c", "\r", "\f",
		"\xf4\x90\x80\x80", "\ud7ff", "\xed\xa0\x80", "\u0600", "\u00ad", "\u115f",
	};
	size_t count = 0;

	while (count + 16 < room) {
		const char *part = parts[rand_r(seed) % 22];

		if (rand_r(seed) % 2) {
			memcpy(bytes + count, part, strlen(part));
			count += strlen(part);
		} else {
			bytes[count++] = rand_r(seed);
		}
	}
	return count;
}

TEST_F(file, with_hostile_bytes_is_drawn_in_aligned_columns)
{
	unsigned int seed = 4478;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (int i = 0; i < 60; i++) {
		char bytes[600];

		file_write(self->folder.file, bytes, make_hostile(bytes, sizeof(bytes), &seed));
		ONCE(&self->tool, "-g40x4", self->folder.file);
		ASSERT_EQ(0, self->tool.status);
		ASSERT_TRUE(all_lines_have(self->tool.out, 6, 42)) {
			TH_LOG("file %d of seed 4478: %s", i, self->tool.out);
		}
	}
}

/* What cannot be shown */

TEST_F(file, that_is_missing_is_told)
{
	char expected[200];

	sprintf(expected, "lcdview: %s: No such file or directory\n", self->folder.other);
	ONCE(&self->tool, self->folder.other);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
	RUN(&self->tool, "lcdview", self->folder.other);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(file, that_is_a_missing_device_is_told_of_the_module)
{
	ONCE(&self->tool, "/dev/LCD-not-there");
	EXPECT_STREQ(NO_DEVICE, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(file, that_is_another_missing_device_is_not_told_of_the_module)
{
	ONCE(&self->tool, "/dev/not-a-display");
	EXPECT_STREQ("lcdview: /dev/not-a-display: No such file or directory\n", self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(file, in_a_missing_folder_is_missing)
{
	RUN(&self->tool, "lcdview", "/nonexistent/folder/file");
	EXPECT_STREQ("lcdview: /nonexistent/folder/file: No such file or directory\n",
		     self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(file, without_permission_names_owner_group_and_mode)
{
	static const struct {
		int mode;
		const char *advice;
	} modes[] = {
		{ 0060, " (join the group and log in again)" },
		{ 0040, "" },		/* the group may read, and not write */
	};
	char expected[300];

	/* Also for root: the program must not inherit what overrides modes. */
	prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
	prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		chmod(self->folder.file, modes[i].mode);
		sprintf(expected, NO_PERMISSION, self->folder.file, getpwuid(getuid())->pw_name,
			getgrgid(getgid())->gr_name, modes[i].mode, modes[i].advice);
		ONCE(&self->tool, self->folder.file);
		EXPECT_STREQ(expected, self->tool.err);
		EXPECT_EQ(1, self->tool.status);
	}
}

TEST_F(file, left_in_dev_is_named_as_such)
{
	char path[64];
	char expected[300];

	sprintf(path, "/dev/lcdview-test.%d", getpid());
	if (access("/dev", W_OK))
		SKIP(return, "/dev cannot be written");
	file_put(path, "early");
	sprintf(expected, LEFTOVER, path, path);
	ONCE(&self->tool, path);
	unlink(path);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(file, of_another_kind_is_refused)
{
	char expected[200];

	ONCE(&self->tool, "/dev/zero");
	EXPECT_STREQ("lcdview: /dev/zero: a device, but not a display of devlcd\n",
		     self->tool.err);
	EXPECT_EQ(1, self->tool.status);

	ASSERT_EQ(0, mkfifo(self->folder.other, 0600));
	sprintf(expected, "lcdview: %s: neither a display nor a text file\n", self->folder.other);
	ONCE(&self->tool, self->folder.other);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(file, shown_on_a_full_disk_fails)
{
	char command[256];

	sprintf(command, "%s/lcdview -1 %s > /dev/full 2> /dev/null", PROGRAMS, self->folder.file);
	EXPECT_EQ(1, WEXITSTATUS(system(command)));
}

TEST_F(file, geometry_out_of_range_is_wrong_usage)
{
	static const char * const wrong[] = {
		"-g0x1", "-g1x0", "-g41x1", "-g1x5", "-g20", "-g20x", "-g20x40", "-g20X4",
		"-gx4", "-g20x4 ", "-g",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		ONCE(&self->tool, wrong[i]);
		EXPECT_EQ(2, self->tool.status) {
			TH_LOG("%s", wrong[i]);
		}
		EXPECT_STREQ("", self->tool.out);
	}
	ONCE(&self->tool, "-g41x1");
	EXPECT_STREQ("lcdview: --geometry=41x1: must be COLSxROWS, 1x1 to 40x4, such as 20x4\n"
		     "Try 'lcdview --help' for more information.\n", self->tool.err);
}

TEST_F(file, second_is_wrong_usage)
{
	ONCE(&self->tool, self->folder.file, "second");
	EXPECT_STREQ("lcdview: second: only one FILE can be shown\n"
		     "Try 'lcdview --help' for more information.\n", self->tool.err);
	EXPECT_EQ(2, self->tool.status);
}

TEST_HARNESS_MAIN
