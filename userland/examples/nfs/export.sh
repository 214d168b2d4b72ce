#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# export.sh FOLDER CLIENT: let the machine CLIENT mount FOLDER, as root.
#
# Look at how little the server is told: a folder, and who may have it. What is
# in the folder is not its business.

set -eu
[ $# = 2 ] || { echo "usage: export.sh FOLDER CLIENT" >&2; exit 2; }

# Whoever writes there is, here, the owner of the folder. With fsid=0 it is the
# root of all that NFS 4 shows: its path there is "/".
owner=anonuid=$(stat -c %u "$1"),anongid=$(stat -c %g "$1")
exportfs -o "rw,fsid=0,no_subtree_check,all_squash,$owner" "$2:$1"

# The others run already where systemd has started nfs-server.
pidof rpcbind > /dev/null || rpcbind		# tells who serves on which port
pidof rpc.mountd > /dev/null && exit
rpc.nfsd 2					# threads of the kernel: the server
rpc.mountd					# knows who may mount what
