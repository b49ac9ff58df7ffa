import { ID, type Words } from '@netstrata/metrics';

/** What a symptom comes from: what it is called, and the counters whose sum it is. */
export interface Load {
  readonly name: Words;
  readonly metrics: readonly string[];
}

const ACCEPTED: Words = { en: 'connections accepted', 'zh-CN': '接受的连接' };
const OPENED: Words = { en: 'connections accepted and opened', 'zh-CN': '接受和发起的连接' };
const DATAGRAMS: Words = { en: 'UDP datagrams in and out', 'zh-CN': '收发的 UDP 数据报' };
const SEGMENTS: Words = { en: 'TCP segments in and out', 'zh-CN': '收发的 TCP 报文段' };
const IP_PACKETS: Words = { en: 'IP packets in and out', 'zh-CN': '收发的 IP 包' };
const DEVICE_PACKETS: Words = { en: 'packets of the network devices', 'zh-CN': '网络设备收发的包' };

/** The traffic that a symptom comes from, by the first of these that fits its metric. */
const LOADS: readonly (readonly [symptom: RegExp, load: Load | undefined])[] = [
  [/unix/i, undefined],
  [/listen|acceptQueue|reqQ|syncookies/i, { name: ACCEPTED, metrics: [ID.tcp.passiveOpens] }],
  [
    /^(socket|transport)\.udp/,
    {
      name: DATAGRAMS,
      metrics: [ID.udp.inDatagrams, ID.udp.outDatagrams, ID.udp6.inDatagrams, ID.udp6.outDatagrams],
    },
  ],
  [/^(socket|transport)\./, { name: SEGMENTS, metrics: [ID.tcp.inSegs, ID.tcp.outSegs] }],
  [
    /^network\./,
    { name: IP_PACKETS, metrics: [ID.ip.inReceives, ID.ip.outRequests, ID.ip6.inReceives, ID.ip6.outRequests] },
  ],
  [/^link\./, { name: DEVICE_PACKETS, metrics: [ID.dev.rxPackets, ID.dev.txPackets] }],
  [/^application\./, { name: OPENED, metrics: [ID.tcp.passiveOpens, ID.tcp.activeOpens] }],
];

/** What a host receives and sends, whoever does. */
export const TRAFFIC: readonly string[] = [ID.ip.inOctets, ID.ip.outOctets, ID.ip6.inOctets, ID.ip6.outOctets];

/** What is the load beside a symptom; undefined where the layer has no measure of it. */
export const loadOf = (symptom: string): Load | undefined => LOADS.find(([fits]) => fits.test(symptom))?.[1];
