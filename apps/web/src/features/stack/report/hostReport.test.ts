import type { Advice } from '@netstrata/advisor/types';
import type { LayerModel, SocketRow } from '@netstrata/metrics';
import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { en } from '../../../../messages/en.ts';
import { zhCN } from '../../../../messages/zh-CN.ts';
import { type HostState, hostReport } from './hostReport.ts';

const SOCKET: LayerModel = {
  layer: 'socket',
  state: 'saturated',
  reason: 'accept queue of :8080 is full: 129 of 128',
  headlines: [
    { id: 'a', title: 'Sockets', value: 337, unit: 'sockets', metric: 'socket.tcp.sockets' },
    { id: 'b', title: 'To be read', value: undefined, unit: 'bytes', metric: 'socket.sockets.recvQBytes' },
  ],
  gauges: [
    {
      id: 'u',
      title: 'Link use',
      value: undefined,
      limit: undefined,
      unit: 'bytes/s',
      fraction: undefined,
      marks: [],
      limitName: '',
      metric: 'link.x',
      detail: 'no network device besides loopback; more',
      state: 'unknown',
    },
    {
      id: 'g',
      title: 'Fullest accept queue',
      value: 129,
      limit: 128,
      unit: 'connections',
      fraction: 1.0078,
      marks: [],
      limitName: 'its backlog',
      metric: 'socket.tcp.x',
      detail: ':8080',
      state: 'saturated',
    },
  ],
  troubles: [
    {
      id: 't',
      title: 'Connections dropped | full queue',
      perSecond: 12.5,
      metric: 'socket.tcpExt.x',
      state: 'saturated',
    },
  ],
  flow: { down: 1, up: 1, unit: 'bytes/s' },
  spark: { title: '', unit: 'bytes/s', labels: ['', ''] },
};
const ADVICE = {
  id: 'tcp-listen-overflow:8080',
  rule: 'tcp-listen-overflow',
  severity: 'critical',
  openedAt: Date.UTC(2026, 10, 29, 11, 58),
  title: 'The accept queue of :8080 overflows',
  where: 'node, pid 4711',
  why: 'It holds 128, and 140 wait.',
  evidence: [
    {
      metric: 'socket.tcpExt.listenOverflows',
      labels: {},
      value: 12.5,
      unit: 'events/s',
      over: { as: 'mean', seconds: 60 },
    },
  ],
  changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', current: '128', proposed: '4096' }],
  actions: ['Restart the program.'],
} as unknown as Advice;
const ROW = {
  protocol: 'tcp',
  local: '::1',
  localPort: 8080,
  remote: '10.0.0.2',
  remotePort: 50_000,
  process: 'node',
  pid: 4711,
  recvQ: 129,
  sendQ: 0,
  fill: 1,
  state: 'established',
  limit: 'receiver',
} as unknown as SocketRow;
const LISTENER = {
  ...ROW,
  local: '::',
  remote: '::',
  remotePort: 0,
  state: 'listen',
  recvQ: 129,
  sendQ: 128,
  limit: 'accept',
} as unknown as SocketRow;

const STATE: HostState = {
  facts: { hostname: 'web-1', kernelRelease: '6.18.0', arch: 'x64', pageSizeBytes: 4096 },
  timeMs: Date.UTC(2026, 10, 29, 12, 0, 5),
  address: 'http://127.0.0.1:3000/',
  verdict: 'Socket is saturated',
  bottleneck: {
    limiter: 'accept-queue',
    confidence: 'high',
    sentence: 'The accept queue limits.',
    not: 'Not the link.',
  },
  layers: [SOCKET],
  advice: [ADVICE],
  sockets: [ROW, LISTENER, { ...ROW, fill: 0 }],
};
const words = (locale: 'en' | 'zh-CN') => {
  const messages = locale === 'en' ? en : zhCN;
  const sockets = createTranslator({ locale, messages, namespace: 'sockets' });
  return { t: createTranslator({ locale, messages }), sockets, locale };
};

it('tells everything that matters of a host in Markdown', () => {
  expect(hostReport(STATE, words('en'))).toBe(`# web-1: Socket is saturated

Linux 6.18.0, x64. State of 2026-11-29 12:00:05 (UTC). http://127.0.0.1:3000/

**What limits now**: The accept queue limits. Not the link.

## Layers

| Layer | State | Why | Figures | Drops and errors |
| --- | --- | --- | --- | --- |
| Socket | Saturated | accept queue of :8080 is full: 129 of 128 | Sockets 337; To be read –; Link use – (no network device besides loopback); Fullest accept queue 101 % (129 of 128) | Connections dropped \\| full queue 12.5/s |

## Open advice

### Critical: The accept queue of :8080 overflows

**Open since**: 2026-11-29 11:58:00 (UTC)

**Where**: node, pid 4711

**Why**: It holds 128, and 140 wait.

**Evidence**:
- \`socket.tcpExt.listenOverflows\` = 12.5 events/s, mean of 60 s

**To do**:
- \`net.core.somaxconn\`: \`128\` → \`4096\`
- Restart the program.

## Fullest sockets

| Process | Protocol | From | To | Recv-Q | Send-Q | Fill | Limited by |
| --- | --- | --- | --- | --- | --- | --- | --- |
| node 4711 | TCP | [::1]:8080 | 10.0.0.2:50000 | 129 B | 0 B | 100 % | the peer: its window is full |
| node 4711 | TCP | *:8080 |  | 129 | 128 | 100 % | its accept queue is full |
`);
});

it('says what there is none of, in Chinese too', () => {
  const quiet = { ...STATE, verdict: '五层均平稳', bottleneck: undefined, layers: [], advice: [], sockets: [] };
  expect(hostReport(quiet, words('zh-CN'))).toBe(`# web-1：五层均平稳

Linux 6.18.0，x64。2026-11-29 12:00:05（UTC）的状态。http://127.0.0.1:3000/

## 各层

| 层 | 状态 | 原因 | 数值 | 丢包与错误 |
| --- | --- | --- | --- | --- |

## 待处理的建议

无。

## 最满的套接字

没有套接字积压数据。
`);
});

it('leaves out of a moment that is over what is not stored', () => {
  const past = { ...STATE, bottleneck: undefined, advice: undefined, sockets: undefined };
  expect(hostReport(past, words('en'))).not.toMatch(/advice|sockets\n/);
});

it('tells what to do also where neither a setting nor a step is named', () => {
  const advice = [{ ...ADVICE, changes: [], actions: [], better: 'Read sooner.' }];
  expect(hostReport({ ...STATE, advice }, words('en'))).toContain('**To do**:\n- Read sooner.');
});

it('tells of advice whose change is being verified that it was made, and that its numbers are of before', () => {
  const advice = [{ ...ADVICE, applied: { changeId: 'c1', state: 'quiet' } as const }];
  const report = hostReport({ ...STATE, advice }, words('en'));
  expect(report).toContain('**Applied, being verified.** What the card tells of has not been seen since');
  expect(report).toContain('of before the change.\n- `net.core.somaxconn`: `128` → `4096`\n\n');
  expect(report).toContain('= 12.5 events/s, before the change');
  expect(report).toContain('**To do**:\n- Restart the program.\n');
  const undone = hostReport(
    { ...STATE, advice: [{ ...ADVICE, applied: { changeId: 'c1', state: 'undone' } }] },
    words('en'),
  );
  expect(undone).toContain('**Taken back just now.** The value before is in place again');
  expect(undone).toContain('**To do**:\n- `net.core.somaxconn`: `128` → `4096`\n- Restart the program.\n');
});
