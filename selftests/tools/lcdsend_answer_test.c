// SPDX-License-Identifier: GPL-2.0-only
/* What lcdsend prints of an answer, and where. */
#include "kselftest_harness.h"

#include <poll.h>

#include "lcdsend.h"

/* What servers say */

static void answer_in_single_bytes(struct server *server, int fd)
{
	const char *text = "20 \u00b0C \U0001f50b\n";

	server_receive(server, fd);
	for (; *text; text++) {
		send(fd, text, 1, MSG_NOSIGNAL);
		poll(NULL, 0, 10);
	}
}

static void answer_with_controls(struct server *server, int fd)
{
	server_receive(server, fd);
	server_say(fd, "a\033[2Jb\a\rc\tz\x7f\xc2\x9b\u202e\u200b\xff\xe2\x82");
}

static void answer_with_glyphs(struct server *server, int fd)
{
	server_receive(server, fd);
	server_say(fd, "\ue000\ue007\uf041 caf\u00e9\n");
}

static void refuse_under_its_name(struct server *server, int fd)
{
	server_receive(server, fd);
	for (const char *text = "lcdbridge: no display\n"; *text; text++)
		send(fd, text, 1, MSG_NOSIGNAL);
}

static void show_half_a_name(struct server *server, int fd)
{
	server_receive(server, fd);
	server_say(fd, "lcdbridge");
}

static void show_what_looks_like_a_refusal(struct server *server, int fd)
{
	server_receive(server, fd);
	for (const char *text = "lcdbridge: all well\n\n\n\n"; *text; text++)
		send(fd, text, 1, MSG_NOSIGNAL);
}

/* A refusal has fewer characters. */
static void show_a_long_row(struct server *server, int fd)
{
	server_receive(server, fd);
	server_say(fd, "lcdbridge: ");
	for (int i = 0; i < 100; i++)
		server_say(fd, "0123456789");
}

/* What is printed */

TEST_F(server, a_refusal_goes_to_standard_error_and_fails)
{
	server_start(&self->server, refuse_under_its_name);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_STREQ("", self->tool.out);
	EXPECT_STREQ("lcdbridge: no display\n", self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(server, an_answer_that_begins_like_a_refusal_is_printed)
{
	server_start(&self->server, show_half_a_name);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_STREQ("lcdbridge", self->tool.out);
	EXPECT_STREQ("", self->tool.err);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(server, a_refusal_is_one_line_and_rows_are_more)
{
	server_start(&self->server, show_what_looks_like_a_refusal);
	SEND(&self->tool, self->server.address, "lcdbridge: all well");
	EXPECT_STREQ("lcdbridge: all well\n\n\n\n", self->tool.out);
	EXPECT_STREQ("", self->tool.err);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(server, a_line_that_no_refusal_is_as_long_as_is_printed)
{
	server_start(&self->server, show_a_long_row);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_EQ(1011, strlen(self->tool.out));
	EXPECT_STREQ("", self->tool.err);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(server, an_answer_in_pieces_is_put_together)
{
	server_start(&self->server, answer_in_single_bytes);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_STREQ("20 \u00b0C \u25ae\n", self->tool.out);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(server, controls_in_an_answer_are_replaced)
{
	server_start(&self->server, answer_with_controls);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_STREQ("a\ufffd[2Jb\ufffd\ufffdc\ufffdz\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd",
		     self->tool.out);
}

TEST_F(server, controls_in_an_answer_are_replaced_in_the_c_locale_too)
{
	const char *const argv[] = { "lcdsend", self->server.address, "hi", NULL };

	server_start(&self->server, answer_with_controls);
	tool_run(&self->tool, "C", NULL, 0, argv);
	EXPECT_STREQ("a?[2Jb??c?z??????", self->tool.out);
}

TEST_F(server, user_glyphs_in_an_answer_are_numbered)
{
	server_start(&self->server, answer_with_glyphs);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_STREQ("\u24ea\u2466A caf\u00e9\n", self->tool.out);
}

TEST_F(server, an_answer_is_ascii_in_the_c_locale)
{
	const char *const argv[] = { "lcdsend", self->server.address, "hi", NULL };

	server_start(&self->server, answer_with_glyphs);
	tool_run(&self->tool, "C", NULL, 0, argv);
	EXPECT_STREQ("07A cafe\n", self->tool.out);
}

TEST_F(server, quiet_prints_a_refusal)
{
	server_start(&self->server, refuse_under_its_name);
	SEND(&self->tool, "--quiet", self->server.address, "hi");
	EXPECT_STREQ("lcdbridge: no display\n", self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST_HARNESS_MAIN
