/* SPDX-License-Identifier: GPL-2.0-only */
/* The displays of this machine and the panels that show them. */
#ifndef DEVLCD_DISPLAYS_H
#define DEVLCD_DISPLAYS_H

struct panel;

/* geometry and panel_display. Return: 0; -EINVAL, with a message. */
int displays_check_parameters(void);

/* Make the class, and the displays that geometry names. On error all is undone. */
int displays_init(void);

/* No file is open, since open files hold the module. No panel is bound. */
void displays_exit(void);

/**
 * devm_panel_add() - give a new panel a display while its driver is bound
 * @panel: configured; @wire, @costs, @light_max, @second_e, the bits of @module, and
 *         @wired and @irq of @keys set
 *
 * The panel gets the display that it left, else the one that it wants, else the
 * first without a panel, else a new one. The worker initialises the controllers;
 * this does not wait for it. When the driver is unbound, the display stays, and
 * the glass keeps its last text.
 *
 * Return: 0 or a negative errno.
 */
int devm_panel_add(struct panel *panel);

/* At shutdown, show the pending text, then stop the panel. */
void panel_shutdown(struct panel *panel);

#endif
