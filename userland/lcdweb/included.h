/* SPDX-License-Identifier: GPL-2.0-only */
/* Files that page.c includes with the assembler. The second symbol marks the end. */
#ifndef LCDWEB_INCLUDED_H
#define LCDWEB_INCLUDED_H

extern const char lcdweb_page[], lcdweb_page_end[];
extern const char lcdweb_openapi[], lcdweb_openapi_end[];

#endif
