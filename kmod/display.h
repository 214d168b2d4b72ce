/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A display: the screen behind /dev/LCD, with or without a panel that shows it.
 * The content stays when a panel goes; open files stay when the display goes.
 *
 * Lock order: displays_lock (displays.c), struct display_file::lock (chardev.c),
 * struct display::lock, struct panel::lock.
 */
#ifndef DEVLCD_DISPLAY_H
#define DEVLCD_DISPLAY_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "keypad.h"
#include "text/charset.h"
#include "text/screen.h"

struct panel;
struct panel_frame;

#define DISPLAY_PANEL_NAME_MAX 32

/**
 * struct display - one character display, alive until its last file closes
 * @dev:        counts the references; its release frees the display
 * @cdev:       /dev/LCD; holds a reference on @dev while files are open
 * @link:       in the list of displays; under displays_lock
 * @last_panel: the name of the panel that it has or had; under displays_lock
 * @keypad:     its keys
 * @changed:    readers in poll()
 * @flushed:    waiters in fsync()
 * @unflash:    ends a flash of the backlight
 * @lock:       protects everything below. Held for at most the parsing of a chunk;
 *              never while user memory is copied, nor while hardware is waited for
 * @deleted:    open files get -ENODEV
 * @screen:     the screen that writers change
 * @published:  the screen as of @generation, which readers and the panel see; with the
 *              light as @flashing and @light_max make it
 * @generation: counts the visible changes
 * @rom:        the character ROM of its panel
 * @own_rom:    the value of @rom without a panel that sets its own
 * @light_max:  the highest level of its panel's backlight; 1 without one
 * @flashing:   the backlight is on for a while, whatever @screen says
 * @panel:      the hardware, or NULL; changed under displays_lock and @lock, so either
 *              lock is enough to read it
 * @writes:     chunks written, for the attribute stats
 * @bytes:      bytes written, likewise
 */
struct display {
	struct device dev;
	struct cdev cdev;
	struct list_head link;
	char last_panel[DISPLAY_PANEL_NAME_MAX];
	struct keypad keypad;
	wait_queue_head_t changed;
	wait_queue_head_t flushed;
	struct delayed_work unflash;

	struct mutex lock;
	bool deleted;
	struct screen screen;
	struct screen published;
	u64 generation;
	enum charset_rom rom;
	enum charset_rom own_rom;
	u8 light_max;
	bool flashing;
	struct panel *panel;
	u64 writes;
	u64 bytes;
};

#define to_display(d) container_of(d, struct display, dev)

/* Return: 0 or -ENOMEM. */
int display_init(void);

/* After the last display is abandoned. */
void display_exit(void);

/* Return: a blank display, not in /dev yet, with one reference; NULL without memory. */
struct display *display_alloc(unsigned int rows, unsigned int cols);

/**
 * display_abandon() - end a display that no longer has a panel
 * @display: @deleted, or never added; its reference is dropped
 *
 * Wakes poll() and fsync(). The last open file frees the display.
 */
void display_abandon(struct display *display);

/* With the display's lock held: */

/**
 * display_publish() - end a change of @display->screen
 * @display: display, its lock held
 *
 * Performs the requests of the stream (reinit, flash). If a visible change was
 * made, counts a generation, wakes the readers and tells the panel.
 */
void display_publish(struct display *display);

void display_frame(const struct display *display, struct panel_frame *frame);

/* The text is repainted if the ROM changes. */
void display_set_rom(struct display *display, enum charset_rom rom);

/* The highest level of the panel's backlight, 1 without a panel. */
void display_set_light_max(struct display *display, u8 max);

/**
 * display_set_light() - set the level of the backlight
 * @display: display, its lock held
 * @level:   0 for off; @light_max is full, also on a later panel that has more
 *
 * A backlight that can only be switched leaves the level for a later panel.
 */
void display_set_light(struct display *display, unsigned int level);

/**
 * display_sync() - wait until the glass shows what is on the screen now
 * @display: display, its lock not held
 *
 * Return: 0, at once if there is no panel; -EIO while the panel is lost;
 * -ENODEV after the display is deleted; -ERESTARTSYS for a signal.
 */
int display_sync(struct display *display);

#endif
