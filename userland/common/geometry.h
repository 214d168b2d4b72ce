/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_COMMON_GEOMETRY_H
#define DEVLCD_COMMON_GEOMETRY_H

#include <stdbool.h>

#define GEOMETRY_RULE "must be COLSxROWS, 1x1 to 40x4, such as 20x4"

/* Read "20x4". Return: false, with nothing set, if the text breaks GEOMETRY_RULE. */
bool geometry_parse(const char *text, unsigned int *rows, unsigned int *cols);

#endif
