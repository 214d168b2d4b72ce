/* SPDX-License-Identifier: GPL-2.0-only */
/* Controllers that take the place of an HD44780, on whatever wire. */
#ifndef DEVLCD_TEXT_HD44780_VARIANTS_H
#define DEVLCD_TEXT_HD44780_VARIANTS_H

#include "hd44780.h"

extern const struct hd44780_variant hd44780_ks0066;
extern const struct hd44780_variant hd44780_us2066;
extern const struct hd44780_variant hd44780_ws0010;
extern const struct hd44780_variant hd44780_vfd;

#endif
