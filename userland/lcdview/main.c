// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdview - draw a character display, live, in a terminal
 */
#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "frame.h"
#include "picture.h"
#include "source.h"
#include "view.h"
#include "../common/output.h"
#include "../common/printable.h"
#include "../common/version.h"

enum { EXIT_DONE, EXIT_TROUBLE, EXIT_USAGE };

static void print_help(void)
{
	puts("Usage: lcdview [OPTION]... [FILE]\n"
	     "Draw the display FILE, /dev/LCD by default, in the terminal, and draw it anew\n"
	     "whenever it changes. Of a text file, draw what a display would show of it.\n"
	     "\n"
	     "  -1, --once                draw it once and exit\n"
	     "  -g, --geometry=COLSxROWS  size of a text file's display (20x4)\n"
	     "  -h, --help                print this help and exit\n"
	     "  -V, --version             print the version and exit\n"
	     "\n"
	     "The key q ends the program, ^L draws anew.\n"
	     "\n"
	     "Exit status: 0 all is well, 1 FILE cannot be shown, 2 wrong usage.\n"
	     "\n"
	     "Examples:\n"
	     "  lcdview\n"
	     "  lcdview --once --geometry=16x2 notes.txt");
}

static void usage_error(void)
{
	fputs("Try 'lcdview --help' for more information.\n", stderr);
	exit(EXIT_USAGE);
}

static void parse_geometry(struct source *source, const char *text)
{
	int end = 0;

	if (sscanf(text, "%2ux%1u%n", &source->cols, &source->rows, &end) != 2 || text[end] ||
	    source->cols < 1 || source->cols > SCREEN_MAX_COLS ||
	    source->rows < 1 || source->rows > SCREEN_MAX_ROWS) {
		warnx("--geometry=%s: must be COLSxROWS, 1x1 to %dx%d", text,
		      SCREEN_MAX_COLS, SCREEN_MAX_ROWS);
		usage_error();
	}
}

static bool parse_options(struct source *source, int argc, char **argv)
{
	static const struct option names[] = {
		{ "once", no_argument, NULL, '1' },
		{ "geometry", required_argument, NULL, 'g' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	bool once = false;
	int option;

	while ((option = getopt_long(argc, argv, "1g:hV", names, NULL)) != -1) {
		switch (option) {
		case '1':
			once = true;
			break;
		case 'g':
			parse_geometry(source, optarg);
			break;
		case 'h':
			print_help();
			exit(output_end() ? EXIT_DONE : EXIT_TROUBLE);
		case 'V':
			version_print("lcdview");
			exit(output_end() ? EXIT_DONE : EXIT_TROUBLE);
		default:
			usage_error();
		}
	}
	return once;
}

static int show_once(struct source *source, bool utf8)
{
	const struct frame_style style = { .utf8 = utf8 };
	struct picture picture;

	if (!source_read(source, &picture)) {
		warnx("%s: %s", source->path, source->why);
		return EXIT_TROUBLE;
	}
	frame_draw(stdout, &picture, &style, "\n");
	source_close(source);
	return output_end() ? EXIT_DONE : EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	struct source source = { .path = "/dev/LCD", .rows = 4, .cols = 20, .fd = -1 };
	bool once = parse_options(&source, argc, argv);
	bool utf8 = printable_locale();

	if (argc - optind > 1) {
		warnx("%s: only one FILE can be shown", argv[optind + 1]);
		usage_error();
	}
	if (argv[optind])
		source.path = argv[optind];
	return once ? show_once(&source, utf8) : view_run(&source, utf8);
}
