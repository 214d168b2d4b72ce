#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What does a build say that cannot give what one may expect?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-build.XXXXXX")
trap 'rm -rf "$work"' EXIT

unset MAKEFLAGS MAKELEVEL		# those of make check

# In place of a kernel's build tree, and of a compiler.
printf 'modules clean modules_install:\n\t@echo kbuild runs\n' > "$work/Makefile"

module()
{
	make -s -C "$top" module KDIR="$work" "$@" 2>&1
}

other="Building for Linux 1.2.3-other; Linux $(uname -r) runs here and cannot load it."

test_a_build_for_another_kernel_says_so_before_it_begins()
{
	expect "$other"$'\n'"kbuild runs" "$(module KERNEL=1.2.3-other)"
}

test_a_build_for_the_running_kernel_says_nothing()
{
	expect "kbuild runs" "$(module KERNEL="$(uname -r)")"
}

test_a_build_for_a_kernel_in_a_folder_says_nothing()
{
	expect "kbuild runs" "$(module KERNEL="$work")"
}

# What make TARGET would do, and the builds that it would begin.
plan()
{
	make -n -j2 --no-print-directory -C "$top" "$@" KDIR="$work" 2>&1
}

test_a_build_for_the_vm_says_nothing()
{
	local target planned

	for target in demo demo-vote run shell check; do
		planned=$(plan $target)
		grep -qF "echo kbuild runs" <<< "$planned" && ! grep -q 'Building for' <<< "$planned" &&
			continue
		echo "make $target: $planned"
		return 1
	done
}

test_make_with_several_jobs_has_them_in_every_build()
{
	local target planned

	for target in all demo demo-vote run shell check check-host bench fire clean \
			modules_install; do
		planned=$(plan $target DESTDIR=/nowhere)
		grep -qF "echo kbuild runs" <<< "$planned" && ! grep 'warning: ' <<< "$planned" &&
			continue
		echo "make $target: $planned"
		return 1
	done
}

# Lint takes it for one of the compiler's.
test_make_with_several_jobs_has_no_warning_from_a_script()
{
	cat > "$work/jobs.mk" <<-END
		outer: ; @bash -c '. "$top/selftests/cache.sh" && make -s -j2 -f jobs.mk inner'
		inner: ; @echo \$(SAID)
	END
	expect "with V=1" "$(make -s -j4 -C "$work" -f jobs.mk outer SAID="with V=1" 2>&1)"
}

# What is printed beside what make says of itself and of the files it makes.
errors()
{
	grep -vE '^(make|  (CC|AR|LD) )'
}

# says_once LINE FOLDER ARGUMENT...: that folder's make fails, and says no more than
# this line and make's own.
says_once()
{
	local line=$1 folder=$2

	shift 2
	if make -s -k -C "$top/$folder" "$@" BUILD="$work/build" BIN="$work/bin" CC=true AR=true \
		> "$work/said" 2>&1; then
		echo "make $folder: no failure"
		return 1
	fi
	expect "$line" "$(errors < "$work/said")"
}

# Where nothing but make's shell is found.
without_pkg_config()
{
	local name

	mkdir -p "$work/path"
	for name in make sh bash mkdir rm printf echo true; do
		ln -sf "$(type -P $name)" "$work/path/"
	done
	PATH=$work/path "$@"
}

test_the_programs_without_pkg_config()
{
	says_once "userland: no-pkg-config: not found: install pkgconf (make userland-deps does)" \
		userland PKG_CONFIG=no-pkg-config
}

test_the_programs_where_the_path_has_no_pkg_config()
{
	local said

	said=$(without_pkg_config make -s -C "$top/userland" BUILD="$work/build" \
		BIN="$work/bin" CC=true AR=true 2>&1) && return 1
	expect "userland: pkg-config: not found: install pkgconf (make userland-deps does)" \
		"$(errors <<< "$said")"
}

test_the_programs_without_any_library()
{
	says_once "userland: false does not find inih libcjson libevdev libevent_core libevent_openssl\
 libmicrohttpd libmosquitto libpng openssl: install libinih-dev libcjson-dev libevdev-dev\
 libevent-dev libmicrohttpd-dev libmosquitto-dev libpng-dev libssl-dev (make userland-deps does)" \
		userland PKG_CONFIG=false
}

test_the_programs_without_one_library()
{
	cat > "$work/pkg-config" <<-"END"
		#!/bin/sh
		case "$*" in *libcjson*) exit 1 ;; esac
		exec pkg-config "$@"
	END
	chmod +x "$work/pkg-config"
	says_once "userland: $work/pkg-config does not find libcjson: install libcjson-dev\
 (make userland-deps does)" userland PKG_CONFIG="$work/pkg-config"
}

test_the_examples_without_pkg_config_and_without_the_library()
{
	says_once "examples: no-pkg-config: not found: install pkgconf (make userland-deps does)" \
		userland/examples PKG_CONFIG=no-pkg-config &&
	says_once "examples: false does not find libmosquitto: install libmosquitto-dev\
 (make userland-deps does)" userland/examples PKG_CONFIG=false
}

test_without_headers_help_says_so()
{
	make -s -C "$top" help KERNEL= | grep -qF "KERNEL=VERSION " &&
		make -s -C "$top" help KERNEL= | grep -F "the VM's as well (none installed)"
}

# dkms SAYS: in the place of DKMS.
dkms()
{
	mkdir -p "$work/bin"
	printf '#!/bin/sh\necho "%s"\n' "$1" > "$work/bin/dkms"
	chmod +x "$work/bin/dkms"
}

test_a_module_that_dkms_has_is_not_installed_beside_it()
{
	local target

	dkms "devlcd/0.1.0, 1.2.3, x86_64: installed"
	for target in install modules_install; do
		PATH=$work/bin:$PATH make -s -C "$top" $target KDIR="$work" \
			> "$work/said" 2>&1 && return 1
		expect "DKMS has the module already; install would put another one beside it." \
			"$(head -n 1 "$work/said")" && ! grep 'kbuild runs' "$work/said" || return
	done
}

test_a_module_goes_into_a_folder_whatever_dkms_has()
{
	dkms "devlcd/0.1.0, 1.2.3, x86_64: installed"
	PATH=$work/bin:$PATH make -s -C "$top" modules_install KDIR="$work" KERNEL="$work" \
		DESTDIR="$work/dest"
}

# Built already, or this builds them.
test_units_go_where_systemd_reads_them_whatever_the_prefix()
{
	local prefix lib
	local units=(modules-load.d/devlcd.conf sysusers.d/devlcd.conf
		systemd/system/lcdbridge@.service systemd/system/lcdweb.service
		systemd/system/lcdweb.socket udev/rules.d/60-devlcd.rules)

	while read -r prefix lib; do
		make -s -C "$top/userland" install DESTDIR="$work/$prefix" prefix="$prefix" \
			> /dev/null || return
		expect "$(printf '%s\n' "$prefix"/sbin/lcd{bridge,probe,web} "${units[@]/#/$lib/}" | sort)" \
			"$(cd "$work/$prefix" && find . \( -path '*/lib/*' -o -path '*/sbin/*' \) \
				-type f | sed 's/^\.//' | sort)" || return
		make -s -C "$top/userland" uninstall DESTDIR="$work/$prefix" prefix="$prefix" &&
			expect "" "$(find "$work/$prefix" -type f)" || return
	done <<-END
		/usr /usr/lib
		/usr/local /usr/local/lib
		/opt/lcd /usr/local/lib
	END
}

test_a_prefix_that_is_not_absolute_is_refused()
{
	local folder

	for folder in . userland; do
		make -s -C "$top/$folder" install DESTDIR="$work/dest" prefix=here > "$work/said" 2>&1 &&
			return 1
		grep -F 'prefix=here: not an absolute path' "$work/said" || return
	done
}

test_clean_needs_no_library()
{
	cp -r "$top/userland" "$top/kmod" "$work"
	expect "" "$(make -s -C "$work/userland" clean PKG_CONFIG=no-pkg-config 2>&1)"
}

tap_main
