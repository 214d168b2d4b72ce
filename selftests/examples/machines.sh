# SPDX-License-Identifier: GPL-2.0-only
# To be sourced in the VM: it becomes the machine "server", and a network
# namespace the machine "client".

# shellcheck shell=bash

in_client()
{
	nsenter --net=/run/netns/client "$@"
}

# What nfsd exports must be neither of 9p nor an overlay, as the VM's root is; and
# the VM, which ends without closing anything, keeps no state of its clients.
make_folders()
{
	mount -t tmpfs srv /srv &&
		mount -t tmpfs -o mode=755 nfs /var/lib/nfs &&
		mkdir -p /var/lib/nfs/rpc_pipefs /var/lib/nfs/v4recovery /mnt/v3 /mnt/v4 &&
		touch /var/lib/nfs/etab /var/lib/nfs/rmtab
}

connect_machines()
{
	ip netns add client &&
		ip link add to-client type veth peer name to-server netns client &&
		ip addr add 10.9.0.1/24 dev to-client &&
		ip link set to-client up &&
		in_client ip addr add 10.9.0.2/24 dev to-server &&
		in_client ip link set to-server up &&
		in_client ip link set lo up &&
		printf '10.9.0.1 server\n10.9.0.2 client\n' >> /etc/hosts
}

start_machines()
{
	mkdir -p /etc/nfs.conf.d &&
		printf '[nfsd]\ngrace-time=10\n' > /etc/nfs.conf.d/grace.conf &&
		modprobe -a veth nfsd nfsv3 nfsv4 &&
		make_folders && connect_machines
}

# A server that has just started waits for what its clients held before: 10 s
# where it cannot be told that there were none, as by default on Linux 7.
end_grace()
{
	echo Y > /proc/fs/nfsd/v4_end_grace ||
		DEADLINE=30 eventually grep -q Y /proc/fs/nfsd/v4_end_grace
}

stop_machines()
{
	umount -l -t nfs,nfs4 -a
	rpc.nfsd 0
	exportfs -ua
	# shellcheck disable=SC2046 # numbers
	kill $(pidof rpc.mountd rpcbind)
	ip netns delete client
	sed -i '/^10\.9\.0\./d' /etc/hosts
	umount /proc/fs/nfsd /var/lib/nfs/rpc_pipefs 2> /dev/null
	umount /var/lib/nfs /srv
}
