/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that are compiled in: the page, and the description of all requests. */
#ifndef LCDWEB_PAGE_H
#define LCDWEB_PAGE_H

#include <microhttpd.h>

enum MHD_Result page_reply(struct MHD_Connection *connection);
enum MHD_Result page_reply_openapi(struct MHD_Connection *connection);

#endif
