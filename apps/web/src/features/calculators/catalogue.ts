import {
  acceptQueue,
  bandwidthDelay,
  bufferChain,
  type Calculation,
  conntrackMemory,
  ephemeralPorts,
  lossCeiling,
  packetBurst,
  udpBuffer,
} from '@netstrata/advisor/calculators';
import { endpoint } from '@netstrata/metrics';
import { field, rounded, sysctlField } from './inputs.ts';
import type { Calculator, Values } from './types.ts';

const INT_MAX = 2 ** 31 - 1;
const BYTES = ['bytes', 1, INT_MAX] as const;
const RATE = ['perSecond', 0, 10_000_000] as const;
const STALL = ['ms', 1, 60_000] as const;
const RMEM = { name: 'net.ipv4.tcp_rmem', usual: '4096 131072 6291456', count: 3 } as const;
const BYTES_IN_MBIT = 125_000;

const one = (values: Values, id: keyof Values): number => values[id]?.[0] ?? Number.NaN;
const triple = (values: Values, id: keyof Values): readonly [number, number, number] => {
  const [least = Number.NaN, initial = Number.NaN, most = Number.NaN] = values[id] ?? [];
  return [least, initial, most];
};
const step = ({ steps }: Calculation, id: string): number => steps.find((each) => each.id === id)?.value ?? 0;

const RTT = field('rttMs', ['ms', 0.001, 60_000], {
  usual: '40',
  ofHost: ({ far }) => rounded(far && far.rttUs / 1000),
  ofWhat: ({ far }) => far && `${far.process ?? ''} → ${endpoint(far.remote, far.remotePort)}`.trimStart(),
});

/** Every calculator, in the order of the list. */
export const CALCULATORS: readonly Calculator[] = [
  {
    id: 'bdp',
    load: { input: 'rttMs', steps: ['inFlight', 'send', 'receive'] },
    inputs: [
      field('mbit', ['mbit', 0.001, 8_000_000], { usual: '1000', ofHost: ({ linkMbit }) => rounded(linkMbit) }),
      RTT,
      field('congestionControl', ['none', 0, 0], {
        ofHost: ({ sysctl }) => sysctl('net.ipv4.tcp_congestion_control'),
        usual: 'cubic',
        choices: ['cubic', 'reno', 'bbr'],
      }),
      sysctlField('tcpRmem', BYTES, RMEM),
      sysctlField('tcpWmem', BYTES, { name: 'net.ipv4.tcp_wmem', usual: '4096 16384 4194304', count: 3 }),
    ],
    calculate: (values, texts) =>
      bandwidthDelay({
        bytesPerSecond: one(values, 'mbit') * BYTES_IN_MBIT,
        rttMs: one(values, 'rttMs'),
        congestionControl: texts.congestionControl ?? 'cubic',
        rmem: triple(values, 'tcpRmem'),
        wmem: triple(values, 'tcpWmem'),
      }),
    picture: (calculation, values) => ({
      kind: 'pipe',
      mbit: one(values, 'mbit'),
      rttMs: one(values, 'rttMs'),
      inFlight: step(calculation, 'inFlight'),
      bars: [
        { id: 'send', value: step(calculation, 'send'), limit: triple(values, 'tcpWmem')[2], unit: 'bytes' },
        { id: 'receive', value: step(calculation, 'receive'), limit: triple(values, 'tcpRmem')[2], unit: 'bytes' },
      ],
    }),
  },
  {
    id: 'sockets',
    load: { input: 'sockets', steps: ['guaranteed', 'charged'] },
    inputs: [
      field('sockets', ['none', 1, 10_000_000], { usual: '10' }),
      field('askedBytes', BYTES, { usual: '10240', optional: true }),
      field('wantedBytes', ['bytes', 1, 2 ** 40], { usual: '102400' }),
      sysctlField('rmemMax', BYTES, { name: 'net.core.rmem_max', usual: '212992' }),
      sysctlField('tcpRmem', BYTES, RMEM),
      sysctlField('tcpMem', ['pages', 1, 2 ** 40], { name: 'net.ipv4.tcp_mem', usual: '40960 51200 122880', count: 3 }),
      field('pageBytes', ['bytes', 4096, 65_536], {
        usual: '4096',
        ofHost: ({ pageSizeBytes }) => pageSizeBytes?.toString(),
      }),
    ],
    calculate: (values) =>
      bufferChain({
        sockets: one(values, 'sockets'),
        askedBytes: values.askedBytes?.[0],
        wantedBytes: one(values, 'wantedBytes'),
        rmemMax: one(values, 'rmemMax'),
        tcpRmem: triple(values, 'tcpRmem'),
        tcpMem: triple(values, 'tcpMem'),
        pageBytes: one(values, 'pageBytes'),
      }),
    picture: (calculation, values) => ({
      kind: 'vessels',
      sockets: one(values, 'sockets'),
      rcvbuf: step(calculation, 'rcvbuf'),
      wantedEach: one(values, 'wantedBytes') / one(values, 'sockets'),
      bars: [
        { id: 'guaranteed', value: one(values, 'wantedBytes'), limit: step(calculation, 'guaranteed'), unit: 'bytes' },
        { id: 'pool', value: step(calculation, 'charged'), limit: step(calculation, 'pool'), unit: 'bytes' },
      ],
    }),
  },
  {
    id: 'accept',
    load: { input: 'connectionsPerSecond', steps: ['waiting', 'backlog'] },
    inputs: [
      field('connectionsPerSecond', RATE, { usual: '2000', ofHost: (host) => rounded(host.acceptedPerSecond) }),
      field('stallMs', STALL, { usual: '500' }),
      sysctlField('somaxconn', ['connections', 0, INT_MAX], { name: 'net.core.somaxconn', usual: '4096' }),
    ],
    calculate: (values) =>
      acceptQueue({
        connectionsPerSecond: one(values, 'connectionsPerSecond'),
        stallMs: one(values, 'stallMs'),
        somaxconn: one(values, 'somaxconn'),
      }),
    picture: (calculation, values) => ({
      kind: 'ramp',
      seconds: one(values, 'stallMs') / 1000,
      waiting: step(calculation, 'waiting'),
      limits: [{ id: 'somaxconn', value: one(values, 'somaxconn') }],
      drainSeconds: undefined,
    }),
  },
  {
    id: 'ports',
    load: { input: 'connectionsPerSecond', steps: ['needed'] },
    inputs: [
      sysctlField('portRange', ['ports', 1, 65_535], {
        name: 'net.ipv4.ip_local_port_range',
        usual: '32768 60999',
        count: 2,
      }),
      field('reserved', ['ports', 0, 65_535], { usual: '0' }),
      field('connectionsPerSecond', RATE, { usual: '300', ofHost: (host) => rounded(host.openedPerSecond) }),
      field('lifetimeSeconds', ['seconds', 0, 10_000_000], { usual: '0' }),
      sysctlField('twReuse', ['none', 0, 2], { name: 'net.ipv4.tcp_tw_reuse', usual: '2', choices: ['0', '1', '2'] }),
    ],
    calculate: (values) => {
      const [low = Number.NaN, high = Number.NaN] = values.portRange ?? [];
      return ephemeralPorts({
        low,
        high,
        reserved: one(values, 'reserved'),
        connectionsPerSecond: one(values, 'connectionsPerSecond'),
        lifetimeSeconds: one(values, 'lifetimeSeconds'),
        twReuse: one(values, 'twReuse'),
      });
    },
    picture: (calculation, { portRange: [low = 0, high = 0] = [] }) => ({
      kind: 'ports',
      low,
      high,
      needed: step(calculation, 'needed'),
      ports: step(calculation, 'ports'),
    }),
  },
  {
    id: 'conntrack',
    load: { input: 'connectionsPerSecond', steps: ['entries', 'table', 'memory'] },
    inputs: [
      field('connectionsPerSecond', RATE, { usual: '1000', ofHost: (host) => rounded(host.acceptedPerSecond) }),
      field('lifetimeSeconds', ['seconds', 1, 10_000_000], { usual: '120' }),
      sysctlField('conntrackMax', ['entries', 1, INT_MAX], { name: 'net.netfilter.nf_conntrack_max', usual: '262144' }),
      field('memoryMiB', ['mib', 1, 2 ** 30], {
        usual: '16384',
        ofHost: ({ memTotalBytes }) =>
          memTotalBytes === undefined ? undefined : String(Math.round(memTotalBytes / 2 ** 20)),
      }),
    ],
    calculate: (values) =>
      conntrackMemory({
        connectionsPerSecond: one(values, 'connectionsPerSecond'),
        lifetimeSeconds: one(values, 'lifetimeSeconds'),
        max: one(values, 'conntrackMax'),
        memTotalBytes: one(values, 'memoryMiB') * 2 ** 20,
      }),
    picture: (calculation, values) => ({
      kind: 'bars',
      bars: [
        { id: 'entries', value: step(calculation, 'entries'), limit: one(values, 'conntrackMax'), unit: 'count' },
        { id: 'memory', value: step(calculation, 'memory'), limit: one(values, 'memoryMiB') * 2 ** 20, unit: 'bytes' },
      ],
    }),
  },
  {
    id: 'udp',
    load: { input: 'datagramsPerSecond', steps: ['waiting', 'ask'] },
    inputs: [
      field('datagramsPerSecond', ['perSecond', 1, 100_000_000], {
        usual: '50000',
        ofHost: (host) => rounded(host.datagramsPerSecond),
      }),
      field('datagramBytes', ['bytes', 0, 65_507], { usual: '200' }),
      field('stallMs', STALL, { usual: '100' }),
      sysctlField('rmemMax', BYTES, { name: 'net.core.rmem_max', usual: '212992' }),
    ],
    calculate: (values) =>
      udpBuffer({
        datagramsPerSecond: one(values, 'datagramsPerSecond'),
        datagramBytes: one(values, 'datagramBytes'),
        stallMs: one(values, 'stallMs'),
        rmemMax: one(values, 'rmemMax'),
      }),
    picture: (calculation, values) => ({
      kind: 'ramp',
      seconds: one(values, 'stallMs') / 1000,
      waiting: step(calculation, 'waiting'),
      limits: [{ id: 'rcvbuf', value: Math.floor((2 * one(values, 'rmemMax')) / step(calculation, 'truesize')) }],
      drainSeconds: undefined,
    }),
  },
  {
    id: 'burst',
    load: { input: 'stallMs', steps: ['waiting', 'rounds'] },
    inputs: [
      field('packetsPerSecond', ['perSecond', 1, 1e9], {
        usual: '400000',
        ofHost: (host) => rounded(host.packetsPerSecond),
      }),
      field('nanosecondsPerPacket', ['ns', 10, 1e6], { usual: '1000' }),
      field('stallMs', ['ms', 0.01, 10_000], { usual: '2' }),
      field('ringPlaces', ['packets', 1, 1_048_576], {
        usual: '512',
        ofHost: ({ ringPlaces }) => ringPlaces?.toString(),
      }),
      sysctlField('backlog', ['packets', 1, INT_MAX], { name: 'net.core.netdev_max_backlog', usual: '1000' }),
      sysctlField('budget', ['packets', 1, INT_MAX], { name: 'net.core.netdev_budget', usual: '300' }),
      sysctlField('budgetUsecs', ['us', 1, INT_MAX], { name: 'net.core.netdev_budget_usecs', usual: '8000' }),
    ],
    calculate: (values) =>
      packetBurst({
        packetsPerSecond: one(values, 'packetsPerSecond'),
        nanosecondsPerPacket: one(values, 'nanosecondsPerPacket'),
        stallMs: one(values, 'stallMs'),
        ringPlaces: one(values, 'ringPlaces'),
        backlog: one(values, 'backlog'),
        budget: one(values, 'budget'),
        budgetUsecs: one(values, 'budgetUsecs'),
      }),
    picture: (calculation, values) => ({
      kind: 'ramp',
      seconds: one(values, 'stallMs') / 1000,
      waiting: step(calculation, 'waiting'),
      limits: [
        { id: 'ring', value: one(values, 'ringPlaces') },
        { id: 'backlog', value: one(values, 'backlog') },
      ],
      drainSeconds: step(calculation, 'rounds'),
    }),
  },
  {
    id: 'loss',
    load: { input: 'lossPercent', steps: ['ceiling', 'window'] },
    inputs: [
      field('mbit', ['mbit', 0.001, 8_000_000], { usual: '1000', ofHost: ({ linkMbit }) => rounded(linkMbit) }),
      RTT,
      field('lossPercent', ['percent', 0.000_001, 50], { usual: '0.1', ofHost: (host) => rounded(host.lossPercent) }),
      field('mssBytes', ['bytes', 48, 65_535], { usual: '1448' }),
    ],
    calculate: (values) =>
      lossCeiling({
        bytesPerSecond: one(values, 'mbit') * BYTES_IN_MBIT,
        rttMs: one(values, 'rttMs'),
        lossPercent: one(values, 'lossPercent'),
        mssBytes: one(values, 'mssBytes'),
      }),
    picture: (calculation, values) => ({
      kind: 'saw',
      ceiling: step(calculation, 'ceiling'),
      wanted: one(values, 'mbit') * BYTES_IN_MBIT,
    }),
  },
];

export const calculatorOf = (id: string | null): Calculator | undefined => CALCULATORS.find((each) => each.id === id);
