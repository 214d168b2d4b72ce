/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a panel goes through, each stage from where the last one left it. A
 * fault may come in any transfer of a stage, or a chip go in any moment.
 */
#ifndef STAGES_H
#define STAGES_H

struct stage {
	void (*prepare)(const char *board);
	void (*begin)(const char *board);
};

extern const struct stage stage_probe;		/* and its first text */
extern const struct stage stage_initialisation;
extern const struct stage stage_power_cycle;	/* the module's power was off */
extern const struct stage stage_small_change;	/* with a picture of a glyph */
extern const struct stage stage_repaint;

#endif
