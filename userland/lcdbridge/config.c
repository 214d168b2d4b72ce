// SPDX-License-Identifier: GPL-2.0-only
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "macros.h"
#include "options.h"
#include "../common/version.h"

#define CONFIG_FOLDER "/etc/lcdbridge/"	/* a file in it for each display: LCD.conf */
#define CONFIG_DEVICE "device"
#define CONFIG_LINE 200		/* what inih takes, the line feed and a NUL included */
#define HELP_WIDTH 79
#define HELP_INDENT 35
#define CONFIG_HINT "Try 'lcdbridge --help' for more information.\n"

enum { FLAG_CONFIG = 256, FLAG_CHECK, FLAG_HELP, FLAG_VERSION, FLAG_OPTION };

/* Who gave a setting: a list given by a later one replaces what an earlier gave. */
enum config_giver { GIVER_NONE, GIVER_FILE, GIVER_COMMAND_LINE };

/**
 * struct place - where a setting was given
 * @giver: by whom
 * @line:  of the file; of a list, that of the first listener with the word tls
 */
struct place {
	enum config_giver giver;
	unsigned int line;
};

/**
 * struct loader - a configuration in the making
 * @config: it
 * @places: of each option of the table
 * @device: as the command line has it
 * @path:   the file
 * @own_path: where it is that of the display
 * @named:  was the file named on the command line? Then it must exist
 * @applying: values on the command line count now: it outranks the file, but
 *          the file's name must be found first
 * @line:   being read
 * @wrong:  errors so far
 * @misused: those among them that the command line made
 */
struct loader {
	struct config *config;
	struct place *places;
	const char *device;
	const char *path;
	char own_path[PATH_MAX];
	FILE *file;
	bool named;
	bool check;
	bool applying;
	unsigned int line;
	unsigned int wrong;
	unsigned int misused;
};

static struct place *loader_place(struct loader *loader, const struct option_def *def)
{
	size_t count;

	return &loader->places[def - options_table(&count)];
}

static const char *loader_set(struct loader *loader, const struct option_def *def,
			      const char *text, enum config_giver giver)
{
	struct place *place = loader_place(loader, def);
	bool more = options_is_list(def) && place->giver == giver;
	bool had_tls = options_has_tls(loader->config, def);
	const char *why;

	if (options_is_list(def) && !more)
		options_set(loader->config, def, "none");
	why = options_set(loader->config, def, text);
	if (!more || options_has_tls(loader->config, def) != had_tls)
		*place = (struct place){ giver, loader->line };
	return why;
}

static void loader_complain(struct loader *loader, const char *name, const char *why)
{
	log_errx("%s:%u: %s: %s", loader->path, loader->line, name, why);
	loader->wrong++;
}

/* Of what only the whole tells. */
static void loader_complain_of(struct loader *loader, const struct option_def *def,
			       const char *why)
{
	const struct place *place = loader_place(loader, def);

	if (place->giver == GIVER_FILE)
		log_errx("%s:%u: %s: %s", loader->path, place->line, def->name, why);
	else
		log_errx("--%s: %s", def->flag, why);
	loader->wrong++;
	loader->misused += place->giver == GIVER_COMMAND_LINE;
}

static void loader_complain_of_setting(void *arg, const char *section, const char *name,
				       const char *why)
{
	loader_complain_of(arg, options_find(section, name), why);
}

/* inih's handler: 1 is success. Errors are counted here, so that all are told. */
static int loader_handle(void *arg, const char *section, const char *name, const char *value)
{
	struct loader *loader = arg;
	const struct option_def *def = options_find(section, name);
	const char *why;

	if (!options_has_section(section))
		why = *section ? "in an unknown section" : "before any [section]";
	else if (!def)
		why = "unknown option";
	else
		why = loader_set(loader, def, value, GIVER_FILE);
	if (why)
		loader_complain(loader, name, why);
	return 1;
}

/*
 * inih's reader. It counts the lines, and takes the blanks off their start:
 * inih would read an indented line as more of the value before.
 */
static char *loader_read(char *out, int size, void *arg)
{
	struct loader *loader = arg;
	size_t n;

	if (!fgets(out, size, loader->file))
		return NULL;
	loader->line++;
	n = strlen(out);
	if (n == (size_t)size - 1 && out[n - 1] != '\n') {
		loader_complain(loader, "line", "too long");
		while ((n = fgetc(loader->file)) != (size_t)EOF && n != '\n')
			;
		*out = '\0';
	}
	n = strspn(out, " \t");
	memmove(out, out + n, strlen(out + n) + 1);
	return out;
}

static void loader_read_file(struct loader *loader)
{
	unsigned int wrong;
	int line;

	loader->file = fopen(loader->path, "re");
	if (!loader->file) {
		if (!loader->named && errno == ENOENT)
			return;
		log_err("%s", loader->path);
		loader->wrong++;
		return;
	}
	wrong = loader->wrong;
	line = ini_parse_stream(loader_read, loader, loader_handle, loader);
	if (line > 0) {
		loader->line = line;
		loader_complain(loader, "line", "neither [section] nor name = value");
	} else if (ferror(loader->file) && loader->wrong == wrong) {
		log_err("%s: read", loader->path);
		loader->wrong++;
	}
	fclose(loader->file);
}

/* LCD1, LCD2, ... leave the default ports to LCD. */
static bool config_is_further_display(const struct config *config)
{
	const char *name = config_device_name(config);

	return !strncmp(name, "LCD", 3) && isdigit((unsigned char)name[3]);
}

static void loader_set_defaults(struct loader *loader)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	for (size_t i = 0; i < count; i++)
		if (loader->places[i].giver == GIVER_NONE && !options_is_list(&table[i]))
			options_set(loader->config, &table[i], table[i].value);
	if (config_is_further_display(loader->config))
		return;
	for (size_t i = 0; i < count; i++)
		if (loader->places[i].giver == GIVER_NONE && options_is_list(&table[i]))
			options_set(loader->config, &table[i], table[i].value);
}

/* The words of @text, which start in the column after @indent, in lines that fit. */
static void print_wrapped(const char *text, int indent)
{
	int column = indent, n;

	for (; *text; text += n + (text[n] == ' ')) {
		n = strcspn(text, " ");
		if (column + 1 + n > HELP_WIDTH)
			column = printf("\n%*s", indent, "") - 1;
		column += printf(" %.*s", n, text);
	}
	putchar('\n');
}

static void config_print_option(const struct option_def *def)
{
	char left[64], right[160];

	snprintf(left, sizeof(left), "      --%s=%s", def->flag, def->arg);
	snprintf(right, sizeof(right), "%s [%s]", def->help, def->value);
	print_wrapped(right, printf("%-*s", HELP_INDENT, left));
}

static void config_print_help(void)
{
	size_t count;
	const struct option_def *table = options_table(&count);
	const char *section = "";

	printf("Usage: lcdbridge [OPTION]...\n"
	       "Carry text from the network to a character display that is a file.\n\n"
	       "  -c, --config=FILE                 read it [" CONFIG_FOLDER "LCD.conf\n"
	       "                                    for /dev/LCD, and so on, if it is there]\n"
	       "      --check-config                check the configuration, then end\n"
	       "  -h, --help                        show this help, then end\n"
	       "  -V, --version                     show the version, then end\n\n"
	       "Each of these is also NAME = VALUE in a [section] of the file, and is\n"
	       "shown with its default:\n");
	for (size_t i = 0; i < count; i++) {
		if (strcmp(section, table[i].section))
			printf("\n [%s]\n", table[i].section);
		section = table[i].section;
		config_print_option(&table[i]);
	}
}

/* The table as getopt_long() wants it, after the options that are not in it. */
static struct option *config_make_flags(void)
{
	static const struct option fixed[] = {
		{ "config", required_argument, NULL, FLAG_CONFIG },
		{ "check-config", no_argument, NULL, FLAG_CHECK },
		{ "help", no_argument, NULL, FLAG_HELP },
		{ "version", no_argument, NULL, FLAG_VERSION },
	};
	size_t count, first = ARRAY_SIZE(fixed);
	const struct option_def *table = options_table(&count);
	struct option *flags = calloc(first + count + 1, sizeof(*flags));

	if (!flags)
		return NULL;
	memcpy(flags, fixed, sizeof(fixed));
	for (size_t i = 0; i < count; i++)
		flags[first + i] = (struct option){
			table[i].flag, required_argument, NULL, FLAG_OPTION + (int)i,
		};
	return flags;
}

static enum config_verdict config_usage(const char *dashes, const char *what, const char *why)
{
	fprintf(stderr, "lcdbridge: %s%s: %s\n" CONFIG_HINT, dashes, what, why);
	return CONFIG_USAGE;
}

static enum config_verdict config_take_flag(struct loader *loader, int flag)
{
	size_t count;
	const struct option_def *table = options_table(&count);
	const char *why;

	switch (flag) {
	case 'c':
	case FLAG_CONFIG:
		loader->path = optarg;
		loader->named = true;
		return CONFIG_RUN;
	case FLAG_CHECK:
		loader->check = true;
		return CONFIG_RUN;
	case 'h':
	case FLAG_HELP:
		config_print_help();
		return CONFIG_DONE;
	case 'V':
	case FLAG_VERSION:
		version_print("lcdbridge");
		return CONFIG_DONE;
	case '?':
		fputs(CONFIG_HINT, stderr);	/* getopt_long() said the rest */
		return CONFIG_USAGE;
	}
	table += flag - FLAG_OPTION;
	if (!loader->applying && !strcmp(table->flag, CONFIG_DEVICE))
		loader->device = optarg;
	if (!loader->applying)
		return CONFIG_RUN;
	why = loader_set(loader, table, optarg, GIVER_COMMAND_LINE);
	return why ? config_usage("--", table->flag, why) : CONFIG_RUN;
}

static enum config_verdict loader_take_flags(struct loader *loader, int argc, char **argv)
{
	struct option *flags = config_make_flags();
	enum config_verdict verdict = flags ? CONFIG_RUN : CONFIG_WRONG;
	int flag;

	optind = 0;	/* a reload goes through the same command line again */
	while (verdict == CONFIG_RUN &&
	       (flag = getopt_long(argc, argv, "c:hV", flags, NULL)) != -1)
		verdict = config_take_flag(loader, flag);
	if (verdict == CONFIG_RUN && optind < argc)
		verdict = config_usage("", argv[optind], "not an option");
	free(flags);
	return verdict;
}

/* What must not be "none". */
static void loader_check_texts(struct loader *loader)
{
	static const char *const needed[][2] = {
		{ "bridge", "device" },
		{ "mqtt", "prefix" },
		{ "mqtt", "client-id" },
		{ "hass", "prefix" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		const struct option_def *def = options_find(needed[i][0], needed[i][1]);

		if (!options_text(loader->config, def))
			loader_complain_of(loader, def, "none: there must be one");
	}
}

/* One of the three files asks for the others, and so does a listener. */
static void loader_check_tls(struct loader *loader)
{
	const struct config *config = loader->config;
	size_t count;
	const struct option_def *table = options_table(&count);

	if (config->tls_certificate && config->tls_key && config->tls_ca)
		return;
	for (size_t i = 0; i < count; i++) {
		bool file = !strcmp(table[i].section, "tls") && options_text(config, &table[i]);

		if (file || options_has_tls(config, &table[i]))
			loader_complain_of(loader, &table[i],
					   "tls takes a certificate, a key and a ca");
	}
}

static const char *last_component(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Each display may have a file of its own. */
static void loader_find_file(struct loader *loader)
{
	if (loader->named)
		return;
	snprintf(loader->own_path, sizeof(loader->own_path), CONFIG_FOLDER "%s.conf",
		 last_component(loader->device));
	loader->path = loader->own_path;
}

static enum config_verdict loader_load(struct loader *loader, int argc, char **argv,
				       config_check *check)
{
	enum config_verdict verdict = loader_take_flags(loader, argc, argv);

	if (verdict != CONFIG_RUN)
		return verdict;
	loader_find_file(loader);
	loader_read_file(loader);
	loader->applying = true;
	verdict = loader_take_flags(loader, argc, argv);
	if (verdict != CONFIG_RUN)
		return verdict;
	loader_set_defaults(loader);
	loader_check_texts(loader);
	loader_check_tls(loader);
	if (!loader->wrong)
		check(loader->config, loader_complain_of_setting, loader);
	if (loader->wrong)
		return loader->misused == loader->wrong ? CONFIG_USAGE : CONFIG_WRONG;
	return loader->check ? CONFIG_CHECK : CONFIG_RUN;
}

enum config_verdict config_load(int argc, char **argv, config_check *check,
				struct config **config)
{
	struct loader loader = { .device = "LCD" };
	enum config_verdict verdict = CONFIG_WRONG;
	size_t count;

	options_table(&count);
	loader.config = calloc(1, sizeof(*loader.config));
	loader.places = calloc(count, sizeof(*loader.places));
	if (loader.config && loader.places)
		verdict = loader_load(&loader, argc, argv, check);
	free(loader.places);
	if (verdict == CONFIG_RUN || verdict == CONFIG_CHECK)
		*config = loader.config;
	else
		config_free(loader.config);
	return verdict;
}

void config_free(struct config *config)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	for (size_t i = 0; config && i < count; i++)
		options_free(config, &table[i]);
	free(config);
}

const char *config_device_name(const struct config *config)
{
	return last_component(config->device ? config->device : "");
}
