import { ID, type SampleWindow } from '@netstrata/metrics';

/** Counters of what TCP sends again, and why. */
export const RETRANS = {
  all: ID.tcp.retransSegs,
  syn: 'transport.tcpExt.tcpSynRetrans',
  data: 'transport.tcpExt.tcpOrigDataSent',
  timeouts: ID.tcp.timeouts,
  probes: 'transport.tcpExt.tcpLossProbes',
  needless: 'transport.tcpExt.tcpdsackRecvSegs',
  needlessReports: 'transport.tcpExt.tcpdsackRecv',
  spurious: 'transport.tcpExt.tcpSpuriousRTOs',
  undone: 'transport.tcpExt.tcpLossUndo',
  sackReorder: 'transport.tcpExt.tcpsackReorder',
  tsReorder: 'transport.tcpExt.tcptsReorder',
  renoReorder: 'transport.tcpExt.tcpRenoReorder',
} as const;
export const RETRANS_IDS: readonly string[] = Object.values(RETRANS);

export interface Retransmissions {
  /** Segments with new data. */
  readonly data: number;
  /** Segments of data that were sent again, SYNs not counted. */
  readonly again: number;
  /** Sent again though they had arrived, as the peers reported. */
  readonly needless: number;
  readonly timeouts: number;
  /** Those of them that sent data again; undefined where handshakes, which the kernel counts with them, are too many to tell. */
  readonly dataTimeouts: number | undefined;
  /** Timeouts that turned out to be needless. */
  readonly spurious: number;
  /** Times segments were found to have been overtaken. */
  readonly reorderings: number;
}

/** What TCP sent again in the last `seconds`; undefined where the kernel does not count it. */
export function retransmissionsOf(window: SampleWindow, seconds: number): Retransmissions | undefined {
  const grown = (metric: string) => window.delta(metric, seconds);
  const all = grown(RETRANS.all);
  const data = grown(RETRANS.data);
  if (all === undefined || data === undefined) return undefined;
  const syn = grown(RETRANS.syn) ?? 0;
  const again = Math.max(0, all - syn);
  const timeouts = grown(RETRANS.timeouts) ?? 0;
  return {
    data,
    again,
    needless: Math.max(grown(RETRANS.needless) ?? 0, grown(RETRANS.needlessReports) ?? 0),
    timeouts,
    dataTimeouts: timeouts > again ? undefined : Math.max(0, timeouts - syn),
    spurious: Math.max(grown(RETRANS.spurious) ?? 0, grown(RETRANS.undone) ?? 0),
    reorderings:
      (grown(RETRANS.sackReorder) ?? 0) + (grown(RETRANS.tsReorder) ?? 0) + (grown(RETRANS.renoReorder) ?? 0),
  };
}
