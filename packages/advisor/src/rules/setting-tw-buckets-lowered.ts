import { formatValue, ID } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';
import { derivedSockets, SOCKETS_IN_WORDS } from '../tcpMemory/derivedSockets.ts';

/** Lowered by more than this is nobody's rounding. */
const LOWERED_BY = 8;
const OVERFLOWS = ID.tcp.timeWaitOverflow;
const WINDOW_SECONDS = 60;

/** TIME-WAIT cut short by an old recipe: late packets can reach a new connection. */
export const settingTwBucketsLowered = settingRule({
  id: 'setting-tw-buckets-lowered',
  layer: 'transport',
  title: 'Few TIME-WAIT sockets are allowed',
  tunable: 'net.ipv4.tcp_max_tw_buckets',
  metrics: [OVERFLOWS],
  severity: 'info',
  judge: ({ numbers: [value] }, { host, window }) => {
    const usual = derivedSockets(host);
    if (value === undefined || value * LOWERED_BY >= usual) return undefined;
    const lost = window.delta(OVERFLOWS, WINDOW_SECONDS) ?? 0;
    const memory = formatValue(host.memTotalBytes, 'bytes');
    return {
      proposed: usual,
      arithmetic: `${memory} of memory / ${SOCKETS_IN_WORDS} = ${usual}, as the kernel does at boot`,
      title:
        lost > 0
          ? `Connections close without their TIME-WAIT: only ${value} may wait`
          : `Only ${value} closed connections may be remembered, an old recipe that protects nothing`,
      why: `A closed connection is remembered for a minute (TIME-WAIT), so that a late packet of it cannot reach a new connection with the same ports, and so that a peer whose last packet was lost gets its answer. Above net.ipv4.tcp_max_tw_buckets connections close without. Lowering it saves a quarter of a kilobyte each: ${formatValue(256 * (usual - value), 'bytes')} at most, on a host with ${memory}.${lost > 0 ? ` In the last minute ${lost} connections went without.` : ''}`,
      ...(lost > 0 ? { severity: 'warning' } : {}),
    };
  },
  actions: [
    'Where TIME-WAIT sockets use up local ports, it is connections kept open, net.ipv4.tcp_tw_reuse or a wider port range that help.',
  ],
  risk: 'Risk 1 of 4. About a quarter of a kilobyte of memory for each closed connection, for a minute.',
  expectedEffect: 'TIME-WAIT protects each connection again; TcpExtTCPTimeWaitOverflow stands still.',
  verify: '"nstat -az TcpExtTCPTimeWaitOverflow" stands still at peak load.',
  notWhen: 'The memory of the host is so short that megabytes count.',
  about: {
    symptom: 'The kernel logs "time wait bucket table overflow"; rarely, resets or strange data on new connections.',
    reasoning:
      'net.ipv4.tcp_max_tw_buckets is less than an eighth of what the kernel derives from memory. A warning when connections closed without a TIME-WAIT in the last minute.',
    formula: 'memory / 128 KiB as a power of two, at most 524,288, and half of that',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_max_tw_buckets)', 'net/ipv4/tcp.c of the kernel (tcp_init)'],
  },
});
