// SPDX-License-Identifier: GPL-2.0-only
#include "version.h"

#include <stdio.h>

#include "release.h"

void version_print(const char *program)
{
	printf("%s (devlcd) " DEVLCD_VERSION "\n"
	       "License GPLv2: GNU GPL version 2 <https://gnu.org/licenses/gpl-2.0.html>.\n"
	       "This is free software: you are free to change and redistribute it.\n"
	       "There is NO WARRANTY, to the extent permitted by law.\n", program);
}
