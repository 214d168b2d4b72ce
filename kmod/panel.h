/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Panels: an HD44780 module on some wire, kept equal to the screen of its
 * display by a worker of its own. A wire knows how to send instructions; what
 * to send, when, and what to do when the wire breaks is here.
 */
#ifndef DEVLCD_PANEL_H
#define DEVLCD_PANEL_H

#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "backlight.h"
#include "display.h"
#include "text/glyphs.h"
#include "text/hd44780.h"
#include "text/screen.h"

struct panel;

/**
 * struct panel_wire - how instructions reach the module
 * @reset: bring all lines into a known state, the backlight as @lit of the
 *         panel says; comes before the module is initialised
 * @send:  send @count things in order, keeping the times that they need
 * @light: switch the backlight to @lit; NULL where the wire has none
 *
 * All may sleep, are called by the panel's worker, or by the task that shuts the
 * machine down once that is stopped, and return 0 or a negative errno: then the
 * module is in no known state.
 */
struct panel_wire {
	int (*reset)(struct panel *panel);
	int (*send)(struct panel *panel, const struct hd44780_op *ops,
		    unsigned int count);
	int (*light)(struct panel *panel);
};

/**
 * struct panel - a module on a wire; embed it
 * @base:      as its display sees it
 * @dev:       the device on the bus; never changes
 * @wire:      never changes
 * @costs:     what the wire has to send; never changes
 * @module:    what kind of module it is; set before the worker runs
 * @stride:    of @module as configured; not every display's geometry goes with it
 * @second_e:  does the wire have an E line for a second controller?
 * @light_led: the backlight as LED, where the kernel has those
 * @wq:        the worker's own queue, frozen over suspend
 * @flush:     the worker
 * @closing:   the machine goes down: what is pending is shown before detaching
 * @lost:      the module does not answer: the worker tries by itself, and marks
 *             do not hurry it. Written by the worker, and while that is stopped
 * @flushes:   for stats, as are the others
 * @sent:      instructions and data bytes
 * @errors:    failed transfers
 * @losses:    times that the panel was lost
 * @ready:     the module is initialised; the worker's own, as is the rest
 * @lit:       the backlight as last switched, for the wire to read
 * @backoff:   seconds to the next try while lost
 * @glass:     what the controllers hold
 * @frame:     what they are to show
 * @glyphs:    what they have to hold for that
 * @plan:      the way there
 *
 * The worker takes only the display's lock, to copy the screen and to report;
 * what it alone uses needs no lock: who flushes in its place has stopped it.
 */
struct panel {
	struct display_panel base;
	struct device *dev;
	const struct panel_wire *wire;
	struct hd44780_costs costs;
	struct hd44780_module module;
	u8 stride;
	bool second_e;
	struct backlight light_led;

	struct workqueue_struct *wq;
	struct delayed_work flush;
	bool closing;
	bool lost;
	atomic64_t flushes;
	atomic64_t sent;
	atomic64_t errors;
	atomic64_t losses;

	bool ready;
	bool lit;
	unsigned int backoff;
	struct hd44780_glass glass;
	struct display_frame frame;
	struct glyphs glyphs;
	struct hd44780_plan plan;
};

/**
 * panel_check_parameters() - can the parameters of all panels be understood?
 *
 * Return: 0; -EINVAL, with a message.
 */
int panel_check_parameters(void);

/**
 * panel_configure() - fill in the module from parameters and properties
 * @panel: panel, @dev set
 *
 * The geometry comes from the properties display-height-chars and
 * display-width-chars of the device, else from the parameter panel_geometry,
 * else, later, from the display.
 *
 * Return: 0; -EINVAL for what no module can be, with a message.
 */
int panel_configure(struct panel *panel);

/**
 * devm_panel_add() - show a display for as long as the driver is bound
 * @panel: configured; @wire, @costs, @second_e and the bits of @module set.
 *         The worker initialises the module: this does not wait for it
 *
 * When the driver is unbound the glass keeps its last text.
 *
 * Return: 0 or a negative errno.
 */
int devm_panel_add(struct panel *panel);

/**
 * panel_shutdown() - show what is pending, then stop
 * @panel: panel
 */
void panel_shutdown(struct panel *panel);

/**
 * panel_resume() - the module may have lost its power: initialise it anew
 * @panel: panel
 */
void panel_resume(struct panel *panel);

#endif
