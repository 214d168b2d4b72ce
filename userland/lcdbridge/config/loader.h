/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the configuration comes from: one table of options (options.c) drives
 * the configuration file, the command line, --help and --check-config.
 */
#ifndef LCDBRIDGE_LOADER_H
#define LCDBRIDGE_LOADER_H

#include "config.h"

/**
 * enum config_verdict - what the command line asks for
 * @CONFIG_RUN:   run with the configuration made
 * @CONFIG_CHECK: --check-config: it is right by itself; check what it names, and end
 * @CONFIG_DONE:  what --help, --version or --dump-config ask for was printed: end
 * @CONFIG_USAGE: the command line is wrong, and was complained of: status 2
 * @CONFIG_WRONG: the file or a value is wrong, and was complained of: status 1
 */
enum config_verdict { CONFIG_RUN, CONFIG_CHECK, CONFIG_DONE, CONFIG_USAGE, CONFIG_WRONG };

/**
 * config_load() - defaults, then the file, then the command line
 * @argc:   of main()
 * @argv:   of main()
 * @check:  what its users have to say of it
 * @config: the result, on CONFIG_RUN and CONFIG_CHECK; config_free() ends it
 */
enum config_verdict config_load(int argc, char **argv, config_check *check,
				struct config **config);

void config_free(struct config *config);

#endif
