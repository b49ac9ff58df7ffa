import { formatValue, type Words } from '@netstrata/metrics';
import type { Losing } from '../qdiscs.ts';
import type { Passing } from './passing.ts';
import type { Shaper } from './shaper.ts';
import type { TopSender } from './topSender.ts';

const BITS = 8;
/** Above what comes now, so that not every burst meets the new rate. */
const HEADROOM = 1.1;
/** A queue that holds this long is no short one. */
const QUEUE_SECONDS = 0.05;
/** A tick of the slowest clock of the kernel: what is let out at once has to last for as long. */
const TICK_SECONDS = 0.01;

/** Steps so wide that a load that hardly moves gives the same rate at every look. */
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

function roundedUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((step) => step * decade >= value) ?? 10) * decade;
}

/** As tc takes it: `22mbit`. */
function tcRate(bytesPerSecond: number): string {
  const kbit = Math.ceil((bytesPerSecond * BITS) / 1000);
  return kbit % 1000 === 0 ? `${kbit / 1000}mbit` : `${kbit}kbit`;
}

/** Where tc finds it: `dev eth0 root`, `dev eth0 parent 1:10`. */
function placeOf(device: string, { labels }: Shaper): string {
  const { parent = 'root' } = labels;
  return parent === 'root' ? `dev ${device} root` : `dev ${device} parent ${parent}`;
}

interface Setting {
  readonly rateBytesPerSecond: number;
  readonly limitBytes?: number;
}

/** tbf has to be told all of its settings again; undefined where one of them is not known. */
function changeCommand(device: string, shaper: Shaper, wanted: Setting): string | undefined {
  const place = placeOf(device, shaper);
  const rate = tcRate(wanted.rateBytesPerSecond);
  if (shaper.kind === 'cake') return `tc qdisc change ${place} cake bandwidth ${rate}`;
  const limit = wanted.limitBytes ?? shaper.limitBytes;
  if (shaper.kind !== 'tbf' || shaper.burstBytes === undefined || limit === undefined) return undefined;
  const burst = Math.max(shaper.burstBytes, Math.ceil(wanted.rateBytesPerSecond * TICK_SECONDS));
  return `tc qdisc change ${place} tbf rate ${rate} burst ${burst} limit ${Math.max(limit, burst)}`;
}

function senderAction(sender: TopSender | undefined, shaper: Shaper | undefined): Words {
  const most = shaper === undefined ? undefined : formatValue(shaper.rateBytesPerSecond, 'bytes/s');
  const under = {
    en: most === undefined ? 'less' : `less than ${most}`,
    'zh-CN': most === undefined ? '发得更少' : `低于 ${most}`,
  };
  if (sender === undefined)
    return {
      en: `If the rate is what the line has, have ${under.en} sent: a TCP sender adapts, a UDP sender must be told. No socket stands out; "ss -tunmpO" shows in "t" of skmem who has how much waiting.`,
      'zh-CN': `若该速率就是线路能力，让发送${under['zh-CN']}：TCP 发送方会自己适应，UDP 发送方要有人告诉它。没有突出的套接字；"ss -tunmpO" 中 skmem 的 "t" 显示谁有多少在等待。`,
    };
  const adapts =
    sender.protocol === 'udp'
      ? { en: 'UDP does not slow down by itself', 'zh-CN': 'UDP 不会自己减速' }
      : { en: 'TCP slows down by itself once it loses', 'zh-CN': 'TCP 丢包后会自己减速' };
  return {
    en: `If the rate is what the line has, have ${sender.who.en} send ${under.en}, or pace it (SO_MAX_PACING_RATE): ${sender.how.en}, most of all that was seen. ${adapts.en}.`,
    'zh-CN': `若该速率就是线路能力，让 ${sender.who['zh-CN']} 的发送${under['zh-CN']}，或为它做 pacing（SO_MAX_PACING_RATE）：${sender.how['zh-CN']}，是所见中最多的。${adapts['zh-CN']}。`,
  };
}

/** What to paste: a higher rate where more comes than the rate on average, a longer queue where only bursts do. */
function commandAction(device: string, shaper: Shaper, bytesIn: number | undefined): Words | undefined {
  const { rateBytesPerSecond: rate, limitBytes } = shaper;
  if (bytesIn === undefined) return undefined;
  if (bytesIn > rate) {
    const command = changeCommand(device, shaper, { rateBytesPerSecond: roundedUp(bytesIn * HEADROOM * BITS) / BITS });
    if (command === undefined) return undefined;
    return {
      en: `If the line carries more than that, raise the rate: "${command}" lets through the ${formatValue(bytesIn, 'bytes/s')} that come now, and some more.`,
      'zh-CN': `若线路的能力更高，就提高速率："${command}" 能放行现在到来的 ${formatValue(bytesIn, 'bytes/s')}，还略有富余。`,
    };
  }
  if (limitBytes === undefined || limitBytes / rate >= QUEUE_SECONDS) return undefined;
  const wanted = Math.ceil(rate * QUEUE_SECONDS) + (shaper.burstBytes ?? 0);
  const command = changeCommand(device, shaper, { rateBytesPerSecond: rate, limitBytes: wanted });
  if (command === undefined) return undefined;
  const milliseconds = Math.round((limitBytes / rate) * 1000);
  return {
    en: `On average less comes than the rate: single bursts are lost, as the queue holds ${milliseconds} ms of it. Give it 50 ms: "${command}".`,
    'zh-CN': `平均来的低于该速率：丢的是个别突发，因为队列只装得下 ${milliseconds} ms。给它 50 ms："${command}"。`,
  };
}

/** Their rate is their own; that of any other is a class's. */
const SET_ON_THE_QDISC: ReadonlySet<string> = new Set(['tbf', 'cake']);

/** How to see what the kernel does not tell in the list of queues. */
function lookAction({ device, kind }: Losing, shaper: Shaper | undefined): Words {
  if (shaper !== undefined && !SET_ON_THE_QDISC.has(shaper.kind))
    return {
      en: `"tc -s -d class show dev ${device}" shows the rate and the ceil of each class, and "tc -s -d qdisc show dev ${device}" what was dropped. A higher rate is set with "tc class change".`,
      'zh-CN': `"tc -s -d class show dev ${device}" 显示各类的 rate 和 ceil，"tc -s -d qdisc show dev ${device}" 显示丢弃数。提高速率用 "tc class change"。`,
    };
  if (shaper !== undefined)
    return {
      en: `"tc -s -d qdisc show dev ${device}" shows rate, limit and what was dropped.`,
      'zh-CN': `"tc -s -d qdisc show dev ${device}" 显示速率、limit 和丢弃数。`,
    };
  return {
    en: `The agent knows no rate of this shaper: "tc -s -d class show dev ${device}" shows it, and "tc -s -d qdisc show dev ${device}" what was dropped (here by ${kind}).`,
    'zh-CN': `agent 不知道这个整形器的速率："tc -s -d class show dev ${device}" 会显示速率，"tc -s -d qdisc show dev ${device}" 显示丢弃数（这里是 ${kind} 丢的）。`,
  };
}

/** What to do about a queue behind a rate that somebody set, as commands that can be pasted. */
export function shaperActions(
  losing: Losing,
  { passing, sender }: { readonly passing: Passing | undefined; readonly sender: TopSender | undefined },
): readonly Words[] {
  const { device, shaper } = losing;
  const command = shaper === undefined ? undefined : commandAction(device, shaper, passing?.bytesIn);
  return [senderAction(sender, shaper), ...(command === undefined ? [] : [command]), lookAction(losing, shaper)];
}
