// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fuzzer without libFuzzer: each file of its corpus is one test. Arguments
 * name other files, such as what a fuzzer found.
 */
#include <glob.h>

#include "must.h"

#define INPUT_MAX 65536

static void replay(const char *path, int number)
{
	static u8 bytes[INPUT_MAX];
	FILE *file = fopen(path, "rb");
	size_t count;

	if (!file) {
		perror(path);
		exit(1);
	}
	count = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);

	/* In memory of its very size, so that a read beyond it is noticed. */
	u8 *input = malloc(count + !count);

	must(input);
	memcpy(input, bytes, count);
	LLVMFuzzerTestOneInput(input, count);
	free(input);
	printf("ok %d %s\n", number, basename(path));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	glob_t corpus = { .gl_pathv = argv + 1, .gl_pathc = argc - 1 };

	if (argc == 1 && glob(CORPUS "/*", 0, NULL, &corpus)) {
		fprintf(stderr, "%s: no corpus\n", CORPUS);
		return 1;
	}
	printf("TAP version 13\n1..%zu\n", corpus.gl_pathc);
	for (size_t i = 0; i < corpus.gl_pathc; i++)
		replay(corpus.gl_pathv[i], i + 1);
	if (argc == 1)
		globfree(&corpus);
	return 0;
}
