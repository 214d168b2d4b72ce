// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdsend - send text to a display's bridge and print what the display shows
 */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"
#include "answer.h"
#include "exchange.h"
#include "../common/output.h"
#include "../common/printable.h"
#include "../common/version.h"

enum { EXIT_SHOWN, EXIT_NETWORK, EXIT_USAGE };

#define TIMEOUT_DEFAULT 10	/* s */
#define TIMEOUT_MAX 86400

/**
 * struct options - what the command line asks for
 * @family:     AF_INET, AF_INET6, or AF_UNSPEC for both
 * @timeout:    ms, -1 for none
 * @quiet:      print no answer
 * @no_newline: add no newline to the text of the command line
 */
struct options {
	int family;
	int timeout;
	bool quiet;
	bool no_newline;
};

static void print_help(void)
{
	puts("Usage: lcdsend [OPTION]... HOST[:PORT] [TEXT]...\n"
	     "       lcdsend [OPTION]... PATH [TEXT]...\n"
	     "Send TEXT, or standard input if there is no TEXT, to a display's lcdbridge, and\n"
	     "print what the display then shows.\n"
	     "\n"
	     "HOST is a name, an IPv4 address, or an IPv6 address: ::1, or [::1]:4478 with a\n"
	     "port. PORT is 4478 by default. PATH contains a slash, and names a Unix socket.\n"
	     "\n"
	     "  -4, --ipv4             use only IPv4\n"
	     "  -6, --ipv6             use only IPv6\n"
	     "  -n, --no-newline       do not end TEXT with a newline\n"
	     "  -q, --quiet            do not print the answer\n"
	     "  -t, --timeout=SECONDS  how long to wait for the server, 0 is for ever (10)\n"
	     "  -h, --help             print this help and exit\n"
	     "  -V, --version          print the version and exit\n"
	     "\n"
	     "Exit status: 0 shown, 1 refused or the network failed, 2 wrong usage.\n"
	     "\n"
	     "Examples:\n"
	     "  lcdsend localhost Hello, world\n"
	     "  date | lcdsend [2001:db8::7]:4478");
}

static void usage_error(void)
{
	fputs("Try 'lcdsend --help' for more information.\n", stderr);
	exit(EXIT_USAGE);
}

static int parse_timeout(const char *text)
{
	char *end;
	long seconds;

	errno = 0;
	seconds = strtol(text, &end, 10);
	if (errno || end == text || *end || seconds < 0 || seconds > TIMEOUT_MAX) {
		warnx("--timeout=%s: must be 0 to %d whole seconds", text, TIMEOUT_MAX);
		usage_error();
	}
	return seconds ? seconds * 1000 : -1;
}

static void parse_option(struct options *options, int option)
{
	switch (option) {
	case '4':
		options->family = AF_INET;
		break;
	case '6':
		options->family = AF_INET6;
		break;
	case 'n':
		options->no_newline = true;
		break;
	case 'q':
		options->quiet = true;
		break;
	case 't':
		options->timeout = parse_timeout(optarg);
		break;
	case 'h':
		print_help();
		exit(output_end() ? EXIT_SHOWN : EXIT_NETWORK);
	case 'V':
		version_print("lcdsend");
		exit(output_end() ? EXIT_SHOWN : EXIT_NETWORK);
	default:
		usage_error();
	}
}

static struct options parse_options(int argc, char **argv)
{
	static const struct option names[] = {
		{ "ipv4", no_argument, NULL, '4' },
		{ "ipv6", no_argument, NULL, '6' },
		{ "no-newline", no_argument, NULL, 'n' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "timeout", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = {
		.family = AF_UNSPEC,
		.timeout = TIMEOUT_DEFAULT * 1000,
	};
	int option;

	/* '+': words after HOST are text, even if they begin with a dash. */
	while ((option = getopt_long(argc, argv, "+46nqt:hV", names, NULL)) != -1)
		parse_option(&options, option);
	return options;
}

/* The words, joined by blanks; the caller frees them. */
static char *join_words(char **words, const char *end)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		err(EXIT_NETWORK, "memory");
	for (int i = 0; words[i]; i++)
		fprintf(out, "%s%s", i ? " " : "", words[i]);
	fputs(end, out);
	if (fclose(out))
		err(EXIT_NETWORK, "memory");
	return text;
}

static int send_text(int fd, const char *host, char **words, const struct options *options)
{
	bool utf8 = printable_locale();
	struct answer answer = {
		.shown = { .out = options->quiet ? NULL : stdout, .utf8 = utf8 },
		.refusal = { .out = stderr, .utf8 = utf8 },
	};
	char *text = words[0] ? join_words(words, options->no_newline ? "" : "\n") : NULL;
	struct exchange exchange = {
		.socket = fd,
		.input = text ? -1 : STDIN_FILENO,
		.text = text,
		.length = text ? strlen(text) : 0,
		.timeout = options->timeout,
		.answer = &answer,
	};
	const char *error;

	error = exchange_run(&exchange);
	if (error && errno)
		warn("%s: %s", host, error);
	else if (error)
		warnx("%s: %s", host, error);
	free(text);
	return error || answer_is_refusal(&answer) ? EXIT_NETWORK : EXIT_SHOWN;
}

int main(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	struct address address;
	const char *host = argv[optind];
	const char *error;
	int status;
	int fd;

	if (!host) {
		warnx("the host is missing");
		usage_error();
	}
	error = address_parse(&address, host);
	if (error) {
		warnx("%s: %s", host, error);
		usage_error();
	}
	fd = address_connect(&address, options.family, options.timeout);
	if (fd < 0)
		return EXIT_NETWORK;
	status = send_text(fd, host, argv + optind + 1, &options);
	close(fd);
	return output_end() ? status : EXIT_NETWORK;
}
