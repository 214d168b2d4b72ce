# SPDX-License-Identifier: GPL-2.0-only
# To be sourced after cache.sh: Debian's packages of servers, which would be started
# if they were installed, unpacked into a folder.

# shellcheck shell=bash

# The version that apt would install.
package_version()
{
	local version

	version=$(apt-cache --quiet=2 policy "$1" 2> /dev/null | awk '/Candidate:/ { print $2 }')
	[[ ${version:-(none)} != '(none)' ]] || die "$1: apt knows no such package"
	echo "$version"
}

# unpack_package PACKAGE FOLDER: with what it depends on and this machine lacks.
unpack_package()
{
	local package=$1 wanted deb

	cd "$2" || return
	wanted=$(apt-get -s --no-install-recommends install "$package" | awk '/^Inst / { print $2 }')
	# It may be installed, and then nothing is.
	# shellcheck disable=SC2086 # words
	apt-get -qq -o APT::Sandbox::User=root download $package $wanted || return
	for deb in *.deb; do
		dpkg-deb -x "$deb" . || return
	done
	rm -f ./*.deb
}
