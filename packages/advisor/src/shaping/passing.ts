import { formatRate, formatValue, ID, NO_WORDS, type SampleWindow, type Words } from '@netstrata/metrics';
import type { Losing } from '../qdiscs.ts';

/** What comes to a queue a second and what leaves it. */
export interface Passing {
  readonly packetsIn: number;
  readonly packetsOut: number;
  /** What comes, when what is dropped is as large as what is sent. */
  readonly bytesIn: number | undefined;
  readonly bytesOut: number | undefined;
}

/** Undefined where no rate is known yet. */
export function passingOf(window: SampleWindow, { labels }: Losing, seconds: number): Passing | undefined {
  const packetsOut = window.rate(ID.qdisc.packets, seconds, labels);
  const dropped = window.rate(ID.qdisc.drops, seconds, labels);
  if (packetsOut === undefined || dropped === undefined) return undefined;
  const packetsIn = packetsOut + dropped;
  const bytesOut = window.rate(ID.qdisc.bytes, seconds, labels);
  const bytesIn = bytesOut === undefined || packetsOut <= 0 ? undefined : (bytesOut * packetsIn) / packetsOut;
  return { packetsIn, packetsOut, bytesIn, bytesOut };
}

/** To follow the share that was dropped; empty where it is not known. */
export function passingText(passing: Passing | undefined): Words {
  if (passing === undefined) return NO_WORDS;
  const { packetsIn, packetsOut, bytesIn, bytesOut } = passing;
  const bits = (bytes: number | undefined): Words =>
    bytes === undefined
      ? NO_WORDS
      : { en: ` (${formatValue(bytes, 'bytes/s')})`, 'zh-CN': `（${formatValue(bytes, 'bytes/s')}）` };
  return {
    en: `; ${formatRate(packetsIn, 'packets', { noun: true })}${bits(bytesIn).en} come, ${formatRate(packetsOut, 'packets', { noun: true })}${bits(bytesOut).en} go out`,
    'zh-CN': `；每秒来 ${formatValue(packetsIn, 'count')} 个包${bits(bytesIn)['zh-CN']}，发出 ${formatValue(packetsOut, 'count')} 个${bits(bytesOut)['zh-CN']}`,
  };
}
