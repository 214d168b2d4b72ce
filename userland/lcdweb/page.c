// SPDX-License-Identifier: GPL-2.0-only
#include "page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "included.h"
#include "release.h"
#include "reply.h"

/* The assembler reads the files. Tools that only parse this file set no folder. */
#ifndef LCDWEB_FOLDER
#define LCDWEB_FOLDER ""
#endif

#define INCLUDE(name, file)						\
	asm(".section .rodata\n"					\
	    ".global " #name "\n"					\
	    ".global " #name "_end\n"					\
	    #name ":\n"							\
	    ".incbin \"" LCDWEB_FOLDER "/" file "\"\n"			\
	    #name "_end:\n"						\
	    ".previous\n")

INCLUDE(lcdweb_page, "page.html");
INCLUDE(lcdweb_openapi, "openapi.json");

#define MARK "@NONCE@"
#define VERSION_MARK "@VERSION@"
#define NONCE_SIZE 33		/* 16 bytes in hexadecimal, and the NUL */
#define POLICY "default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; "	\
	       "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "		\
	       "form-action 'none'; frame-ancestors 'none'"

static bool make_nonce(char nonce[NONCE_SIZE])
{
	unsigned char bytes[(NONCE_SIZE - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		return false;
	for (size_t i = 0; i < sizeof(bytes); i++)
		sprintf(nonce + 2 * i, "%02x", bytes[i]);
	return true;
}

/* Write a text, and replace each mark. */
static void replace(FILE *out, const char *text, const char *end, const char *mark,
		    const char *with)
{
	const char *found;

	while ((found = memmem(text, end - text, mark, strlen(mark)))) {
		fwrite(text, 1, found - text, out);
		fputs(with, out);
		text = found + strlen(mark);
	}
	fwrite(text, 1, end - text, out);
}

/* Make a response of what was written to @out. */
static struct MHD_Response *finish(FILE *out, char **bytes, const size_t *count)
{
	struct MHD_Response *response = NULL;

	if (!fclose(out))
		response = MHD_create_response_from_buffer(*count, *bytes,
							   MHD_RESPMEM_MUST_COPY);
	free(*bytes);
	return response;
}

/* The policy permits only the script and style with a nonce, a new random number. */
enum MHD_Result page_reply(struct MHD_Connection *connection)
{
	char nonce[NONCE_SIZE], policy[sizeof(POLICY) + 2 * NONCE_SIZE], *bytes = NULL;
	struct MHD_Response *response;
	size_t count = 0;
	FILE *out;

	if (!make_nonce(nonce))
		return MHD_NO;
	out = open_memstream(&bytes, &count);
	if (!out)
		return MHD_NO;
	replace(out, lcdweb_page, lcdweb_page_end, MARK, nonce);
	response = finish(out, &bytes, &count);
	if (response) {
		snprintf(policy, sizeof(policy), POLICY, nonce, nonce);
		MHD_add_response_header(response, "Content-Security-Policy", policy);
		MHD_add_response_header(response, "Cache-Control", "no-store");
	}
	return reply(connection, MHD_HTTP_OK, "text/html; charset=utf-8", response);
}

enum MHD_Result page_reply_openapi(struct MHD_Connection *connection)
{
	char *bytes = NULL;
	size_t count = 0;
	FILE *out = open_memstream(&bytes, &count);

	if (!out)
		return MHD_NO;
	replace(out, lcdweb_openapi, lcdweb_openapi_end, VERSION_MARK, DEVLCD_VERSION);
	return reply(connection, MHD_HTTP_OK, REPLY_JSON, finish(out, &bytes, &count));
}
