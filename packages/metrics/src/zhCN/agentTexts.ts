const OR_ROOT = '（或以 root 运行）';

/** Fixed sentences that agents send, English in every version of them, with their Chinese. */
export const TEXTS: Readonly<Record<string, string>> = {
  "The process behind another user's socket": '其他用户的套接字背后的进程',
  "Reading /proc/PID/fd of another user's process needs both capabilities; its sockets are shown without a name.":
    '读取其他用户进程的 /proc/PID/fd 需要这两个 capability；它们的套接字显示时没有进程名。',
  'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH (or run it as root)': `CAP_SYS_PTRACE 和 CAP_DAC_READ_SEARCH${OR_ROOT}`,
  'The process behind a socket outside this user namespace': '本用户命名空间之外的套接字背后的进程',
  'Capabilities held in a user namespace do not reach processes outside it.':
    '用户命名空间内的 capability 对其外的进程不起作用。',
  'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH in the initial user namespace':
    '初始用户命名空间中的 CAP_SYS_PTRACE 和 CAP_DAC_READ_SEARCH',
  'CAP_SYS_PTRACE in the initial user namespace': '初始用户命名空间中的 CAP_SYS_PTRACE',
  "The options of another user's socket, and what its process waits in": '其他用户的套接字的选项，以及其进程在等什么',
  'Options are read through a descriptor borrowed from the process for a moment (pidfd_getfd), waits from /proc/PID/task/TID/syscall.':
    '选项经由向进程短暂借用的描述符（pidfd_getfd）读取，等待则来自 /proc/PID/task/TID/syscall。',
  'CAP_SYS_PTRACE (or run it as root)': `CAP_SYS_PTRACE${OR_ROOT}`,
  'Processes outside this container': '本容器之外的进程',
  'This PID namespace lists only its own processes; sockets of all others are shown without a name.':
    '本 PID 命名空间只列出自己的进程；其余进程的套接字显示时没有进程名。',
  'the PID namespace of the host (docker run --pid=host)': '主机的 PID 命名空间（docker run --pid=host）',
  'Some of many connections that are closed at once': '同时关闭的大量连接中的一部分',
  'Until it is read, the kernel queues what it tells about closed sockets in a buffer of at most net.core.rmem_max; those that find no room are only counted.':
    '内核把关于已关闭套接字的消息排在至多 net.core.rmem_max 的缓冲区里待读；放不下的只计数。',
  'CAP_NET_ADMIN in the initial user namespace (or a larger net.core.rmem_max)':
    '初始用户命名空间中的 CAP_NET_ADMIN（或更大的 net.core.rmem_max）',
  'The marks of sockets, and the packet filters of captures': '套接字的标记，以及抓包的包过滤器',
  'The kernel leaves SO_MARK and the filters of packet sockets out of what it tells of a socket.':
    '内核介绍套接字时略去 SO_MARK 和 packet 套接字的过滤器。',
  'The network namespaces of containers': '容器的网络命名空间',
  'Listing the sockets in another network namespace means going there; finding those of other users needs CAP_SYS_PTRACE too.':
    '列出另一网络命名空间的套接字须进入其中；找到其他用户的还需要 CAP_SYS_PTRACE。',
  'CAP_SYS_ADMIN (or run it as root)': `CAP_SYS_ADMIN${OR_ROOT}`,
  'Why packets are dropped, which buffers are full and what TCP sends again':
    '为什么丢包、哪些缓冲区已满、TCP 重发什么',
  'The kernel tells it through tracefs, which belongs to root.': '内核经由 tracefs 告知，而它属于 root。',
  'CAP_DAC_OVERRIDE (or run it as root, or mount tracefs with gid= and mode= for its group)':
    'CAP_DAC_OVERRIDE（或以 root 运行，或挂载 tracefs 时以 gid= 和 mode= 给其组权限）',
  'The kernel tells it through tracefs, which is not mounted on this host. Mounted, it costs nothing, shows nothing to ordinary users and stays until the next boot.':
    '内核经由 tracefs 告知，而本机没有挂载它。挂载后没有开销，普通用户看不到任何内容，保留到下次启动。',
  'mount -t tracefs nodev /sys/kernel/tracing, and CAP_DAC_OVERRIDE':
    'mount -t tracefs nodev /sys/kernel/tracing，以及 CAP_DAC_OVERRIDE',
  'The kernel tells it through trace events, which this one is built without.':
    '内核经由 trace event 告知，而本内核编译时没有启用。',
  'a kernel with CONFIG_TRACING and CONFIG_NET': '带 CONFIG_TRACING 和 CONFIG_NET 的内核',
  'The kernel functions that drop packets, by name': '丢包的内核函数的名称',
  'Without it /proc/kallsyms shows names without addresses; drops are told by their reason alone.':
    '没有它，/proc/kallsyms 只显示名称而没有地址；丢包只能按原因说明。',
  'CAP_SYSLOG (and kernel.kptr_restrict below 2)': 'CAP_SYSLOG（且 kernel.kptr_restrict 低于 2）',
  'They belong to other users.': '它们属于其他用户。',
  'They are outside the user namespace of the agent, where its capabilities do not count.':
    '它们在 agent 的用户命名空间之外，其 capability 在那里不算数。',
  'kernel.yama.ptrace_scope is 3: until the next boot no process may reach into another.':
    'kernel.yama.ptrace_scope 为 3：下次启动之前，任何进程都不能进入另一进程。',
  'The agent has the capability for it; a security module (SELinux, AppArmor or the like) or another user namespace protects them.':
    'agent 有所需的 capability；安全模块（SELinux、AppArmor 等）或另一用户命名空间保护着它们。',
  'This agent was started without --allow-apply: it changes nothing on its host.':
    '本 agent 启动时没有 --allow-apply：它不改动主机上的任何东西。',
  'this host takes no changes: its agent was started without --allow-apply, or its token did not allow it':
    '本主机不接受改动：其 agent 启动时没有 --allow-apply，或其 token 不允许',
  'the agent of this host joined without leave to change settings: revoke it, make a token that allows it, and start the agent with that token and --allow-apply':
    '本主机的 agent 加入时没有获准修改设置：请吊销它，创建允许修改的 token，并以该 token 和 --allow-apply 启动 agent',
  'the host did not tell it': '主机没有说明',
  'No process holds this socket: only the kernel does.': '没有进程持有该套接字：只有内核持有。',
  'Options are read through the process that holds the socket, and this agent knows none.':
    '选项经由持有该套接字的进程读取，而本 agent 不知道是哪个。',
  'Processes may be hidden:': '进程可能被隐藏：',
  'The kernel does not lend this agent a descriptor of that process.': '内核不把该进程的描述符借给本 agent。',
  'Reading the options of another process’s socket needs Linux 5.6 or newer.':
    '读取其他进程的套接字的选项需要 Linux 5.6 或更新的版本。',
  'Its process has closed it meanwhile, or has ended.': '其进程在此期间关闭了它，或已结束。',
};
