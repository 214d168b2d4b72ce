// SPDX-License-Identifier: GPL-2.0-only
/*
 * A property of the panel's device (bindings/) overrides its entry in the parameter
 * panel, which overrides the parameters for all panels.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "panel.h"
#include "parse.h"
#include "text/hd44780-variants.h"
#include "wiring.h"

#define PANELS_MAX 16
#define ITEM_MAX 32
#define PINS_TEXT 256
#define DAY_S (24 * 60 * 60)

static char *entries[PANELS_MAX];
static unsigned int entry_count;

/* Called once for each entry; module_param_array() would split it at its commas. */
static int entry_set(const char *text, const struct kernel_param *param)
{
	if (entry_count == PANELS_MAX) {
		pr_err("panel=%s: there are %u already\n", text, PANELS_MAX);
		return -ENOSPC;
	}
	entries[entry_count] = kstrdup(text, GFP_KERNEL);
	if (!entries[entry_count])
		return -ENOMEM;
	entry_count++;
	return 0;
}

static int entry_get(char *buf, const struct kernel_param *param)
{
	int at = 0;

	for (unsigned int i = 0; i < entry_count; i++)
		at += sysfs_emit_at(buf, at, "%s\n", entries[i]);
	return at;
}

static void entry_free(void *arg)
{
	while (entry_count)
		kfree(entries[--entry_count]);
}

static const struct kernel_param_ops entry_ops = {
	.set = entry_set,
	.get = entry_get,
	.free = entry_free,
};

module_param_cb(panel, &entry_ops, NULL, 0444);
MODULE_PARM_DESC(panel,
		 "NAME:KEY=VALUE,... for each panel that differs, e.g. 1-0027:geometry=16x2,bl=low");

#define DEFAULT_EXEC_US 50

static unsigned int exec_us = DEFAULT_EXEC_US;
module_param(exec_us, uint, 0444);
MODULE_PARM_DESC(exec_us,
		 "microseconds that a controller takes for an instruction (default 50, or as the data sheet of another controller than HD44780 says)");

static unsigned int refresh_s = 30;
module_param(refresh_s, uint, 0444);
MODULE_PARM_DESC(refresh_s,
		 "seconds from a self-check of a panel to the next, 0 for none (default 30)");

static unsigned int idle_off_s;
module_param(idle_off_s, uint, 0444);
MODULE_PARM_DESC(idle_off_s,
		 "seconds without a change after which the light goes out, 0 for never (default 0)");

static char *goodbye = "keep";
module_param(goodbye, charp, 0444);
MODULE_PARM_DESC(goodbye,
		 "what a shutdown leaves on the glass: keep, blank or off (default keep)");

static char *panel_geometry;
module_param(panel_geometry, charp, 0444);
MODULE_PARM_DESC(panel_geometry,
		 "columns x rows of panels that do not say (default: the display's)");

static char *layout = "normal";
module_param(layout, charp, 0444);
MODULE_PARM_DESC(layout,
		 "normal, or split: 16x1 modules wired as two halves of eight (default normal)");

static const char * const layouts[] = { "normal", "split", NULL };

static const char * const goodbyes[] = {
	[PANEL_KEEP] = "keep", [PANEL_BLANK] = "blank", [PANEL_OFF] = "off", NULL
};

static const char * const variant_names[] = {
	[PANEL_HD44780] = "hd44780", [PANEL_KS0066] = "ks0066",
	[PANEL_US2066] = "us2066", [PANEL_WS0010] = "ws0010", [PANEL_VFD] = "vfd", NULL
};

/* A value of the setting variant. */
struct kind {
	const struct hd44780_variant *variant;	/* NULL for the HD44780 */
	const char *charset;	/* the name of its ROM, or NULL for the display's */
	const char *fonts[4];	/* names of ROMs, by bits 1..0 of function set; or NULL */
};

/*
 * The US2066 can choose ROM A. The WS0010's English and Russian table has the letters of
 * cyrillic, according to a driver of its own; its two European ones are unknown.
 */
static const struct kind kinds[] = {
	[PANEL_HD44780] = { NULL },
	[PANEL_KS0066] = { &hd44780_ks0066 },
	[PANEL_US2066] = { &hd44780_us2066, "US2066A" },
	[PANEL_WS0010] = { &hd44780_ws0010, "A00", { "A00", NULL, "cyrillic" } },
	[PANEL_VFD] = { &hd44780_vfd },
};

struct setting {
	const char *key;	/* its name in the parameter panel */
	const char *property;	/* its name in a device tree */
	size_t offset;	/* of an unsigned int in struct panel_config */
	unsigned int max;
	const char * const *names;	/* the values, if they are words */
};

#define SETTING(_field, _key, _property, ...)				\
	{ _key, _property, offsetof(struct panel_config, _field), __VA_ARGS__ }

enum { STRIDE, EXEC_US, REFRESH_S, IDLE_OFF_S, LAYOUT, GOODBYE, ROM, VARIANT, CONTRAST };

static const struct setting settings[] = {
	[STRIDE] = SETTING(stride, "stride", "internal-buffer-width", SCREEN_MAX_COLS),
	[EXEC_US] = SETTING(exec_us, "exec_us", "devlcd,exec-us", U16_MAX),
	[REFRESH_S] = SETTING(refresh_s, "refresh_s", "devlcd,refresh-s", DAY_S),
	[IDLE_OFF_S] = SETTING(idle_off_s, "idle_off_s", "devlcd,idle-off-s", DAY_S),
	[LAYOUT] = SETTING(split, "layout", "devlcd,layout", 0, layouts),
	[GOODBYE] = SETTING(goodbye, "goodbye", "devlcd,goodbye", 0, goodbyes),
	[ROM] = SETTING(rom, "charset", "devlcd,charset", 0, charset_rom_names),
	[VARIANT] = SETTING(variant, "variant", "devlcd,variant", 0, variant_names),
	[CONTRAST] = SETTING(contrast, "contrast", "devlcd,contrast", HD44780_CONTRAST_MAX),
};

static unsigned int *value_of(struct panel_config *config,
			      const struct setting *setting)
{
	return (void *)config + setting->offset;
}

static int number_take(const char *what, const struct setting *setting,
		       unsigned int value, struct panel_config *config)
{
	if (value > setting->max) {
		pr_err("%s: %s=%u: want %u at most\n", what, setting->key,
		       value, setting->max);
		return -EINVAL;
	}
	*value_of(config, setting) = value;
	return 0;
}

static int setting_take(const char *what, const struct setting *setting,
			const char *text, struct panel_config *config)
{
	unsigned int value;
	int name;

	if (!setting->names) {
		if (!kstrtouint(text, 10, &value))
			return number_take(what, setting, value, config);
		pr_err("%s: %s=%s: want a number\n", what, setting->key, text);
		return -EINVAL;
	}
	name = __sysfs_match_string(setting->names, -1, text);
	if (name < 0) {
		pr_err("%s: %s=%s: no such %s\n", what, setting->key, text,
		       setting->key);
		return -EINVAL;
	}
	*value_of(config, setting) = name;
	return 0;
}

static int geometry_take(const char *what, const char *text,
			 struct panel_config *config)
{
	if (!parse_geometry(text, &config->rows, &config->cols))
		return 0;
	pr_err("%s=%s: want COLUMNSxROWS, 1x1 to %ux%u\n", what, text,
	       SCREEN_MAX_COLS, SCREEN_MAX_ROWS);
	return -EINVAL;
}

static const struct setting *setting_find(const char *key)
{
	for (int i = 0; i < ARRAY_SIZE(settings); i++)
		if (!strcmp(settings[i].key, key))
			return &settings[i];
	return NULL;
}

/* The parameters for all panels. */
static int config_defaults(struct panel_config *config)
{
	int err = 0;

	memset(config, 0, sizeof(*config));
	config->rom = PANEL_ANY_ROM;
	config->variant = PANEL_UNSET;
	config->contrast = PANEL_UNSET;
	if (panel_geometry)
		err = geometry_take("panel_geometry", panel_geometry, config);
	if (!err)
		err = number_take("devlcd", &settings[EXEC_US], exec_us, config);
	if (!err)
		err = number_take("devlcd", &settings[REFRESH_S], refresh_s, config);
	if (!err)
		err = number_take("devlcd", &settings[IDLE_OFF_S], idle_off_s, config);
	if (!err)
		err = setting_take("devlcd", &settings[LAYOUT], layout, config);
	return err ?: setting_take("devlcd", &settings[GOODBYE], goodbye, config);
}

/* The defaults of the wire. */
static int config_take_usual(const struct panel_usual *usual,
			     struct panel_config *config)
{
	if (exec_us == DEFAULT_EXEC_US)
		config->exec_us = usual->exec_us;
	config->contrast = usual->contrast;
	return usual->charset ? setting_take("devlcd", &settings[ROM],
					     usual->charset, config) : 0;
}

/* An entry of the parameter panel */

/* @pins is a list of all pins, or only bl=low or bl=high. */
static int pins_take(const char *what, const char *pins, struct wiring *wiring)
{
	int *bl = &wiring->pin[WIRING_BL], *bl_low = &wiring->pin[WIRING_BL_LOW];

	if (!*pins)
		return 0;
	if (!wiring) {
		pr_err("%s: %s: no such key, and the lines of this panel are named elsewhere\n",
		       what, pins);
		return -EINVAL;
	}
	if (!strcmp(pins, "bl=low") || !strcmp(pins, "bl=high")) {
		int pin = max(*bl, *bl_low);

		*bl = pins[3] == 'h' ? pin : WIRING_NONE;
		*bl_low = pins[3] == 'l' ? pin : WIRING_NONE;
		return 0;
	}
	return wiring_parse(what, pins, wiring->pins, wiring);
}

/* Take one KEY=VALUE. A key that is not a setting is a pin: append it to @pins. */
static int item_take(const char *what, char *item, struct panel_config *config,
		     char *pins)
{
	char *value = strchr(item, '=');
	const struct setting *setting;

	if (!value) {
		pr_err("%s: %s: want KEY=VALUE\n", what, item);
		return -EINVAL;
	}
	*value = '\0';
	setting = setting_find(item);
	if (setting)
		return setting_take(what, setting, value + 1, config);
	if (!strcmp(item, "geometry"))
		return geometry_take(what, value + 1, config);
	*value = '=';
	if (*pins)
		strlcat(pins, ",", PINS_TEXT);
	strlcat(pins, item, PINS_TEXT);
	return 0;
}

static int entry_take(const char *entry, struct panel_config *config,
		      struct wiring *wiring)
{
	const char *at = strrchr(entry, ':');
	char item[ITEM_MAX], pins[PINS_TEXT] = "";
	int err = 0;

	if (!at) {
		pr_err("panel=%s: want NAME:KEY=VALUE,...\n", entry);
		return -EINVAL;
	}
	while (*at && *at != '\n' && !err) {
		size_t length = strcspn(++at, ",\n");

		if (length >= sizeof(item)) {
			pr_err("panel=%s: %.*s: too long\n", entry, (int)length, at);
			return -EINVAL;
		}
		strscpy(item, at, length + 1);
		err = item_take("panel", item, config, pins);
		at += length;
	}
	return err ?: pins_take("panel", pins, wiring);
}

int panel_check_parameters(void)
{
	struct panel_config config;
	struct wiring wiring = { .pins = WIRING_TWO_PORTS };
	int err;

	err = config_defaults(&config);
	for (unsigned int i = 0; i < entry_count && !err; i++)
		err = entry_take(entries[i], &config, &wiring);
	return err;
}

static int config_take_entry(const char *name, struct panel_config *config,
			     struct wiring *wiring)
{
	for (unsigned int i = 0; i < entry_count; i++) {
		const char *colon = strrchr(entries[i], ':');
		size_t length = colon - entries[i];

		if (length == strlen(name) && !strncmp(entries[i], name, length))
			return entry_take(entries[i], config, wiring);
	}
	return 0;
}

/* The properties of the device */

static int config_take_geometry(struct device *dev, struct panel_config *config)
{
	u32 rows = 0, cols = 0;

	device_property_read_u32(dev, "display-height-chars", &rows);
	device_property_read_u32(dev, "display-width-chars", &cols);
	if (!rows != !cols) {
		dev_err(dev, "display-height-chars and display-width-chars: want both, or none\n");
		return -EINVAL;
	}
	if (rows) {
		config->rows = rows;
		config->cols = cols;
	}
	return 0;
}

static int config_take_properties(struct device *dev, struct panel_config *config,
				  struct wiring *wiring)
{
	const char *what = dev_name(dev), *text;
	u32 value;
	int err;

	err = config_take_geometry(dev, config);
	for (int i = 0; i < ARRAY_SIZE(settings) && !err; i++) {
		const struct setting *setting = &settings[i];

		if (!setting->names) {
			if (!device_property_read_u32(dev, setting->property, &value))
				err = number_take(what, setting, value, config);
		} else if (!device_property_read_string(dev, setting->property, &text)) {
			err = setting_take(what, setting, text, config);
		}
	}
	if (!err && wiring && !device_property_read_string(dev, "devlcd,pins", &text))
		err = pins_take(what, text, wiring);
	device_property_read_string(dev, "display", &config->display);
	return err;
}

static int config_take_variant(struct panel *panel, struct panel_config *config)
{
	const struct kind *kind;

	if (panel->module.variant) {
		if (config->variant == PANEL_UNSET)
			return 0;
		dev_err(panel->dev, "variant=%s: its name already says which controller it has\n",
			variant_names[config->variant]);
		return -EINVAL;
	}
	if (config->variant == PANEL_UNSET)
		config->variant = PANEL_HD44780;
	kind = &kinds[config->variant];
	panel->module.variant = kind->variant;
	if (!kind->charset || config->rom != PANEL_ANY_ROM)
		return 0;
	return setting_take("devlcd", &settings[ROM], kind->charset, config);
}

int panel_configure(struct panel *panel, struct wiring *wiring)
{
	struct hd44780_module *module = &panel->module;
	struct panel_config *config = &panel->config;
	int err;

	err = config_defaults(config);
	if (!err && panel->usual)
		err = config_take_usual(panel->usual, config);
	if (!err)
		err = config_take_entry(dev_name(panel->dev), config, wiring);
	if (!err)
		err = config_take_properties(panel->dev, config, wiring);
	if (!err && wiring && !panel->wire->read_keys)
		err = wiring_refuse_keys(dev_name(panel->dev), wiring);
	if (!err)
		err = config_take_variant(panel, config);
	if (err)
		return err;
	if (config->rows > SCREEN_MAX_ROWS || config->cols > SCREEN_MAX_COLS) {
		dev_err(panel->dev, "%ux%u: no HD44780 module is that large\n",
			config->cols, config->rows);
		return -EINVAL;
	}
	if (config->contrast != PANEL_UNSET) {
		if (!module->variant || !module->variant->contrast) {
			dev_err(panel->dev, "contrast: this controller has none\n");
			return -EINVAL;
		}
		module->contrast = config->contrast;
		panel->contrast = config->contrast;
	}
	module->rows = config->rows;	/* both 0: panel_fit() sets them */
	module->cols = config->cols;
	module->stride = config->stride;
	module->split = config->split && config->rows == 1;
	module->exec_us = config->exec_us;
	return 0;
}

int panel_validate(struct panel *panel)
{
	const struct hd44780_module *module = &panel->module;

	if (module->variant && module->variant->synchronise == HD44780_WHOLE_BYTES &&
	    module->bits == 4) {
		dev_err(panel->dev, "variant=%s: nothing puts it in step on four data lines; use eight, or I2C\n",
			variant_names[panel->config.variant]);
		return -EINVAL;
	}
	if (!module->rows)
		return 0;
	if (!hd44780_module_valid(module)) {
		dev_err(panel->dev, "no HD44780 module has %ux%u characters\n",
			module->cols, module->rows);
		return -EINVAL;
	}
	if (hd44780_units(module) > 1 && !panel->second_e) {
		dev_err(panel->dev, "%ux%u needs a second E line, e2=\n",
			module->cols, module->rows);
		return -EINVAL;
	}
	return 0;
}

void panel_fit(struct panel *panel, const struct screen *screen)
{
	struct hd44780_module *module = &panel->module;

	if (panel->config.rows)
		return;
	module->rows = screen->rows;
	module->cols = screen->cols;
	if (module->variant && module->variant->lines) {
		module->rows = min(module->rows, module->variant->lines);
		module->cols = min(module->cols, module->variant->line_cells);
	}
	module->split = panel->config.split && module->rows == 1 &&
			!(module->variant && module->variant->lines);
	module->stride = panel->config.stride;
	if (!hd44780_module_valid(module)) {
		dev_warn(panel->dev, "internal-buffer-width is not that of %ux%u: not used\n",
			 module->cols, module->rows);
		module->stride = 0;
	}
	if (hd44780_units(module) > 1 && !panel->second_e) {
		module->rows = 2;
		dev_warn(panel->dev, "no second E line: showing 2 rows of %u\n",
			 screen->rows);
	}
}

u8 panel_font(const struct panel *panel, enum charset_rom rom)
{
	const struct kind *kind;

	if (panel->config.variant == PANEL_UNSET)
		return 0;
	kind = &kinds[panel->config.variant];
	for (unsigned int i = 0; i < ARRAY_SIZE(kind->fonts); i++)
		if (kind->fonts[i] && !strcmp(kind->fonts[i], charset_rom_names[rom]))
			return i;
	return 0;
}

int panel_show_config(const struct panel *panel, char *buf)
{
	const struct panel_config *config = &panel->config;
	const struct hd44780_module *module = &panel->module;
	int at;

	at = sysfs_emit(buf, "geometry %ux%u\n", module->cols, module->rows);
	for (int i = 0; i < ARRAY_SIZE(settings); i++) {
		const struct setting *setting = &settings[i];
		unsigned int value = *(unsigned int *)((void *)config + setting->offset);

		if (value == PANEL_UNSET || i == CONTRAST)	/* has its own attribute */
			continue;
		if (!setting->names)
			at += sysfs_emit_at(buf, at, "%s %u\n", setting->key, value);
		else
			at += sysfs_emit_at(buf, at, "%s %s\n", setting->key,
					    setting->names[value]);
	}
	if (panel->keys.wired || panel->keys.unreadable)
		at += sysfs_emit_at(buf, at, "keys %s\n",
				    READ_ONCE(panel->keys.unreadable) ? "unreadable" :
				    panel->keys.irq > 0 ? "interrupt" : "polled");
	return at;
}
