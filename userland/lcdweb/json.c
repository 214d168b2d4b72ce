// SPDX-License-Identifier: GPL-2.0-only
#include "json.h"

#include <string.h>

#include "../common/glass.h"
#include "../common/picture.h"
#include "frame.h"

void json_string(const char *text, size_t count, FILE *out)
{
	putc('"', out);
	for (size_t i = 0; i < count; i++) {
		unsigned char byte = text[i];

		if (byte < 0x20 || byte == 0x7f)
			fprintf(out, "\\u%04x", byte);
		else if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else
			putc(byte, out);
	}
	putc('"', out);
}

static const char *json_bool(bool is)
{
	return is ? "true" : "false";
}

/* A string for each row. */
static void write_rows(const struct screen *screen, FILE *out)
{
	char text[SCREEN_TEXT_MAX];
	size_t count = screen_text(screen, text);
	const char *row = text, *end = text + count;

	while (row < end) {
		const char *feed = memchr(row, '\n', end - row);

		if (row != text)
			putc(',', out);
		json_string(row, feed - row, out);
		row = feed + 1;
	}
}

/* A string for each cell: two hexadecimal digits for each row of dots, without blinking. */
static void write_dots(const struct picture *picture, FILE *out)
{
	u8 dots[GLASS_CELL_ROWS];
	struct glass glass;

	glass_paint(&glass, picture);
	for (unsigned int cell = 0; cell < (unsigned int)glass.rows * glass.cols; cell++) {
		glass_dots(&glass, cell / glass.cols, cell % glass.cols, GLASS_BLINK_OFF, dots);
		fputs(cell ? ",\"" : "\"", out);
		for (unsigned int row = 0; row < GLASS_CELL_ROWS; row++)
			fprintf(out, "%02x", dots[row]);
		putc('"', out);
	}
}

void json_write(const struct picture *picture, const struct frame_facts *facts, FILE *out)
{
	const struct screen *screen = &picture->screen;

	fputs("{\"name\":", out);
	json_string(facts->name, strlen(facts->name), out);
	fprintf(out, ",\"rows\":%u,\"cols\":%u,\"text\":[", screen->rows, screen->cols);
	write_rows(screen, out);
	fprintf(out, "],\"cursor\":{\"row\":%d,\"col\":%d,\"shown\":%s,\"blink\":%s}",
		screen->row + 1, screen->col + 1, json_bool(screen->cursor),
		json_bool(screen->blink));
	fprintf(out, ",\"light\":%s,\"power\":%s,\"generation\":%llu,\"panel\":",
		json_bool(screen->backlight), json_bool(screen->power), facts->generation);
	json_string(facts->panel, strlen(facts->panel), out);
	fprintf(out, ",\"charset\":\"%s\",\"device\":%s,\"keypad\":%s,\"dots\":[",
		charset_rom_names[picture->rom], json_bool(facts->device),
		json_bool(facts->keypad));
	write_dots(picture, out);
	fputs("]}", out);
}
