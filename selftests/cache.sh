# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: what is slow to make is made once and kept in a folder outside
# the clone. Made in a temporary folder and renamed, so that it is whole or not
# there; a folder that has lost a file since is made again.

# shellcheck shell=bash

PATH=$PATH:/usr/sbin:/sbin		# a user's PATH lacks modprobe and depmod

cache_root=${DEVLCD_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/devlcd}

die()
{
	echo "${0##*/}: $*" >&2
	exit 1
}

# What takes long says so: progress TEXT COMMAND...
progress()
{
	local text=$1 start=$SECONDS

	shift
	echo "  $text ..." >&2
	"$@" || return
	[ $((SECONDS - start)) -lt 2 ] || echo "  $text: $((SECONDS - start)) s" >&2
}

cache_list()
{
	(cd "$1" && find . ! -name .list ! -type d -printf '%s %p\n' | LC_ALL=C sort)
}

cache_whole()
{
	[ -s "$1/.list" ] && cache_list "$1" | cmp -s - "$1/.list"
}

# cache_get NAME TEXT COMMAND...: set cache_dir to the folder NAME of the cache.
# Where it is missing, COMMAND fills the folder given as its last argument.
cache_get()
{
	local text=$2 lock=$cache_root/.lock-$1 tmp

	cache_dir=$cache_root/$1
	shift 2
	cache_whole "$cache_dir" && return
	mkdir -p "${cache_dir%/*}" || die "$cache_root: cannot be written"
	exec {cache_lock}>"$lock"
	flock "$cache_lock"
	if ! cache_whole "$cache_dir"; then
		tmp=$(mktemp -d "$cache_root/.new.XXXXXX")
		progress "$text" "$@" "$tmp" || { rm -rf "$tmp"; die "$text: failed"; }
		chmod 755 "$tmp"
		cache_list "$tmp" > "$tmp/.list"
		rm -rf "$cache_dir"
		mv "$tmp" "$cache_dir"
	fi
	exec {cache_lock}>&-
}
