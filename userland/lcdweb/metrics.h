/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers for Prometheus: the module's for each display, and lcdweb's own. */
#ifndef LCDWEB_METRICS_H
#define LCDWEB_METRICS_H

#include <microhttpd.h>

struct web;

enum MHD_Result metrics_reply(const struct web *web, struct MHD_Connection *connection);

#endif
