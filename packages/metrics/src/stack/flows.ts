import { sumKnown } from '../rates.ts';
import type { Labels, Layer, SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import { trafficDevices } from './devices.ts';
import { ID } from './ids.ts';
import type { LayerModel } from './types.ts';

/** One series of a flow: a counter's rate or a gauge's value. */
export interface FlowPart {
  readonly metric: string;
  readonly labels?: Labels;
  readonly as: 'rate' | 'value';
}

export interface Flow {
  readonly down: readonly FlowPart[];
  readonly up: readonly FlowPart[];
}

const rates = (...metrics: readonly string[]): readonly FlowPart[] => metrics.map((metric) => ({ metric, as: 'rate' }));

const SEGMENTS: Flow = {
  down: rates(ID.tcp.outSegs, ID.udp.outDatagrams, ID.udp6.outDatagrams),
  up: rates(ID.tcp.inSegs, ID.udp.inDatagrams, ID.udp6.inDatagrams),
};

const FIXED: Readonly<Record<Exclude<Layer, 'link'>, Flow>> = {
  application: { down: rates(ID.tcp.activeOpens), up: rates(ID.tcp.passiveOpens) },
  socket: {
    down: [{ metric: ID.sockets.sendQBytes, as: 'value' }],
    up: [{ metric: ID.sockets.recvQBytes, as: 'value' }],
  },
  transport: SEGMENTS,
  network: {
    down: rates(ID.ip.outRequests, ID.ip6.outRequests),
    up: rates(ID.ip.inReceives, ID.ip6.inReceives),
  },
};

/** What a layer's sparkline plots. The link's devices are chosen anew: they come and go. */
export function sparkFlow(layer: Layer, window: SampleWindow): Flow {
  if (layer !== 'link') return FIXED[layer];
  const devices = trafficDevices(window);
  const of = (metric: string) => devices.map((labels): FlowPart => ({ metric, labels, as: 'rate' }));
  return { down: of(ID.dev.txBytes), up: of(ID.dev.rxBytes) };
}

export function flowNow(window: SampleWindow, parts: readonly FlowPart[], seconds: number): number | undefined {
  return sumKnown(
    parts.map(({ metric, labels, as }) =>
      as === 'rate' ? window.rate(metric, seconds, labels) : window.last(metric, labels),
    ),
  );
}

/** Traffic through the transport: what moves above it too, where the kernel counts no packets. */
export function segmentFlow(window: SampleWindow, seconds: number): LayerModel['flow'] {
  return {
    down: flowNow(window, SEGMENTS.down, seconds),
    up: flowNow(window, SEGMENTS.up, seconds),
    unit: 'segments/s',
  };
}

const OUT_IN = [words('out', '出'), words('in', '入')] as const;

export const SPARKS: Readonly<Record<Layer, LayerModel<Words>['spark']>> = {
  application: {
    title: words('Connections', '连接'),
    unit: 'connections/s',
    labels: [words('opened', '打开'), words('accepted', '接受')],
  },
  socket: {
    title: words('Waiting in sockets', '在套接字中等待'),
    unit: 'bytes',
    labels: [words('to be sent', '待发送'), words('to be read', '待读取')],
  },
  transport: {
    title: words('TCP segments and UDP datagrams', 'TCP 报文段和 UDP 数据报'),
    unit: 'segments/s',
    labels: OUT_IN,
  },
  network: { title: words('IP packets', 'IP 包'), unit: 'packets/s', labels: OUT_IN },
  link: { title: words('Traffic', '流量'), unit: 'bytes/s', labels: OUT_IN },
};

/** "quiet" or "flowing", by packets a second. */
export function paceOf(perSecond: number | undefined): Words {
  return (perSecond ?? 0) < 100 ? words('quiet', '空闲') : words('flowing', '流动中');
}
