// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the bridge must not be able to do. As root outside of the service all of
 * it can be done and leaves nothing behind, so that a refusal is the service's.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool opens(const char *path, int flags)
{
	return open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) >= 0;
}

static bool writes(const char *path)
{
	return opens(path, O_WRONLY);
}

static bool reads(const char *path)
{
	return opens(path, O_RDONLY);
}

static bool makes(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) >= 0 && !unlink(path);
}

static bool make_node(const char *path)
{
	return !mknod("/tmp/probe-node", S_IFCHR | 0600, makedev(1, 3)) &&
	       !unlink("/tmp/probe-node");
}

static bool signal_process_1(const char *path)
{
	return !kill(1, 0);
}

static pid_t make_child(void)
{
	pid_t pid = fork();

	if (!pid) {
		pause();
		_exit(0);
	}
	return pid;
}

/* End the child without losing errno. */
static bool with_child(pid_t pid, bool done)
{
	int error = errno;

	kill(pid, SIGKILL);
	errno = error;
	return done;
}

static bool trace_child(const char *path)
{
	pid_t pid = make_child();

	return with_child(pid, !ptrace(PTRACE_SEIZE, pid, NULL, NULL));
}

static bool read_child_memory(const char *path)
{
	pid_t pid = make_child();
	int here = 1, there;
	struct iovec local = { &here, sizeof(here) }, remote = { &there, sizeof(there) };

	return with_child(pid, process_vm_readv(pid, &local, 1, &remote, 1, 0) > 0);
}

static bool make_key(const char *path)
{
	return syscall(SYS_add_key, "user", "probe", "x", 1, -1 /* of this thread */) >= 0;
}

static bool make_ring(const char *path)
{
	char params[120] = { 0 };	/* struct io_uring_params */

	return syscall(SYS_io_uring_setup, 1, params) >= 0;
}

static bool change_personality(const char *path)
{
	return personality(PER_LINUX32) >= 0;
}

static bool become_root(const char *path)
{
	return !setuid(0) && !geteuid();
}

static bool run_set_uid_program(const char *path)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		execl("/run/probe-as-root", "probe", "root", NULL);
		_exit(127);
	}
	errno = EPERM;
	return waitpid(pid, &status, 0) == pid && !status;
}

static bool make_set_uid_file(const char *path)
{
	char name[] = "/tmp/probe-XXXXXX";
	bool done = !fchmod(mkostemp(name, O_CLOEXEC), 04700);
	int error = errno;

	unlink(name);
	errno = error;
	return done;
}

static bool raise_limit(const char *path)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_max++;
	return !setrlimit(RLIMIT_NOFILE, &limit);
}

static bool raise_priority(const char *path)
{
	return !setpriority(PRIO_PROCESS, 0, -5);
}

static bool schedule_realtime(const char *path)
{
	const struct sched_param param = { .sched_priority = 1 };

	return !sched_setscheduler(0, SCHED_FIFO, &param);
}

/* That there is no such module tells only who may remove one. */
static bool remove_module(const char *path)
{
	return syscall(SYS_delete_module, "probe_none", O_NONBLOCK) && errno == ENOENT;
}

static bool load_module(const char *path)
{
	int fd = open("/run/probe.ko", O_RDONLY | O_CLOEXEC);

	return syscall(SYS_finit_module, fd, "", 0) && errno == EEXIST;
}

static bool read_kernel_log(const char *path)
{
	char text[64];

	return klogctl(3, text, sizeof(text)) >= 0;
}

static bool set_clock(const char *path)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return !clock_settime(CLOCK_REALTIME, &now);
}

static bool adjust_clock(const char *path)
{
	struct timex change = { .modes = ADJ_STATUS };

	return adjtimex(&change) >= 0;
}

static bool set_hostname(const char *path)
{
	struct utsname name;

	uname(&name);
	return !sethostname(name.nodename, strlen(name.nodename));
}

static bool set_reboot(const char *path)
{
	return !reboot(RB_DISABLE_CAD);
}

static bool mount_tmpfs(const char *path)
{
	return !mount("none", "/mnt", "tmpfs", 0, NULL) && !umount("/mnt");
}

static bool change_root(const char *path)
{
	return !chroot("/");
}

static bool load_bpf(const char *path)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1,
	};

	return syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr)) >= 0;
}

static bool count_events(const char *path)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr), .config = PERF_COUNT_SW_CPU_CLOCK,
	};

	return syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0) >= 0;
}

static bool unshare_user(const char *path)
{
	return !unshare(CLONE_NEWUSER);
}

static bool unshare_mount(const char *path)
{
	return !unshare(CLONE_NEWNS);
}

static bool unshare_net(const char *path)
{
	return !unshare(CLONE_NEWNET);
}

static bool unshare_pid(const char *path)
{
	return !unshare(CLONE_NEWPID);
}

static bool clone_user(const char *path)
{
	long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);

	if (!pid)
		_exit(0);
	return pid > 0;
}

static bool enter_namespace(const char *path)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	return fd >= 0 && !setns(fd, CLONE_NEWNET);
}

static bool socket_netlink(const char *path)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0) >= 0;
}

static bool socket_packet(const char *path)
{
	return socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool socket_alg(const char *path)
{
	return socket(AF_ALG, SOCK_SEQPACKET | SOCK_CLOEXEC, 0) >= 0;
}

static bool socket_raw(const char *path)
{
	return socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP) >= 0;
}

static bool bind_low_port(const char *path)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(81),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return !bind(fd, (void *)&address, sizeof(address));
}

static bool map_writable_code(const char *path)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0) != MAP_FAILED;
}

static bool make_data_code(const char *path)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return !mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

#ifdef __x86_64__
static bool touch_ports(const char *path)
{
	return !ioperm(0x80, 1, 1);
}

/* getpid, of the 32-bit table. */
static bool call_foreign_abi(const char *path)
{
	long result = 20;

	asm volatile("int $0x80" : "+a"(result) : : "memory");
	errno = result < 0 ? -result : 0;
	return result > 0;
}
#endif

static bool make_many_processes(const char *path)
{
	pid_t pids[20];
	int count = 0, error;

	while (count < 20 && (pids[count] = make_child()) > 0)
		count++;
	error = errno;
	for (int i = 0; i < count; i++)
		kill(pids[i], SIGKILL);
	errno = error;
	return count == 20;
}

static bool open_many_files(const char *path)
{
	int count = 0;

	while (count < 5000 && dup(0) >= 0)
		count++;
	return count == 5000;
}

const struct attempt forbidden[] = {
	{ "write to another display of its group", writes, "/dev/LCD" },
	{ "write to the kernel's log", writes, "/dev/kmsg" },
	{ "open /dev/mem", reads, "/dev/mem" },
	{ "open the console", writes, "/dev/hvc0" },
	{ "make a device node", make_node },
	{ "make a file in /etc", makes, "/etc/probe" },
	{ "make a file in /usr", makes, "/usr/probe" },
	{ "make a file in /var/lib", makes, "/var/lib/probe" },
	{ "make a file in /run", makes, "/run/probe-file" },
	{ "make a file in /dev", makes, "/dev/probe" },
	{ "make a file in /root", makes, "/root/probe" },
	{ "write to a configuration", writes, "/etc/lcdbridge/LCD.conf" },
	{ "write to new_display", writes, "/sys/class/devlcd/new_display" },
	{ "write to a sysctl", writes, "/proc/sys/kernel/hostname" },
	{ "write to sysrq-trigger", writes, "/proc/sysrq-trigger" },
	{ "write to the cgroups", writes, "/sys/fs/cgroup/cgroup.subtree_control" },
	{ "read /root", reads, "/root" },
	{ "read /etc/shadow", reads, "/etc/shadow" },
	{ "read what others have in /tmp", reads, "/tmp/outside" },
	{ "read of process 1", reads, "/proc/1/status" },
	{ "read the kernel's symbols", reads, "/proc/kallsyms" },
	{ "read the list of modules", reads, "/proc/modules" },
	{ "signal process 1", signal_process_1 },
	{ "trace a child", trace_child },
	{ "read a child's memory", read_child_memory },
	{ "make a key", make_key },
	{ "make an io_uring", make_ring },
	{ "change the personality", change_personality },
	{ "become root", become_root },
	{ "become root by a set-user-ID program", run_set_uid_program },
	{ "make a set-user-ID file", make_set_uid_file },
	{ "raise a limit", raise_limit },
	{ "raise its priority", raise_priority },
	{ "be scheduled in real time", schedule_realtime },
	{ "load a module", load_module },
	{ "remove a module", remove_module },
	{ "read the kernel's log", read_kernel_log },
	{ "set the clock", set_clock },
	{ "adjust the clock", adjust_clock },
	{ "set the host's name", set_hostname },
	{ "call reboot(2)", set_reboot },
	{ "mount", mount_tmpfs },
	{ "change the root", change_root },
	{ "make a BPF map", load_bpf },
	{ "count events of the machine", count_events },
	{ "make a user namespace", unshare_user },
	{ "make a user namespace by clone(2)", clone_user },
	{ "make a mount namespace", unshare_mount },
	{ "make a network namespace", unshare_net },
	{ "make a PID namespace", unshare_pid },
	{ "enter a namespace", enter_namespace },
	{ "make a netlink socket", socket_netlink },
	{ "make a packet socket", socket_packet },
	{ "make a crypto socket", socket_alg },
	{ "make a raw socket", socket_raw },
	{ "listen on a port below 1024", bind_low_port },
	{ "map memory that is writable and executable", map_writable_code },
	{ "make data executable", make_data_code },
#ifdef __x86_64__
	{ "touch I/O ports", touch_ports },
	{ "call the kernel by its 32-bit table", call_foreign_abi },
#endif
	{ "make 20 processes", make_many_processes },
	{ "open 5,000 files", open_many_files },
	{}
};
