/* SPDX-License-Identifier: GPL-2.0-only */
/* A request from its first header to its answer. */
#ifndef LCDWEB_REQUEST_H
#define LCDWEB_REQUEST_H

#include <microhttpd.h>

/* libmicrohttpd's callbacks; their first argument is a struct web. */
enum MHD_Result request_handle(void *arg, struct MHD_Connection *connection, const char *url,
			       const char *method, const char *version, const char *upload,
			       size_t *upload_size, void **state);
void request_completed(void *arg, struct MHD_Connection *connection, void **state,
		       enum MHD_RequestTerminationCode how);

#endif
