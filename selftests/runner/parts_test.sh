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

echo "TAP version 13"
echo 1..7

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
sums "nothing passed is a failure" 1 "0 passed, 0 failed, 1 skipped" <<'END'
skip_part one "no time"
END
