/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One display, or a text file that is drawn as a display would show it. It is read for
 * each request, and watched while a stream shows it.
 */
#ifndef LCDWEB_DISPLAY_H
#define LCDWEB_DISPLAY_H

#include <event2/event.h>
#include <stdbool.h>

struct display;
struct frame;

/* The display came, went, or has changed. */
typedef void display_changed(void *arg, struct display *display);

/**
 * struct display_ops - how a display reports changes
 * @changed: there is a new frame, or none
 * @arg:     for @changed
 */
struct display_ops {
	display_changed *changed;
	void *arg;
};

/**
 * display_new() - make a display for a file, which may come and go
 * @base: event loop
 * @path: of the file; its last part is the display's name
 * @rows: geometry of a text file
 * @cols: likewise
 * @ops:  outlives the display
 *
 * Return: NULL if memory or inotify fails.
 */
struct display *display_new(struct event_base *base, const char *path, unsigned int rows,
			    unsigned int cols, const struct display_ops *ops);
void display_free(struct display *display);

const char *display_name(const struct display *display);
const char *display_path(const struct display *display);

/* Why there is no frame. */
const char *display_problem(const struct display *display);

/* The attribute folder of a device; -1 for a text file or a missing file. */
int display_attributes(const struct display *display);

/* The current frame; reads the file again if it has changed. NULL if it is missing. */
struct frame *display_look(struct display *display);

/* The newest known frame; the file may have changed since. */
struct frame *display_frame(const struct display *display);

/* Start to report changes. Calls are counted. */
void display_watch(struct display *display);
void display_unwatch(struct display *display);

/* Number of frames made. */
unsigned long long display_drawn(const struct display *display);

/* Is the newest frame to be reported later, as the last report was just now? */
bool display_waits(const struct display *display);

#endif
