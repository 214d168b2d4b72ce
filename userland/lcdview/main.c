// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdview - draw a character display, live, in a terminal, or as an image
 */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "colour.h"
#include "frame.h"
#include "view.h"
#include "../common/geometry.h"
#include "../common/glass_image.h"
#include "../common/output.h"
#include "../common/picture.h"
#include "../common/printable.h"
#include "../common/source.h"
#include "../common/version.h"

enum { EXIT_DONE, EXIT_TROUBLE, EXIT_USAGE };

/* Options without a letter. */
enum { OPTION_SVG = 0x100, OPTION_PNG };

/**
 * enum action - what to do with the picture
 * @ACTION_LIVE: draw it in the terminal whenever it changes
 * @ACTION_ONCE: draw it in the terminal
 * @ACTION_SVG:  write an SVG image
 * @ACTION_PNG:  write a PNG image
 */
enum action { ACTION_LIVE, ACTION_ONCE, ACTION_SVG, ACTION_PNG };

static void print_help(void)
{
	puts("Usage: lcdview [OPTION]... [FILE]\n"
	     "Draw the display FILE, /dev/LCD by default, in the terminal, and draw it again\n"
	     "whenever it changes. Draw a text file as a display would show it.\n"
	     "\n"
	     "  -1, --once                draw it once and exit\n"
	     "  -d, --dots                draw every dot of the glass\n"
	     "      --svg                 write an SVG image to standard output and exit\n"
	     "      --png                 write a PNG image to standard output and exit\n"
	     "  -s, --style=STYLE         colours of dots, images and text:\n"
	     "                            " GLASS_STYLES " (green)\n"
	     "  -g, --geometry=COLSxROWS  size at which a text file is drawn (20x4)\n"
	     "  -h, --help                print this help and exit\n"
	     "  -V, --version             print the version and exit\n"
	     "\n"
	     "The key q ends the program, and ^L draws the display again.\n"
	     "\n"
	     "Exit status: 0 all is well, 1 FILE cannot be shown, 2 wrong usage.\n"
	     "\n"
	     "Examples:\n"
	     "  lcdview\n"
	     "  lcdview --once --geometry=16x2 notes.txt\n"
	     "  lcdview --png > display.png");
}

static void usage_error(void)
{
	fputs("Try 'lcdview --help' for more information.\n", stderr);
	exit(EXIT_USAGE);
}

static const struct glass_style *parse_style(const char *name)
{
	const struct glass_style *style = glass_style(name);

	if (style)
		return style;
	warnx("--style=%s: must be " GLASS_STYLES, name);
	usage_error();
	return NULL;
}

static enum action parse_options(struct source *source, struct frame_style *style,
				 int argc, char **argv)
{
	static const struct option names[] = {
		{ "once", no_argument, NULL, '1' },
		{ "dots", no_argument, NULL, 'd' },
		{ "svg", no_argument, NULL, OPTION_SVG },
		{ "png", no_argument, NULL, OPTION_PNG },
		{ "style", required_argument, NULL, 's' },
		{ "geometry", required_argument, NULL, 'g' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	enum action action = ACTION_LIVE;
	int option;

	while ((option = getopt_long(argc, argv, "1ds:g:hV", names, NULL)) != -1) {
		switch (option) {
		case '1':
			action = ACTION_ONCE;
			break;
		case 'd':
			style->dots = true;
			break;
		case OPTION_SVG:
			action = ACTION_SVG;
			break;
		case OPTION_PNG:
			action = ACTION_PNG;
			break;
		case 's':
			style->colours = parse_style(optarg);
			break;
		case 'g':
			if (!geometry_parse(optarg, &source->rows, &source->cols)) {
				warnx("--geometry=%s: " GEOMETRY_RULE, optarg);
				usage_error();
			}
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
	return action;
}

static bool write_png(const struct picture *picture, const struct glass_style *style)
{
	struct glass glass;

	glass_paint(&glass, picture);
	if (glass_png(stdout, &glass, style))
		return true;
	warn("standard output");
	return false;
}

static int show_once(struct source *source, struct frame_style *style, enum action action)
{
	const struct glass_style *colours = style->colours ? style->colours : glass_style(NULL);
	struct picture picture;

	if (action == ACTION_PNG && isatty(STDOUT_FILENO)) {
		warnx("--png: standard output is a terminal; write \"> FILE\" after it");
		return EXIT_USAGE;
	}
	if (!source_read(source, &picture)) {
		warnx("%s: %s", source->path, source->why);
		return EXIT_TROUBLE;
	}
	source_close(source);
	if (action == ACTION_PNG && !write_png(&picture, colours))
		return EXIT_TROUBLE;
	if (action == ACTION_SVG)
		glass_svg_picture(stdout, &picture, colours);
	if (action == ACTION_ONCE) {
		view_choose_dots(&picture, style);
		frame_draw(stdout, &picture, style, "\n");
	}
	return output_end() ? EXIT_DONE : EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	struct source source = { .path = "/dev/LCD", .rows = 4, .cols = 20, .fd = -1 };
	struct frame_style style = { .depth = colour_depth() };
	enum action action = parse_options(&source, &style, argc, argv);

	style.utf8 = printable_locale();
	if (style.dots && !style.colours)
		style.colours = glass_style(NULL);
	if (argc - optind > 1) {
		warnx("%s: only one FILE can be shown", argv[optind + 1]);
		usage_error();
	}
	if (argv[optind])
		source.path = argv[optind];
	return action == ACTION_LIVE ? view_run(&source, &style) :
	       show_once(&source, &style, action);
}
