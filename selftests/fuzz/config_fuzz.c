// SPDX-License-Identifier: GPL-2.0-only
/*
 * A configuration file and a command line: an input is lines that begin with
 * "--", which are arguments, and then the file.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../userland/lcdbridge/config/loader.h"
#include "../../userland/lcdbridge/mqtt/client.h"
#include "../../userland/lcdbridge/config/options.h"
#include "daemon.h"

#define ARGUMENTS_MAX 6

/* Not what reads other files, prints, or is a short option. */
static bool is_argument(const struct input *input)
{
	return input->count > 3 && !memcmp(input->bytes, "--", 2) && input->bytes[2] &&
	       !strchr("chv", input->bytes[2]);
}

static void number_must_hold(const struct config *config, const struct option_def *def)
{
	unsigned int number = *(const unsigned int *)((const char *)config + def->offset);

	if (def->type == OPTION_NUMBER || def->type == OPTION_SECONDS)
		must(number >= def->min && number <= def->max);
}

static void config_must_hold(const struct config *config)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	must(config->device && config->mqtt_prefix && config->mqtt_client_id);
	must(config->geometry.rows >= 1 && config->geometry.rows <= SCREEN_MAX_ROWS);
	must(config->geometry.cols >= 1 && config->geometry.cols <= SCREEN_MAX_COLS);
	must(config->log_level <= LOG_LEVEL_DEBUG);
	for (size_t i = 0; i < count; i++)
		number_must_hold(config, &table[i]);
}

/* A reload that finds the same finds no difference. */
static void same_must_hold(const struct config *a, const struct config *b)
{
	size_t count;
	const struct option_def *table = options_table(&count);

	for (size_t i = 0; i < count; i++)
		must(options_same(a, b, table[i].section));
}

/* As main.c looks it over. */
static void check(const struct config *config, config_complain *complain, void *arg)
{
	if (config->mqtt_host)
		mqtt_client_check(config, complain, arg);
}

static void load_twice(int argc, char **argv)
{
	struct config *first = NULL, *second = NULL;
	enum config_verdict verdict = config_load(argc, argv, check, &first);

	must(config_load(argc, argv, check, &second) == verdict);
	must(!first == (verdict != CONFIG_RUN) && !first == !second);
	if (first) {
		config_must_hold(first);
		same_must_hold(first, second);
	}
	config_free(first);
	config_free(second);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input input = { bytes, count };
	char file[64], *argv[ARGUMENTS_MAX + 3] = { "lcdbridge", file };
	int fd = memfd_create("conf", MFD_CLOEXEC), argc = 2;

	while (argc < ARGUMENTS_MAX + 2 && is_argument(&input)) {
		struct input line = input_until(&input, '\n');

		argv[argc++] = input_string(&line);
	}
	must(fd >= 0 && write(fd, input.bytes, input.count) == (ssize_t)input.count);
	snprintf(file, sizeof(file), "--config=/proc/self/fd/%d", fd);
	load_twice(argc, argv);
	while (argc > 2)
		free(argv[--argc]);
	close(fd);
	return 0;
}
