import { ID, NO_WORDS, type SampleWindow, sameWords, type Words } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { peakPerSecond } from '../peaks.ts';
import type { Listener } from './listeners.ts';

/** What is looked back over for the highest rate of connections. */
export const PEAK_SECONDS = 300;
/** Without a dump that shows how long the queue stood full, one dump interval of the agent. */
const DEFAULT_STALL_SECONDS = 1;
/** A longer stall is no burst: a longer queue would only hold back the news. */
const MAX_STALL_SECONDS = 5;
const HEADROOM = 2;

export interface Need {
  /** Connections that the queue should hold: a power of two. */
  readonly backlog: number;
  /** Connections that came into the queues of the host in the highest second of the last minutes; undefined when not counted. */
  readonly peakAcceptedPerSecond: number | undefined;
  readonly arithmetic: Words;
}

/**
 * The queue that would have taken the burst: what arrives while the program does not accept, twice. What arrives is what came
 * in and what overflowed, which counts a client again when it tries again: rather a little too much than a second round.
 * Since the queue overflowed, it is at least twice what it was.
 */
export function backlogNeed(window: SampleWindow, { row, stallSeconds }: Listener): Need {
  const tried = peakPerSecond(window, [ID.tcp.passiveOpens, ID.tcp.listenOverflows], PEAK_SECONDS);
  const stall = stallSeconds > 0 ? Math.ceil(10 * Math.min(stallSeconds, MAX_STALL_SECONDS)) / 10 : undefined;
  // Rounded before it is used: who multiplies what is shown gets what is shown.
  const peak = tried === undefined ? undefined : Math.ceil(tried);
  const product = Math.round(10 * (peak ?? 0) * (stall ?? DEFAULT_STALL_SECONDS)) / 10;
  const arriving = Math.ceil(product);
  const least = Math.max(arriving, row.sendQ, 1);
  const backlog = pow2ceil(HEADROOM * least);
  const rounded =
    arriving === product
      ? sameWords(`= ${arriving}`)
      : { en: `= ${product}, rounded up ${arriving}`, 'zh-CN': `= ${product}，进为 ${arriving}` };
  const away =
    stall === undefined
      ? {
          en: `${DEFAULT_STALL_SECONDS} s without accept() (assumed)`,
          'zh-CN': `${DEFAULT_STALL_SECONDS} s 未调用 accept()（假定）`,
        }
      : { en: `${stall} s without accept()`, 'zh-CN': `${stall} s 未调用 accept()` };
  const measured =
    peak === undefined
      ? {
          en: `the rate of connections is not known, but ${row.sendQ} did not suffice`,
          'zh-CN': `建连速率未知，但 ${row.sendQ} 不够用`,
        }
      : {
          en: `${peak} ${peak === 1 ? 'connection' : 'connections'}/s tried at the peak x ${away.en} ${rounded.en}`,
          'zh-CN': `峰值每秒尝试 ${peak} 个连接 x ${away['zh-CN']} ${rounded['zh-CN']}`,
        };
  const floor =
    peak === undefined || arriving >= row.sendQ
      ? NO_WORDS
      : { en: `, less than the ${row.sendQ} that did not suffice`, 'zh-CN': `，少于已不够用的 ${row.sendQ}` };
  return {
    backlog,
    peakAcceptedPerSecond: peakPerSecond(window, [ID.tcp.passiveOpens], PEAK_SECONDS),
    arithmetic: {
      en: `${measured.en}${floor.en}; twice ${least}, next power of two: ${backlog}`,
      'zh-CN': `${measured['zh-CN']}${floor['zh-CN']}；取 ${least} 的两倍，再向上取 2 的幂：${backlog}`,
    },
  };
}
