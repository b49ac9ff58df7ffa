import type { NamespaceCounters } from '../namespaceRows.ts';
import { parseNetDev } from '../sources/netDev.ts';
import { parseNetNetstat } from '../sources/netNetstat.ts';
import { parseNetSnmp } from '../sources/netSnmp.ts';
import { parseNetSnmp6 } from '../sources/netSnmp6.ts';
import { parseNetSockstat } from '../sources/netSockstat.ts';
import { parseNetSockstat6 } from '../sources/netSockstat6.ts';
import type { CounterList, CounterTable } from '../types.ts';

/** Below /proc/PID/net; the last two are not there where IPv6 is not. */
export const COUNTER_FILES = ['snmp', 'netstat', 'sockstat', 'dev', 'snmp6', 'sockstat6'] as const;
export type CounterFile = (typeof COUNTER_FILES)[number];
/** A file that this kernel lacks is undefined. */
export type CounterTexts = Readonly<Record<CounterFile, string | undefined>>;

const LOOPBACK = 'lo';
const NO_TABLE: CounterTable = {};
const NO_LIST: CounterList = {};

/**
 * What those files say of a namespace. Left out is what they count of the whole machine: orphans, allocated sockets, protocol memory.
 * Fails with a KernelError `malformed`.
 */
export function namespaceCounters(texts: CounterTexts): NamespaceCounters {
  const { Tcp = {}, Udp = {} } = parsed(texts.snmp, parseNetSnmp) ?? NO_TABLE;
  const { TcpExt = {} } = parsed(texts.netstat, parseNetNetstat) ?? NO_TABLE;
  const sockstat = parsed(texts.sockstat, parseNetSockstat) ?? NO_TABLE;
  const sockstat6 = parsed(texts.sockstat6, parseNetSockstat6) ?? NO_TABLE;
  const snmp6 = parsed(texts.snmp6, parseNetSnmp6) ?? NO_LIST;
  const devices = parsed(texts.dev, parseNetDev) ?? [];
  const outside = devices.filter(({ device }) => device !== LOOPBACK);
  return {
    sockets: sockstat['sockets']?.['used'],
    tcpInuse: both(sockstat['TCP']?.['inuse'], sockstat6['TCP6']?.['inuse']),
    timeWait: sockstat['TCP']?.['tw'],
    udpInuse: both(sockstat['UDP']?.['inuse'], sockstat6['UDP6']?.['inuse']),
    outSegs: Tcp['OutSegs'],
    retransSegs: Tcp['RetransSegs'],
    listenOverflows: TcpExt['ListenOverflows'],
    listenDrops: TcpExt['ListenDrops'],
    udpRcvbufErrors: both(Udp['RcvbufErrors'], snmp6['Udp6RcvbufErrors']),
    rxBytes: outside.reduce((sum, { rxBytes }) => sum + rxBytes, 0),
    txBytes: outside.reduce((sum, { txBytes }) => sum + txBytes, 0),
    devices: devices.map(({ device, rxBytes, txBytes, rxDropped, txDropped }) => ({
      device,
      rxBytes,
      txBytes,
      rxDropped,
      txDropped,
    })),
  };
}

function parsed<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined ? undefined : parse(text);
}

/** IPv4 and IPv6 together; a kernel without IPv6 counts none of it. */
function both(four: number | undefined, six: number | undefined): number | undefined {
  return four === undefined ? undefined : four + (six ?? 0);
}
