# SPDX-License-Identifier: GPL-2.0-only
# To be sourced in the VM by the scripts that install there.

# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
bridge=lcdbridge@LCD.service
kept=/var/tmp/devlcd-tests	# from one boot to the next
mkdir -p "$kept"
# shellcheck disable=SC2034 # the tests use it
version=$(sed -n 's/^#define DEVLCD_VERSION "\(.*\)"$/\1/p' "$here/../../kmod/release.h")

# What apt-get prints goes to $kept/apt as well.
apt()
{
	apt-get --quiet=2 --yes -o Dpkg::Use-Pty=0 "$@" 2>&1 | tee "$kept/apt"
	return "${PIPESTATUS[0]}"
}

property()
{
	systemctl show -P "$1" $bridge
}

shows()
{
	[ "$(head -n 1 /dev/LCD)" = "$1" ]
}

serves()
{
	lcdsend --quiet 127.0.0.1 "$1" 2> /dev/null && shows "$1"
}

# dkms_state KERNEL: of the module for that kernel, "VERSION installed" if it is so.
dkms_state()
{
	dkms status devlcd | sed -n "s|^devlcd/\([^,]*\), $1, [^:]*: \([a-z]*\).*|\1 \2|p"
}

# What is on the disk, but for what changes by itself.
list_files()
{
	find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /dev -o -path /tmp \
		-o -path /var/log -o -path /var/tmp -o -path /var/cache -o -path /var/lib/apt \
		-o -path /var/lib/systemd -o -path /root/devlcd \) -prune -o -print |
		LC_ALL=C sort
}

# Nothing in these files of packages that are installed.
owned_files()
{
	cat /var/lib/dpkg/info/*.list | LC_ALL=C sort -u
}
