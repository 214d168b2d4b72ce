# SPDX-License-Identifier: GPL-2.0-only
# The list that "make help" prints, from the Makefile's own comments.

# "#: Title" begins a group, "#: NAME=VALUE	text" describes a variable.
/^#: [^=]*$/ {
	print "\n" substr($0, 4) ":"
}
/^#: .*=/ {
	split(substr($0, 4), variable, /\t+/)
	sub(/\$\(KERNEL\)/, kernel ? kernel : "none installed", variable[2])
	printf "  %-26s %s\n", variable[1], variable[2]
}

# "target: prerequisites	##: text"
/^[a-z0-9_-]+:.*\t##: / {
	split($0, half, /\t+##: /)
	printf "  %-26s %s\n", substr($1, 1, index($0, ":") - 1), half[2]
}
