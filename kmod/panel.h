/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A panel is an HD44780 glass on some wire. Its worker keeps the glass equal to
 * the screen of a display. The wire knows how to send instructions; what to
 * send, when, and what to do if the wire fails is decided here. Nothing here
 * calls the display.
 */
#ifndef DEVLCD_PANEL_H
#define DEVLCD_PANEL_H

#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/ratelimit_types.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "backlight.h"
#include "text/charset.h"
#include "text/glyphs.h"
#include "text/hd44780.h"
#include "text/screen.h"

struct backlight_device;
struct display;
struct keypad;
struct panel;
struct wiring;

/**
 * struct panel_wire - how instructions reach the controllers
 * @reset:     set all lines to a known state, and the backlight to
 *             panel_wire_light(); called before the controllers are initialised
 * @refresh:   set the chip between bus and controllers to the state after @reset,
 *             in case noise changed it; called first in a self-check, and must not
 *             disturb the controllers. NULL without such a chip
 * @send:      send @count operations in order, with the waits that they need
 * @light:     set the backlight to panel_wire_light(); called only with
 *             @light_wired
 * @read:      read @count bytes from the controller in @flags: data with
 *             HD44780_DATA, else busy flag and address counter. Called only with
 *             a @read_cost
 * @read_keys: read the pressed keys; bit n is the line WIRING_KEY_UP + n. Called
 *             only with keys. NULL if the wire cannot read keys
 *
 * All return 0 or a negative errno; after an error the state of the controllers
 * is unknown. They may sleep. The panel's worker calls them, or at shutdown the
 * task that has stopped the worker.
 */
struct panel_wire {
	int (*reset)(struct panel *panel);
	int (*refresh)(struct panel *panel);
	int (*send)(struct panel *panel, const struct hd44780_op *ops,
		    unsigned int count);
	int (*light)(struct panel *panel);
	int (*read)(struct panel *panel, u8 flags, u8 *bytes, unsigned int count);
	int (*read_keys)(struct panel *panel, u16 *keys);
};

/* The progress of a self-check. */
struct panel_check {
	bool running;
	bool resync;		/* the next slice synchronises, and sets the modes */
	bool reads;		/* compare the memory by reading it, else send it again */
	bool again;		/* restarted once, because the busy flag stayed high */
	unsigned int unit;
	unsigned int at;	/* the next byte of its memory: the cells, then the pictures */
};

/* What stays on the glass after a shutdown; PANEL_OFF switches the light off, too. */
enum panel_goodbye { PANEL_KEEP, PANEL_BLANK, PANEL_OFF };

/* The controller, on a wire that fits several. */
enum panel_variant {
	PANEL_HD44780,
	PANEL_KS0066,
	PANEL_US2066,
	PANEL_WS0010,
	PANEL_VFD,
};

#define PANEL_UNSET UINT_MAX	/* a setting without a value */
#define PANEL_ANY_ROM PANEL_UNSET

/**
 * struct panel_config - the settings of a panel
 * @rows:       0 to take the display's
 * @cols:       0 to take the display's
 * @stride:     see struct hd44780_module; ignored if it does not fit the geometry
 * @exec_us:    see struct hd44780_module
 * @refresh_s:  seconds between self-checks; 0 for none
 * @idle_off_s: seconds without a change until the light goes out; 0 for never
 * @split:      1 if its only row is wired as two halves
 * @goodbye:    enum panel_goodbye
 * @rom:        enum charset_rom, or PANEL_ANY_ROM for the display's
 * @variant:    enum panel_variant, or PANEL_UNSET if the wire has one controller
 * @contrast:   initially, 0..HD44780_CONTRAST_MAX, or PANEL_UNSET
 * @display:    the name of the display that it wants, or NULL
 */
struct panel_config {
	unsigned int rows;
	unsigned int cols;
	unsigned int stride;
	unsigned int exec_us;
	unsigned int refresh_s;
	unsigned int idle_off_s;
	unsigned int split;
	unsigned int goodbye;
	unsigned int rom;
	unsigned int variant;
	unsigned int contrast;
	const char *display;
};

/* The defaults of a wire with a controller of its own. */
struct panel_usual {
	unsigned int exec_us;	/* from the data sheet; replaces the parameter's default */
	unsigned int contrast;
	const char *charset;	/* the name of the ROM, or NULL for the display's */
};

/* What a panel has to show. */
struct panel_frame {
	struct screen screen;	/* its backlight is on during a flash */
	enum charset_rom rom;	/* of the panel */
	u64 generation;	/* of the display; not 0 */
};

/**
 * struct panel_keys - the keys of a panel
 * @wired:      there are keys, and the wire can read them; never changes
 * @irq:        of the chip's interrupt line, 0 without one; never changes
 * @masked:     the interrupt is disabled; set by its handler, cleared by @work
 * @keypad:     gets the keys; NULL while no display is shown. Under the panel's
 *              lock; @work runs at most once more after this is cleared
 * @work:       reads the keys; never runs at the same time as the panel's worker,
 *              and owns all below
 * @read_at:    the earliest time of the next read
 * @seen:       the keys pressed at the last read
 * @told:       the keys pressed as the keypad knows them
 * @failures:   failed reads since the last good one
 * @waiting:    no read before the panel has been initialised
 * @unreadable: the adapter cannot read, so the keys are given up
 */
struct panel_keys {
	bool wired;
	int irq;
	bool masked;
	struct keypad *keypad;
	struct delayed_work work;
	u64 read_at;
	u16 seen;
	u16 told;
	unsigned int failures;
	bool waiting;
	bool unreadable;
};

/**
 * struct panel - a glass on a wire; embed it
 * @dev:       the device on the bus, by whose name the panel finds the display that
 *             it left. Never changes, like all up to @wq
 * @wire:      the functions of the wire
 * @costs:     of writing, in any unit of the wire
 * @read_cost: of a byte, in the unit of @costs; 0 if the wire cannot read
 * @unit_ns:   duration of that unit
 * @usual:     the defaults of the wire; NULL on one without a controller of its own
 * @config:    the settings
 * @light_max: the highest level of the backlight; 0 without a backlight, 1 if it
 *             can only be switched
 * @light_wired: the wire has a light, a part of it, or a pin that may be the supply of
 *             the module
 * @kernel_backlight: a backlight of the kernel that is the light as well, or NULL. It
 *             lives as long as the panel is bound: a device link unbinds the panel first
 * @kernel_led: an LED of the kernel likewise
 * @second_e:  the wire has an E line for a second controller
 * @wq:        for @work and the work of @keys, one at a time; frozen over suspend
 * @keys:      the keys beside the glass
 *
 * @display:   the display that it shows, with a reference; NULL while it waits for
 *             one. Under displays_lock, like @link and @led
 * @link:      in the list of panels
 * @led:       the backlight as an LED
 *
 * @lock:      protects all up to @dark. Taken inside a display's lock; never held
 *             while hardware is waited for
 * @attached:  it shows a display, so the worker may run
 * @waiters:   the display's tasks in fsync()
 * @next:      the newest frame
 * @shown:     the generation of @next if the glass shows it, or 0
 * @urgent:    somebody waits for @next
 * @hurry:     the worker, while it waits for more changes
 * @busy:      the worker runs
 * @reinit:    initialise the controllers at @reinit_at
 * @contrast:  as wanted; @module has what was sent
 * @lost:      the panel does not answer
 * @backoff:   seconds from the next try to the one after it
 * @changed_at: when @next began to differ from the glass; in get_jiffies_64(), like
 *             all times below
 * @frame_at:  the earliest time of the next frame
 * @reinit_at: the earliest time of the next initialisation by a user
 * @retry_at:  the time of the next try of a lost panel
 * @check_at:  when the next self-check is due
 * @idle_at:   when @dark becomes true if @next does not change
 * @dark:      the light is out because nothing has changed for long
 *
 * @work:      the worker; panel_arm() decides when it runs
 * @flushes:   for the attribute stats, like all up to @repairs
 * @sent:      instructions and data bytes
 * @errors:    failed transfers
 * @losses:    times that the panel was lost
 * @checks:    finished self-checks
 * @repairs:   bytes that a self-check read and found wrong
 *
 * @closing:   the machine shuts down: show what is pending before detaching
 * @module:    owned by the worker, or a task that has stopped it, as is all below. Its
 *             contrast is under @lock as well, and its variant never changes
 * @ready:     the controllers are initialised
 * @readable:  they can be read
 * @modes_due: their modes are to be set again, for another contrast
 * @check:     the self-check
 * @repair_log: limits the messages about @repairs
 * @lit:       the level of the backlight, 0..@light_max
 * @glass:     what the controllers hold
 * @frame:     what they are to show
 * @glyphs:    what they have to hold to show it
 * @plan:      the instructions for that
 */
struct panel {
	struct device *dev;
	const struct panel_wire *wire;
	struct hd44780_costs costs;
	unsigned int read_cost;
	unsigned int unit_ns;
	const struct panel_usual *usual;
	struct panel_config config;
	u8 light_max;
	bool light_wired;
	struct backlight_device *kernel_backlight;
	struct led_classdev *kernel_led;
	bool second_e;
	struct workqueue_struct *wq;
	struct panel_keys keys;

	struct display *display;
	struct list_head link;
	struct backlight led;

	struct mutex lock;
	bool attached;
	wait_queue_head_t *waiters;
	struct panel_frame next;
	u64 shown;
	bool urgent;
	wait_queue_head_t hurry;
	bool busy;
	bool reinit;
	u8 contrast;
	bool lost;
	unsigned int backoff;
	u64 changed_at;
	u64 frame_at;
	u64 reinit_at;
	u64 retry_at;
	u64 check_at;
	u64 idle_at;
	bool dark;

	struct delayed_work work;
	atomic64_t flushes;
	atomic64_t sent;
	atomic64_t errors;
	atomic64_t losses;
	atomic64_t checks;
	atomic64_t repairs;

	bool closing;
	struct hd44780_module module;
	bool ready;
	bool readable;
	bool modes_due;
	struct panel_check check;
	struct ratelimit_state repair_log;
	u8 lit;
	struct hd44780_glass glass;
	struct panel_frame frame;
	struct glyphs glyphs;
	struct hd44780_plan plan;
};

/* Is its light the controller's own? */
static inline bool panel_glows(const struct panel *panel)
{
	return panel->module.variant && panel->module.variant->light_max;
}

/*
 * The level of the wire's light. If the controller has a light of its own, the pin may be
 * the supply of the module, so it stays on.
 */
static inline u8 panel_wire_light(const struct panel *panel)
{
	return panel_glows(panel) ? 1 : panel->lit;
}

/* Settings: panel-config.c. */

/* Return: 0; -EINVAL, with a message, if a parameter is not understood. */
int panel_check_parameters(void);

/**
 * panel_configure() - set @config and @module from parameters and properties
 * @panel:  @dev and @wire set, and on a wire with a controller of its own @usual
 *          and the variant of @module
 * @wiring: the usual pins of a backpack, replaced by those in the settings; NULL
 *          if the lines are not pins of a backpack
 *
 * Return: 0; -EINVAL, with a message.
 */
int panel_configure(struct panel *panel, struct wiring *wiring);

/**
 * panel_validate() - can the wire drive the module as configured?
 * @panel: configured; @second_e and the bits of @module set
 *
 * Return: 0; -EINVAL, with a message.
 */
int panel_validate(struct panel *panel);

/* Without a geometry of its own, take that of @screen; without a second E, two rows. */
void panel_fit(struct panel *panel, const struct screen *screen);

/* Return: the bits of function set by which the panel's controller has the table @rom. */
u8 panel_font(const struct panel *panel, enum charset_rom rom);

/* Write "name value" lines to a sysfs buffer. Return: the number of bytes. */
int panel_show_config(const struct panel *panel, char *buf);

/* The self-check, for the worker: panel-check.c. These return 0 or the wire's errno. */

/**
 * panel_check_wire() - find out whether the controllers can be read
 * @panel: just initialised; sets @readable
 *
 * Reads only the address counter: a backpack that leaves RW unconnected takes
 * a read of data for a write.
 *
 * Return: 0 or the errno of the wire.
 */
int panel_check_wire(struct panel *panel);

void panel_check_start(struct panel *panel);

/* The next part of a running self-check; at most 10 ms on the wire. */
int panel_check_slice(struct panel *panel);

/* Send @plan, and update @glass. */
int panel_send(struct panel *panel);

/* A light that is a backlight or an LED of the kernel: panel-light.c. */

/**
 * devm_panel_light_init() - find the backlight or LED that the device tree names
 * @panel: @light_max set as the wire or the controller has it; changed if there is one
 *
 * Return: 0; -EPROBE_DEFER until it has a driver; -EINVAL, with a message, if the panel
 * has a light with levels of its own; or another negative errno.
 */
int devm_panel_light_init(struct panel *panel);

/* Set the kernel's backlight or LED, if there is one, to @lit. Only logs an error. */
void panel_light_set(struct panel *panel);

/* Keys: panel-keys.c. */

/* Prepare to read the keys. @wq is made; @wired and @irq of @keys are set. */
int devm_panel_keys_init(struct panel *panel);

/* With the panel's lock held: report keys to @keypad. */
void panel_keys_attach(struct panel *panel, struct keypad *keypad);

/* Release the pressed keys, and stop reporting. Waits for a running read. */
void panel_keys_detach(struct panel *panel);

/* Read the keys: the panel was initialised or lost, or a key has changed. */
void panel_keys_wake(struct panel *panel);

/* For displays.c, under displays_lock: panel.c. */

/**
 * devm_panel_init() - make the worker of a panel
 * @panel: configured; @wire, @costs, @light_max, @second_e, the bits of @module, and
 *         @wired and @irq of @keys set
 *
 * Return: 0 or a negative errno.
 */
int devm_panel_init(struct panel *panel);

/**
 * panel_attach() - show a display on a panel
 * @panel:   not attached; the worker initialises the controllers
 * @frame:   the first frame
 * @waiters: woken after each flush, and when the panel is lost
 * @keypad:  gets the keys of the panel
 */
void panel_attach(struct panel *panel, const struct panel_frame *frame,
		  wait_queue_head_t *waiters, struct keypad *keypad);

/**
 * panel_detach() - stop showing a display; the glass keeps its text
 * @panel: attached. Its pressed keys are released
 *
 * Waits for the worker. With @closing, first shows what is pending.
 */
void panel_detach(struct panel *panel);

/* For a display, under its lock. None of these waits. */

/* Show a copy of @frame; a lost panel shows it once it is found again. */
void panel_set_frame(struct panel *panel, const struct panel_frame *frame);

/**
 * panel_reinit() - initialise the controllers and repaint
 * @panel: panel, lost or not
 *
 * At most once a second. fsync() waits for it only if it starts at once.
 */
void panel_reinit(struct panel *panel);

/* Return: 0..HD44780_CONTRAST_MAX; -EOPNOTSUPP if the controller has no contrast. */
int panel_contrast(struct panel *panel);

/* Return: 0; -EINVAL above HD44780_CONTRAST_MAX; -EOPNOTSUPP likewise. */
int panel_set_contrast(struct panel *panel, unsigned int contrast);

/* Somebody waits for the newest frame: do not wait for more changes. */
void panel_expedite(struct panel *panel);

/*
 * Return: 0 if the glass shows a generation; -EINPROGRESS; -EIO while the panel is lost.
 */
int panel_sync_state(struct panel *panel, u64 generation);

bool panel_lost(struct panel *panel);

/* Write "name value" lines at @at of a sysfs buffer. Return: the number of bytes. */
int panel_stats(struct panel *panel, char *buf, int at);

/* After a suspend the controllers may have lost their power: initialise them. */
void panel_resume(struct panel *panel);

#endif
