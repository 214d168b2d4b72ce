// SPDX-License-Identifier: GPL-2.0-only
#include "loader.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../common/version.h"
#include "../base/log.h"
#include "../base/macros.h"
#include "options.h"

#define CONFIG_FOLDER "/etc/lcdbridge/"	/* has a file for each display: LCD.conf */
#define CONFIG_LINE 200		/* limit of inih, with the line feed and a NUL */
#define HELP_WIDTH 79
#define HELP_INDENT 38
#define CONFIG_HINT "Try 'lcdbridge --help' for more information.\n"

enum { FLAG_CONFIG = 256, FLAG_CHECK, FLAG_DUMP, FLAG_HELP, FLAG_VERSION, FLAG_OPTION };

/* The source of a setting. A list on the command line replaces the list in the file. */
enum config_giver { GIVER_NONE, GIVER_FILE, GIVER_COMMAND_LINE };

/**
 * struct place - where a setting was given
 * @giver: in the file or on the command line
 * @line:  of the file; for a list, the line of the first listener with the word tls
 */
struct place {
	enum config_giver giver;
	unsigned int line;
};

/**
 * struct loader - a configuration while it is loaded
 * @config: the configuration
 * @places: for each option of the table
 * @device: on the command line
 * @path:   of the file
 * @own_path: path of the display's own file
 * @named:  the command line names the file, so it must exist
 * @applying: second pass over the command line, which sets the values. It overrides the
 *          file, but the first pass must find the file's name
 * @line:   number of the line being read
 * @wrong:  errors so far
 * @misused: errors of the command line among them
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
	bool dump;
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

/* Report a setting that is wrong only together with others. */
static void loader_complain_of(struct loader *loader, const struct option_def *def,
			       const char *why)
{
	const struct place *place = loader_place(loader, def);

	if (place->giver == GIVER_FILE)
		log_errx("%s:%u: %s: %s", loader->path, place->line, def->name, why);
	else
		log_errx("--%s: %s", options_flag(def), why);
	loader->wrong++;
	loader->misused += place->giver == GIVER_COMMAND_LINE;
}

static void loader_complain_of_setting(void *arg, const char *section, const char *name,
				       const char *why)
{
	loader_complain_of(arg, options_find(section, name), why);
}

/* inih's handler. Always returns 1, success, so that all errors are reported. */
static int loader_handle(void *arg, const char *section, const char *name, const char *value)
{
	struct loader *loader = arg;
	const struct option_def *def = options_find(section, name);
	const struct place *place = def ? loader_place(loader, def) : NULL;
	char again[64];
	const char *why;

	snprintf(again, sizeof(again), "already set in line %u", place ? place->line : 0);
	if (!options_has_section(section))
		why = *section ? "in an unknown section" : "before any [section]";
	else if (!def)
		why = "unknown option";
	else if (!options_is_list(def) && place->giver == GIVER_FILE)
		why = again;
	else
		why = loader_set(loader, def, value, GIVER_FILE);
	if (why)
		loader_complain(loader, name, why);
	return 1;
}

/*
 * inih's reader. Counts the lines, and removes blanks at their start: inih would take
 * an indented line for a continuation of the value before.
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

/* LCD1, LCD2, ... have no default ports: those belong to LCD. */
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

/* Print the words of @text in lines that fit, from the column after @indent on. */
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

	snprintf(left, sizeof(left), "      --%s=%s", options_flag(def), def->arg);
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
	       "  -c, --config=FILE                 read FILE [" CONFIG_FOLDER "LCD.conf\n"
	       "                                    for /dev/LCD, and so on, if it exists]\n"
	       "      --check-config                check the configuration, the files that it\n"
	       "                                    names and the addresses, then end\n"
	       "      --dump-config                 print all settings as a file, then end\n"
	       "  -h, --help                        show this help, then end\n"
	       "  -V, --version                     show the version, then end\n\n"
	       "Each option below is also a setting NAME = VALUE in a [section] of the file.\n"
	       "Its default is in brackets:\n");
	for (size_t i = 0; i < count; i++) {
		if (strcmp(section, table[i].section))
			printf("\n [%s]\n", table[i].section);
		section = table[i].section;
		config_print_option(&table[i]);
	}
}

/* The options for getopt_long(): first those outside the table, then the table, old names. */
static struct option *config_make_flags(void)
{
	static const struct option fixed[] = {
		{ "config", required_argument, NULL, FLAG_CONFIG },
		{ "check-config", no_argument, NULL, FLAG_CHECK },
		{ "dump-config", no_argument, NULL, FLAG_DUMP },
		{ "help", no_argument, NULL, FLAG_HELP },
		{ "version", no_argument, NULL, FLAG_VERSION },
	};
	size_t count, first = ARRAY_SIZE(fixed);
	const struct option_def *table = options_table(&count);
	struct option *flags = calloc(first + 2 * count + 1, sizeof(*flags));

	if (!flags)
		return NULL;
	memcpy(flags, fixed, sizeof(fixed));
	flags += first;
	for (int i = 0; i < (int)count; i++) {
		flags[i] = (struct option){
			options_flag(&table[i]), required_argument, NULL, FLAG_OPTION + i,
		};
		flags[count + i] = (struct option){
			table[i].old, required_argument, NULL, FLAG_OPTION + i,
		};
	}
	return flags - first;
}

static enum config_verdict config_usage(const char *dashes, const char *what, const char *why)
{
	fprintf(stderr, "lcdbridge: %s%s: %s\n" CONFIG_HINT, dashes, what, why);
	return CONFIG_USAGE;
}

static enum config_verdict config_take_flag(struct loader *loader, int flag, const char *name)
{
	size_t count;
	const struct option_def *table = options_table(&count), *def;
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
	case FLAG_DUMP:
		loader->dump = true;
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
	def = &table[flag - FLAG_OPTION];
	if (!loader->applying && def == options_find("bridge", "device"))
		loader->device = optarg;
	if (!loader->applying)
		return CONFIG_RUN;
	why = loader_set(loader, def, optarg, GIVER_COMMAND_LINE);
	return why ? config_usage("--", name, why) : CONFIG_RUN;
}

static enum config_verdict loader_take_flags(struct loader *loader, int argc, char **argv)
{
	struct option *flags = config_make_flags();
	enum config_verdict verdict = flags ? CONFIG_RUN : CONFIG_WRONG;
	int flag, which = 0;

	optind = 0;	/* a reload goes through the same command line again */
	while (verdict == CONFIG_RUN &&
	       (flag = getopt_long(argc, argv, "c:hV", flags, &which)) != -1)
		verdict = config_take_flag(loader, flag, flags[which].name);
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
		{ "mqtt", "group-prefix" },
		{ "hass", "prefix" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		const struct option_def *def = options_find(needed[i][0], needed[i][1]);

		if (!options_text(loader->config, def))
			loader_complain_of(loader, def, "must not be none");
	}
}

/* One of the three files, or a listener with tls, requires all three. */
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
					   "tls requires certificate, key and ca");
	}
}

/* Print the settings in force, as a file. */
static void config_dump(const struct config *config)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	for (size_t i = 0; i < count; i++) {
		if (!i || strcmp(table[i].section, table[i - 1].section))
			printf("%s[%s]\n", i ? "\n" : "", table[i].section);
		options_print(config, &table[i]);
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
	if (loader->dump)
		config_dump(loader->config);
	return loader->dump ? CONFIG_DONE : loader->check ? CONFIG_CHECK : CONFIG_RUN;
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
