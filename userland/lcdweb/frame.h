/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One state of a display in all its forms. It never changes. Each form is made once,
 * for the first request.
 */
#ifndef LCDWEB_FRAME_H
#define LCDWEB_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/picture.h"

enum frame_form { FRAME_TEXT, FRAME_EVENT, FRAME_JSON, FRAME_SVG, FRAME_PNG, FRAME_FORMS };

/**
 * struct frame_facts - facts about a display that are not in its picture
 * @name:       of the display in paths
 * @panel:      the attribute panel
 * @generation: the attribute generation; for a text file, the number of changes seen
 * @device:     a device: light and power can be switched
 * @keypad:     it has keys
 */
struct frame_facts {
	const char *name;
	char panel[64];
	unsigned long long generation;
	bool device;
	bool keypad;
};

struct frame;

/**
 * struct frame_bytes - a form
 * @bytes: NULL if it could not be made
 * @count: of @bytes
 */
struct frame_bytes {
	const char *bytes;
	size_t count;
};

/* The caller gets the first reference. NULL without memory. */
struct frame *frame_new(const struct picture *picture, const struct frame_facts *facts);

/* Make a frame that is only an event of these bytes; it takes them over. */
struct frame *frame_new_event(char *bytes, size_t count);

struct frame *frame_get(struct frame *frame);
void frame_put(struct frame *frame);

struct frame_bytes frame_form(struct frame *frame, enum frame_form form);

/* The order in which frames were made, from 1. */
unsigned long long frame_serial(const struct frame *frame);

/* Does the frame look the same as this picture? */
bool frame_shows(const struct frame *frame, const struct picture *picture,
		 const struct frame_facts *facts);

#endif
