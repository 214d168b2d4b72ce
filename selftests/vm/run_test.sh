#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Does the VM say what happened in it? Every test is a boot.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-run.XXXXXX")
trap 'rm -rf "$work"' EXIT
tests=0

# vm EXIT-STATUS DESCRIPTION [OPTION]... COMMAND...; its output must hold the
# line "wanted", where that is set.
vm()
{
	local expected=$1 description=$2 status

	shift 2
	./run "$@" > "$work/out" 2>&1
	status=$?
	tests=$((tests + 1))
	if [ $status = "$expected" ] && grep -qxF "${wanted-}" "$work/out"; then
		echo "ok $tests $description"
	else
		sed 's/^/# /' "$work/out"
		echo "# exit status $status, $expected expected; line expected: ${wanted-}"
		echo "not ok $tests $description"
	fi
}

# Speak to the port of the VM until somebody there hears it.
greet()
{
	while [ -e "$work/file" ]; do
		echo hello | timeout 20 nc -N 127.0.0.1 "$1"
		sleep 0.3
	done > /dev/null 2>&1
}

echo "TAP version 13"
echo 1..7

port=$((20000 + RANDOM % 10000))
touch "$work/file"
greet $port &
wanted="<a  b> <\$c> <d'\"e>, in $PWD, hello"
vm 3 "arguments and a network arrive; output and the exit status come back" \
	--net --forward $port:4478 bash -c "rm '$work/file'; [ -e '$work/file' ] ||
		printf '<%s> <%s> <%s>, in $PWD, %s\n' \"\$@\" \$(busybox nc -l -p 4478); exit 3" \
	command 'a  b' "\$c" "d'\"e"
tests=$((tests + 1))
[ -e "$work/file" ] && echo "ok $tests a file that it removed is still here" ||
	echo "not ok $tests a file that it removed is gone here"
rm -f "$work/file"

wanted="vm: still running after 20 s"
vm 125 "a command that hangs is a failure" --timeout 20 sleep 1000

mkdir "$work/bin"
cat > "$work/bin/qemu-system-$(uname -m)" <<END
#!/bin/sh
[ -e "$work/first" ] || { touch "$work/first"; exec sleep 1000; }
PATH=\${PATH#*:} exec "\${0##*/}" "\$@"
END
chmod +x "$work/bin"/*
PATH=$work/bin:$PATH
wanted="vm: the kernel did not start within 3 s; trying once more"
vm 4 "a kernel that hangs in its start is started once more" --accel tcg --start 3 \
	sh -c 'exit 4'
PATH=${PATH#*:}

wanted="vm: the kernel panicked"
vm 125 "a panic is a failure" bash -c 'echo c > /proc/sysrq-trigger; sleep 100'

wanted="vm: the kernel complains of a bug"
vm 125 "a warning of the kernel is a failure" \
	bash -c 'echo "WARNING: CPU: 0 PID: 1 at lib/example.c:1" > /dev/kmsg'

wanted="vm: devlcd complains in the kernel's log"
vm 1 "a warning of the module is a failure, where asked for" --dmesg-check \
	bash -c 'echo "<4>devlcd: an example" > /dev/kmsg'
