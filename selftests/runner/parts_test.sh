#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Is the sum of several parts red for all that is not a success?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=ends.sh
. "$here/ends.sh"

# sums DESCRIPTION EXIT-STATUS LAST-LINE: of the parts that commands on standard
# input run.
sums()
{
	ends_with "$@" bash -euo pipefail -c ". '$here/parts.sh'; . /dev/stdin; parts_end"
}

# The same, of parts that may be cut.
cut_sums()
{
	if (. "$here/parts.sh"; parts_can_be_cut); then
		sums "$@"
	else
		tests=$((tests + 1))
		echo "ok $tests $1 # SKIP only root can cut a part"
	fi
}

# The same, for the line that names what was skipped.
names_skipped()
{
	ends_with "$@" bash -euo pipefail -c \
		". '$here/parts.sh'; . /dev/stdin; parts_end; parts_say_skipped"
}

# The same, for what failed, in one line.
names_failed()
{
	ends_with "$1" 1 "$2" bash -uo pipefail -c ". '$here/parts.sh'; . /dev/stdin;
		parts_end | grep '^failed: ' | paste -sd '|'"
}

echo "TAP version 13"
echo 1..21

sums "parts add up" 0 "5 passed, 0 failed, 3 skipped" <<'END'
part one echo "2 passed, 0 failed, 3 skipped"
part two echo "3 passed, 0 failed, 0 skipped"
END
sums "a failure counts, and the next part runs" 1 "3 passed, 1 failed, 0 skipped" <<'END'
part one sh -c 'echo "2 passed, 1 failed, 0 skipped"; exit 1'
part two echo "1 passed, 0 failed, 0 skipped"
END
sums "the sum need not be the last line" 1 "2 passed, 1 failed, 0 skipped" <<'END'
part one sh -c 'echo "2 passed, 1 failed, 0 skipped"; echo "make: Error 1" >&2; exit 2'
END
sums "a bad exit status fails" 1 "2 passed, 1 failed, 0 skipped" <<'END'
part one sh -c 'echo "2 passed, 0 failed, 0 skipped"; exit 3'
END
sums "a part without a sum fails" 1 "2 passed, 1 failed, 0 skipped" <<'END'
part one echo "2 passed, 0 failed, 0 skipped"
part two echo "all is well"
END
sums "a skipped part counts as that" 0 "2 passed, 0 failed, 1 skipped" <<'END'
part one echo "2 passed, 0 failed, 0 skipped"
skip_part two "no time"
END
sums "nothing at all is a failure" 1 "0 passed, 0 failed, 0 skipped" < /dev/null
sums "a part beside another adds up, and is printed behind it" 0 "5 passed, 0 failed, 3 skipped" <<'END'
part_begin one sh -c 'sleep 0.1; echo "2 passed, 0 failed, 3 skipped"'
part two echo "3 passed, 0 failed, 0 skipped"
part_await
END
sums "a part beside another fails by its status" 1 "3 passed, 1 failed, 0 skipped" <<'END'
part_begin one sh -c 'echo "2 passed, 0 failed, 0 skipped"; exit 3'
part two echo "1 passed, 0 failed, 0 skipped"
part_await
END
names_skipped "what is skipped is named" 0 "skipped: two, three" <<'END'
part one echo "2 passed, 0 failed, 0 skipped"
skip_part two "no time"
skip_part three "no time either"
END
names_skipped "that nothing is skipped is said" 0 "nothing was skipped" <<'END'
part one echo "2 passed, 0 failed, 0 skipped"
END
names_failed "what failed is named with its part" \
	"failed: one: a/b: not ok 1|failed: one: a/b: not ok 2" <<'END'
part one sh -c 'printf "%s\n" "failed: a/b: not ok 1" "failed: a/b: not ok 2" "0 passed, 2 failed, 0 skipped"'
part two echo "1 passed, 0 failed, 0 skipped"
END
names_failed "what failed in a part of parts is named once" "failed: one: c: a/b: not ok 1" <<'END'
part one sh -c 'printf "%s\n" "failed: a/b: not ok 1" "0 passed, 1 failed, 0 skipped" \
	"failed: c: a/b: not ok 1" "0 passed, 1 failed, 0 skipped" "make: Error 1"'
END
names_failed "a part that ended badly is named" \
	"failed: one: it ended with status 3|failed: two: it ended with status 4 and without a sum" <<'END'
part one sh -c 'echo "2 passed, 0 failed, 0 skipped"; exit 3'
part two sh -c 'exit 4'
END
cut_sums "a part that ends in time counts as one without a limit" 1 \
	"2 passed, 1 failed, 1 skipped" <<'END'
part_for 60 one sh -c 'echo "2 passed, 0 failed, 1 skipped"; exit 3'
END
# On a busy machine it takes a while to print anything before it is cut.
cut_sums "a part that is cut passes with what had passed" 0 "32 passed, 0 failed, 3 skipped" <<'END'
part_for 10 one sh -c '
	echo "== one of several"
	echo "device/read_test      10 passed        0.3 s"
	echo "device/write_test     20 passed, 2 skipped     12.3 s"
	echo "30 passed, 0 failed, 2 skipped"
	echo "== another"
	echo "device/read_test      2 passed         0.3 s"
	echo "        # write_test.c:1: 9 passed"
	sleep 100'
END
cut_sums "a part that is cut fails with what had failed" 1 "0 passed, 3 failed, 2 skipped" <<'END'
part_for 10 one sh -c '
	echo "device/read_test      0 passed, 3 failed, 1 skipped       0.3 s"
	sleep 100'
END
cut_sums "nothing that the part has started holds it up" 0 "0 passed, 0 failed, 1 skipped" <<'END'
part_for 1 one bash -c 'setsid sleep 100 & timeout 100 sleep 100'
[ $SECONDS -lt 60 ]
END
cut_sums "a part that kills itself was not cut" 1 "1 passed, 1 failed, 0 skipped" <<'END'
part one echo "1 passed, 0 failed, 0 skipped"
part_for 60 two sh -c 'sh -c "kill -9 \$\$"'
END
cut_sums "a part for which there is not the time does not begin" 0 \
	"1 passed, 0 failed, 1 skipped" <<'END'
part one echo "1 passed, 0 failed, 0 skipped"
part_until 60 61 two echo "2 passed, 0 failed, 0 skipped"
END
cut_sums "a part for which there is begins, and is cut at the end" 0 \
	"3 passed, 0 failed, 1 skipped" <<'END'
part_until 600 500 one echo "1 passed, 0 failed, 0 skipped"
SECONDS=590
part_until 600 1 two sh -c 'echo "device/read_test 2 passed 0.1 s"; sleep 100'
END
