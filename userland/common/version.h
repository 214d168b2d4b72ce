/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_COMMON_VERSION_H
#define DEVLCD_COMMON_VERSION_H

/* Print what --version prints, as GNU programs do. */
void version_print(const char *program);

#endif
