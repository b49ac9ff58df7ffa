import { formatValue } from '../format.ts';
import { shareOf } from '../rates.ts';
import type { Labels, SampleWindow } from '../types.ts';
import { joinWords, NO_WORDS, type Words, words } from '../words/index.ts';
import { deviceOf } from './devices.ts';
import { ID } from './ids.ts';
import type { Signal } from './signal.ts';
import { NOTICE_PER_SECOND, NOW_SECONDS, SHARES, TX_DROPS_PER_SECOND } from './thresholds.ts';
import { type TroubleReading, troubleText } from './trouble.ts';
import type { LayerState, Trouble } from './types.ts';

interface DeviceTrouble {
  readonly id: string;
  readonly title: Words;
  readonly metric: string;
  readonly state: (window: SampleWindow, perSecond: number, labels: Labels) => LayerState;
}

/** Received frames that were dropped as a share of all received; undefined with too little traffic to say. */
function rxDroppedShare(window: SampleWindow, labels: Labels): number | undefined {
  const packets = window.delta(ID.dev.rxPackets, NOW_SECONDS, labels);
  if (packets === undefined || packets < SHARES.rxDropped.minimum) return undefined;
  return shareOf(window.delta(ID.dev.rxDropped, NOW_SECONDS, labels), packets);
}

const DEVICE_TROUBLES: readonly DeviceTrouble[] = [
  {
    id: 'link.rxFifo',
    title: words('frames lost, receive ring full', '丢失的帧，接收 ring 已满'),
    metric: ID.dev.rxFifo,
    state: () => 'saturated',
  },
  {
    id: 'link.txDropped',
    title: words('frames dropped on sending', '发送时丢弃的帧'),
    metric: ID.dev.txDropped,
    state: (_, perSecond) => (perSecond >= TX_DROPS_PER_SECOND ? 'saturated' : 'busy'),
  },
  {
    id: 'link.rxErrors',
    title: words('receive errors', '接收错误'),
    metric: ID.dev.rxErrors,
    state: (_, perSecond) => (perSecond > NOTICE_PER_SECOND.deviceErrors ? 'busy' : 'calm'),
  },
  {
    id: 'link.txErrors',
    title: words('transmit errors', '发送错误'),
    metric: ID.dev.txErrors,
    state: (_, perSecond) => (perSecond > NOTICE_PER_SECOND.deviceErrors ? 'busy' : 'calm'),
  },
  {
    id: 'link.rxDropped',
    title: words('received frames dropped, unknown protocols included', '接收后丢弃的帧，含未知协议'),
    metric: ID.dev.rxDropped,
    state: (window, _, labels) => ((rxDroppedShare(window, labels) ?? 0) > SHARES.rxDropped.busy ? 'busy' : 'calm'),
  },
];

/** Errors and drops of each device that counted some within the last seconds. */
export function readDeviceTroubles(window: SampleWindow): TroubleReading {
  const troubles: Trouble<Words>[] = [];
  const signals: Signal[] = [];
  for (const trouble of DEVICE_TROUBLES) {
    for (const labels of window.labelsOf(trouble.metric)) {
      const perSecond = window.rate(trouble.metric, NOW_SECONDS, labels);
      if (perSecond === undefined || perSecond === 0) continue;
      const device = deviceOf(labels);
      const state = trouble.state(window, perSecond, labels);
      const title = words(`${device}: ${trouble.title.en}`, `${device}：${trouble.title['zh-CN']}`);
      troubles.push({ id: `${trouble.id}.${device}`, title, perSecond, metric: trouble.metric, labels, state });
      if (state === 'calm' || state === 'unknown') continue;
      const share = trouble.id === 'link.rxDropped' ? rxDroppedShare(window, labels) : undefined;
      const ofAll = formatValue(share, 'share');
      const part = share === undefined ? NO_WORDS : words(` (${ofAll} of those received)`, `（占接收的 ${ofAll}）`);
      signals.push({ state, text: joinWords([troubleText(title, perSecond), part], NO_WORDS) });
    }
  }
  return { troubles, signals };
}
