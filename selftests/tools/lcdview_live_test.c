// SPDX-License-Identifier: GPL-2.0-only
/* lcdview live: in a terminal of its own, and into a pipe. */
#include "kselftest_harness.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "file.h"
#include "pty.h"
#include "tool.h"

#define TOP	"\u250c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2510\n"
#define BOTTOM	"\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2518\n"
#define LIT	"\u2502\033[0m"
#define END	"\033[0m\u2502\n"
#define TOO_SMALL "too small: needs 10x4\n"
#define HINT	"\033[0;2mq ends, ^L draws again\033[0m"
#define BARE(text) (TOP LIT text END BOTTOM)
#define FRAME(text) (TOP LIT text END BOTTOM HINT)

FIXTURE(live) {
	struct folder folder;
	struct pty *pty;
};

FIXTURE_SETUP(live)
{
	const char *const argv[] = { "lcdview", "-g8x1", self->folder.file, NULL };

	self->pty = malloc(sizeof(*self->pty));
	ASSERT_NE(NULL, self->pty);
	ASSERT_EQ(0, folder_make(&self->folder));
	file_put(self->folder.file, "one");
	ASSERT_EQ(0, pty_start(self->pty, 10, 40, argv));
	ASSERT_STREQ(FRAME("one     "), pty_frame(self->pty, FRAME("one     ")));
}

FIXTURE_TEARDOWN(live)
{
	pty_end(self->pty);
	folder_remove(&self->folder);
	free(self->pty);
}

/* Changes of the file */

TEST_F(live, shows_each_change)
{
	file_put(self->folder.file, "two");
	EXPECT_STREQ(FRAME("two     "), pty_frame(self->pty, FRAME("two     ")));
	file_put(self->folder.file, "three");
	EXPECT_STREQ(FRAME("three   "), pty_frame(self->pty, FRAME("three   ")));
}

TEST_F(live, shows_what_is_appended)
{
	int fd = open(self->folder.file, O_WRONLY | O_APPEND);

	ASSERT_EQ(4, write(fd, " two", 4));
	EXPECT_STREQ(FRAME("one two "), pty_frame(self->pty, FRAME("one two ")));
	ASSERT_EQ(1, write(fd, "!", 1));
	EXPECT_STREQ(FRAME("one two!"), pty_frame(self->pty, FRAME("one two!")));
	close(fd);
}

TEST_F(live, shows_a_file_cut_to_nothing)
{
	ASSERT_EQ(0, truncate(self->folder.file, 0));
	EXPECT_STREQ(FRAME("        "), pty_frame(self->pty, FRAME("        ")));
}

TEST_F(live, follows_a_file_renamed_over_it)
{
	file_put(self->folder.other, "renamed");
	ASSERT_EQ(0, rename(self->folder.other, self->folder.file));
	EXPECT_STREQ(FRAME("renamed "), pty_frame(self->pty, FRAME("renamed ")));
	file_put(self->folder.file, "again");
	EXPECT_STREQ(FRAME("again   "), pty_frame(self->pty, FRAME("again   ")));
}

TEST_F(live, does_not_follow_a_file_renamed_away)
{
	char gone[400];

	snprintf(gone, sizeof(gone), "%s%s: No such file or directory; waiting for it",
		 BARE("one     "), self->folder.file);
	ASSERT_EQ(0, rename(self->folder.file, self->folder.other));
	EXPECT_STREQ(gone, pty_frame(self->pty, gone));
	file_put(self->folder.other, "moved");
	file_put(self->folder.file, "new");
	EXPECT_STREQ(FRAME("new     "), pty_frame(self->pty, FRAME("new     ")));
	EXPECT_EQ(NULL, strstr(self->pty->out, "moved"));
}

TEST_F(live, waits_for_a_deleted_file_to_return)
{
	for (int i = 0; i < 3; i++) {
		unlink(self->folder.file);
		EXPECT_LE(1, pty_saw(self->pty, "; waiting for it"));
		file_put(self->folder.file, "back");
		EXPECT_STREQ(FRAME("back    "), pty_frame(self->pty, FRAME("back    ")));
	}
}

TEST_F(live, waits_for_a_folder_that_goes_to_return)
{
	unlink(self->folder.file);
	rmdir(self->folder.path);
	EXPECT_LE(1, pty_saw(self->pty, "; waiting for it"));
	ASSERT_EQ(0, mkdir(self->folder.path, 0700));
	file_put(self->folder.file, "back");
	EXPECT_STREQ(FRAME("back    "), pty_frame(self->pty, FRAME("back    ")));
	file_put(self->folder.file, "again");
	EXPECT_STREQ(FRAME("again   "), pty_frame(self->pty, FRAME("again   ")));
}

TEST_F(live, shows_the_last_of_a_flood_in_few_frames)
{
	long long begin = tool_now_ms();
	int frames, most;

	for (int i = 0; i < 3000; i++) {
		char text[16];

		sprintf(text, "%d", i);
		file_put(self->folder.file, text);
	}
	most = 5 + (tool_now_ms() - begin) / 20;
	EXPECT_STREQ(FRAME("2999    "), pty_frame(self->pty, FRAME("2999    ")));
	frames = tool_count(self->pty->out, "\033[J");
	EXPECT_LE(frames, most);
}

TEST_F(live, renders_cursor_and_darkness)
{
	file_put(self->folder.file, "ab\033[?25h");
	EXPECT_STREQ(FRAME("ab\033[0m\033[4m \033[0m     "),
		     pty_frame(self->pty, FRAME("ab\033[0m\033[4m \033[0m     ")));
	file_put(self->folder.file, "ab\033[L-");
	EXPECT_STREQ(TOP "\u2502\033[0;2mab      " END BOTTOM HINT,
		     pty_frame(self->pty, TOP "\u2502\033[0;2mab      " END BOTTOM HINT));
}

TEST_F(live, sleeps_while_nothing_changes)
{
	EXPECT_TRUE(tool_sleeps_for(self->pty->pid, 1500));
}

/* The terminal */

TEST_F(live, never_gets_what_it_could_obey)
{
	static const char * const ours[] = {
		"\033[?1049h", "\033[?25l", "\033[H", "\033[K", "\033[J", "\033[0m", "\033[0;2m",
		"\033[4m", "\033[5;7m",
	};
	int escapes = 0, known = 0;

	file_put(self->folder.file,
		 "\033]0;t\a\033[99;99H\033[?1l\033Pq\033\\\302\2332J\016\a\b\fz");
	EXPECT_STREQ(FRAME("z       "), pty_frame(self->pty, FRAME("z       ")));
	for (size_t i = 0; i < self->pty->length; i++) {
		unsigned char byte = self->pty->out[i];

		escapes += byte == '\033';
		EXPECT_TRUE(byte >= ' ' || byte == '\n' || byte == '\033');
		EXPECT_NE(0x7f, byte);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		known += tool_count(self->pty->out, ours[i]);
	EXPECT_EQ(known, escapes);
	EXPECT_EQ(0, tool_count(self->pty->out, "\xc2\x9b"));
}

TEST_F(live, too_small_says_what_it_needs_and_draws_once_it_is_larger)
{
	pty_resize(self->pty, 3, 40);
	EXPECT_STREQ(TOO_SMALL HINT, pty_frame(self->pty, TOO_SMALL HINT));
	pty_resize(self->pty, 4, 10);
	EXPECT_STREQ(BARE("one     "), pty_frame(self->pty, BARE("one     ")));
	pty_resize(self->pty, 24, 9);
	EXPECT_STREQ(TOO_SMALL, pty_frame(self->pty, TOO_SMALL));
}

TEST_F(live, without_a_size_is_large_enough)
{
	pty_resize(self->pty, 3, 40);
	EXPECT_STREQ(TOO_SMALL HINT, pty_frame(self->pty, TOO_SMALL HINT));
	pty_resize(self->pty, 0, 0);
	EXPECT_STREQ(FRAME("one     "), pty_frame(self->pty, FRAME("one     ")));
}

TEST_F(live, draws_anew_at_control_l)
{
	int before = tool_count(self->pty->out, "\033[J");

	pty_type(self->pty, "\f");
	pty_type(self->pty, "q");
	pty_wait(self->pty);
	EXPECT_TRUE(pty_is_restored(self->pty));
	EXPECT_EQ(before + 1, tool_count(self->pty->out, "\033[J"));
}

TEST_F(live, does_not_echo_keys)
{
	pty_type(self->pty, "abcxyz");
	pty_type(self->pty, "q");
	pty_wait(self->pty);
	EXPECT_TRUE(pty_is_restored(self->pty));
	EXPECT_EQ(NULL, strstr(self->pty->out, "abcxyz"));
}

TEST_F(live, q_ends_it_with_status_0)
{
	pty_type(self->pty, "q");
	EXPECT_EQ(0, pty_wait(self->pty));
	EXPECT_TRUE(pty_is_restored(self->pty));
}

TEST_F(live, interrupt_key_restores_the_terminal)
{
	pty_type(self->pty, "\003");
	EXPECT_EQ(SIGINT, WTERMSIG(pty_wait(self->pty)));
	EXPECT_TRUE(pty_is_restored(self->pty));
}

TEST_F(live, deadly_signals_restore_the_terminal)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGQUIT, SIGINT };
	const char *const argv[] = { "lcdview", "-g8x1", self->folder.file, NULL };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		kill(self->pty->pid, signals[i]);
		EXPECT_EQ(signals[i], WTERMSIG(pty_wait(self->pty)));
		EXPECT_TRUE(pty_is_restored(self->pty));
		pty_end(self->pty);
		ASSERT_EQ(0, pty_start(self->pty, 10, 40, argv));
		ASSERT_STREQ(FRAME("one     "), pty_frame(self->pty, FRAME("one     ")));
	}
}

TEST_F(live, suspend_key_restores_the_terminal_and_continuing_takes_it_again)
{
	static const char * const texts[] = { "meanwhil", "and late" };
	static const char * const frames[] = { FRAME("meanwhil"), FRAME("and late") };

	for (int i = 0; i < 2; i++) {
		int before;

		pty_type(self->pty, "\032");
		EXPECT_TRUE(WIFSTOPPED(pty_wait(self->pty)));
		EXPECT_TRUE(pty_is_restored(self->pty));
		before = tool_count(self->pty->out, "\033[J");
		file_put(self->folder.file, texts[i]);
		kill(self->pty->pid, SIGCONT);
		EXPECT_STREQ(frames[i], pty_frame(self->pty, frames[i]));
		EXPECT_LT(before, tool_count(self->pty->out, "\033[J"));
		EXPECT_TRUE(pty_is_taken(self->pty));
	}
	pty_type(self->pty, "q");
	EXPECT_EQ(0, pty_wait(self->pty));
	EXPECT_TRUE(pty_is_restored(self->pty));
}

TEST_F(live, a_hang_up_ends_it)
{
	close(self->pty->program);
	close(self->pty->terminal);
	EXPECT_NE(-1, pty_wait(self->pty));
}

/* With other options than the size */

FIXTURE(option) {
	struct folder folder;
	struct pty *pty;
};

FIXTURE_SETUP(option)
{
	self->pty = malloc(sizeof(*self->pty));
	ASSERT_NE(NULL, self->pty);
	ASSERT_EQ(0, folder_make(&self->folder));
	unsetenv("NO_COLOR");
	unsetenv("COLORTERM");
	setenv("TERM", "dumb", 1);
}

FIXTURE_TEARDOWN(option)
{
	pty_end(self->pty);
	folder_remove(&self->folder);
	free(self->pty);
}

#define START(rows, cols, ...) \
	pty_start(self->pty, rows, cols, \
		  (const char *const[]){ "lcdview", __VA_ARGS__, self->folder.file, NULL })

TEST_F(option, a_display_with_room_for_it_has_its_name_and_size_in_the_border)
{
	char top[200];

	file_put(self->folder.file, "one");
	snprintf(top, sizeof(top), "\u250c\u2500 %s 20x1 \u2500",
		 strrchr(self->folder.file, '/') + 1);
	ASSERT_EQ(0, START(10, 40, "-g20x1"));
	EXPECT_EQ(1, pty_saw(self->pty, top));
}

TEST_F(option, a_name_too_long_for_the_border_is_left_out)
{
	char name[256], path[600];

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	snprintf(path, sizeof(path), "%s/%s", self->folder.path, name);
	file_put(path, "F");
	ASSERT_EQ(0, pty_start(self->pty, 40, 300, (const char *const[]){
			       "lcdview", "--dots", "-g40x1", path, NULL }));
	EXPECT_EQ(1, pty_saw(self->pty, "\u250c\u2500\u2500\u2500"));
	EXPECT_EQ(0, tool_count(self->pty->out, "nnn"));
	unlink(path);
}

TEST_F(option, dots_are_drawn_live)
{
	file_put(self->folder.file, "F");
	ASSERT_EQ(0, START(20, 40, "--dots", "-g1x1"));
	EXPECT_EQ(1, pty_saw(self->pty, "\u2502 \u2588\u2580\u2580\u2580  "));
	file_put(self->folder.file, "L");
	EXPECT_LE(1, pty_saw(self->pty, "\u2502 \u2588\u2584\u2584\u2584\u2584 "));
}

TEST_F(option, dots_of_a_blinking_cell_blink)
{
	file_put(self->folder.file, "FL\033[LB\033[1;1H");
	ASSERT_EQ(0, START(20, 40, "--dots", "-g2x1"));
	EXPECT_EQ(1, pty_saw(self->pty, "\u2502 \033[5m\u2588\u2580\u2580\u2580  "
			     "\033[25m\u2588     \033[0m\u2502"));
}

TEST_F(option, dots_say_what_they_need_in_a_window_too_small_even_for_braille)
{
	file_put(self->folder.file, "F");
	ASSERT_EQ(0, START(12, 61, "--dots"));
	EXPECT_EQ(1, pty_saw(self->pty, "too small: needs 62x12"));
	pty_resize(self->pty, 12, 62);
	EXPECT_LE(1, pty_saw(self->pty, "\u2502\u28cf\u28c9\u2801"));
	pty_resize(self->pty, 22, 123);
	EXPECT_LE(1, pty_saw(self->pty, "\u2502 \u2584\u2584\u2584\u2584\u2584 "));
}

TEST_F(option, a_style_colours_the_text_where_the_terminal_can)
{
	setenv("TERM", "xterm-256color", 1);
	file_put(self->folder.file, "one");
	ASSERT_EQ(0, START(10, 40, "--style=oled", "-g8x1"));
	EXPECT_EQ(1, pty_saw(self->pty, LIT "\033[38;5;221;48;5;16mone "));
	file_put(self->folder.file, "one\033[L-");
	EXPECT_LE(1, pty_saw(self->pty, LIT "\033[38;5;58;48;5;16mone "));
}

TEST_F(option, a_style_changes_nothing_where_the_terminal_cannot)
{
	file_put(self->folder.file, "one");
	ASSERT_EQ(0, START(10, 40, "--style=oled", "-g8x1"));
	EXPECT_STREQ(FRAME("one     "), pty_frame(self->pty, FRAME("one     ")));
}

TEST_F(option, a_terminal_of_all_colours_gets_those_of_the_style)
{
	setenv("COLORTERM", "truecolor", 1);
	file_put(self->folder.file, "one");
	ASSERT_EQ(0, START(10, 40, "--style=oled", "-g8x1"));
	EXPECT_EQ(1, pty_saw(self->pty, LIT "\033[38;2;255;230;107;48;2;5;5;5mone "));
}

/* Not a regular start */

FIXTURE(start) {
	struct folder folder;
	struct tool tool;
};

FIXTURE_SETUP(start)
{
	ASSERT_EQ(0, folder_make(&self->folder));
}

FIXTURE_TEARDOWN(start)
{
	folder_remove(&self->folder);
}

TEST_F(start, failing_leaves_the_terminal_alone)
{
	const char *const argv[] = { "lcdview", self->folder.file, NULL };
	struct pty *pty = malloc(sizeof(*pty));

	ASSERT_NE(NULL, pty);
	ASSERT_EQ(0, pty_start(pty, 24, 80, argv));
	EXPECT_EQ(1, WEXITSTATUS(pty_wait(pty)));
	EXPECT_EQ(1, pty_saw(pty, "No such file or directory"));
	EXPECT_EQ(NULL, strstr(pty->out, "\033"));
	pty_end(pty);
	free(pty);
}

TEST_F(start, in_the_background_is_stopped_and_a_signal_ends_it)
{
	const char *const argv[] = { "lcdview", "-g8x1", self->folder.file, NULL };
	struct pty *pty = malloc(sizeof(*pty));

	ASSERT_NE(NULL, pty);
	file_put(self->folder.file, "one");
	ASSERT_EQ(0, pty_start_in_background(pty, 10, 40, argv));
	EXPECT_EQ(SIGTTOU, WSTOPSIG(pty_wait(pty)));
	EXPECT_FALSE(pty_is_taken(pty));
	kill(pty->pid, SIGTERM);
	kill(pty->pid, SIGCONT);
	EXPECT_EQ(SIGTERM, WTERMSIG(pty_wait(pty)));
	pty_end(pty);
	free(pty);
}

/* The kernel stops nobody whom no shell could continue. */
TEST_F(start, without_a_shell_goes_on_after_the_suspend_key)
{
	const char *const argv[] = { "lcdview", "-g8x1", self->folder.file, NULL };
	struct pty *pty = malloc(sizeof(*pty));

	ASSERT_NE(NULL, pty);
	file_put(self->folder.file, "one");
	ASSERT_EQ(0, pty_start_alone(pty, 10, 40, argv));
	EXPECT_STREQ(FRAME("one     "), pty_frame(pty, FRAME("one     ")));
	pty_type(pty, "\032");
	EXPECT_EQ(1, pty_saw(pty, "\033[?1049l"));
	file_put(self->folder.file, "two");
	EXPECT_STREQ(FRAME("two     "), pty_frame(pty, FRAME("two     ")));
	EXPECT_TRUE(pty_is_taken(pty));
	pty_type(pty, "q");
	EXPECT_TRUE(pty_is_restored(pty));
	pty_end(pty);
	free(pty);
}

TEST_F(start, through_a_symbolic_link_sees_the_file_change)
{
	const char *const argv[] = { "lcdview", "-g8x1", self->folder.other, NULL };
	struct pty *pty = malloc(sizeof(*pty));
	struct folder far;

	ASSERT_NE(NULL, pty);
	ASSERT_EQ(0, folder_make(&far));
	file_put(far.file, "far");
	ASSERT_EQ(0, symlink(far.file, self->folder.other));
	ASSERT_EQ(0, pty_start(pty, 10, 40, argv));
	EXPECT_STREQ(FRAME("far     "), pty_frame(pty, FRAME("far     ")));
	file_put(far.file, "farther");
	EXPECT_STREQ(FRAME("farther "), pty_frame(pty, FRAME("farther ")));
	file_put(far.other, "else");
	ASSERT_EQ(0, rename(far.other, far.file));
	EXPECT_STREQ(FRAME("else    "), pty_frame(pty, FRAME("else    ")));
	file_put(far.file, "end");
	EXPECT_STREQ(FRAME("end     "), pty_frame(pty, FRAME("end     ")));
	pty_end(pty);
	free(pty);
	folder_remove(&far);
}

/* Into a pipe, frames follow one another, without escapes. */
TEST_F(start, into_a_pipe_writes_frame_after_frame)
{
	char command[300], line[200];
	FILE *pipe;
	int pid;

	file_put(self->folder.file, "one");
	snprintf(command, sizeof(command),
		 "echo $$; exec env LC_ALL=C timeout 60 %s/lcdview -g4x1 %s < /dev/null",
		 PROGRAMS, self->folder.file);
	pipe = popen(command, "r");
	ASSERT_NE(NULL, pipe);
	fgets(line, sizeof(line), pipe);
	pid = atoi(line);
	for (int i = 0; i < 3; i++)
		fgets(line, sizeof(line), pipe);
	EXPECT_STREQ("+----+\n", line);
	file_put(self->folder.other, "two");
	ASSERT_EQ(0, rename(self->folder.other, self->folder.file));
	EXPECT_STREQ("+----+\n", fgets(line, sizeof(line), pipe));
	EXPECT_STREQ("|two |\n", fgets(line, sizeof(line), pipe));
	EXPECT_STREQ("+----+\n", fgets(line, sizeof(line), pipe));
	kill(pid, SIGTERM);
	pclose(pipe);
}

TEST_HARNESS_MAIN
