/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_RELEASE_H
#define DEVLCD_RELEASE_H

/* The only place of the version: module, programs and packages take it from here. */
#define DEVLCD_VERSION "0.1.0"

#endif
