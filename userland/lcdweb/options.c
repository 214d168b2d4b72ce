// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <err.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/geometry.h"
#include "../common/output.h"
#include "../common/version.h"
#include "route.h"

enum { EXIT_DONE, EXIT_TROUBLE, EXIT_USAGE };

#define DEFAULT_PORT "4480"
#define TOKEN_MIN 8

static void print_help(void)
{
	puts("Usage: lcdweb [OPTION]...\n"
	     "Show the character displays of this machine, /dev/LCD*, to browsers and to curl,\n"
	     "and let them write.\n"
	     "\n"
	     "  -l, --listen=[ADDRESS:]PORT  listen there, or on the path of a Unix socket;\n"
	     "                               may be repeated (" DEFAULT_PORT " of this machine)\n"
	     "  -d, --device=FILE[:COLSxROWS]\n"
	     "                               show a display, or a text file at this size\n"
	     "                               (20x4); may be repeated (all of /dev/LCD*)\n"
	     "  -H, --host=NAME              name that browsers may use, beside localhost;\n"
	     "                               may be repeated\n"
	     "  -t, --token-file=FILE        file whose first line is the token; connections\n"
	     "                               to a Unix socket need no token\n"
	     "      --insecure               let other machines in without a token\n"
	     "  -r, --read-only              refuse to write and to press keys\n"
	     "      --connections=NUMBER     most connections at a time (1024)\n"
	     "      --per-address=NUMBER     most connections from one address (64)\n"
	     "      --timeout=SECONDS        time to send a request or to read an answer (20)\n"
	     "      --beat=SECONDS           time between signs of life in events (15)\n"
	     "  -h, --help                   print this help and exit\n"
	     "  -V, --version                print the version and exit\n"
	     "\n"
	     "Exit status: 0 ended by a signal, 1 cannot go on, 2 wrong usage.\n"
	     "\n"
	     "Examples:\n"
	     "  lcdweb\n"
	     "  lcdweb --listen=4481 --device=notes.txt:16x2\n"
	     "  curl -T menu.txt http://localhost:4480/LCD");
}

__attribute__((noreturn)) static void usage_error(void)
{
	fputs("Try 'lcdweb --help' for more information.\n", stderr);
	exit(EXIT_USAGE);
}

__attribute__((noreturn)) static void refuse(const char *option, const char *value,
					     const char *why)
{
	warnx("--%s=%s: %s", option, value, why);
	usage_error();
}

static void add_listen(struct options *options, const char *text)
{
	const char *wrong = listen_parse(&options->listen, text);

	if (wrong)
		refuse("listen", text, wrong);
}

/* The part after the last colon is a size only if it looks like one. */
static void add_device(struct options *options, char *text)
{
	struct displays_file *file = &options->files[options->count];
	char *colon = strrchr(text, ':'), *name;

	if (options->count == DISPLAYS_MAX)
		refuse("device", text, "too many");
	*file = (struct displays_file){ .path = text, .rows = 4, .cols = 20 };
	if (colon && geometry_parse(colon + 1, &file->rows, &file->cols))
		*colon = '\0';
	name = strrchr(text, '/');
	name = name ? name + 1 : text;
	if (!route_name_is_free(name))
		refuse("device", text, "lcdweb has a page of its own with this name");
	for (size_t i = 0; i < options->count; i++) {
		const char *other = strrchr(options->files[i].path, '/');

		if (!strcmp(other ? other + 1 : options->files[i].path, name))
			refuse("device", text, "another device has the same name");
	}
	options->count++;
}

static void add_host(struct options *options, const char *name)
{
	if (!guard_host_is_name(name))
		refuse("host", name, "must be a name or an address without a port");
	if (options->guard.count == GUARD_HOSTS_MAX)
		refuse("host", name, "too many");
	options->guard.hosts[options->guard.count++] = name;
}

static void set_number(unsigned int *number, const char *option, const char *text,
		       unsigned long most)
{
	unsigned long value;
	char *end;

	value = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || !value || value > most)
		refuse(option, text, "not a number, or out of range");
	*number = value;
}

/* A name without a folder names a credential, if systemd has passed any. */
static void read_token(struct options *options, const char *name)
{
	const char *credentials = strchr(name, '/') ? NULL : getenv("CREDENTIALS_DIRECTORY");
	char path[PATH_MAX], *token = options->guard.token;
	FILE *file;

	snprintf(path, sizeof(path), "%s%s%s", credentials ? credentials : "",
		 credentials ? "/" : "", name);
	file = fopen(path, "re");
	if (!file)
		err(EXIT_TROUBLE, "%s", path);
	if (!fgets(token, sizeof(options->guard.token), file))
		*token = '\0';
	fclose(file);
	if (strlen(token) == GUARD_TOKEN_MAX)
		errx(EXIT_TROUBLE, "%s: the token is too long", path);
	token[strcspn(token, "\r\n")] = '\0';
	if (strlen(token) < TOKEN_MIN)
		errx(EXIT_TROUBLE, "%s: the token must have at least %d characters", path,
		     TOKEN_MIN);
}

enum { OPTION_INSECURE = 256, OPTION_CONNECTIONS, OPTION_PER_ADDRESS, OPTION_TIMEOUT,
	OPTION_BEAT };

static void take(struct options *options, int option, char *value)
{
	switch (option) {
	case 'l':
		add_listen(options, value);
		break;
	case 'd':
		add_device(options, value);
		break;
	case 'H':
		add_host(options, value);
		break;
	case 't':
		read_token(options, value);
		break;
	case 'r':
		options->read_only = true;
		break;
	case OPTION_INSECURE:
		options->insecure = true;
		break;
	case OPTION_CONNECTIONS:
		set_number(&options->limits.most, "connections", value, 60000);
		break;
	case OPTION_PER_ADDRESS:
		set_number(&options->limits.per_address, "per-address", value, 60000);
		break;
	case OPTION_TIMEOUT:
		set_number(&options->limits.seconds, "timeout", value, 3600);
		break;
	case OPTION_BEAT:
		set_number(&options->beat_s, "beat", value, 3600);
		break;
	case 'h':
		print_help();
		exit(output_end() ? EXIT_DONE : EXIT_TROUBLE);
	case 'V':
		version_print("lcdweb");
		exit(output_end() ? EXIT_DONE : EXIT_TROUBLE);
	default:
		usage_error();
	}
}

void options_parse(struct options *options, int argc, char **argv)
{
	static const struct option names[] = {
		{ "listen", required_argument, NULL, 'l' },
		{ "device", required_argument, NULL, 'd' },
		{ "host", required_argument, NULL, 'H' },
		{ "token-file", required_argument, NULL, 't' },
		{ "insecure", no_argument, NULL, OPTION_INSECURE },
		{ "read-only", no_argument, NULL, 'r' },
		{ "connections", required_argument, NULL, OPTION_CONNECTIONS },
		{ "per-address", required_argument, NULL, OPTION_PER_ADDRESS },
		{ "timeout", required_argument, NULL, OPTION_TIMEOUT },
		{ "beat", required_argument, NULL, OPTION_BEAT },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	*options = (struct options){
		.limits = { .most = 1024, .per_address = 64, .seconds = 20 },
		.beat_s = 15,
	};
	while ((option = getopt_long(argc, argv, "l:d:H:t:rhV", names, NULL)) != -1)
		take(options, option, optarg);
	if (argv[optind]) {
		warnx("%s: name files with --device=FILE", argv[optind]);
		usage_error();
	}
	if (!options->listen.count)
		listen_parse(&options->listen, DEFAULT_PORT);
}
