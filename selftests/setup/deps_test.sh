#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Which packages does deps install, on which machine, and what does it say before?
# The commands that it asks about the machine are replaced by commands that say what
# another machine's would.

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/devlcd-deps.XXXXXX")
trap 'rm -rf "$work"' EXIT

# machine ARCHITECTURE KERNEL PACKAGE...: these packages are known to apt, and none
# is installed.
machine()
{
	mkdir -p "$work/bin"
	printf '#!/bin/sh\necho %s\n' "$1" > "$work/bin/dpkg"
	printf '#!/bin/sh\necho %s\n' "$2" > "$work/bin/uname"
	printf '#!/bin/sh\nexit 1\n' > "$work/bin/dpkg-query"
	cat > "$work/bin/apt-cache" <<-"END"
		#!/bin/sh
		for package; do :; done
		! grep -qxF "$package" "${0%/*}/known" || echo "Package: $package"
	END
	printf '%s\n' "${@:3}" > "$work/bin/known"
	chmod +x "$work"/bin/*
}

headers()
{
	PATH=$work/bin:$PATH "$top/selftests/deps" --list "${1-headers}" | grep '^linux-headers-'
}

debian_amd64=(linux-headers-{,rt-,cloud-}amd64)
debian_arm64=(linux-headers-{,rt-,cloud-}arm64)
debian_armhf=(linux-headers-{armmp,armmp-lpae,rt-armmp})
raspberry_pi_os=(linux-headers-rpi-{v6,v7,v7l,v8,2712} "${debian_arm64[@]}")

test_debian_on_a_pc()
{
	machine amd64 6.1.0-57-amd64 "${debian_amd64[@]}"
	expect linux-headers-amd64 "$(headers)" || return
	machine amd64 6.12.118+deb13-amd64 "${debian_amd64[@]}"
	expect linux-headers-amd64 "$(headers)"
}

test_debian_with_another_kernel_than_the_default()
{
	machine amd64 6.1.0-57-cloud-amd64 "${debian_amd64[@]}"
	expect linux-headers-cloud-amd64 "$(headers)" || return
	machine amd64 6.12.118+deb13-rt-amd64 "${debian_amd64[@]}"
	expect linux-headers-rt-amd64 "$(headers)"
}

test_a_kernel_that_apt_does_not_know()
{
	machine amd64 5.15.167.4-microsoft-standard-WSL2 "${debian_amd64[@]}"
	expect linux-headers-amd64 "$(headers)" || return
	machine arm64 6.10.14-linuxkit "${debian_arm64[@]}"
	expect linux-headers-arm64 "$(headers)" || return
	machine armhf 6.10.14 "${debian_armhf[@]}"
	expect linux-headers-armmp "$(headers)"
}

test_debian_on_arm64()
{
	machine arm64 6.1.0-57-arm64 "${debian_arm64[@]}"
	expect linux-headers-arm64 "$(headers)"
}

test_debian_on_armhf()
{
	machine armhf 6.12.118+deb13-armmp "${debian_armhf[@]}"
	expect linux-headers-armmp "$(headers)" || return
	machine armhf 6.1.0-57-armmp-lpae "${debian_armhf[@]}"
	expect linux-headers-armmp-lpae "$(headers)"
}

test_raspberry_pi_os()
{
	machine arm64 6.12.47+rpt-rpi-v8 "${raspberry_pi_os[@]}"
	expect linux-headers-rpi-v8 "$(headers)" || return
	machine arm64 6.12.47+rpt-rpi-2712 "${raspberry_pi_os[@]}"
	expect linux-headers-rpi-2712 "$(headers)" || return
	machine armhf 6.1.0-rpi7-rpi-v7l "${raspberry_pi_os[@]}"
	expect linux-headers-rpi-v7l "$(headers)"
}

test_a_raspberry_pi_whose_apt_has_only_debian()
{
	machine arm64 6.12.47+rpt-rpi-v8 "${debian_arm64[@]}"
	expect linux-headers-arm64 "$(headers)"
}

test_headers_that_are_installed_though_apt_has_no_lists()
{
	machine arm64 6.12.47+rpt-rpi-2712
	printf '#!/bin/sh\necho installed\n' > "$work/bin/dpkg-query"
	expect linux-headers-rpi-2712 "$(headers)"
}

test_the_group_build_has_them_and_the_vm_has_debians()
{
	machine arm64 6.12.47+rpt-rpi-v8 "${raspberry_pi_os[@]}"
	expect linux-headers-rpi-v8 "$(headers build)" || return
	expect linux-headers-arm64 "$(headers demo)"
}

test_make_without_headers_names_them()
{
	machine arm64 6.12.47+rpt-rpi-2712 "${raspberry_pi_os[@]}"
	PATH=$work/bin:$PATH make -s -C "$top" module KDIR=/missing > "$work/said" 2>&1 && return 1
	grep -qx '    apt-get install linux-headers-rpi-2712' "$work/said" && return
	cat "$work/said"
	return 1
}

# group_lacks GROUP PATTERN
group_lacks()
{
	local packages

	packages=$("$top/selftests/deps" --list "$1") || return
	grep -q . <<< "$packages" && ! grep -xE "$2" <<< "$packages"
}

test_each_group_is_as_light_as_its_target()
{
	local machine='linux-headers-.*|kmod|qemu.*|cpio|busybox.*' broker='mosquitto.*|netcat.*'
	local check='linux-source|build-essential|g\+\+|lcdproc.*|nfs-.*|rpcbind|systemd|clang.*'

	group_lacks userland "$machine|$broker|$check|python3.*" &&
		group_lacks build "qemu.*|cpio|busybox.*|$broker|$check|python3.*" &&
		group_lacks demo "$check|python3.*"
}

test_the_group_test_has_all_that_the_demos_need()
{
	expect "" "$(comm -23 <("$top/selftests/deps" --list demo vote) \
		<("$top/selftests/deps" --list test))"
}

test_an_unknown_group_is_refused()
{
	! "$top/selftests/deps" --list build nonsense 2> "$work/said" &&
		grep -q '^deps: nonsense: no such group' "$work/said"
}

# As apt-get of Debian 12 and of Debian 13 says it in this format.
test_deps_says_first_how_much_it_fetches()
{
	machine amd64 6.1.0-57-amd64 "${debian_amd64[@]}"
	printf '#!/bin/sh\necho 0\n' > "$work/bin/id"
	cat > "$work/bin/apt-get" <<-"END"
		#!/bin/sh
		case "$*" in
		*--assume-no*)
			echo "3 upgraded, 119 newly installed, 0 to remove and 4 not upgraded."
			echo "Need to get 20.5 MB/100 MB of archives."
			echo "After this operation, 422 MB of additional disk space will be used."
			echo "Do you want to continue? [Y/n] N"
			exit 1
			;;
		*install*)	cp "${0%/*}/../said" "${0%/*}/../said-before" ;;
		esac
	END
	chmod +x "$work/bin/id" "$work/bin/apt-get"
	PATH=$work/bin:$PATH "$top/selftests/deps" build > "$work/said" 2>&1 || return
	expect "deps: 122 packages, 20.5 MB of 100 MB to fetch, 422 MB of disk space
  apt-get install ..." "$(tail -n 2 "$work/said-before")"
}

test_what_apt_says_is_shown_if_it_fails()
{
	machine amd64 6.1.0-57-amd64 "${debian_amd64[@]}"
	printf '#!/bin/sh\necho 0\n' > "$work/bin/id"
	printf '#!/bin/sh\necho "E: no network" >&2\nexit 100\n' > "$work/bin/apt-get"
	chmod +x "$work/bin/id" "$work/bin/apt-get"
	! PATH=$work/bin:$PATH "$top/selftests/deps" build > "$work/said" 2>&1 &&
		expect "E: no network
deps: apt-get update: failed" "$(tail -n 2 "$work/said")"
}

# What is in the PATH is all there is.
test_who_is_neither_root_nor_has_sudo_is_told_what_to_install()
{
	local name

	machine amd64 6.1.0-57-amd64 "${debian_amd64[@]}"
	printf '#!/bin/sh\necho 1000\n' > "$work/bin/id"
	printf '#!/bin/sh\nexit 100\n' > "$work/bin/apt-get"
	chmod +x "$work/bin/id" "$work/bin/apt-get"
	for name in bash dirname env grep mktemp rm sh sort tail tr; do
		ln -sf "$(type -P $name)" "$work/bin/"
	done
	PATH=$work/bin "$top/selftests/deps" userland 2> "$work/said" && return 1
	expect "deps: neither root nor sudo; as root, run: $top/selftests/deps userland" \
		"$(cat "$work/said")"
}

tap_main
