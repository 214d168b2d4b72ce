// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints untrusted text: line feeds and printable characters pass, all else is
 * replaced.
 */
#include "printer.h"

#include "printable.h"

static void put(const struct printer *printer, u32 cp)
{
	char text[UTF8_MAX];
	size_t length;

	if (cp != '\n')
		cp = printable(cp, printer->utf8, CHARSET_A00);
	length = utf8_encode(cp, text);
	fwrite(text, 1, length, printer->out);
}

void printer_write(struct printer *printer, const void *bytes, size_t count)
{
	const u8 *byte = bytes;
	const u8 *end = byte + count;
	u32 cp;

	if (!printer->out)
		return;
	while (byte < end) {
		enum utf8_step step = utf8_step(&printer->step, *byte, &cp);

		if (step != UTF8_MORE)
			put(printer, cp);
		if (step != UTF8_BROKEN)	/* else the byte comes again */
			byte++;
	}
}

void printer_end(struct printer *printer)
{
	if (!printer->out)
		return;
	if (printer->step.left)
		put(printer, UTF8_REPLACEMENT);
	printer->step = (struct utf8){ 0 };
	fflush(printer->out);
}
