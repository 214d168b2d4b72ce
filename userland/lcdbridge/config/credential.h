/* SPDX-License-Identifier: GPL-2.0-only */
/* Secrets that systemd passes to a service, in a folder of its own. */
#ifndef LCDBRIDGE_CREDENTIAL_H
#define LCDBRIDGE_CREDENTIAL_H

#include <stdbool.h>

/* The folder; NULL outside a service, or if the service gets no credentials. */
const char *credential_folder(void);

/*
 * For --check-config: does this credential exist only inside the service? If so, log
 * that it was not checked. @room begins the message.
 */
bool credential_is_elsewhere(const char *room, const char *secret);

#endif
