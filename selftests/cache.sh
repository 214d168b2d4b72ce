# SPDX-License-Identifier: GPL-2.0-only
# To be sourced: what is slow to make is made once and kept in a folder outside
# the clone. Made in a temporary folder and renamed, so that it is whole or not
# there; a folder that has lost a file since is made again.

# shellcheck shell=bash

PATH=$PATH:/usr/sbin:/sbin		# a user's PATH lacks modprobe and depmod

# "make -j4 check" shares its jobs only with what it knows to be make. To ours these
# options are an error, and their warning about it a complaint to lint.
if [[ ${MAKEFLAGS:-} == *--jobserver-* ]]; then
	MAKEFLAGS=$(sed -E 's/(^| )(-j[0-9]*|--jobserver-[^ ]*)//g' <<< "$MAKEFLAGS")
fi

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

# Set scratch to a new folder on the cache's disk, for the caller to remove. A lock
# says that it is in use: those of callers that were killed are removed now.
cache_scratch()
{
	local old lock

	mkdir -p "$cache_root" || die "$cache_root: cannot be written"
	find "$cache_root" -maxdepth 1 -name '.scratch.*' -mmin +1 | while read -r old; do
		flock --nonblock "$old" rm -rf "$old" || :
	done
	scratch=$(mktemp -d "$cache_root/.scratch.XXXXXX")
	exec {lock}< "$scratch"
	flock "$lock"
}

# What was made for a month, and what apt-get fetched, is of no use later.
cache_forget_old()
{
	find "$cache_root" -maxdepth 1 -name '*-20[0-9][0-9]-[01][0-9]' -mtime +35 \
		-exec rm -rf {} +
	find "$cache_root/archives" -name '*.deb' -ctime +60 -delete 2> /dev/null || :
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
		cache_forget_old
		tmp=$(mktemp -d "$cache_root/.new.XXXXXX")
		progress "$text" "$@" "$tmp" || { rm -rf "$tmp"; die "$text: failed"; }
		chmod 755 "$tmp"
		cache_list "$tmp" > "$tmp/.list"
		rm -rf "$cache_dir"
		mv "$tmp" "$cache_dir"
	fi
	exec {cache_lock}>&-
}
