/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Displays: the screens behind /dev/LCD, /dev/LCD1, ... and the panels that
 * show them. A display lives with or without a panel; its files and its content
 * outlast every panel.
 *
 * Lock order: displays_lock (display.c), struct display_file::lock (chardev.c),
 * struct display::lock. No attribute of a display takes displays_lock, so that
 * a display can be deleted, which waits for its attributes, while holding it.
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

#include "text/charset.h"
#include "text/screen.h"

struct file_operations;
struct display;
struct display_panel;

#define DISPLAY_MAX 16			/* displays at a time, and minors */
#define DISPLAY_PANEL_NAME_MAX 32

/**
 * struct display_panel_ops - what a display asks of its panel
 * @attached: @panel->display is its display now; nothing else is called before.
 *            May sleep
 * @detach:   it will have it no longer: stop touching it before returning.
 *            May sleep
 * @mark:     the display changed; show it soon, or at once where somebody
 *            waits. Called with the display's lock held; must not wait for
 *            hardware
 * @reinit:   fetch a frame at once, lost or not: it says reinit; as @mark
 * @stats:    append "name value" lines to a sysfs buffer at @at, return the
 *            number of bytes; as @mark
 */
struct display_panel_ops {
	void (*attached)(struct display_panel *panel);
	void (*detach)(struct display_panel *panel);
	void (*mark)(struct display_panel *panel, bool at_once);
	void (*reinit)(struct display_panel *panel);
	int (*stats)(struct display_panel *panel, char *buf, int at);
};

/**
 * struct display_frame - what a panel has to show
 * @screen:     a flashing backlight is on in it
 * @rom:        the character ROM that the panel has
 * @reinit:     initialise the hardware first
 * @wanted:     for display_shown()
 */
struct display_frame {
	struct screen screen;
	enum charset_rom rom;
	bool reinit;
	u64 wanted;
};

/**
 * struct display_panel - a panel as its display sees it; embed it
 * @ops:     never changes
 * @name:    the panel's name on its bus ("1-0027"); never changes. A panel
 *           returns to the display that it left, by this name
 * @wanted:  the name of the display that it asks for, or NULL
 * @rows:    its own geometry, or 0 to take the display's
 * @cols:    likewise
 * @display: the display that it shows, with a reference held; NULL while it
 *           waits for one. Changed under displays_lock, and only while the
 *           panel is outside attached()..detach()
 * @link:    in the list of panels; under displays_lock
 */
struct display_panel {
	const struct display_panel_ops *ops;
	const char *name;
	const char *wanted;
	u8 rows;
	u8 cols;
	struct display *display;
	struct list_head link;
};

/**
 * struct display - one character display, alive until its last file closes
 * @dev:        counts the references; its release frees all of this
 * @cdev:       /dev/LCD; holds a reference on @dev while it has open files
 * @link:       in the list of displays; under displays_lock
 * @last_panel: the name of the panel that it has or had; under displays_lock
 * @changed:    readers in poll()
 * @flushed:    writers in fsync()
 * @unflash:    ends a flash of the backlight
 * @lock:       protects everything below. Held while a chunk of text is
 *              parsed, at the longest: never over a copy from or to a user,
 *              nor over a wait for hardware
 * @deleted:    open files get -ENODEV from now on
 * @screen:     what the writers work on
 * @published:  the screen as of @generation, the one that readers and the
 *              panel see; a flashing backlight is on in it
 * @generation: counts the changes that somebody can see
 * @wanted:     counts what a panel is to bring onto the glass: generations,
 *              initialisations, another ROM's codes
 * @shown:      the newest of those known to be there
 * @reinit:     the next frame is to initialise the panel
 * @lost:       the panel does not answer
 * @rom:        the character ROM of its panels
 * @flashing:   the backlight is lit for a while whatever @screen says
 * @panel:      the hardware, NULL while there is none; changed under
 *              displays_lock and @lock, so either is enough to look
 * @writes:     write() calls, chunk by chunk, for stats
 * @bytes:      their bytes
 */
struct display {
	struct device dev;
	struct cdev cdev;
	struct list_head link;
	char last_panel[DISPLAY_PANEL_NAME_MAX];
	wait_queue_head_t changed;
	wait_queue_head_t flushed;
	struct delayed_work unflash;

	struct mutex lock;
	bool deleted;
	struct screen screen;
	struct screen published;
	u64 generation;
	u64 wanted;
	u64 shown;
	bool reinit;
	bool lost;
	enum charset_rom rom;
	bool flashing;
	struct display_panel *panel;
	u64 writes;
	u64 bytes;
};

#define to_display(d) container_of(d, struct display, dev)

/**
 * struct display_interface - how the world reaches a display
 * @file:             the operations of /dev/LCD
 * @attributes:       /sys/class/devlcd/LCD/
 * @class_attributes: /sys/class/devlcd/
 */
struct display_interface {
	const struct file_operations *file;
	const struct attribute_group **attributes;
	const struct attribute_group **class_attributes;
};

/**
 * display_init() - make the class and reserve the device numbers
 * @interface: stays in use until display_exit()
 *
 * Return: 0 or a negative errno.
 */
int display_init(const struct display_interface *interface);

/**
 * display_exit() - delete all displays, then undo display_init()
 *
 * Context: no file is open: those hold the module.
 */
void display_exit(void);

/**
 * display_create() - make a blank display and its file
 * @rows: 1..SCREEN_MAX_ROWS
 * @cols: 1..SCREEN_MAX_COLS
 *
 * The lowest free minor names it: LCD, LCD1, ... A panel that waits for a
 * display gets it.
 *
 * Return: 0; -EINVAL for a geometry out of range; -ENOSPC when there are
 * DISPLAY_MAX; -ENOMEM.
 */
int display_create(unsigned int rows, unsigned int cols);

/**
 * display_delete() - remove a display, open files or not
 * @name: "LCD1"
 *
 * Return: 0, or -ENODEV where there is no display of that name.
 */
int display_delete(const char *name);

/**
 * display_name_valid() - could a display have this name?
 * @name: "LCD", "LCD1", ..., whether there is such a display or not
 */
bool display_name_valid(const char *name);

/**
 * display_publish() - end a change of @display->screen
 * @display: display, its lock held
 *
 * Does what the stream asked for (reinit, flash) and, if anything that can be
 * seen is different now, counts a generation, wakes the readers and marks the
 * panel.
 */
void display_publish(struct display *display);

/**
 * display_set_rom() - say which character ROM the panels have
 * @display: display, its lock held
 * @rom:     ROM; the text is painted anew where it is another one
 */
void display_set_rom(struct display *display, enum charset_rom rom);

/**
 * display_reinit() - initialise the panel anew and repaint it
 * @display: display, its lock held
 *
 * Return: 0, or -ENODEV where there is no panel.
 */
int display_reinit(struct display *display);

/**
 * display_sync() - wait until what is on the screen now is on the glass
 * @display: display, its lock not held
 *
 * Return: 0, at once where there is no panel; -EIO while the panel is lost;
 * -ENODEV once the display is deleted; -ERESTARTSYS for a signal.
 */
int display_sync(struct display *display);

/* For panels. */

/**
 * devm_display_panel_add() - a panel has come: find or make the display it shows
 * @dev:   device of the panel, which goes when this is unbound
 * @panel: embedded in the caller's panel, @ops, @name, @wanted, @rows and @cols
 *         set
 *
 * Return: 0 or a negative errno, and then the panel is not known.
 */
int devm_display_panel_add(struct device *dev, struct display_panel *panel);

/**
 * display_panel_remove() - a panel goes early; its display stays as it is
 * @panel: panel that was added
 */
void display_panel_remove(struct display_panel *panel);

/**
 * display_panel_reinit() - the hardware may have lost its state
 * @panel: panel; initialised anew if it has a display
 */
void display_panel_reinit(struct display_panel *panel);

/**
 * display_snapshot() - what a panel has to show
 * @display: display
 * @frame:   set to it
 */
void display_snapshot(struct display *display, struct display_frame *frame);

/**
 * display_shown() - tell those who wait in fsync() what is on the glass
 * @display: display
 * @frame:   what is there; the panel is marked again where the display has
 *           changed since
 */
void display_shown(struct display *display, const struct display_frame *frame);

/**
 * display_set_lost() - the panel stopped answering, or answers again
 * @display: display
 * @lost:    true makes waiting and later fsync() fail
 *
 * Return: has the panel been asked to reinit since its last frame?
 */
bool display_set_lost(struct display *display, bool lost);

#endif
