import type { Calculation } from '@netstrata/advisor/calculators';
import type { HostNumbers } from './hostNumbers.ts';

export type CalculatorId = 'bdp' | 'sockets' | 'accept' | 'ports' | 'conntrack' | 'udp' | 'burst' | 'loss';

/** Names of inputs, as in the address and in the messages. */
export type InputId =
  | 'mbit'
  | 'rttMs'
  | 'congestionControl'
  | 'tcpRmem'
  | 'tcpWmem'
  | 'sockets'
  | 'askedBytes'
  | 'wantedBytes'
  | 'rmemMax'
  | 'tcpMem'
  | 'pageBytes'
  | 'connectionsPerSecond'
  | 'stallMs'
  | 'somaxconn'
  | 'portRange'
  | 'reserved'
  | 'lifetimeSeconds'
  | 'twReuse'
  | 'conntrackMax'
  | 'memoryMiB'
  | 'datagramsPerSecond'
  | 'datagramBytes'
  | 'packetsPerSecond'
  | 'nanosecondsPerPacket'
  | 'ringPlaces'
  | 'backlog'
  | 'budget'
  | 'budgetUsecs'
  | 'lossPercent'
  | 'mssBytes';

/** Those that the kernel has a name for, which is said instead of words. */
type KernelId =
  | 'tcpRmem'
  | 'tcpWmem'
  | 'rmemMax'
  | 'tcpMem'
  | 'somaxconn'
  | 'portRange'
  | 'twReuse'
  | 'conntrackMax'
  | 'backlog'
  | 'budget'
  | 'budgetUsecs';
export type WordedId = Exclude<InputId, KernelId>;

export type InputUnit =
  | 'mbit'
  | 'ms'
  | 'bytes'
  | 'pages'
  | 'perSecond'
  | 'seconds'
  | 'percent'
  | 'mib'
  | 'ns'
  | 'us'
  | 'connections'
  | 'packets'
  | 'entries'
  | 'ports'
  | 'none';

/** One field of a calculator. Its value is text until it is checked. */
export interface CalculatorInput {
  readonly id: InputId;
  readonly unit: InputUnit;
  /** What the kernel calls it; without it the messages have words for it. */
  readonly kernelName?: string;
  /** How many numbers; three for a triple of the kernel. */
  readonly count: 1 | 2 | 3;
  readonly least: number;
  readonly most: number;
  /** Nothing is an answer too. */
  readonly optional?: true;
  /** Names to choose from, instead of a number. */
  readonly choices?: readonly string[];
  /** What it begins with where the host says nothing. */
  readonly usual: string;
  /** What this host says. */
  readonly ofHost?: (host: HostNumbers) => string | undefined;
  /** Of what on the host that is, where it is not of all of it. */
  readonly ofWhat?: (host: HostNumbers) => string | undefined;
}

/** The numbers of each input, in their order; a choice has none. */
export type Values = Readonly<Partial<Record<InputId, readonly number[]>>>;
export type Texts = Readonly<Partial<Record<InputId, string>>>;

/** What a picture is drawn from. */
export type Picture =
  | {
      readonly kind: 'pipe';
      readonly mbit: number;
      readonly rttMs: number;
      readonly inFlight: number;
      readonly bars: readonly Bar[];
    }
  | {
      readonly kind: 'vessels';
      readonly sockets: number;
      readonly rcvbuf: number;
      readonly wantedEach: number;
      readonly bars: readonly Bar[];
    }
  | {
      readonly kind: 'ramp';
      readonly seconds: number;
      readonly waiting: number;
      readonly limits: readonly RampLimit[];
      readonly drainSeconds: number | undefined;
    }
  | {
      readonly kind: 'ports';
      readonly low: number;
      readonly high: number;
      readonly needed: number;
      readonly ports: number;
    }
  | { readonly kind: 'bars'; readonly bars: readonly Bar[] }
  | { readonly kind: 'saw'; readonly ceiling: number; readonly wanted: number };

/** An amount against a limit. */
export interface Bar {
  readonly id: BarId;
  readonly value: number;
  readonly limit: number;
  readonly unit: 'bytes' | 'count';
}
export type BarId = 'send' | 'receive' | 'pool' | 'guaranteed' | 'entries' | 'memory';

export interface RampLimit {
  readonly id: 'somaxconn' | 'rcvbuf' | 'ring' | 'backlog';
  readonly value: number;
}

/** A question with its numbers. */
export interface Calculator {
  readonly id: CalculatorId;
  readonly inputs: readonly CalculatorInput[];
  /** The input that grows with the load, and the steps that say what it takes. */
  readonly load: { readonly input: InputId; readonly steps: readonly string[] };
  /** @throws CalculationError for what the checks of single inputs do not see. */
  readonly calculate: (values: Values, texts: Texts) => Calculation;
  readonly picture: (calculation: Calculation, values: Values) => Picture;
}
