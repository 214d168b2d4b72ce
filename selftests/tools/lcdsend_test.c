// SPDX-License-Identifier: GPL-2.0-only
/* lcdsend against servers that behave, and against servers that do not. */
#include "kselftest_harness.h"

#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "lcdsend.h"

#define DEGREES "\033[H20 \u00b0C"

static void pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

/* What servers do */

static void answer(struct server *server, int fd)
{
	server_receive(server, fd);
	server_say(fd, "shown\n");
}

static void reset(struct server *server, int fd)
{
	struct linger at_once = { .l_onoff = 1 };

	server_receive(server, fd);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

static void read_nothing(struct server *server, int fd)
{
	(void)fd;
	while (!atomic_load(&server->closing))
		pause_ms(10);
}

static void refuse(struct server *server, int fd)
{
	server_say(fd, "busy: try later\n");
	shutdown(fd, SHUT_WR);
	read_nothing(server, fd);
}

static void say_nothing(struct server *server, int fd)
{
	server_receive(server, fd);
	read_nothing(server, fd);
}

static void read_late(struct server *server, int fd)
{
	pause_ms(300);
	answer(server, fd);
}

static void drip_for_ever(struct server *server, int fd)
{
	server_receive(server, fd);
	while (send(fd, "x", 1, MSG_NOSIGNAL) == 1)
		pause_ms(100);
}

static void pour_for_ever(struct server *server, int fd)
{
	char piece[4096];

	memset(piece, 'x', sizeof(piece));
	server_receive(server, fd);
	while (send(fd, piece, sizeof(piece), MSG_NOSIGNAL) > 0)
		;
}

/* The same over every kind of socket */

FIXTURE(family) {
	struct server server;
	struct tool tool;
};

FIXTURE_VARIANT(family) {
	int family;
};

FIXTURE_VARIANT_ADD(family, ipv4) { .family = AF_INET };
FIXTURE_VARIANT_ADD(family, ipv6) { .family = AF_INET6 };
FIXTURE_VARIANT_ADD(family, local) { .family = AF_UNIX };

FIXTURE_SETUP(family)
{
	ASSERT_EQ(0, server_listen(&self->server, variant->family)) {
		TH_LOG("listen: %s", strerror(errno));
	}
	server_start(&self->server, answer);
}

FIXTURE_TEARDOWN(family)
{
	server_close(&self->server);
}

TEST_F(family, words_are_joined_and_end_with_a_newline)
{
	SEND(&self->tool, self->server.address, "Hello,", "world", "--quiet");
	server_join(&self->server);
	EXPECT_STREQ("Hello, world --quiet\n", self->server.text);
	EXPECT_STREQ("shown\n", self->tool.out);
	EXPECT_STREQ("", self->tool.err);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(family, standard_input_is_sent_as_it_is)
{
	const char *const argv[] = { "lcdsend", self->server.address, NULL };

	tool_run(&self->tool, "C", DEGREES, strlen(DEGREES), argv);
	server_join(&self->server);
	EXPECT_STREQ(DEGREES, self->server.text);
	EXPECT_STREQ("shown\n", self->tool.out);
	EXPECT_EQ(0, self->tool.status);
}

/* Options */

TEST_F(server, no_newline_sends_the_words_alone)
{
	server_start(&self->server, answer);
	SEND(&self->tool, "--no-newline", self->server.address, "a", "b");
	server_join(&self->server);
	EXPECT_STREQ("a b", self->server.text);
}

TEST_F(server, quiet_prints_no_answer)
{
	server_start(&self->server, answer);
	SEND(&self->tool, "--quiet", self->server.address, "hi");
	EXPECT_STREQ("", self->tool.out);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(server, ipv6_alone_does_not_reach_an_ipv4_server)
{
	SEND(&self->tool, "-6", self->server.address, "hi");
	EXPECT_EQ(1, self->tool.status);
	SEND(&self->tool, "--ipv4", "[::1]:4478", "hi");
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(server, nothing_ends_at_once)
{
	server_start(&self->server, answer);
	SEND(&self->tool, "--no-newline", self->server.address, "");
	server_join(&self->server);
	EXPECT_EQ(0, self->server.count);
	EXPECT_STREQ("shown\n", self->tool.out);
	EXPECT_EQ(0, self->tool.status);
}

/* Partial transfers */

TEST_F(server, more_than_the_socket_holds_is_sent_bit_by_bit)
{
	const size_t length = 4 << 20;
	char *input = malloc(length);
	const char *const argv[] = { "lcdsend", self->server.address, NULL };

	ASSERT_NE(NULL, input);
	memset(input, 'x', length);
	server_start(&self->server, read_late);
	tool_run(&self->tool, "C", input, length, argv);
	server_join(&self->server);
	free(input);
	EXPECT_EQ(length, self->server.count);
	EXPECT_STREQ("shown\n", self->tool.out);
	EXPECT_EQ(0, self->tool.status);
}

TEST_F(server, words_longer_than_the_socket_holds_are_sent_bit_by_bit)
{
	const struct rlimit stack = { 64 << 20, 64 << 20 };	/* holds the words */
	const char *argv[32] = { "lcdsend", self->server.address };
	const size_t length = 100000;
	char *word = malloc(length + 1);

	ASSERT_NE(NULL, word);
	memset(word, 'x', length);
	word[length] = '\0';
	for (int i = 2; i < 31; i++)
		argv[i] = word;
	ASSERT_EQ(0, setrlimit(RLIMIT_STACK, &stack));
	server_start(&self->server, read_late);
	tool_run(&self->tool, "C", NULL, 0, argv);
	server_join(&self->server);
	free(word);
	EXPECT_EQ(29 * (length + 1), self->server.count);
	EXPECT_STREQ("shown\n", self->tool.out);
}

/* Trouble */

TEST_F(server, a_refusal_before_the_end_of_the_text_is_printed)
{
	const size_t length = 8 << 20;
	char *input = calloc(1, length);
	const char *const argv[] = { "lcdsend", self->server.address, NULL };

	ASSERT_NE(NULL, input);
	server_start(&self->server, refuse);
	tool_run(&self->tool, "C", input, length, argv);
	free(input);
	EXPECT_STREQ("busy: try later\n", self->tool.out);
	EXPECT_NE(NULL, strstr(self->tool.err, "the server closed before the end of the text"));
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(server, a_reset_connection_fails)
{
	server_start(&self->server, reset);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_NE(NULL, strstr(self->tool.err, "Connection reset by peer"));
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(server, an_empty_answer_is_a_failure)
{
	server_start(&self->server, server_receive);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_NE(NULL, strstr(self->tool.err, "no answer"));
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(server, a_silent_server_is_left_after_the_timeout)
{
	server_start(&self->server, say_nothing);
	SEND_BRIEFLY(&self->tool, self->server.address, "hi");
	EXPECT_NE(NULL, strstr(self->tool.err, "receive: Connection timed out"));
	EXPECT_EQ(1, self->tool.status);
	EXPECT_LE(1000, self->tool.ms);
	EXPECT_GT(BRIEFLY_MS, self->tool.ms);
}

TEST_F(server, a_server_that_does_not_read_is_left_after_the_timeout)
{
	const size_t length = 8 << 20;
	char *input = calloc(1, length);
	const char *const argv[] = { "lcdsend", "-t1", self->server.address, NULL };

	ASSERT_NE(NULL, input);
	server_start(&self->server, read_nothing);
	tool_run(&self->tool, "C", input, length, argv);
	free(input);
	EXPECT_NE(NULL, strstr(self->tool.err, "send: Connection timed out"));
	EXPECT_EQ(1, self->tool.status);
}

TEST_F(server, an_answer_that_never_ends_is_left_after_the_timeout)
{
	server_start(&self->server, drip_for_ever);
	SEND_BRIEFLY(&self->tool, self->server.address, "hi");
	EXPECT_NE(NULL, strstr(self->tool.err, "receive: Connection timed out"));
	EXPECT_EQ(1, self->tool.status);
	EXPECT_GT(BRIEFLY_MS, self->tool.ms);
}

TEST_F(server, an_answer_without_bound_is_cut)
{
	server_start(&self->server, pour_for_ever);
	SEND(&self->tool, self->server.address, "hi");
	EXPECT_NE(NULL, strstr(self->tool.err, "the answer is too long"));
	EXPECT_EQ(1, self->tool.status);
	EXPECT_GT(100000, strlen(self->tool.out));
}

TEST_F(server, slow_input_does_not_time_out)
{
	char command[512];
	FILE *pipe;

	server_start(&self->server, answer);
	snprintf(command, sizeof(command),
		 "{ echo a; sleep 16; echo b; } | %s/lcdsend -t15 %s > /dev/null",
		 PROGRAMS, self->server.address);
	pipe = popen(command, "w");
	ASSERT_NE(NULL, pipe);
	EXPECT_EQ(0, pclose(pipe));
	server_join(&self->server);
	EXPECT_STREQ("a\nb\n", self->server.text);
}

TEST_F(server, an_output_that_is_full_is_told)
{
	char command[512];

	server_start(&self->server, answer);
	snprintf(command, sizeof(command), "%s/lcdsend %s hi > /dev/full 2> /dev/null",
		 PROGRAMS, self->server.address);
	EXPECT_EQ(1, WEXITSTATUS(system(command)));
}

TEST_F(server, a_full_accept_queue_times_out)
{
	struct sockaddr_in to;
	socklen_t length = sizeof(to);
	int fds[4];

	ASSERT_EQ(0, getsockname(self->server.listener, (struct sockaddr *)&to, &length));
	for (int i = 0; i < 4; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fds[i], (struct sockaddr *)&to, length);
	}
	SEND_BRIEFLY(&self->tool, self->server.address, "hi");
	EXPECT_NE(NULL, strstr(self->tool.err, "Connection timed out"));
	EXPECT_EQ(1, self->tool.status);
	EXPECT_LE(1000, self->tool.ms);
	for (int i = 0; i < 4; i++)
		close(fds[i]);
}

/* A backlog of 0 holds one connection. */
static int fill_backlog(const struct sockaddr_un *to)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (!connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		return fd;
	close(fd);
	return -1;
}

TEST(a_full_backlog_of_a_unix_socket_times_out)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct server server;
	struct tool tool;
	int first;

	ASSERT_EQ(0, server_listen(&server, AF_UNIX));
	strcpy(to.sun_path, server.address);
	first = fill_backlog(&to);
	ASSERT_LE(0, first);
	ASSERT_EQ(-1, fill_backlog(&to));
	SEND_BRIEFLY(&tool, server.address, "hi");
	EXPECT_NE(NULL, strstr(tool.err, "connect: Connection timed out"));
	EXPECT_EQ(1, tool.status);
	EXPECT_LE(1000, tool.ms);
	close(first);
	server_close(&server);
}

/* Two connections were ours; the third is lcdsend's. */
static void answer_the_third(struct server *server, int fd)
{
	int third;

	(void)fd;
	pause_ms(300);
	close(accept(server->listener, NULL, NULL));
	third = accept(server->listener, NULL, NULL);
	answer(server, third);
	close(third);
}

TEST(a_full_backlog_of_a_unix_socket_is_waited_for)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct server server;
	struct tool tool;
	int first, second;

	ASSERT_EQ(0, server_listen(&server, AF_UNIX));
	strcpy(to.sun_path, server.address);
	first = fill_backlog(&to);
	server_start(&server, answer_the_third);
	for (second = -1; second < 0; pause_ms(1))
		second = fill_backlog(&to);
	SEND(&tool, server.address, "hi");
	server_join(&server);
	EXPECT_STREQ("hi\n", server.text);
	EXPECT_STREQ("", tool.err);
	close(first);
	close(second);
	server_close(&server);
}

TEST_F(server, a_closed_port_is_refused)
{
	char expected[200];

	close(self->server.listener);
	SEND(&self->tool, self->server.address, "hi");
	sprintf(expected, "lcdsend: connect to 127.0.0.1 port %s: Connection refused\n",
		strchr(self->server.address, ':') + 1);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

/* A name with two addresses, of which only the second has the server. */
static int name_two_addresses(void)
{
	char hosts[] = "/tmp/lcdsend-hosts.XXXXXX";
	static const char text[] = "::1 two.test\n127.0.0.1 two.test\n";
	int fd = mkstemp(hosts);
	int done;

	done = fd >= 0 && write(fd, text, strlen(text)) > 0 && !fchmod(fd, 0644) &&
	       !unshare(CLONE_NEWNS) && !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !mount(hosts, "/etc/hosts", NULL, MS_BIND, NULL);
	close(fd);
	unlink(hosts);
	return done;
}

TEST_F(server, each_address_of_a_name_is_tried)
{
	const char *port = strchr(self->server.address, ':') + 1;
	char name[64], expected[200];

	if (!name_two_addresses())
		SKIP(return, "no mount namespace: %s", strerror(errno));
	sprintf(name, "two.test:%s", port);
	server_start(&self->server, answer);
	SEND(&self->tool, name, "hi");
	EXPECT_STREQ("shown\n", self->tool.out);
	EXPECT_STREQ("", self->tool.err);

	server_close(&self->server);
	SEND(&self->tool, name, "hi");
	sprintf(expected, "lcdsend: connect to ::1 port %s: Connection refused\n"
		"lcdsend: connect to 127.0.0.1 port %s: Connection refused\n", port, port);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_EQ(1, self->tool.status);
}

TEST(a_socket_that_is_not_there)
{
	static struct tool tool;

	SEND(&tool, "/nonexistent/socket", "hi");
	EXPECT_STREQ("lcdsend: /nonexistent/socket: connect: No such file or directory\n",
		     tool.err);
	EXPECT_EQ(1, tool.status);
}

TEST(a_name_that_cannot_be)
{
	static struct tool tool;

	SEND(&tool, "bad..name", "hi");
	EXPECT_EQ(0, strncmp(tool.err, "lcdsend: bad..name: ", 20));
	EXPECT_EQ(1, tool.status);
}

/* Usage */

FIXTURE(usage) {
	struct tool tool;
};

FIXTURE_VARIANT(usage) {
	const char *argument;
	const char *message;
};

FIXTURE_VARIANT_ADD(usage, nothing) {
	NULL, "lcdsend: the host is missing\n" };
FIXTURE_VARIANT_ADD(usage, empty_host) {
	":4478", "lcdsend: :4478: the host is missing\n" };
FIXTURE_VARIANT_ADD(usage, empty_port) {
	"a:", "lcdsend: a:: the port must be a number from 1 to 65535\n" };
FIXTURE_VARIANT_ADD(usage, port_zero) {
	"a:0", "lcdsend: a:0: the port must be a number from 1 to 65535\n" };
FIXTURE_VARIANT_ADD(usage, port_too_great) {
	"a:65536", "lcdsend: a:65536: the port must be a number from 1 to 65535\n" };
FIXTURE_VARIANT_ADD(usage, port_wraps_around) {
	"a:4295036774", "lcdsend: a:4295036774: the port must be a number from 1 to 65535\n" };
FIXTURE_VARIANT_ADD(usage, port_with_rest) {
	"[::1]:44x", "lcdsend: [::1]:44x: the port must be a number from 1 to 65535\n" };
FIXTURE_VARIANT_ADD(usage, bracket_not_closed) {
	"[::1", "lcdsend: [::1: the closing bracket is missing\n" };
FIXTURE_VARIANT_ADD(usage, rest_after_bracket) {
	"[::1]4", "lcdsend: [::1]4: only :PORT may follow the closing bracket\n" };
FIXTURE_VARIANT_ADD(usage, timeout_no_number) {
	"-tx", "lcdsend: --timeout=x: must be 0 to 86400 whole seconds\n" };
FIXTURE_VARIANT_ADD(usage, timeout_negative) {
	"--timeout=-1", "lcdsend: --timeout=-1: must be 0 to 86400 whole seconds\n" };
FIXTURE_VARIANT_ADD(usage, unknown_option) {
	"--wait", "lcdsend: unrecognized option '--wait'\n" };

FIXTURE_SETUP(usage)
{
	(void)variant;
	RUN(&self->tool, "lcdsend", variant->argument);
}

FIXTURE_TEARDOWN(usage)
{
	(void)self;
}

TEST_F(usage, is_told_and_ends_with_2)
{
	char expected[256];

	snprintf(expected, sizeof(expected), "%sTry 'lcdsend --help' for more information.\n",
		 variant->message);
	EXPECT_STREQ(expected, self->tool.err);
	EXPECT_STREQ("", self->tool.out);
	EXPECT_EQ(2, self->tool.status);
}

TEST_HARNESS_MAIN
