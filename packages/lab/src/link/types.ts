import type { Namespace } from '../namespace/namespace.ts';

/** What a link does to packets, the same in both directions. */
export interface LinkOptions {
  /** One way, as netem counts: a round trip takes twice as long. Default 0. */
  readonly delayMs?: number;
  /** Of IP bytes a direction. Default: as fast as the machine goes. */
  readonly rateMbit?: number;
  /** Share of packets lost at random, 0 to 100. Default 0. */
  readonly lossPercent?: number;
  /** Bytes that may wait for the rate before packets are dropped. Default: what the rate sends in a round trip, at least 64 KiB. */
  readonly queueBytes?: number;
  /** Default 1500. */
  readonly mtu?: number;
  /** Share of packets that overtake those on their way, 0 to 100; needs a delay. Default 0. */
  readonly reorderPercent?: number;
  /** Larger packets vanish on the way, and nobody says so, while both ends keep their MTU. Default: all pass. */
  readonly largestBytes?: number;
  /** Packets that may wait at each device (txqueuelen). Default 10000. */
  readonly txQueueLength?: number;
  /** Makes the losses of the relay the same in every run. Default 1. */
  readonly seed?: number;
}

/** One end of a link. */
export interface LinkEnd {
  readonly namespace: Namespace;
  readonly device: string;
  /** IPv4 address. */
  readonly address: string;
  readonly address6: string;
}

/** Packets of one direction since the link came up. */
export interface DirectionStats {
  readonly forwarded: number;
  /** By `lossPercent`. */
  readonly lost: number;
  /** Because they were larger than `largestBytes`. */
  readonly swallowed: number;
  /** Because `queueBytes` were waiting already. */
  readonly overflowed: number;
}

export interface RelayStats {
  readonly aToB: DirectionStats;
  readonly bToA: DirectionStats;
}

/** A link that is up, with addresses at both ends. Disposing of it takes it down; so does the end of either namespace. */
export interface Link extends AsyncDisposable {
  readonly a: LinkEnd;
  readonly b: LinkEnd;
  /** `veth`: as it is or with tbf; `netem`: the kernel's; `relay`: TUN devices and a process of ours between them. */
  readonly kind: 'veth' | 'netem' | 'relay';
  /** What the relay counted; undefined for the other kinds, whose qdisc statistics `tc -s qdisc` shows. */
  stats(): Promise<RelayStats | undefined>;
}

/** Link options with every default filled in. */
export interface LinkPlan {
  readonly delayMs: number;
  readonly rateMbit: number | undefined;
  readonly lossPercent: number;
  readonly queueBytes: number;
  readonly mtu: number;
  readonly reorderPercent: number;
  readonly largestBytes: number | undefined;
  readonly txQueueLength: number;
  readonly seed: number;
}
