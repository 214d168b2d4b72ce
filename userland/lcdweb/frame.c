// SPDX-License-Identifier: GPL-2.0-only
#include "frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/glass.h"
#include "../common/glass_image.h"
#include "../common/glass_style.h"
#include "json.h"

#define DATA "data: "

struct frame {
	unsigned int references;
	unsigned long long serial;
	struct picture picture;
	struct frame_facts facts;
	struct {
		char *bytes;
		size_t count;
	} forms[FRAME_FORMS];
};

static struct frame *frame_make(void)
{
	static unsigned long long made;
	struct frame *frame = calloc(1, sizeof(*frame));

	if (!frame)
		return NULL;
	frame->references = 1;
	frame->serial = ++made;
	return frame;
}

struct frame *frame_new(const struct picture *picture, const struct frame_facts *facts)
{
	struct frame *frame = frame_make();

	if (!frame)
		return NULL;
	frame->picture = *picture;
	frame->facts = *facts;
	return frame;
}

struct frame *frame_new_event(char *bytes, size_t count)
{
	struct frame *frame = bytes ? frame_make() : NULL;

	if (!frame) {
		free(bytes);
		return NULL;
	}
	frame->forms[FRAME_EVENT].bytes = bytes;
	frame->forms[FRAME_EVENT].count = count;
	return frame;
}

struct frame *frame_get(struct frame *frame)
{
	frame->references++;
	return frame;
}

void frame_put(struct frame *frame)
{
	if (!frame || --frame->references)
		return;
	for (int form = 0; form < FRAME_FORMS; form++)
		free(frame->forms[form].bytes);
	free(frame);
}

unsigned long long frame_serial(const struct frame *frame)
{
	return frame->serial;
}

bool frame_shows(const struct frame *frame, const struct picture *picture,
		 const struct frame_facts *facts)
{
	return screen_same(&frame->picture.screen, &picture->screen) &&
	       frame->picture.rom == picture->rom && frame->facts.keypad == facts->keypad &&
	       !strcmp(frame->facts.panel, facts->panel);
}

static void write_text(const struct frame *frame, FILE *out)
{
	char text[SCREEN_TEXT_MAX];

	fwrite(text, 1, screen_text(&frame->picture.screen, text), out);
}

static void write_event(const struct frame *frame, FILE *out)
{
	fputs(DATA, out);
	json_write(&frame->picture, &frame->facts, out);
	fputs("\n\n", out);
}

/* In the default colours. The title is the text, for readers who cannot see the image. */
static bool write_image(const struct frame *frame, enum frame_form form, FILE *out)
{
	char text[SCREEN_TEXT_MAX + 1];
	struct glass glass;

	text[screen_text(&frame->picture.screen, text)] = '\0';
	glass_paint(&glass, &frame->picture);
	if (form == FRAME_PNG)
		return glass_png(out, &glass, glass_style(NULL));
	glass_svg(out, &glass, glass_style(NULL), text);
	return true;
}

static bool write_form(const struct frame *frame, enum frame_form form, FILE *out)
{
	switch (form) {
	case FRAME_TEXT:
		write_text(frame, out);
		return true;
	case FRAME_EVENT:
		write_event(frame, out);
		return true;
	default:
		return write_image(frame, form, out);
	}
}

static void make_form(struct frame *frame, enum frame_form form)
{
	char *bytes = NULL;
	size_t count = 0;
	FILE *out = open_memstream(&bytes, &count);
	bool failed;

	if (!out)
		return;
	failed = !write_form(frame, form, out) || ferror(out);
	if (fclose(out) || failed || !count) {
		free(bytes);
		return;
	}
	frame->forms[form].bytes = bytes;
	frame->forms[form].count = count;
}

struct frame_bytes frame_form(struct frame *frame, enum frame_form form)
{
	enum frame_form made = form == FRAME_JSON ? FRAME_EVENT : form;
	struct frame_bytes got;

	if (!frame->forms[made].bytes)
		make_form(frame, made);
	got = (struct frame_bytes){ frame->forms[made].bytes, frame->forms[made].count };
	if (form == FRAME_JSON && got.bytes) {
		got.bytes += strlen(DATA);
		got.count -= strlen(DATA) + 1;	/* one of the line feeds stays */
	}
	return got;
}
