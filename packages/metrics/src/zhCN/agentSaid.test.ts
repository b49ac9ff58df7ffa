import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AGENT_PHRASES } from './agentPhrases.ts';
import { agentSaid as saidBy } from './agentSaid.ts';
import { TEXTS } from './agentTexts.ts';
import { faultsOf } from './chinese.ts';
import { phrasebook } from './phrasebook.ts';

const say = phrasebook(AGENT_PHRASES);
const agentSaid = <T>(value: T): T => saidBy(value, say);

const source = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

/** Texts of `what`, `why` and `capability` in a source file, those without holes. */
const textsOf = (path: string): readonly string[] =>
  [...source(path).matchAll(/\b(?:what|why|capability):\s+(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );

test('every fixed sentence of an agent has its Chinese', () => {
  const sent = [
    'packages/kernel/src/machine/missingPrivileges.ts',
    'packages/kernel/src/machine/whyRefused.ts',
    'packages/kernel/src/tracefs/traceRefusals.ts',
    'apps/agent/src/sockets/detail/SocketInquiry.ts',
  ].flatMap(textsOf);
  expect(sent.length).toBeGreaterThan(30);
  const names = ['CAP_NET_ADMIN', 'mount -t tracefs nodev /sys/kernel/tracing'];
  expect(sent.filter((text) => TEXTS[text] === undefined && !names.includes(text))).toEqual([]);
});

test('words are Chinese, names and numbers the same', () => {
  expect(Object.entries(TEXTS).flatMap(([english, chinese]) => faultsOf(chinese, english))).toEqual([]);
});

test('reasons, wherever they stand', () => {
  const missing = [
    {
      what: 'Processes outside this container',
      why: 'The kernel does not lend this agent a descriptor of that process. They belong to other users.',
      capability: 'CAP_SYS_PTRACE (or run it as root)',
    },
  ];
  expect(agentSaid({ hostId: 'h', missing })).toEqual({
    hostId: 'h',
    missing: [
      {
        what: '本容器之外的进程',
        why: '内核不把该进程的描述符借给本 agent。它们属于其他用户。',
        capability: 'CAP_SYS_PTRACE（或以 root 运行）',
      },
    ],
  });
  expect(agentSaid({ why: 'Its process has closed it meanwhile, or has ended. EBADF' }).why).toBe(
    '其进程在此期间关闭了它，或已结束。EBADF',
  );
  expect(
    agentSaid({
      mayApply: false,
      reason: 'This agent was started without --allow-apply: it changes nothing on its host.',
      rows: [{ reason: 'TCP_CSUM' }],
    }),
  ).toEqual({
    mayApply: false,
    reason: '本 agent 启动时没有 --allow-apply：它不改动主机上的任何东西。',
    rows: [{ reason: 'TCP_CSUM' }],
  });
  const plain = { rows: [{ a: 1, b: 'They belong to other users.' }] };
  expect(agentSaid(plain)).toBe(plain);
});

test.each([
  ['keepalive in 12.0 s', 'keepalive，12.0 s 后'],
  ['zero-window probe in 0.4 s', '零窗口探测，0.4 s 后'],
  ['none', '无'],
  ['sends no more', '不再发送'],
  ['capable there, capable here, fully established', '对端支持、本端支持、完全建立'],
  ['2 of 8', '2 / 8'],
  ['5 on 8:1', '5，位于 8:1'],
  ['1 here, 0 there', '本端 1，对端 0'],
  ['4 blocks of 4096 B, 8 frames of 2048 B', '4 块，每块 4096 B；8 帧，每帧 2048 B'],
  ['7, by hash', '7，按 hash'],
  ['option seen 0x1, failed 0x0', '见到选项 0x1，失败 0x0'],
  ['ts, sack, wscale', 'ts, sack, wscale'],
  ['www-data (33)', 'www-data (33)'],
  ['constructor in 1.0 s', 'constructor in 1.0 s'],
])('a socket’s field that says %s', (english, chinese) => {
  const socket = { cookie: 'a1', inode: 7, fields: { timer: english, rttUs: 12 } };
  expect(agentSaid(socket).fields).toEqual({ timer: chinese, rttUs: 12 });
});
