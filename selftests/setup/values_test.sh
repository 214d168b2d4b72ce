#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Does make refuse a wrong value of each variable of "make help" before anything is
# installed or built? In a copy whose deps only notes that it was called.

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-values.XXXXXX")
trap 'rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 10000))

tar -C "$here/../.." --exclude=selftests/build --exclude=corpus -c Makefile kmod/release.h selftests |
	tar -C "$work" -x
printf '#!/bin/sh\ntouch installed\nexit 1\n' > "$work/selftests/deps"
mkdir -p "$work/source/tools/testing/selftests" "$work/kernel"
touch "$work"/{kernel/{vmlinuz,Makefile},source/tools/testing/selftests/lib.mk}

# With what TARGET NAME=VALUE refuses.
wrong_values()
{
	cat <<-END
		demo KERNEL=no-such-kernel
		demo KDIR=/missing
		demo DEVLCD_ACCEL=xen
		demo-vote DEVLCD_ACCEL=1
		run PORT=abc
		run PORT=0
		run PORT=65536
		run PORT=1883
		run MQTT_PORT=-1
		run MQTT_PORT=it's
		run WEB_PORT=http
		run DEVLCD_ACCEL=TCG
		shell PORT=080
		shell KERNEL=/missing
		check SUITES=nonsense
		check SUITES=text nonsense
		check SUITES=text/no_test
		check SUITES=../text
		check LINUX_SRC=/missing
		check DEVLCD_ACCEL=KVM
		check KERNEL=/missing
		check-host SUITES=device
		check-host SUITES=vm
		check-host SUITES=panel/suspend_test.sh
		check-bare SUITE=sid
		check-bare SUITE=bookworm trixie
		check-brokers BROKERS=nats emqx
		check-clusters CLUSTERS=nats emqx
		check-clusters BRIDGES=301
		check-wires WIRES=st7032 st7565
		check-packages SUITE=12
		check-packages ARCHES=arm64 mips
		check-arm64 SUITE=sid
		check-arm64 SUITES=smoke devices
		check-arm64 SUITES=text/no_test
		check-debug DEBUG=kmsan
		check-debug SUITES=text
		check-debug SUITES=device lint
		debug-kernel DEBUG=1
		check-kernels KERNELS=sid buster
		check-kernels SUITES=bridge/tcp_test.py
		fuzz-kernel SECONDS=1m
		fuzz-kernel SEED=x
		fuzz-kernel DEBUG=0
		bench PARTS=panels
		bench FLEET=10 many
		fire SECONDS=0
		fire SEED=-1
		fuzz SECONDS=1e3
		fuzz TARGETS=text html
		deb ARCH=mips
		lint KDIR=/missing
	END
}

right_values()
{
	cat <<-END
		demo KERNEL=$work/kernel
		demo KDIR=$work/kernel
		demo DEVLCD_ACCEL=tcg
		demo DEVLCD_ACCEL=
		run PORT=$port
		shell MQTT_PORT=$((port + 1))
		run WEB_PORT=$((port + 2))
		check SUITES=text device/write_test bridge/tcp_test.py fuzz/text_replay lint
		check SUITES=
		check LINUX_SRC=$work/source
		check-host SUITES=bridge lint
		check-host SUITES=emulator/model_test
		check-bare SUITE=trixie
		check-wires WIRES=hc595 mcp23s17
		check-packages SUITE=bookworm
		check-packages ARCHES=arm64 armhf
		check-arm64 SUITE=trixie
		check-arm64 SUITES=smoke panel text/charset_test
		check-debug DEBUG=kcsan
		check-debug SUITES=panel bridge/fire_device_test.py
		check-kernels KERNELS=sid trixie-cloud
		fuzz-kernel SECONDS=600
		fuzz-kernel SEED=0
		bench PARTS=bridge
		bench FLEET=10 10000
		check-clusters CLUSTERS=mosquitto rabbitmq
		check-clusters BRIDGES=300
		fire SECONDS=60
		fuzz TARGETS=text mqtt
		deb ARCH=arm64
	END
}

# Nothing is known to be wrong for these, or what uses them says so itself.
unchecked="PARAMETERS DESTDIR prefix V"

# Without what make check was given.
made()
{
	rm -f "$work/installed"
	env -i HOME="$HOME" PATH="$PATH" make -s -C "$work" "$1" "$2" > "$work/said" 2>&1
}

# Make's own line about it is left out.
test_a_wrong_value_is_refused_first_in_one_line_that_names_it()
{
	local target value failed=0

	while read -r target value; do
		made "$target" "$value"
		[ ! -e "$work/installed" ] &&
			[[ "$(grep -v '^make: ' "$work/said")" == "$value: "* ]] &&
			[ "$(grep -vc '^make: ' "$work/said")" = 1 ] && continue
		echo "make $target '$value': $(cat "$work/said")"
		failed=1
	done < <(wrong_values)
	return $failed
}

test_a_right_value_is_taken()
{
	local target value failed=0

	while read -r target value; do
		made "$target" "$value"
		[ -e "$work/installed" ] && [ "$(grep -vc '^make: ' "$work/said")" = 0 ] && continue
		echo "make $target '$value': $(cat "$work/said")"
		failed=1
	done < <(right_values)
	return $failed
}

test_each_variable_of_help_has_a_wrong_value_here()
{
	local name

	for name in $(sed -n '/^#: Variables/,/^$/s/^#: //p' "$work/Makefile" | grep -oE '^[^	]*=' |
			grep -oE '[A-Za-z_]+=' | tr -d =); do
		[[ " $unchecked " == *" $name "* ]] || wrong_values | grep -q " $name=" && continue
		echo "$name: no wrong value is tried"
		return 1
	done
}

tap_main
