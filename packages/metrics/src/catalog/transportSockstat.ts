import { tableMetrics } from '../define.ts';

/** /proc/net/sockstat and sockstat6: inuse and tw per network namespace; orphan, alloc and mem of the whole host. */
export const TRANSPORT_SOCKSTAT = [
  ...tableMetrics(
    { layer: 'transport', source: 'net/sockstat', group: 'TCP' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'TCP sockets in use',
        help: 'IPv4 TCP sockets that are bound, listening or connected in this network namespace, TIME-WAIT not included.',
        commands: ['ss -s'],
      },
      orphan: {
        kind: 'gauge',
        unit: 'sockets',
        fills: 'net.ipv4.tcp_max_orphans',
        title: 'Orphaned TCP sockets',
        help: 'TCP connections whose program has closed them while data or the goodbye is still on the way, counted over the whole host. Each holds memory nobody can free; past net.ipv4.tcp_max_orphans the kernel resets them.',
        commands: ['ss -s'],
      },
      tw: {
        kind: 'gauge',
        unit: 'sockets',
        fills: 'net.ipv4.tcp_max_tw_buckets',
        title: 'TIME-WAIT sockets',
        help: 'Closed connections kept for 60 seconds so that late packets cannot reach a new one. They cost little memory, but on the side that connects each one blocks a local port towards that peer.',
        commands: ['ss -s', 'ss -tan state time-wait'],
      },
      alloc: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'TCP sockets allocated',
        help: 'TCP sockets of every state that exist on the whole host, created but unconnected ones included. Growing without end while the established ones do not means a program forgets to close.',
      },
      mem: {
        kind: 'gauge',
        unit: 'pages',
        fills: 'net.ipv4.tcp_mem',
        sysctls: ['net.core.mem_pcpu_rsv'],
        title: 'TCP memory',
        help: 'Pages of memory that the buffers of all TCP sockets of the host hold, whatever namespace they are in. Above the second number of net.ipv4.tcp_mem the kernel shrinks windows; above the third it refuses memory and connections fail. Each CPU keeps up to 1 MiB to itself before it is counted here (net.core.mem_pcpu_rsv), so the number jumps, and may read 0 while sockets hold memory.',
        commands: ['grep ^TCP /proc/net/protocols'],
      },
    },
  ),
  ...tableMetrics(
    { layer: 'transport', source: 'net/sockstat', group: 'UDP' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'UDP sockets in use',
        help: 'IPv4 UDP sockets bound to a port in this network namespace.',
        commands: ['ss -s', 'ss -uan'],
      },
      mem: {
        kind: 'gauge',
        unit: 'pages',
        fills: 'net.ipv4.udp_mem',
        sysctls: ['net.core.mem_pcpu_rsv'],
        title: 'UDP memory',
        help: 'Pages of memory held by the buffers of all UDP sockets of the host, IPv6 included. Above the first number of net.ipv4.udp_mem arriving datagrams are dropped and counted as memory errors. Each CPU keeps up to 1 MiB to itself before it is counted here (net.core.mem_pcpu_rsv), so the number jumps, and may read 0 while sockets hold memory.',
        commands: ['grep ^UDP /proc/net/protocols'],
      },
    },
  ),
  ...tableMetrics(
    { layer: 'transport', source: 'net/sockstat', group: 'UDPLITE' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'UDP-Lite sockets in use',
        help: 'UDP-Lite sockets bound over IPv4 in this network namespace. Almost always 0.',
      },
    },
  ),
  ...tableMetrics(
    { layer: 'transport', source: 'net/sockstat6', group: 'TCP6' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'IPv6 TCP sockets in use',
        help: 'IPv6 TCP sockets that are bound, listening or connected in this network namespace, TIME-WAIT not included. A listener on [::] that also takes IPv4 counts here.',
        commands: ['ss -s'],
      },
    },
  ),
  ...tableMetrics(
    { layer: 'transport', source: 'net/sockstat6', group: 'UDP6' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'IPv6 UDP sockets in use',
        help: 'IPv6 UDP sockets bound to a port in this network namespace.',
        commands: ['ss -s', 'ss -6uan'],
      },
    },
  ),
  ...tableMetrics(
    { layer: 'transport', source: 'net/sockstat6', group: 'UDPLITE6' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'IPv6 UDP-Lite sockets in use',
        help: 'UDP-Lite sockets bound over IPv6 in this network namespace. Almost always 0.',
      },
    },
  ),
] as const;
