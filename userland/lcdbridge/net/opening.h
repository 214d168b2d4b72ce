/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recognises the first bytes of browsers, scanners and clients at the wrong port, which
 * no text begins with.
 */
#ifndef LCDBRIDGE_OPENING_H
#define LCDBRIDGE_OPENING_H

#include <stdbool.h>
#include <stddef.h>

#include "text/types.h"

#define OPENING_MAX 2048	/* bytes after which the decision is made */

/**
 * enum opening - what the first bytes are
 * @OPENING_OURS:      none of the following
 * @OPENING_UNDECIDED: more bytes are needed
 * @OPENING_HTTP:      a request of HTTP, or of RTSP
 * @OPENING_TLS:       a handshake
 * @OPENING_SSH:       an SSH client's version
 * @OPENING_BINARY:    what scanners send: DNS, SMB, Kerberos, RDP
 */
enum opening {
	OPENING_OURS,
	OPENING_UNDECIDED,
	OPENING_HTTP,
	OPENING_TLS,
	OPENING_SSH,
	OPENING_BINARY,
};

/**
 * opening_judge() - judge the first bytes of a connection
 * @bytes:  all bytes so far, up to OPENING_MAX
 * @count:  number of @bytes
 * @glyphs: bytes from 0 to 7 may be text
 *
 * More bytes do not change the result, except OPENING_UNDECIDED. So it does not depend on
 * how a stream is cut.
 */
enum opening opening_judge(const u8 *bytes, size_t count, bool glyphs);

/* The message for the client. */
const char *opening_reason(enum opening opening);

#endif
