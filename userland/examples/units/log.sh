#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# log.sh [COLUMNS]: the last lines of a log. What comes in goes out to a display, which
# scrolls by itself; each line is cut to its columns, 20 by default. A log holds what
# strangers have written, so no control character of it passes.

printf '\033[?7l'	# a line of wide characters is cut as well
LC_ALL=C.UTF-8 exec sed -u "s/[[:cntrl:]]//g; s/^\(.\{${1:-20}\}\).*/\1/"
