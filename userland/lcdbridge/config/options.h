/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of options, and how a value's text becomes a setting. */
#ifndef LCDBRIDGE_OPTIONS_H
#define LCDBRIDGE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct config;

enum option_type {
	OPTION_TEXT,		/* char *, NULL when empty or "none" */
	OPTION_SECRET,		/* char *, the path of a file; NULL likewise */
	OPTION_NUMBER,		/* unsigned int within min..max */
	OPTION_SECONDS,		/* unsigned int milliseconds, written as seconds or with a unit */
	OPTION_BYTES,		/* unsigned int, which may have a unit */
	OPTION_SWITCH,		/* bool: yes or no */
	OPTION_GEOMETRY,	/* struct geometry, written COLSxROWS */
	OPTION_CHOICE,		/* char *, one of the words that @arg lists */
	OPTION_LEVEL,		/* unsigned int, enum log_level */
	OPTION_STREAM,		/* struct endpoints; may be given several times */
	OPTION_DATAGRAM,	/* likewise, without TLS */
	OPTION_PATH,		/* likewise, Unix sockets */
};

/**
 * struct option_def - one setting
 * @section: of the configuration file
 * @name:    its key there
 * @old:     earlier name of its option, which still works
 * @arg:     what --help calls its argument
 * @help:    what it is, for --help and the manual page
 * @value:   the default, as it would be written
 * @type:    how to read it
 * @min:     least value of a number, or of a time in milliseconds
 * @max:     greatest
 * @offset:  of the setting in struct config
 */
struct option_def {
	const char *section;
	const char *name;
	const char *old;
	const char *arg;
	const char *help;
	const char *value;
	enum option_type type;
	unsigned int min;
	unsigned int max;
	size_t offset;
};

/* The table; @count gets its length. */
const struct option_def *options_table(size_t *count);

const struct option_def *options_find(const char *section, const char *name);

/* Its option: section-name, or name alone in [bridge]. */
const char *options_flag(const struct option_def *def);

/* Is it a list of endpoints? Then its values add up. */
bool options_is_list(const struct option_def *def);

/* A setting that is a text; NULL for none. */
const char *options_text(const struct config *config, const struct option_def *def);

/* Is it a list with a listener that has the word tls? */
bool options_has_tls(const struct config *config, const struct option_def *def);

bool options_has_section(const char *section);

/**
 * options_set() - read one value
 * @config: where to
 * @def:    which setting
 * @text:   its value
 *
 * Return: NULL, or what is wrong with @text (static or of the calling thread).
 */
const char *options_set(struct config *config, const struct option_def *def, const char *text);

/* Print a setting as a file would have it. */
void options_print(const struct config *config, const struct option_def *def);

/* Do two configurations agree on all of a section? */
bool options_same(const struct config *a, const struct config *b, const char *section);

void options_free(struct config *config, const struct option_def *def);

#endif
