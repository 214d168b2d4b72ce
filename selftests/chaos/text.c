// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest.h"

#include "chaos.h"
#include "text.h"

#define PIECES_MAX 4096
#define PIECE_MAX 512
#define CORPUS_HEAD 3		/* bytes that choose sizes, see text_fuzz.c */

static struct piece {
	char *bytes;
	size_t count;
} pieces[PIECES_MAX];

static size_t number;

static const char * const words[] = {
	"text", "Cr\u00e8me br\u00fbl\u00e9e", "20\u00b0C", "\r\n", "\n\n", "\b",
	"12345678901234567890", "\u2588\u2587\u2586\u2585\u2584\u2583\u2582\u2581",
};

static void add(const char *bytes, size_t count)
{
	struct piece *piece = &pieces[number];

	if (!count || number == PIECES_MAX)
		return;
	piece->bytes = malloc(count);
	if (!piece->bytes)
		ksft_exit_fail_msg("no memory\n");
	memcpy(piece->bytes, bytes, count);
	piece->count = count;
	number++;
}

/* The byte of "x", "\x1b" or "\\"; set @end behind it. */
static char unescape(const char *text, const char **end)
{
	char hex[3] = "";

	*end = text + 1;
	if (*text != '\\')
		return *text;
	*end = text + 2;
	if (text[1] != 'x')
		return text[1];
	memcpy(hex, text + 2, 2);
	*end = text + 4;
	return strtoul(hex, NULL, 16);
}

/* name="word" */
static void add_quoted(const char *line)
{
	const char *at = strchr(line, '"');
	char bytes[PIECE_MAX];
	size_t count = 0;

	if (*line == '#' || !at)
		return;
	for (at++; *at && *at != '"'; count++)
		bytes[count] = unescape(at, &at);
	add(bytes, count);
}

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		ksft_exit_fail_msg("%s: %s\n", path, strerror(errno));
	return file;
}

static void load_dictionary(const char *path)
{
	FILE *file = open_file(path);
	char line[PIECE_MAX];

	while (fgets(line, sizeof(line), file))
		add_quoted(line);
	fclose(file);
}

static void load_input(const char *path)
{
	FILE *file = open_file(path);
	char bytes[CORPUS_HEAD + PIECE_MAX];
	size_t count = fread(bytes, 1, sizeof(bytes), file);

	if (count > CORPUS_HEAD)
		add(bytes + CORPUS_HEAD, count - CORPUS_HEAD);
	fclose(file);
}

void text_load(void)
{
	glob_t corpus;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		add(words[i], strlen(words[i]));
	load_dictionary(FUZZ_FOLDER "/text.dict");
	if (glob(FUZZ_FOLDER "/corpus/text/*", 0, NULL, &corpus))
		ksft_exit_fail_msg("%s: no corpus\n", FUZZ_FOLDER "/corpus/text");
	for (size_t i = 0; i < corpus.gl_pathc; i++)
		load_input(corpus.gl_pathv[i]);
	globfree(&corpus);
}

/* A part of a piece now and then, or one byte of noise. */
static size_t any_piece(struct worker *worker, char bytes[PIECE_MAX])
{
	const struct piece *piece = &pieces[draw(worker, number)];
	size_t count = piece->count;

	if (!draw(worker, 10)) {
		bytes[0] = draw(worker, 256);
		return 1;
	}
	if (!draw(worker, 10))
		count = 1 + draw(worker, count);
	memcpy(bytes, piece->bytes, count);
	return count;
}

size_t text_any(struct worker *worker, char *bytes)
{
	size_t limit = draw(worker, 8) ? 200 : WRITE_MAX, count = 0, length;
	char piece[PIECE_MAX];

	do {
		length = any_piece(worker, piece);
		if (count + length > limit)
			break;
		memcpy(bytes + count, piece, length);
		count += length;
	} while (draw(worker, 50));
	return count;
}
