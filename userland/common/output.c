// SPDX-License-Identifier: GPL-2.0-only
#include "output.h"

#include <err.h>
#include <stdio.h>

bool output_end(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return true;
	warn("standard output");
	return false;
}
