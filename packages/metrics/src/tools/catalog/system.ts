import type { Tool } from '../types.ts';

/** What shows the machine around the network: files of the kernel, CPUs, processes. */
export const SYSTEM_TOOLS: readonly Tool[] = [
  {
    id: 'cat',
    group: 'system',
    about: {
      en: 'Files below /proc and /sys: where nearly all of the other tools read.',
      'zh-CN': '/proc 和 /sys 下的文件：其他工具几乎都从这里读取。',
    },
    views: [
      {
        command: 'cat /proc/net/sockstat',
        about: { en: 'Sockets and their memory, in pages', 'zh-CN': '套接字及其内存（页）' },
        lines: [
          'sockets: used {socket.sockstat.socketsUsed}',
          'TCP: inuse {transport.sockstat.tcpInuse} orphan {transport.sockstat.tcpOrphan} tw {transport.sockstat.tcpTw} alloc {transport.sockstat.tcpAlloc} mem {transport.sockstat.tcpMem}',
          'UDP: inuse {transport.sockstat.udpInuse} mem {transport.sockstat.udpMem}',
          'UDPLITE: inuse {transport.sockstat.udpliteInuse}',
          'RAW: inuse {network.sockstat.rawInuse}',
          'FRAG: inuse {network.sockstat.fragInuse} memory {network.sockstat.fragMemory}',
        ],
      },
      {
        command: 'cat /proc/net/softnet_stat',
        about: {
          en: 'Packet work of each CPU: processed, dropped, time_squeeze; in the file as hexadecimal numbers without names',
          'zh-CN': '各 CPU 的收包工作：processed、dropped、time_squeeze；文件中为无名的十六进制数',
        },
        lines: [
          'cpu   processed    dropped time_squeeze received_rps flow_limit    backlog',
          {
            each: 'link.softnet.processed',
            lines: [
              '{@cpu<4}{link.softnet.processed>11}{link.softnet.dropped>11}{link.softnet.timeSqueeze>13}{link.softnet.receivedRps>13}{link.softnet.flowLimitCount>11}{link.softnet.backlogLen>11}',
            ],
          },
        ],
      },
      {
        command: 'cat /proc/softirqs',
        about: { en: 'Soft interrupts of the network by CPU', 'zh-CN': '各 CPU 的网络软中断' },
        lines: [
          'cpu        NET_TX          NET_RX',
          {
            each: 'link.softirqs.netRx',
            lines: ['{@cpu<4}{link.softirqs.netTx>13}{link.softirqs.netRx>16}'],
          },
        ],
      },
      {
        command: 'cat /proc/sys/fs/file-nr',
        about: { en: 'Open files of the fullest process', 'zh-CN': '打开文件最多的进程' },
        lines: [
          'open files {application.processes.openFiles}; fullest process {application.processes.openFilesMaxUsed} of {application.processes.openFilesMaxLimit}',
        ],
      },
    ],
    note: undefined,
  },
  {
    id: 'sysctl',
    group: 'system',
    about: {
      en: 'Settings of the kernel, by their names.',
      'zh-CN': '按名称查看和设置内核参数。',
    },
    views: [
      {
        command: 'sysctl net.netfilter.nf_conntrack_count',
        about: { en: 'The few that are measurements', 'zh-CN': '少数属于测量值的参数' },
        lines: [
          'net.netfilter.nf_conntrack_count = {network.nfConntrack.count}',
          'net.ipv4.ip_forward = {network.ip.forwarding}',
          'net.ipv4.ip_default_ttl = {network.ip.defaultTTL}',
        ],
      },
    ],
    note: {
      en: 'All that can be set are on the page Sysctls, with what they mean, their defaults and who changed them.',
      'zh-CN': '所有可设置的参数见「内核参数」页面：含义、默认值以及由谁修改。',
    },
  },
  {
    id: 'mpstat',
    group: 'system',
    about: { en: 'What each CPU is busy with.', 'zh-CN': '各 CPU 忙于什么。' },
    views: [
      {
        command: 'mpstat -P ALL 1',
        about: {
          en: 'Share of soft interrupts (%soft); 1.00 is a whole CPU',
          'zh-CN': '软中断占比（%soft）；1.00 为一个 CPU',
        },
        lines: [
          'CPU     soft',
          { each: 'link.statCpu.softirqSeconds', lines: ['{@cpu<4}{link.statCpu.softirqSeconds/s>8}'] },
          'all  user {application.stat.userSeconds/s}  system {application.stat.systemSeconds/s}  softirq {link.stat.softirqSeconds/s}  steal {application.stat.stealSeconds/s}  idle {application.stat.idleSeconds/s}',
        ],
      },
    ],
    note: undefined,
  },
  {
    id: 'ps',
    group: 'system',
    about: { en: 'Processes.', 'zh-CN': '进程。' },
    views: [
      {
        command: 'ps -e | wc -l',
        about: { en: 'How many there are', 'zh-CN': '进程数' },
        lines: ['{application.processes.count}'],
      },
    ],
    note: {
      en: 'Processes with their sockets, traffic and open files are on the page Processes.',
      'zh-CN': '进程及其套接字、流量和打开文件见「进程」页面。',
    },
  },
  {
    id: 'prlimit',
    group: 'system',
    about: { en: 'Limits of a process, such as its open files.', 'zh-CN': '进程的限制，如打开文件数。' },
    views: [
      {
        command: 'prlimit --nofile --pid PID',
        about: { en: 'Of the process that is closest to its limit', 'zh-CN': '最接近上限的进程' },
        lines: [
          'RESOURCE DESCRIPTION              SOFT',
          'NOFILE   max number of open files {application.processes.openFilesMaxLimit}   (in use {application.processes.openFilesMaxUsed})',
        ],
      },
    ],
    note: undefined,
  },
  {
    id: 'lsns',
    group: 'system',
    about: { en: 'Namespaces of containers and services.', 'zh-CN': '容器和服务的命名空间。' },
    views: [
      {
        command: 'lsns -t net',
        about: { en: 'Network namespaces beside the own one', 'zh-CN': '本机之外的网络命名空间' },
        lines: [
          'found {network.netnsSummary.found}, read {network.netnsSummary.read}',
          {
            each: 'network.netns.processes',
            lines: ['{network.netns.processes>7} processes {network.netns.sockets>7} sockets  {@netns}'],
          },
        ],
      },
    ],
    note: undefined,
  },
];
